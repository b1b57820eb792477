"""The same question for another place or another period."""

import re

from service.periods import PERIOD_PHRASE
from service.places import Places, spoken

LEADS = frozenset("in at by during since from as for of until to before after around between".split())


def names_in(text: str, places: Places) -> str:
    """The places that a text names, as one phrase; empty where it names none."""
    names = dict.fromkeys(m.name for m in places.mentions(text))
    return " and ".join(names)


def with_places(text: str, named: str, places: Places) -> str:
    """The text with its places exchanged for others; a text without any gets them at its end."""
    pattern = _name_pattern(text, places)
    if pattern is None:
        return f"{text.strip().rstrip('?. ')} in {named}?"
    return _collapsed(pattern.sub("\0", text), named)


def _collapsed(text: str, named: str) -> str:
    first, *others = re.split(r"\0(?:(?:,| and| or) \0)*", text)
    return first + "".join(f"{named}{part}" for part in others)


def without_places(text: str, places: Places) -> str:
    """The text without its places and the small words that lead to them."""
    pattern = _name_pattern(text, places)
    if pattern is None:
        return text
    return re.sub(r"(?:\b(?:in|at|for|of)\s+)?\0(?:['’]s)?", " ", pattern.sub("\0", text))


def _name_pattern(text: str, places: Places) -> re.Pattern[str] | None:
    tokens = spoken(text)
    names = {tokens[m.start : m.end] for m in places.mentions(text)}
    if not names:
        return None
    forms = sorted((r"[\s-]+".join(map(re.escape, name)) for name in names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(forms)})\b(?!-\w)", re.IGNORECASE)


def with_period(text: str, period: str) -> str:
    """The text with its first period exchanged for another; a text without any gets it at its end."""
    if PERIOD_PHRASE.search(text):
        return PERIOD_PHRASE.sub(lambda _: f" {led(period)}", text, count=1).replace("  ", " ")
    return f"{text.strip().rstrip('?. ')} {led(period)}?"


def led(period: str) -> str:
    """A period with the small word that leads to it in the middle of a sentence: "in 2018"."""
    first, *rest = period.split()
    if first.lower() in LEADS:
        return " ".join((first.lower(), *rest))
    return f"in {' '.join((first, *rest))}"
