"""What a table's header, label or caption tells: a measure, a place, a period, a unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.observations.figures import rate_base
from indexer.observations.lists import lists
from indexer.observations.places import ENGLAND, Places, abbreviates, comparators_in
from indexer.observations.plain import tidy
from indexer.observations.times import Time, bare_month, header_period, read_time
from indexer.types import Comparator

COUNT = "count"  # the unit of a header that says that things are counted, which a caption's "%" must not overrule
_PERCENT = re.compile(r"%|\bper\s?cent(?:age)?s?\b|\bpercentages?\b|\bproportions?\b|\bpct\b", re.IGNORECASE)
_RATE = re.compile(
    r"\b(?:rates?\s)?per\s(10,?000|1,?000|100,?000)\b(?:\s(?:population|children|people))?", re.IGNORECASE
)
_MONEY = re.compile(r"[£$€]\s?['’]?(?:000s?|0,?000s?|k|m|bn|million)?(?![\w])", re.IGNORECASE)
_COUNTS = re.compile(
    r"\b(?:numbers?|no\.?|nos\.?|#|counts?|cohort|total|volume|headcount|how\smany|amount)\b|^\s*n\s*$", re.IGNORECASE
)
_TIME_UNIT = re.compile(
    r"\(\s*(?:in\s)?(?P<bracket>days|weeks|months|hours|minutes|years)\s*\)|\b(?P<of>days|weeks)\b", re.IGNORECASE
)
_NO_UNIT = re.compile(r"\b(?:score|points|index|ratio|average)\b", re.IGNORECASE)
_BRACKETED_UNIT = re.compile(
    r"[\[(]\s*(?:%|[£$€]\s?['’]?(?:000s?|k|m|bn)?|ppts?|pts?|days|weeks|months|hours|no\.?|number|n"
    r"|[£$€a-z ]{0,10}\bin\s(?:thousands|millions|billions)[^)]*)\s*[\])]",
    re.IGNORECASE,
)
_LOOSE_END = re.compile(
    r"(?:[\s,]+(?:are|is|as follows|below|to end|to|at|as at|as of|end of|end|in|for|during|by|of|the))+\s*$",
    re.IGNORECASE,
)
_IN_SCALE = re.compile(r"\bin\s(?P<scale>thousands|millions|billions)\b", re.IGNORECASE)
_YEARS_ENDED = re.compile(
    r"\b(?:(?:fiscal|financial)\s)?(?:years?|months?|quarters?)\s(?:ended|ending"
    r"|to)\b(?:\s(?:\d{1,2}\s)?[A-Z][a-z]+(?:\s\d{1,2})?)?,?",
    re.IGNORECASE,
)
_SCALES = {
    "thousands": 1e3,
    "millions": 1e6,
    "billions": 1e9,
    "": 1.0,
    "000": 1e3,
    "000s": 1e3,
    "k": 1e3,
    "m": 1e6,
    "million": 1e6,
    "bn": 1e9,
}
_LONGEST_PLACE = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One header, label or caption taken apart; `measure` is what is left when the rest is taken out."""

    measure: str
    time: Time | None = None
    month: str | None = None
    place: str | None = None
    comparator: Comparator | None = None
    unit: str | None = None
    scale: float = 1.0
    measured: bool = True


def read_part(words: str, places: Places, *, whole: bool = True) -> Part:
    """Takes one apart. `whole` is False for a caption, where a name need not be whose figures the table holds."""
    measured = lists().not_measured.fullmatch(tidy(re.sub(r"\(.*?\)", "", words))) is None
    measured = measured and not re.search(
        r"\b(?:difference|direction of travel|gap|variance|variation|change|ranking|rank|trend|quartile)\b",
        words if whole else "",
        re.I,
    )
    unit, scale = read_unit(words)
    rest = words
    time, month = None, None
    span = header_period(rest)
    if span is not None:
        time = read_time(rest[span[0] : span[1]])
        rest = rest[: span[0]] + " " + rest[span[1] :]
    elif whole and (span := bare_month(rest)) is not None:
        month, rest = rest[span[0] : span[1]], ""
    rest = _YEARS_ENDED.sub(" ", rest)
    place, comparator = None, None
    if whole:
        place, comparator, rest = _whose(rest, places)
        if comparator is not None and unit == COUNT:  # the "average" of "England average" is no unit
            unit, scale = read_unit(rest)
    rest = _LOOSE_END.sub(
        "", re.sub(r"\b(?:for|in|at|of|to|by)\s+(?=(?:for|in|at|of|to|by)\b)", "", _BRACKETED_UNIT.sub(" ", rest))
    )
    rest = tidy(re.sub(r"^(?:%|per\s?cent(?:age)?)\s(?:of\s)?(?=\w)", "", tidy(rest), flags=re.IGNORECASE))
    if not re.search(r"[^\W\d_]{2,}", rest) or (whole and tidy(rest).lower() in lists().empty_columns):
        rest = ""
    return Part(rest, time, month, place, comparator, unit, scale, measured)


def read_unit(words: str) -> tuple[str | None, float]:
    """Unit and scale that the words give to all figures below or beside them."""
    rate = _RATE.search(words)
    if rate is not None:
        return f"per {rate_base(rate.group(1))}", 1.0
    scaled = _IN_SCALE.search(words)
    if scaled is not None:
        sign = re.search(r"[£$€]", words)
        currency = sign.group() if sign is not None else "$" if "dollar" in words.lower() else None
        return currency, _SCALES[scaled.group("scale").lower()]
    if _PERCENT.search(words):
        both = re.search(r"\b(?:no|number|n)\.?\s*(?:\(|and|&|/)\s*%", words, re.IGNORECASE)
        return (COUNT if both else "%"), 1.0
    money = _MONEY.search(words)
    if money is not None:
        scale = re.sub(r"[£$€\s'’,]", "", money.group()).lower()
        return money.group()[0], _SCALES.get(scale, 1.0)
    time = _TIME_UNIT.search(words)
    if time is not None:
        return (time.group("bracket") or time.group("of")).lower(), 1.0
    if _COUNTS.search(re.sub(r"\([^)]*\)", "", words)) or _NO_UNIT.search(words):
        return COUNT, 1.0
    return None, 1.0


def _whose(words: str, places: Places) -> tuple[str | None, Comparator | None, str]:
    """The place or comparator that a header names, and the header without it."""
    found = comparators_in(words)
    if found:
        start, end, kind = found[0]
        rest = tidy(re.sub(r"\b(?:averages?|figures?)\b", " ", words[:start] + " " + words[end:], flags=re.IGNORECASE))
        name = tidy(words[start:end])
        if kind == "England":
            return ENGLAND, kind, rest
        if kind == "region":
            full = (
                tidy(re.sub(r"\b(?:averages?|figures?)\b", "", words, flags=re.IGNORECASE))
                if len(words.split()) <= 4
                else name
            )
            return full, kind, rest if len(rest.split()) > 1 else ""
        return None, kind, rest
    own = places.own_in(words)
    if own is not None:
        return places.own, None, tidy(words[: own.start()] + " " + words[own.end() :])
    bare = tidy(words)
    if (
        places.own
        and bare
        and len(bare.split()) == 1
        and len(bare) >= 2
        and abbreviates(bare, places.own)
        and not bare.isupper()
    ):
        return places.own, None, ""
    other = places.other_in(words)
    if other is not None and len(bare.split()) <= _LONGEST_PLACE:
        return other, None, tidy(words.replace(other, " "))
    return None, None, words


def joined(parts: Sequence[str]) -> str:
    """Parts of a measure as one, none said twice."""
    kept: list[str] = []
    for part in parts:
        low = part.lower()
        if part and not any(low in other.lower() for other in kept):
            kept = [other for other in kept if other.lower() not in low] + [part]
    return ", ".join(kept)
