"""The time that a figure is of: as worded, and in years."""

import re
from dataclasses import dataclass

from indexer.periods import years_of

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_SPAN = rf"{_YEAR}\s?[/–-]\s?(?:{_YEAR}|\d\d|\d)(?![\d/–-]|\s?%)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_SHORT = r"(?:0\d|1\d|2\d)/(?:0\d|1\d|2\d)(?![\d/])"
_TERM = r"(?:Spring|Summer|Autumn|Winter)(?:\s+(?:Term|half[- ]term))?"
PERIOD = re.compile(
    "|".join(
        (
            rf"\bbetween\s(?:{_MONTH}\s)?{_YEAR}(?:[/–-]\d\d)?\sand\s(?:{_MONTH}\s)?{_YEAR}(?:[/–-]\d\d)?\b",
            rf"\b{_MONTH}\.?(?:\s+{_YEAR})?\s*(?:-|–|\bto\b|\buntil\b)\s*(?:{_DAY}\s+)?{_MONTH}\.?\s+{_YEAR}\b",
            rf"\b(?:quarter|Q)\s?[1-4](?:\s+(?:of|in))?,?\s+{_SPAN}",
            rf"\b(?:quarter|Q)\s?[1-4](?:\s+(?:of|in))?,?\s+{_YEAR}\b",
            rf"\b(?:{_DAY}\s+(?:of\s+)?)?{_MONTH}\.?,?\s+{_YEAR}\b(?![/–-]\d)",
            rf"\b{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR}\b",
            rf"\b{_TERM}\s+{_YEAR}\b",
            rf"(?<![\w.,£/-]){_SPAN}",
            rf"(?<![\w.,£/-]){_YEAR}(?![\w%/+]|[.,]\d|[–-]\d)",
            rf"\b{_MONTH}\s?['’]\d\d\b",
            rf"\b{_MONTH}\d\d\b",
            rf"(?<![\w.,£/-]){_SHORT}",
        )
    ),
    re.IGNORECASE,
)
# Only where nothing else stands, as in a table's header: there "Dec 16" is a year's month.
_HEADER_MONTH = re.compile(rf"\b{_MONTH}\.?[\s-]+(?:0\d|1\d|2\d)\b", re.IGNORECASE)
_HEADER_RANGE = re.compile(
    rf"\b{_MONTH}\.?\s(?:20)?[012]\d\s?(?:-|–|\bto\b)\s?{_MONTH}\.?\s(?:20)?[012]\d\b", re.IGNORECASE
)
_BARE_MONTH = re.compile(rf"\b(?:{_MONTH})\b\.?(?!\s*\d)|\b(?:Q|Quarter)\s?[1-4]\b", re.IGNORECASE)
_SIMPLE = re.compile(rf"(?P<first>{_YEAR})(?:\s?[/–-]\s?(?P<last>{_YEAR}|\d\d))?")
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Time:
    """A period: as worded, in years, and whether only the report's own period tells it."""

    words: str | None
    from_year: int | None
    to_year: int | None
    inferred: bool = False


def read_time(words: str) -> Time:
    """The time of a period's words, two-figure years being of this century."""
    years = years_of(words) or _short_years(words)
    return Time(" ".join(words.split()), *(years or (None, None)))


def header_period(part: str) -> tuple[int, int] | None:
    """Where a header or label names a period that is enough alone."""
    found = _HEADER_RANGE.search(part) or PERIOD.search(part) or _HEADER_MONTH.search(part)
    return found.span() if found is not None else None


def bare_month(part: str) -> tuple[int, int] | None:
    """Where a header or label is a month or a quarter without a year."""
    found = _BARE_MONTH.fullmatch(part.strip())
    return (part.index(found.group()), part.index(found.group()) + len(found.group())) if found is not None else None


def year_before(period: str | None) -> Time | None:
    """The year before a period of one year; None where the period is another."""
    found = _SIMPLE.fullmatch((period or "").strip())
    if found is None:
        return None
    years = years_of(period)
    if years is None or years[1] - years[0] > 1 or (found.group("last") and years[0] == years[1]):
        return None
    first, last = years[0] - 1, years[1] - 1
    return Time(f"{first}/{last % 100:02d}" if last > first else str(first), first, last)


def _short_years(words: str) -> tuple[int, int] | None:
    months = re.fullmatch(r"[A-Za-z.]+\s(\d\d)\b.*?(\d\d)", words.strip())
    if months is not None:
        return _CENTURY + int(months.group(1)), _CENTURY + int(months.group(2))
    pair = re.fullmatch(r"\s*(\d\d)/(\d\d)\s*", words)
    if pair is not None:
        first, last = (int(group) for group in pair.groups())
        return (_CENTURY + first, _CENTURY + last) if last == first + 1 else None
    single = re.search(r"(?<!\d)(\d\d)\s*$", words)
    return (_CENTURY + int(single.group(1)),) * 2 if single is not None and re.match(_MONTH, words, re.I) else None
