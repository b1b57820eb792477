"""Values of spreadsheets as they are shown: Excel's number format codes (ECMA-376, part 1, 18.8.30)."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from indexer.readers.date_formats import shown_date

Value = str | bool | int | float | datetime | date | time | timedelta | None

_SECTION = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]|;|[^;]')
_TOKEN = re.compile(
    r'(?P<literal>"[^"]*"|\\.)|(?P<skip>[_*].)|(?P<bracket>\[[^\]]*\])|(?P<general>General)|(?P<other>.)', re.I
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_SCIENTIFIC = re.compile(r"E([+-])([0#?]+)", re.IGNORECASE)
_WIDEST_GENERAL = 11
_MOST_DECIMALS = 30


def shown(value: Value, code: str | None) -> str:
    """The value in words and figures as a spreadsheet shows it under a format code; "" for what is not shown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    code = code or "General"
    if isinstance(value, str):
        return _shown_text(value, code)
    if isinstance(value, datetime | date | time | timedelta):
        return shown_date(value, _sections(code)[0])
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    section, negative_section = _choose(float(value), _sections(code))
    return _shown_number(value, section, signed=not negative_section)


@cache
def _sections(code: str) -> list[str]:
    sections = [""]
    for piece in _SECTION.findall(code):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _shown_text(value: str, code: str) -> str:
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else next((s for s in sections if "@" in _bare(s)), "@")
    parts = []
    for found in _TOKEN.finditer(section):
        if found["literal"]:
            parts.append(_unquoted(found["literal"]))
        elif found["general"] or found["other"] == "@":
            parts.append(value)
        elif found["other"]:
            parts.append(found["other"])
    return "".join(parts)


def _choose(value: float, sections: list[str]) -> tuple[str, bool]:
    """The section for a number, and whether it is one that says itself how a negative number looks."""
    conditions = [_CONDITION.search(section) for section in sections[:3]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition is None or _holds(value, condition[1], float(condition[2])):
                return section, value < 0 and condition is not None and condition[1].startswith("<")
        return sections[-1], False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _holds(value: float, sign: str, bound: float) -> bool:
    return {
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "<>": value != bound,
    }[sign]


@cache
def _bare(section: str) -> str:
    """The section without literals, brackets and padding."""
    return "".join(found["general"] or found["other"] or "" for found in _TOKEN.finditer(section))


def _shown_number(value: int | float, section: str, *, signed: bool) -> str:
    bare = _bare(section)
    minus = "-" if value < 0 and signed else ""
    size = abs(value)
    if "general" in bare.lower():
        number = _general(size)
    elif "/" in bare and "?" in bare + "?" and re.search(r"[?#0]\s*/\s*[?#0-9]", bare):
        return minus + _fraction(Fraction(str(size)), bare)
    elif (exponent := _SCIENTIFIC.search(bare)) is not None:
        number = _scientific(size, bare, exponent)
    elif not re.search(r"[0#?]", bare):
        # Words alone, or nothing, are shown in place of the number.
        return (minus if bare else "") + _around("", section)
    else:
        number = _placed(Decimal(str(size)), bare)
    return minus + _around(number, section)


def _around(number: str, section: str) -> str:
    """The section's own words and signs, with the number in the place of its figures."""
    parts: list[str] = []
    placed = False
    for found in _TOKEN.finditer(section):
        if found["literal"]:
            parts.append(_unquoted(found["literal"]))
        elif found["bracket"]:
            currency = _CURRENCY.fullmatch(found["bracket"])
            parts.append(currency[1] if currency is not None else "")
        elif found["general"] or found["other"] in ("0", "#", "?"):
            parts.append("" if placed else number)
            placed = True
        elif found["other"] and not (found["other"] in ".,+-Ee" and placed):
            parts.append("" if found["other"] in ",." and not placed and number else found["other"])
    return "".join(parts).strip()


def _placed(size: Decimal, bare: str) -> str:
    """The figures by their places: "#,##0.0" and the like."""
    figures = re.sub(r"[^0#?.,]", "", bare)
    whole, _, after = figures.partition(".")
    scale = len(whole) - len(whole.rstrip(",")) if not after else len(after) - len(after.rstrip(","))
    size = size * 100 ** bare.count("%") / Decimal(1000) ** scale
    after = after.replace(",", "")[:_MOST_DECIMALS]
    rounded = size.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    before, _, decimals = f"{rounded:f}".partition(".")
    least = whole.count("0")
    before = before.lstrip("0").rjust(least, "0")
    if "," in whole.rstrip(","):
        before = f"{int(before or 0):,}".rjust(least, "0") if before else before
    while decimals and after[len(decimals) - 1] != "0" and decimals.endswith("0"):
        decimals = decimals[:-1]
    return f"{before}.{decimals}" if "." in figures else before


def _general(size: int | float) -> str:
    if isinstance(size, int) or float(size).is_integer():
        whole = str(int(size))
        return whole if len(whole) <= _WIDEST_GENERAL else _short_scientific(size)
    if size < 0.0001 or size >= 10**_WIDEST_GENERAL:
        return _short_scientific(size)
    decimals = max(_WIDEST_GENERAL - 1 - len(str(int(size))), 0)
    rounded = Decimal(repr(float(size))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short_scientific(size: int | float) -> str:
    mantissa, exponent = f"{size:.5E}".split("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].zfill(2)}"


def _scientific(size: int | float, bare: str, exponent: re.Match[str]) -> str:
    mantissa = bare[: exponent.start()]
    decimals = len(re.sub(r"[^0#?]", "", mantissa.partition(".")[2]))
    figures, power = f"{size:.{min(decimals, _MOST_DECIMALS)}E}".split("E")
    sign = power[0] if power[0] == "-" or exponent[1] == "+" else ""
    return f"{figures}E{sign}{power[1:].lstrip('0').rjust(len(exponent[2]), '0')}"


def _fraction(size: Fraction, bare: str) -> str:
    places, _, below = bare.partition("/")
    fixed = re.search(r"[1-9]\d*", below)
    whole = int(size) if re.search(r"[0#?]\s+[?#0]", places) else 0
    rest = size - whole
    if fixed is not None:
        over, under = round(rest * int(fixed[0])), int(fixed[0])
    else:
        nearest = rest.limit_denominator(10 ** max(len(re.sub(r"[^?#0]", "", below)), 1) - 1)
        over, under = nearest.numerator, nearest.denominator
    if over == under and places.strip().count(" "):
        whole, over = whole + 1, 0
    part = f"{over}/{under}" if over or not whole else ""
    return f"{whole} {part}".strip() if whole else part or "0"


def _unquoted(literal: str) -> str:
    return literal[1:] if literal.startswith("\\") else literal[1:-1]
