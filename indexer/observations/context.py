"""What is around a figure in its sentence: its clause, its time, whose it is and what it is held against."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from indexer.observations.clauses import APPROXIMATELY, BREAK, parting, strip_approximation
from indexer.observations.figures import Figure
from indexer.observations.places import ENGLAND, Places, comparators_in
from indexer.observations.times import PERIOD, Time, read_time, year_before
from indexer.observations.timing import PERIOD_BEFORE, figure_time, named_before, stands_behind
from indexer.types import Comparator

_NEAR = 60
_LINK = re.compile(
    r"(?:['’]s?)?(?:\s?(?:average|averages|figure|figures|rate|rates|level|levels|median|mean|performance"
    r"|comparators?|neighbours?|group|"
    r"authorities|data|result|results|outturn|position|total))*"
    r"(?:\s?[,(:–—[-]+\s?|\s?(?:which|that|currently|also|is|was|are|were|of|at|stands\sat|stood\sat|being"
    r"|averaged?|average|set|for|in|to|"
    r"the|this|our|year|measure|indicator|same|period|has|have|had|be|been|fell|rose|increased|decreased)\b"
    r"|\s?\d{4}(?:[/–-]\d{2,4})?\b)*\s*",
    re.IGNORECASE,
)

_ACRONYM = re.compile(r"\([A-Z][\w&/’']{1,8}\)")

# "4, 5 and 6": nothing tells one of these from another.
_LISTED = re.compile(rf"\s?(?:,|and|or|,\s?and)\s{APPROXIMATELY}\s*", re.IGNORECASE)

_AIMED_AT = re.compile(
    r"\s?(?:is|was|of|remains|are|were)?\s?(?:for\s(?:this|it|these|that)\s)?(?:set\s)?(?:to\s)?(?:increase"
    r"|reduce|reach|achieve|decrease|fall|rise|be|"
    r"improve|have)?\s?(?:this\s|it\s)?(?:to|at|of|by)?\s*",
    re.IGNORECASE,
)

_LONG_LINK = re.compile(
    r"(?:['’]s?)?\s?(?:average|figure|rate)?\s?(?:for|of|in)\s[\w\s,'’&/-]{3,90}?\s(?:is|was|are|were|of|at)\s*"
)

_AFTER = re.compile(
    r"\s?[)\]]?\s?(?:\(|(?:for|in|across|by|among|at|amongst)\s)?(?:all\s|the\s|our\s|its\s|an?\s|similar\s)*",
    re.IGNORECASE,
)

_RELATION = re.compile(r"\b(?:with|above|below|than|to|against)\s(?:our\s|the\s|both\s)*$", re.IGNORECASE)

_RELATION_NEAR = re.compile(
    r"\b(?:with|above|below|than|to|against|unlike|exceed\w*|between|from|and)\s(?:\w+\s){0,3}$", re.IGNORECASE
)

_OPENS = re.compile(
    r"[\W\d]*(?:[A-Z]\w+['’]s\s)?(?:(?:our|its|their|and|in|across|for|the|at|by|all|however|of|among)\s)*",
    re.IGNORECASE,
)

_OWN = re.compile(r"\b(?:our|we|us|locally)\b", re.IGNORECASE)

_HELD_AGAINST = re.compile(
    rf"\b(?:(?:compared|compares|comparing|comparable|comparison)\s(?:with|to)|(?<!\bmore\s)(?<!\bless\s)(?<!\bfewer\s)than)\s(?:the\s)?{APPROXIMATELY}$",
    re.IGNORECASE,
)

_FROM = re.compile(
    r"\b(?:increas\w*|ris\w+|rose|grow\w*|grew|fall\w*|fell|drop\w*|declin\w*|decreas\w*|reduc\w*|improv\w*|up"
    r"|down|moved|gone|went|"
    rf"chang\w*)\b[^,;]{{0,80}}?\bfrom\s{APPROXIMATELY}$",
    re.IGNORECASE,
)

_TO = re.compile(rf"[^,;]{{0,60}}\bto\s{APPROXIMATELY}$", re.IGNORECASE)

_FROM_ALONE = re.compile(rf"\bfrom\s{APPROXIMATELY}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """One figure within its sentence's words: the clause and what is known from the words beside it."""

    figure: Figure
    low: int
    high: int
    comparator: Comparator | None
    place: str | None
    time: Time | None
    held_against: bool
    from_value: bool
    listed: bool = False


def settings(words: str, figures: Sequence[Figure], places: Places, home: str | None) -> list[Setting]:
    """The setting of each figure; `home` is whose the sentence is where it names no other."""
    breaks = [match.span() for match in BREAK.finditer(words)]
    parted = PERIOD.sub(lambda period: period.group().replace(" and ", " --- "), words)
    parted = _ACRONYM.sub(lambda acronym: " " * len(acronym.group()), parted)
    found: list[Setting] = []
    for number, figure in enumerate(figures):
        before = figures[number - 1].end if number else 0
        after = figures[number + 1].start if number + 1 < len(figures) else len(words)
        low = max([0, *(end for _, end in breaks if end <= figure.start)])
        high = min([len(words), *(start for start, _ in breaks if start >= figure.end)])
        if number and low <= before:
            low = max(low, parting(parted, before, figure.start, last=True))
        if after < len(words) and high >= after:
            high = min(high, parting(parted, figure.end, after, last=False))
        comparator, name = _comparator(words, figure, before, after)
        held = _HELD_AGAINST.search(words[: figure.start]) is not None
        place = _place(words, low, high, comparator, name, places, home)
        time = figure_time(words, figures, number, low, high)
        if comparator is not None and time is None:
            time = named_before(words[max(before, figure.start - _NEAR) : figure.start])
            time = None if number and time is not None and stands_behind(words, figures[number - 1], time) else time
        if comparator == "previous" and time is not None and (time.words or "") not in words[low:high]:
            time = year_before(time.words) or Time(None, None, None)
        bracketed = PERIOD_BEFORE.search(words[: figure.start])
        if bracketed is not None and read_time(bracketed.group("period")).from_year is not None:
            time, held = read_time(bracketed.group("period")), True
        unclear = comparator is None and _elsewhere(words, before, figure.start)
        unclear = unclear or (place == home and _another_acts(words, low, high, places))
        listed = unclear or _in_list(words, figures, number)
        origin = _FROM.search(words[: figure.start]) is not None or (
            after < len(words)
            and _FROM_ALONE.search(words[: figure.start]) is not None
            and _TO.fullmatch(words[figure.end : after]) is not None
        )
        found.append(Setting(figure, low, high, comparator, place, time, held, origin, listed))
    return found


def _comparator(words: str, figure: Figure, before: int, after: int) -> tuple[Comparator | None, str]:
    """What the figure is held against, named right before or right after it, and by which words."""
    right = words[figure.end : after]
    for start, end, kind in comparators_in(right)[:1]:
        if _AFTER.fullmatch(right[:start]) and not re.match(
            r"\s?(?:average\s)?(?:of|is|was|at)?\s?[(:–-]?\s*$", right[end:]
        ):
            return kind, right[start:end]
        if after == len(words) and _AFTER.fullmatch(right[:start]):
            return kind, right[start:end]
    left = strip_approximation(words[before : figure.start])
    named = comparators_in(left)
    if not named:
        return None, ""
    start, end, kind = named[-1]
    rest = left[end:]
    close = _LINK.fullmatch(rest) is not None and len(rest) < 60
    close = close or (kind == "target" and _AIMED_AT.fullmatch(rest) is not None)
    opens = _OPENS.fullmatch(left[:start]) is not None
    if _RELATION.search(left[:start]) and re.match(
        r"\s?(?:levels?|averages?|figures?|rates?|position|picture|trends?)?\s?(?:,\s?(?:at|with|being)\b|:)", rest
    ):
        return None, ""
    if close or (opens and (kind == "previous" or _LONG_LINK.fullmatch(rest))):
        return kind, left[start:end]
    if opens and kind in ("England", "region") and rest[:1] in ", " and not _OWN.search(rest) and "," in rest[:2]:
        return kind, left[start:end]
    return None, ""


def _place(
    words: str,
    low: int,
    high: int,
    comparator: Comparator | None,
    name: str,
    places: Places,
    home: str | None,
) -> str | None:
    if comparator == "England":
        return ENGLAND
    if comparator == "region":
        return name[:1].upper() + name[1:]
    other = places.other_in(words[low:high])
    if other is not None and places.own_in(words[low:high].replace(other, " ")) is None:
        return other if _is_where(words[low:high], other, low == 0) else home
    return home


def _is_where(clause: str, name: str, first: bool) -> bool:
    """Whether a place is where something is, or whose it is, and not who does it elsewhere."""
    at = clause.index(name)
    before, after = clause[:at], clause[at + len(name) :]
    opens = first and re.fullmatch(r"\W*(?:(?:and|but|while|the)\s)*", before, re.IGNORECASE) is not None
    return (
        opens
        or after[:2] in ("'s", "’s")
        or re.search(r"\b(?:in|across|within|for|of|at|throughout)\s(?:the\s)?$", before, re.IGNORECASE) is not None
    )


def _another_acts(words: str, low: int, high: int, places: Places) -> bool:
    """Whether another place has a part in the figure that is not told from the words."""
    clause = words[low:high]
    other = places.other_in(clause)
    return (
        other is not None
        and not _is_where(clause, other, low == 0)
        and places.own_in(clause.replace(other, " ")) is None
    )


def _in_list(words: str, figures: Sequence[Figure], number: int) -> bool:
    """Whether a figure is one of three or more in a row, which nothing tells apart."""
    links = [_LISTED.fullmatch(words[a.end : b.start]) is not None for a, b in pairwise(figures)]
    left, right = links[max(0, number - 2) : number][::-1], links[number : number + 2]
    return sum(takewhile(bool, left)) + sum(takewhile(bool, right)) >= 2


def _elsewhere(words: str, before: int, start: int) -> bool:
    """Whether the words before a figure speak of the whole country, so that it may not be the place's own."""
    for low, high, kind in comparators_in(words[before:start]):
        name, rest = words[before + low : before + high], words[before + high : start]
        named = name[:1].isupper() and name != ENGLAND and re.match(r"\s[A-Z]", rest) is not None
        named = named or re.search(r"\w\s[A-Z][a-z]+\s$", words[: before + low]) is not None
        if kind == "England" and not named and not _OWN.search(rest):
            return _RELATION_NEAR.search(words[: before + low]) is None
    return False
