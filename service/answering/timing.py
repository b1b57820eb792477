"""Periods as table heads, row labels and questions name them: years, financial years, months, all in time order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.periods import end_year

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?:\s*(?:[-–/]|to)\s*(?P<end>(?:19|20)\d\d|\d\d)(?!\d))?"
_PERIOD = re.compile(
    rf"(?<!\w)(?:{_MONTH}(?:\s+(?:\d{{1,2}},?\s+)?|\s*[-–'’/]\s*)(?P<of>(?:19|20)\d\d|\d\d(?![\d/%.,]))|{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(rf"\W*{_MONTH}\W*", re.IGNORECASE)
_LONGEST_SPAN = 30


@dataclass(frozen=True, slots=True)
class Period:
    """A year (`first` is `last`), a span of years, or a month of one; a month alone has no year (0)."""

    first: int
    last: int
    month: int | None = None

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts in time."""
        return self.last, self.first, self.month or 0

    def fit(self, asked: "Period") -> float:
        """How well this period answers for an asked one: 1 the same, 0 another one."""
        if self.month and asked.month and self.month != asked.month:
            return 0.0
        if not self.first or not asked.first:  # a month of a year that is not named
            return 1.0 if self.month == asked.month else 0.5
        if self.last < asked.first or asked.last < self.first:
            return 0.0
        if (self.first, self.last, self.month) == (asked.first, asked.last, asked.month):
            return 1.0
        return 0.5


def periods_in(text: str, *, apart: bool = False) -> tuple[Period, ...]:
    """All periods that a text names, in its order; with `apart` each year of "2017 to 2019" as one of its own."""
    found = []
    for match in _PERIOD.finditer(text):
        if match.group("of"):
            year = int(match.group("of")) + (2000 if len(match.group("of")) == 2 else 0)
            found.append(Period(year, year, _MONTHS.index(match.group("month").lower()) + 1))
            continue
        first, end = int(match.group("year")), match.group("end")
        last = end_year(first, end)
        if abs(last - first) > _LONGEST_SPAN:
            last = first
        if apart and end and len(end) == 4:
            found += [Period(year, year) for year in range(first, last, 1 if last > first else -1)]
            found.append(Period(last, last))
        else:
            found.append(Period(min(first, last), max(first, last)))
    if not found and (bare := _BARE_MONTH.fullmatch(text)):
        return (Period(0, 0, _MONTHS.index(bare.group("month").lower()) + 1),)
    return tuple(dict.fromkeys(found))


def period_of(parts: Sequence[str]) -> tuple[Period, str] | None:
    """The period of a header or label path, with the part that names it; the innermost counts."""
    for part in reversed(parts):
        if found := periods_in(part):
            return found[-1], part
    return None


_PERIOD_WORDS = re.compile(
    r"(?:\b(?:years?|months?|quarter|end of|as at|as of|ended|ending|to|at|fy|in|fiscal|financial|thousands|millions)\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?|(?:19|20)\d\d|\b\d{1,2}\b|[\s/–,()$£’'-])+",
    re.IGNORECASE,
)


def without_period(text: str) -> str:
    """What a head or label says beside its period ("Actual" of "Dec 16 Actual")."""
    return " ".join(_PERIOD_WORDS.sub(" ", text).split())
