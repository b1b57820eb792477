"""The figure in a table's cell: its value, its unit, and the gap that may stand beside it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from indexer import TableRow

UNIT = re.compile(r"(?<!\d)(?<!\d )%|£|per cent|ppts?\b|per 1,?0+|\bdays\b|\bmonths\b", re.IGNORECASE)
# A caption's unit is that of its cells where it names what all of them are.
_CAPTION_UNIT = re.compile(r"^\s*(?P<a>%)|^\s*(?P<b>percentage|proportion)\b|\((?P<c>%|£)\)", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:numbers?|no|cohort|size|count|total|cases)\b", re.IGNORECASE)
_NUMBER = r"[-−–+]?\s?[£$€]?\s?[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# "58 -9", "4.0 (-0.1)": a value and, signed or in brackets, how far it is from another.
_FIGURE = re.compile(
    rf"[↑↓→]?\s*(?P<value>{_NUMBER})\s*(?P<unit>%|ppts?|pts?|days|months|k|m|million)?"
    r"(?:\s+(?P<gap>\(?[-−+]?\d+(?:\.\d+)?%?\)?))?\s*[*†]?",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"^\s*\(\s*[£$€]?\s*[\d,]+(?:\.\d+)?\s*%?\s*\)\s*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell's number. `printed` is the value as it stands there, without the `gap` beside it."""

    value: Decimal
    printed: str
    unit: str | None
    gap: str | None = None


def figure_of(text: str) -> Figure | None:
    """The figure of a cell that holds nothing else; None for words, ranges and empty cells."""
    if _NEGATIVE.match(text):  # an accountant's minus
        inner = text.strip()[1:-1]
        bare = figure_of(inner)
        return Figure(-bare.value, text.strip(), bare.unit) if bare else None
    found = _FIGURE.fullmatch(text.strip())
    if not found:
        return None
    plain = re.sub(r"[^\d.]", "", found.group("value"))
    sign = -1 if re.match(r"\s*[£$€]?\s*[-−–]", found.group("value")) else 1
    unit = "%" if found.group("unit") == "%" else "£" if "£" in found.group("value") else found.group("unit")
    printed = text.strip()
    if found.group("gap"):
        printed = text.strip()[: found.start("gap") - found.start()].strip()
    return Figure(sign * Decimal(plain), printed, unit, found.group("gap"))


def unit_of(figure: Figure, row: TableRow, index: int, caption: str) -> str | None:
    """The unit of a cell: its own, else that of its column, its row or its table's caption."""
    if figure.unit:
        return figure.unit
    names = (" ".join(row.header[index]), " ".join(row.label))
    for text in names:
        if found := UNIT.search(text):
            return "%" if found.group(0).lower() == "per cent" else found.group(0)
    whole = _CAPTION_UNIT.search(caption)
    if whole and not _COUNTED.search(" ".join(names)):
        return whole.group("c") or "%"
    return None


def in_unit(number: str, unit: str | None) -> str:
    """A number as it is said with its unit."""
    if unit == "%" and "%" not in number:
        return f"{number}%"
    if unit in ("days", "months") and unit not in number:
        return f"{number} {unit}"
    return f"{unit}{number}" if unit in ("£", "$", "€") and unit not in number else number
