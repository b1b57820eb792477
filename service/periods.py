"""Periods in questions: which years they are, and the same a year on or back."""

import re
from dataclasses import dataclass

YEAR = re.compile(r"\b((?:19|20)\d\d)(?:\s*(?:[-–/]|to)\s*((?:19|20)?\d\d))?\b")
_TIME = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec|spring|summer|autumn|winter|quarter|q[1-4]|(?:first|second|third|fourth|last) quarter"
    r"|early|mid|late|the (?:start|beginning|end|middle) of|year|the year|end of|\d{1,2}(?:st|nd|rd|th)?|financial)"
)
# A period as it stands in a question, with the small word that leads to it: "in the year to March 2017".
PERIOD_PHRASE = re.compile(
    rf"\b(?:(?:in|at|by|during|since|from|as of|for|of|until|to|before|after|around|between)\s+)?"
    rf"(?:the\s+)?(?:(?:the\s+)?{_TIME}[\s-]+(?:(?:of|to|ended|ending|in)\s+)?)*{YEAR.pattern}"
    rf"(?:\s+(?:and|to|until|or)\s+(?:{_TIME}\s+)*{YEAR.pattern})*"
    r"(?:\s+(?:[\w-]+\s+)?(?:inspection|self-assessment|(?:annual )?report|review)\b)?",
    re.IGNORECASE,
)

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "few": 3, "couple of": 2}
_COUNT = rf"(?P<count>{'|'.join(_NUMBERS)}|\d{{1,2}})"
# Time told from now, which for a report is the time that it was written.
_LAST_YEAR = re.compile(r"\b(?:in |during |over )?(?:the )?(?:last|past|previous) year(?! group|['’])\b", re.IGNORECASE)
_THIS_YEAR = re.compile(r"\b(?:in |during )?(?:this|the current) year(?!['’])\b", re.IGNORECASE)
_YEARS_AGO = re.compile(rf"\b{_COUNT} years ago\b", re.IGNORECASE)
_LAST_YEARS = re.compile(rf"\b(?:over |in |during )?the (?:last|past) {_COUNT} years\b", re.IGNORECASE)
_SINCE = re.compile(rf"\b(?:since|from|after)\s+(?:[\w-]+\s+){{0,4}}?{YEAR.pattern}", re.IGNORECASE)
_UNTIL = re.compile(rf"\b(?:until|till|up to|before|prior to)\s+(?:[\w-]+\s+){{0,4}}?{YEAR.pattern}", re.IGNORECASE)
_YEAR_TO = re.compile(r"\b(?:year|12 months|twelve months) (?:to|ended|ending)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """The years that a question spans, both included; None where it is open at that end."""

    first: int | None
    last: int | None


def period_of(text: str) -> Period | None:
    """The years from the first to the last that a question asks about: "since 2015" is open at its end."""
    years = years_in(text)
    if not years:
        return None
    first, last = min(years), max(years)
    if _YEAR_TO.search(text) and first == last:
        return Period(first - 1, last)
    since, until = _SINCE.search(text), _UNTIL.search(text)
    return Period(None if until and not since and first == last else first, None if since and first == last else last)


def told(text: str, latest: int | None) -> str:
    """A question with "last year" and the like as the years that they are, seen from the year of the latest report.

    A question that names a year is left as it is: its "last year" may be seen from there.
    """
    if latest is None or YEAR.search(text):
        return text
    text = _LAST_YEARS.sub(lambda m: f"since {latest - _number(m['count'])}", text)
    text = _YEARS_AGO.sub(lambda m: f"in {latest - _number(m['count'])}", text)
    text = _LAST_YEAR.sub(f"in {latest - 1}", text)
    return _THIS_YEAR.sub(f"in {latest}", text)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def end_year(first: int, end: str | None) -> int:
    """The last year of a span as written: 2016 for "15/16" after 2015, the first year where none is written."""
    if not end:
        return first
    return int(end) if len(end) == 4 else first // 100 * 100 + int(end)


def years_in(text: str) -> tuple[int, ...]:
    """All calendar years named, spans ("2016/17", "2009 to 2012") as all their years."""
    years: list[int] = []
    for match in YEAR.finditer(text):
        first, last = int(match.group(1)), match.group(2)
        end = end_year(first, last)
        years.extend(range(first, end + 1) if first <= end <= first + 15 else [first])
    return tuple(dict.fromkeys(years))


def shifted(text: str, by: int) -> str:
    """A text with all its years moved by so many; empty where it names none. "2016/17" becomes "2015/16"."""
    if not YEAR.search(text):
        return ""

    def moved(match: re.Match[str]) -> str:
        first, last = match.group(1), match.group(2)
        whole = match.group().replace(first, str(int(first) + by), 1)
        if not last:
            return whole
        end = str(int(last) + by) if len(last) == 4 else f"{(int(last) + by) % 100:02d}"
        return whole[: len(whole) - len(last)] + end

    return YEAR.sub(moved, text)


def without_years(text: str) -> str:
    """A text without its periods and the small words that lead to them; a year that names a report stays."""
    return " ".join(PERIOD_PHRASE.sub(lambda m: " " if m.group()[-1].isdigit() else m.group(), text).split())
