"""Periods such as "2016/17" or "14-25 September 2009": which years they are, and where a report names its own."""

import re
from calendar import month_name
from pathlib import PurePosixPath

from indexer.types import SourceText

_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\b\d{1,2}(?:\s?(?:st|nd|rd|th))?\b"
_DASH = r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*"
# Most telling first: within one line the first that fits is the period.
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}(?:\s+{_MONTH})?(?:\s+{_YEAR})?{_DASH}{_DAY}\s+{_MONTH}\s+{_YEAR}\b",
        rf"\b{_MONTH}(?:\s+{_YEAR})?{_DASH}{_MONTH}\s+{_YEAR}\b",
        rf"\b(?:year|(?:\w+|\d+) months|quarter)\s+(?:ended|ending|to)\s+(?:{_DAY}\s+)?{_MONTH}\s+{_YEAR}\b",
        rf"\b(?:(?:quarter|Q)\s?[1-4](?:\s+of)?,?\s+)?{_YEAR}\s?[/–-]\s?(?:20\d\d|\d\d)\b(?![-/–]\d)",
        rf"\b(?:quarter|Q)\s?[1-4](?:\s+of)?,?\s+{_YEAR}\b",
        rf"(?:{_DAY}\s+)?\b{_MONTH}\s+{_YEAR}\b",
    )
)
_RANGES = _PATTERNS[:4]
_BARE_YEAR = re.compile(rf"(?<![\d/.-]){_YEAR}(?![\d/.-])")
_YEARS = re.compile(rf"(?<!\d)({_YEAR})(?:\s?[/–-]\s?(\d{{4}}|\d{{1,2}})(?![\d/–-]))?(?!\d)")
_YEAR_ENDED = re.compile(r"\b(?:year|12 months|twelve months)\s+(?:ended|ending|to)\b(?!.*\bdec)", re.IGNORECASE)
_LONGEST_RANGE = 10
_DATE_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<dash>[-_.]?)(?P<month>0[1-9]|1[0-2])(?P=dash)(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
# Lines about the paper, not about what it reports on.
_ABOUT_THE_PAPER = re.compile(
    r"[\W_]*(?:date\s+(?:of\s+)?)?(?:published|publication|issued|issue|version|printed|copyright|©|crown|revised|reviewed"
    r"|next|approved|last updated)\b|.*[©@]",
    re.IGNORECASE,
)
_LEADS_TO_PERIOD = r"\b(?:period|year|months|covers|covering|between|during|from)\b[^.\n]{0,40}?"
_TOP = 4000
_TOP_LINES = 25
_COVER_LINES = 12
_LONGEST_LINE = 120
_LONGEST_COVER_LINE = 60


def years_of(words: str | None) -> tuple[int, int] | None:
    """First and last year of a period or date: "2016/17" is 2016 and 2017, "August 2017" is 2017 and 2017."""
    years: list[int] = []
    for found in _YEARS.finditer(words or ""):
        start = int(found.group(1))
        years += [start, _range_end(start, found.group(2))]
    if not years:
        return None
    first = min(years)
    if first == max(years) and _YEAR_ENDED.search(words or ""):
        first -= 1
    return first, max(years)


def is_period(line: str) -> bool:
    """Whether a line holds a period or a date and nothing else."""
    words = line.strip(" \t()[].,:;")
    return any(pattern.fullmatch(words) for pattern in (*_PATTERNS, _BARE_YEAR))


def infer_period(source: str, title: str, text: SourceText) -> str | None:
    """The time that the report speaks for: from its title, its cover, its first sentences or its file name."""
    return (
        _first(title, (*_PATTERNS, _BARE_YEAR))
        or _on_cover(text.text[:_TOP])
        or _in_first_sentences(text.text[:_TOP])
        or _in_name(source)
    )


def spell_dates(stem: str) -> str:
    """A file name with "20171127" or "2017-11-27" in it as "27 November 2017"."""
    return _DATE_IN_NAME.sub(lambda m: f" {int(m['day'])} {month_name[int(m['month'])]} {m['year']} ", stem).strip()


def _range_end(start: int, end: str | None) -> int:
    """The year that "17" means after "2016/"; the start where it means none ("2017-08" is a month)."""
    if end is None:
        return start
    scale = 10 ** len(end)
    year = start // scale * scale + int(end)
    if len(end) == 2 and year <= start:
        year += 100
    return year if start < year <= start + _LONGEST_RANGE else start


def _first(words: str, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    for pattern in patterns:
        found = pattern.search(words)
        if found is not None and years_of(found.group()) is not None:
            return " ".join(found.group().split())
    return None


def _on_cover(top: str) -> str | None:
    lines = [line.strip() for line in top.split("\n") if line.strip()][:_TOP_LINES]
    for number, line in enumerate(lines):
        if len(line) > _LONGEST_LINE or _ABOUT_THE_PAPER.match(line):
            continue
        cover = number < _COVER_LINES and len(line) <= _LONGEST_COVER_LINE
        period = _first(line, (*_PATTERNS, _BARE_YEAR) if cover else _PATTERNS)
        if period is not None:
            return period
    return None


def _in_first_sentences(top: str) -> str | None:
    found = [re.search(_LEADS_TO_PERIOD + f"(?P<period>{p.pattern})", top, re.IGNORECASE) for p in _RANGES]
    places = [match for match in found if match is not None]
    if not places:
        return None
    return " ".join(min(places, key=lambda match: match.start("period")).group("period").split())


def _in_name(source: str) -> str | None:
    stem = spell_dates(PurePosixPath(source).stem).replace("_", " ")
    spaced = re.sub(r"(?<=[A-Za-z])-|-(?=[A-Za-z])", " ", stem)
    return _first(spaced, (*_PATTERNS, _BARE_YEAR))
