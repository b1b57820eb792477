"""Figures whose own words do not say what they measure: they lean on a figure, a sentence or a heading before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.observations.clauses import APPROXIMATELY
from indexer.observations.context import Setting
from indexer.observations.counting import counted_noun
from indexer.observations.figures import CURRENCIES, Figure
from indexer.observations.heads import in_short, with_head
from indexer.observations.places import comparators_in
from indexer.observations.plain import tidy
from indexer.observations.soundness import FINITE, STARTS_WITH_VERB
from indexer.observations.times import Time
from indexer.observations.wording import (
    LONGEST,
    content_words,
    measure_after,
    only_figure,
    says_nothing,
    shorten,
    telling_words,
    without_times,
)
from indexer.types import Comparator

_OF_WHOM = re.compile(r"\bof\s(?P<whom>whom|which|these|those)\b[^,;.]{0,25}$")
_OF_THEM = re.compile(r"\s?of\s(?P<whom>whom|which|these|those|them)\b(?P<who>\s(?:who|whom|that|which|with|in)\b)?")
_ENDS_SOON = re.compile(r"\s?(?:an?\s)?[\w\s-]{2,30}(?:[,.;)]|$)")

# "12% in primary and in secondary schools 15%".
_IN_ANOTHER = re.compile(
    rf"[\s,]*(?:and|but)\s(?P<where>(?:in|at|for|among|amongst|across|on)\s(?:[\w'’-]+\s?){{1,4}}?)[\s,]*{APPROXIMATELY}"
)
_ENDS_HERE = re.compile(r"\s?(?:[.;,)]|$)")

_POINTS_BACK = re.compile(
    r"\W*(?:and\s|but\s|however,?\s)?(?:this|it|that|these|those|the\s(?:figure|rate|proportion)s?"
    r"|numbers?\s(?:have|has|had|is|are|were))\b",
    re.IGNORECASE,
)

_STARTS_WITH_PREPOSITION = re.compile(r"(?:across|in|for|at|by|from|among|amongst|within|on)\s", re.IGNORECASE)

_PRONOUN_IS = re.compile(
    rf"\W*(?:and\s|but\s|however,?\s)?(?:this|these|it|that|which)(?:\s(?:number|figure|total|rate"
    rf"|proportion)s?)?\s(?:in\s\d{{4}}\s)?"
    rf"(?:is|was|are|were|represents?|represented|equates?\sto|equated\sto|accounts?\sfor|accounted\sfor"
    rf"|now\sstands\sat|stands\sat|stood\sat)\s{APPROXIMATELY}\s*",
    re.IGNORECASE,
)

_SUBJECT = re.compile(
    r"\W*(?:however,?\s)?(?P<subject>.+?)\s(?:is|are|was|were|has|have|remains?|remained)\b", re.IGNORECASE
)

_PART_OF = re.compile(
    r"(?:\b(?:which|this|that)\s(?:is|was|represents|represented|equates\sto|accounts\sfor|makes\sup)"
    r"|\b(?:represents|represented|representing|equates\sto|equating\sto|equivalent\sto|or|accounting\sfor|making\sup))"
    rf"\s(?:a\s(?:rate|proportion|percentage)\sof\s)?{APPROXIMATELY}\s*$",
    re.IGNORECASE,
)

# "70% had a car and 20% a bicycle": what the second says stands in the first.
_ELLIPTIC = re.compile(rf"[^,]*(?:,|\band|,\sand)\s{APPROXIMATELY}$", re.IGNORECASE)

_ONLY_OPENING = re.compile(
    rf"\W*(?:(?:overall|currently|in\stotal|however|also|and|of\sthese|of\sthose),?\s)?{APPROXIMATELY}\s*",
    re.IGNORECASE,
)

_OPENS_BRACKET = re.compile(r"(?:[^()\d]|\b(?:under|over|aged?)\s\d{1,2}\b)*\(\s?")

_PREFIX = re.compile(r"^(?P<prefix>[^:]{12,160}?)\s?:\s")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of a sentence with its measure; `start` and `end` are in the document."""

    figure: Figure
    start: int
    end: int
    measure: str
    unit: str | None
    place: str | None
    comparator: Comparator | None
    time: Time | None
    change: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What a figure may lean on: those before it in its sentence, the last of the sentence before, a topic."""

    before: Sequence[Stated]
    last: Stated | None
    topic: str


def _is_share_in_brackets(between: str, right: str) -> bool:
    """ "30 pupils (12%)": the share is of what the number counts."""
    return _OPENS_BRACKET.fullmatch(between) is not None and re.match(r"\s?\)", right) is not None


def going_on(words: str, setting: Setting, measure: str, ground: Ground) -> str | None:
    """The measure of a figure whose words need those of the figure before.

    None where they do not need them, "" where they do and do not fit.
    """
    left, right = words[: setting.figure.start], words[setting.figure.end :]
    previous = ground.before[-1] if ground.before else ground.last
    if previous is not None and previous.change:
        short = without_times(left)
        if _PART_OF.search(short) or _OF_WHOM.search(short) or _PRONOUN_IS.fullmatch(short):
            return ""
    if _PRONOUN_IS.fullmatch(without_times(left)):
        return tidy(f"{previous.measure} ({measure_after(right)})") if previous is not None else ""
    if previous is None:
        return None
    if not ground.before:
        verb_first = STARTS_WITH_VERB.match(measure) and _ONLY_OPENING.fullmatch(left)
        return with_head(previous.measure, measure) if verb_first else None
    return _behind(words[previous.figure.end : setting.figure.start], right, measure, previous, setting.figure.unit)


def _behind(between: str, right: str, measure: str, previous: Stated, unit: str | None) -> str | None:
    """As `going_on`, for a figure with one before it in the same sentence."""
    if _is_share_in_brackets(between, right) and previous.unit != unit:
        return previous.measure
    if _PART_OF.search(between):
        part = measure_after(right)
        return previous.measure if says_nothing(part) else tidy(f"{previous.measure}, {part}")
    of_them = _OF_THEM.match(right) or _OF_WHOM.search(between)
    if of_them is not None:
        said = "" if of_them.groupdict().get("who") else measure_after(right)
        whom = f"of {of_them.group('whom')} " if of_them.group("whom") in ("whom", "which") else ""
        return tidy(f"{previous.measure}, {whom}{said}") if said else ""
    elsewhere = _IN_ANOTHER.fullmatch(between)
    if elsewhere is not None and previous.unit == unit and _ENDS_HERE.match(right):
        return in_short(previous.measure, tidy(elsewhere.group("where")))
    counts = unit is None and counted_noun(right) is not None
    begins = STARTS_WITH_VERB.match(measure) is not None and right.strip().startswith(measure.split()[0])
    if begins and not counts:
        return with_head(previous.measure, measure)
    if re.search(rf",\s[a-z]+ing\s{APPROXIMATELY}$", between):
        return with_head(previous.measure, measure)
    if FINITE.match(measure):
        return ""
    if _ENDS_SOON.match(right) and _ELLIPTIC.match(between) and previous.unit == "%" == unit:
        return ""
    if not counts and previous.unit == unit and _STARTS_WITH_PREPOSITION.match(measure):
        return in_short(previous.measure, measure)
    return None


def leaning(words: str, setting: Setting, measure: str, ground: Ground, unit: str | None) -> str:
    """The measure of a figure that is held against another or says too little itself; "" where none can be told."""
    against = setting.comparator is not None or setting.held_against
    before = ground.before
    if against and re.match(r"\s?of\s", words[setting.figure.end :]) and content_words(measure) >= 3:
        return _without_comparator(measure)
    if before and before[-1].change and says_nothing(measure):
        return ""
    if before and not against and says_nothing(measure):
        return tidy(f"{measure}: {before[-1].measure}") if content_words(measure) else before[-1].measure
    earlier = [item for item in before if item.unit == unit and not (against and item.change)]
    if not against and content_words(measure) and setting.figure.unit in CURRENCIES:
        return measure if content_words(measure) >= 2 else ""
    if earlier and against:
        return earlier[-1].measure
    if earlier and content_words(measure):
        return in_short(earlier[-1].measure, measure) if unit is not None else ""
    if _POINTS_BACK.match(words) and ground.last is not None and ground.last.unit == unit:
        return ground.last.measure
    if setting.comparator is None and content_words(measure) >= 2:
        return measure
    return _spoken_of(words, setting, measure, ground.topic)


def _spoken_of(words: str, setting: Setting, measure: str, topic: str) -> str:
    """What the sentence or what stands above it speaks of."""
    prefix = _PREFIX.match(words)
    if prefix is not None and prefix.end() <= setting.figure.start:
        return tidy(" ".join(prefix.group("prefix").split()[-LONGEST:]))
    points_back = _POINTS_BACK.match(words) is not None
    subject = _SUBJECT.match(words)
    if setting.comparator is not None and subject is not None and not points_back:
        named = shorten("", subject.group("subject")) if subject.end() < setting.figure.start else ""
        if (
            not says_nothing(named)
            and not only_figure(subject.group("subject"))
            and "," not in named
            and telling_words(named) >= 2
            and not comparators_in(named)
        ):
            return named
    own = _without_comparator(measure)
    aside = re.match(r"\W*(?:while|whilst|although|though|when)\b", words, re.IGNORECASE) is not None
    if re.search(r"\b(?:this|these|that|those)\b", own) or (aside and content_words(own) < 2):
        return ""
    fewest = 1 if setting.figure.unit is None and setting.comparator is None else 2
    if content_words(own) >= fewest and not points_back and not (topic and fewest == 1):
        return own
    return tidy(f"{topic}: {own}" if own and topic and setting.comparator is None else topic)


def _without_comparator(measure: str) -> str:
    words = measure
    for start, end, _ in reversed(comparators_in(measure)):
        words = words[:start] + " " + words[end:]
    words = re.sub(
        r"\b(?:(?:fall|falls|fell)\sshort|exceed(?:s|ed|ing)?|meets?|met|missed|average|averages|our|stretch|figure|than|against|above|below|better|higher|lower)\b",
        " ",
        words,
        flags=re.I,
    )
    return shorten("", re.sub(r"^\W*(?:for|of|in|the)\s", "", tidy(words)))
