"""The time of one figure among those of its sentence."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from indexer.observations.clauses import APPROXIMATELY, BREAK
from indexer.observations.figures import Figure
from indexer.observations.lists import alternatives, lists
from indexer.observations.times import PERIOD, Time, read_time

_EARLIER = re.compile(
    r"\s?(?:\(?(?:in|for|at|during|of|as\sat|as\sof|from|on|by)\s)?(?:the\s)?(?:(?:end\sof|year"
    r"|same\s\w+(?:\sin)?|previous\syear|whole\sof|"
    r"previous\speriod)\s?)*[(,]?\s?(?:in\s)?$",
    re.IGNORECASE,
)

# When a debt is due is not when it is owed.
_ENDS_THEN = re.compile(r"\b(?:due|expir\w+|matur\w+)\s(?:date\s)?(?:in\s|on\s|by\s|of\s)?$", re.IGNORECASE)
# "compared to 2018, and costs fell to 12": the year is not the second figure's.
_COMPARED = re.compile(r".*\b(?:compared|against|versus)\s(?:to\s|with\s)?[\w\s/–-]{4,20},\s(?:and|but)\s.*")
_OTHER_CLAUSE = re.compile(r"\b(?:and|but)\b|[,;]")

# "The figure before: (2015/16: 31)."
PERIOD_BEFORE = re.compile(
    rf"[(\[]\s?(?:in\s|for\s)?(?P<period>{PERIOD.pattern})\s?[:,–-]?\s?{APPROXIMATELY}$", re.IGNORECASE
)


def figure_time(words: str, figures: Sequence[Figure], number: int, low: int, high: int) -> Time | None:
    """The period right after the figure, else in its clause, else the only one of the sentence."""
    figure = figures[number]
    found = [m for m in PERIOD.finditer(words) if not any(f.start <= m.start() < f.end for f in figures)]
    found = [
        m for m in found if read_time(m.group()).from_year is not None and not _ENDS_THEN.search(words[: m.start()])
    ]
    following = figures[number + 1].start if number + 1 < len(figures) else len(words)
    behind = [m for m in found if figure.end <= m.start() < min(following, max(high, figure.end + 30))]
    for match in behind:
        if _opens_bracket_of_next(words, following, match):
            continue
        if _EARLIER.fullmatch(words[figure.end : match.start()]):
            return read_time(match.group())
    # A period that stands right behind another figure is that one's alone.
    free = [m for m in found if not any(f is not figure and _is_behind(words, f, m) for f in figures)]
    inside = [m for m in free if low <= m.start() < high]
    before = [m for m in inside if m.end() <= figure.start]
    before = [m for m in before if not _COMPARED.fullmatch(words[max(0, low - 12) : figure.start])]
    behind = [m for m in inside if m.start() >= figure.end]
    if following < len(words):
        behind = [m for m in behind if m.start() < following]
        behind = [m for m in behind if not _OTHER_CLAUSE.search(_pairs().sub(" ", words[figure.end : m.start()]))]
    if before and behind and re.search(r"[,;]", words[before[-1].end() : figure.start]):
        before = []
    chosen = before[-1:] or behind[:1]
    if not chosen and len({m.group() for m in free}) == 1:
        first, last = figures[0].start, figures[-1].end
        apart = [m.start() for m in BREAK.finditer(words, last)]
        chosen = [m for m in free[:1] if m.end() <= first or (last <= m.start() < min([*apart, len(words)]))]
        chosen = chosen if len(found) == 1 or (chosen and chosen[0].end() <= first) else []
    if not chosen:
        return None
    since = re.search(
        r"\bsince\s(?:the\s)?(?:(?:end|start|beginning)\sof\s)?$", words[: chosen[0].start()], re.IGNORECASE
    )
    time = read_time(chosen[0].group())
    return time if since is None else replace(time, words=f"since {time.words}", to_year=None)


def _opens_bracket_of_next(words: str, following: int, period: re.Match[str]) -> bool:
    """ "was £59m (2018: £56m)": the year in brackets is that of the figure that comes after it."""
    bracketed = PERIOD_BEFORE.search(words[:following])
    return bracketed is not None and bracketed.start("period") == period.start()


@lru_cache(maxsize=1)
def _pairs() -> re.Pattern[str]:
    """ "children and young people": an "and" that begins no other clause."""
    counted = "|".join(alternatives(sorted(lists().counted)))
    return re.compile(rf"\b(?:{counted})\sand\s(?:\w+\s)?(?:{counted})\b", re.IGNORECASE)


def stands_behind(words: str, figure: Figure, time: Time) -> bool:
    """Whether a time's words stand right behind a figure, so that it is that one's."""
    behind = words.find(time.words or "", figure.end)
    return behind >= 0 and _EARLIER.fullmatch(words[figure.end : behind]) is not None


def named_before(words: str) -> Time | None:
    """The last period that the words before a figure name."""
    found = [read_time(match.group()) for match in PERIOD.finditer(words)]
    return found[-1] if found and found[-1].from_year is not None else None


def _is_behind(words: str, figure: Figure, period: re.Match[str]) -> bool:
    """Whether a period stands right behind a figure, or right before it in the same bracket."""
    bracketed = PERIOD_BEFORE.search(words[: figure.start])
    if bracketed is not None and bracketed.start("period") == period.start():
        return True
    return period.start() >= figure.end and _EARLIER.fullmatch(words[figure.end : period.start()]) is not None
