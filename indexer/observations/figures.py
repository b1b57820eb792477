"""Figures as they are printed: number, unit and value."""

import re
from dataclasses import dataclass

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
CURRENCIES = ("£", "$", "€")
_CURRENCY = r"[£$€]"
_SCALE = r"(?:\s?(?:thousand|million|billion|bn)\b|\s?[kKmM]\b)"
_PERCENT = r"\s?(?:%|per\s?cent\b)"
_POINTS = r"\s?(?:ppts?\b|percentage points?\b|(?:per\s?cent|%)(?:age)? points?\b)"
_RATE = r"\s?(?:per|/)\s(?:1|10|100)[,.]?000\b"
DURATION = r"(?:seconds?|minutes?|hours?|(?:working |calendar |school )?days?|weeks?|months?|years?)"
FIGURE = re.compile(
    rf"(?<![\w.,/£$€–-])(?P<currency>{_CURRENCY}\s?)?(?P<number>{NUMBER})"
    rf"(?:(?P<points>{_POINTS})|(?P<percent>{_PERCENT})|(?P<scale>{_SCALE})(?P<after>{_PERCENT})?)?"
    rf"(?![\w]|[.,]\d|/\d|[-–]\d|-[a-z]|\+)(?P<rate>{_RATE})?",
    re.IGNORECASE,
)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_UNITS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_SMALL = {word: number for number, word in enumerate((_UNITS + " eighteen nineteen").split(), 2)}
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_ONES = {"one": 1, **{word: number for word, number in _SMALL.items() if number < 10}}
WORDED = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>{'|'.join(_ONES)}))?|(?P<small>{'|'.join(_SMALL)}))\b(?!-)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in some words: `start` and `end` are its place in them, `end` after its unit's sign."""

    start: int
    end: int
    value: float
    unit: str | None
    worded: bool = False


def find_figures(words: str) -> list[Figure]:
    """All figures in the order in which they stand; what a number means must be told from what is around it."""
    found = [_figure(match) for match in FIGURE.finditer(words)]
    worded = [Figure(m.start(), m.end(), worded_value(m), None, True) for m in WORDED.finditer(words)]
    taken = [(figure.start, figure.end) for figure in found]
    clear = [w for w in worded if not any(start < w.end and w.start < end for start, end in taken)]
    return sorted(found + clear, key=lambda figure: figure.start)


def parse(words: str) -> Figure | None:
    """The figure that these words are, and nothing else than it; None if they are more or less than one."""
    match = FIGURE.fullmatch(words)
    if match is not None:
        return _figure(match)
    spelt = WORDED.fullmatch(words)
    return Figure(0, len(words), worded_value(spelt), None, True) if spelt is not None else None


def worded_value(match: re.Match[str]) -> float:
    """The number that a match of WORDED spells."""
    if match.group("small"):
        return float(_SMALL[match.group("small").lower()])
    ones = match.group("ones")
    return float(_TENS[match.group("tens").lower()] + (_ONES[ones.lower()] if ones else 0))


def _figure(match: re.Match[str]) -> Figure:
    value = float(match.group("number").replace(",", ""))
    currency, scale = match.group("currency"), match.group("scale")
    if scale is not None:
        value = round(value * _SCALES[scale.strip().lower()], 6)
    unit: str | None = None
    if match.group("points"):
        unit = "percentage points"
    elif match.group("percent"):
        unit = "%"
    elif currency:
        unit = currency.strip()
    end = match.end()
    if match.group("rate") is not None:
        end = match.start("rate")
        unit = unit or "per " + rate_base(match.group("rate"))
    return Figure(match.start(), end, value, unit)


def rate_base(words: str) -> str:
    """The base of a rate as one writes it: "10,000" of "per 10000"."""
    digits = re.sub(r"\D", "", words)
    return f"{int(digits):,}"
