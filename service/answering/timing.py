"""Periods as table heads, row labels and questions name them: years, financial years, months, all in time order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?:\s*(?:[-–/]|to)\s*(?P<end>(?:19|20)\d\d|\d\d)(?!\d))?"
_PERIOD = re.compile(
    rf"(?<!\w)(?:{_MONTH}(?:\s+(?:\d{{1,2}},?\s+)?|\s*[-–'’/]\s*)(?P<of>(?:19|20)\d\d|\d\d(?![\d/%.,]))|{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(rf"\W*{_MONTH}\W*", re.IGNORECASE)
_YEAR_ENDED = re.compile(r"\b(?:year|months)\s+(?:ended|ending|to)\b", re.IGNORECASE)


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
        if not self.first or not asked.first:
            return 1.0 if self.month and self.month == asked.month else 0.0
        if self.last < asked.first or asked.last < self.first:
            return 0.0
        if (self.first, self.last, self.month) == (asked.first, asked.last, asked.month):
            return 1.0
        return 0.5


def periods_in(text: str) -> tuple[Period, ...]:
    """All periods that a text names, in its order."""
    found = []
    for match in _PERIOD.finditer(text):
        if match.group("of"):
            year = int(match.group("of")) + (2000 if len(match.group("of")) == 2 else 0)
            found.append(Period(year, year, _MONTHS.index(match.group("month").lower()) + 1))
            continue
        first, end = int(match.group("year")), match.group("end")
        last = first if not end else int(end) if len(end) == 4 else first // 100 * 100 + int(end)
        found.append(Period(first, last if first <= last <= first + 30 else first))
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
    r"(?:\b(?:year|months?|quarter|end of|as at|ended|ending|to|at|fy|in)\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?|(?:19|20)\d\d|\b\d{1,2}\b|[\s/–,-])+",
    re.IGNORECASE,
)


def without_period(text: str) -> str:
    """What a head or label says beside its period ("Actual" of "Dec 16 Actual")."""
    return " ".join(_PERIOD_WORDS.sub(" ", text).split())
