"""The figures and periods of a text by value: "£1.2m", "£1,200,000" and "1.2 million" are one figure."""

import re
from dataclasses import dataclass

from service.periods import end_year

# A year or a span of years. "2018 to 88" is none: there a year stands before another figure.
_PERIOD = re.compile(r"\b((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)?\d\d)|\sto\s((?:19|20)\d\d))?\b(?![.,]?\d|\s?%)")
_LONGEST_SPAN = 30
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORD_VALUES = {word: float(i) for i, word in enumerate(_SMALL)} | {w: 20.0 + 10 * i for i, w in enumerate(_TENS)}
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<money>[£$€])?\s?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?!\.?\d)"
    r"(?:\s?(?P<percent>%|per ?cent\b)|\s?(?P<scale>k|m|bn|thousand|million|billion)\b)?"
    rf"(?P<day>(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS})?",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<unit>{'|'.join(_SMALL[1:10])}))?|(?P<small>{'|'.join(_SMALL)}))\b"
    r"(?:\s(?P<scale>thousand|million|billion)\b|\s?(?P<percent>per ?cent)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text: its value (percent as written, 9.4 for 9.4%) and its place in the text.

    `is_money` is set where a sign of currency stands before it, `is_date` for the day of a date, `is_one` for the word
    "one", which is mostly no figure.
    """

    value: float
    start: int
    end: int
    is_percent: bool = False
    is_money: bool = False
    is_date: bool = False
    is_one: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A year or span of years that a text names, with its place in the text."""

    years: frozenset[int]
    start: int
    end: int


def periods(text: str) -> list[Period]:
    """The years and spans ("2016/17", "2009 to 2012") of a text, in order."""
    found = []
    for match in _PERIOD.finditer(text):
        first, last = int(match[1]), match[2] or match[3] or match[1]
        end = end_year(first, last)
        span = range(first, end + 1) if first <= end <= first + _LONGEST_SPAN else (first,)
        found.append(Period(frozenset(span), match.start(), match.end()))
    return found


def years(text: str) -> set[int]:
    """All years of a text."""
    return {year for period in periods(text) for year in period.years}


def figures(text: str) -> list[Figure]:
    """The figures of a text in order, spelled ones up to ninety-nine too, without years and periods (2018/19)."""
    plain = _PERIOD.sub(lambda found: " " * len(found.group()), text)
    found = [_written(match) for match in _NUMBER.finditer(plain)]
    found += [_spelled(match) for match in _SPELLED.finditer(plain)]
    return sorted(found, key=lambda figure: figure.start)


def _written(match: re.Match[str]) -> Figure:
    value = float(match["number"].replace(",", "")) * _scale(match)
    return Figure(value, match.start(), match.end(), bool(match["percent"]), bool(match["money"]), bool(match["day"]))


def _spelled(match: re.Match[str]) -> Figure:
    if match["small"]:
        value = _WORD_VALUES[match["small"].lower()]
    else:
        value = _WORD_VALUES[match["tens"].lower()] + (_WORD_VALUES[match["unit"].lower()] if match["unit"] else 0)
    is_one = match.group().lower() == "one"
    return Figure(value * _scale(match), match.start(), match.end(), bool(match["percent"]), is_one=is_one)


def _scale(match: re.Match[str]) -> float:
    return _SCALES.get((match["scale"] or "").lower(), 1.0)


def without_figures(text: str) -> str:
    """A text with blanks for its figures and periods; digits that are left belong to names such as "Q1"."""
    letters = list(text)
    spans = [(figure.start, figure.end) for figure in figures(text)]
    spans += [(period.start, period.end) for period in periods(text)]
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def same(one: float, other: float) -> bool:
    """Whether two values are one, but for what floating point adds."""
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
