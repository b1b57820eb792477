"""Cells of a grid, and what a cell's words are: a figure, a period, nothing, prose."""

import re
from collections.abc import Sequence

from indexer.structure.lines import Line, clean
from indexer.types import Cell

Row = tuple[Cell, ...]
Grid = Sequence[Row]

_YEAR = r"(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_POINT = (
    rf"(?:(?:(?:as )?at|(?:the )?(?:year )?(?:end(?:ed|ing)?(?: of)?)|fy|by|to|spring|summer|autumn|winter"
    rf"|(?:financial|academic|school|calendar) year)\s+)*"
    rf"(?:(?:{_DAY}\s+)?{_MONTH}\s*(?:{_YEAR}|[’']?\d\d)|{_DAY}\s+{_MONTH}|{_YEAR}|{_MONTH}"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d\d|\d{{4}})|(?:19|20)\d\d-\d\d-\d\d)"
)
PERIOD = re.compile(rf"{_POINT}(?:\s*(?:-|–|to|until)\s*{_POINT})?|q[1-4](?:\s+.*)?", re.IGNORECASE)
# "2016/17 Measures", "Dec 16 Actual": a period and what is given for it.
_BEGINS_WITH_PERIOD = re.compile(
    rf"(?:{_YEAR}|(?:{_MONTH})\s*[’']?\d\d(?:\d\d)?)(?![\d%,.])\s*/?\s*[^\W\d]", re.IGNORECASE
)
_NUMBER = r"[£$€↑↓▲▼+\-–−]?\s*[£$€]?\.?\d[\d,.]*"
_UNIT = (
    r"(?:%|(?:ppts?|pts?|pp|k|m|bn|million|billion|thousand|hours?|days?|weeks?|months?|years?|yrs?|stars?|fte|wte)\b"
    r"|per (?:cent|[\d,]+|\w+)\b)"
)
_FIRST_NUMBER = re.compile(rf"[(\[<>≤≥~c.]{{0,3}}\s*{_NUMBER}", re.IGNORECASE)
# What may follow: a unit, a gap or second value, a remark in brackets, a footnote's sign.
_FURTHER = re.compile(
    rf"\s*(?:{_UNIT}|(?:/|(?:out )?of\b)?\s*[<>~]?{_NUMBER}|\([^()]{{1,30}}\)|[)\]*†‡])", re.IGNORECASE
)
_COUNTED = re.compile(r"\s+[a-z]{2,14}")
# "0 to 4", "16-17 years", "18+": who is counted, where it stands in the first column.
BAND = re.compile(r"\d{1,2}\s*(?:(?:to|[-–])\s*\d{1,2}|\+)(?:\s*(?:years?|yrs?)(?:\s*olds?)?)?", re.IGNORECASE)
EMPTY = frozenset({"", "-", "--", "–", "—", "n/a", "na", "..", "not reported", "(not reported)", "redacted"})
_DASHES = re.compile(r"[\s|:=_–—-]*")
_LONGEST_FIGURE = 32
_BULLETS = re.compile(r"(?:^|\s)[•▶►●▪■]\s")
PROSE_CELL = 160


def cells_of(line: Line) -> Row:
    """A tab-separated line's cells, with offsets into the document's text."""
    cells: list[Cell] = []
    position = line.start
    for raw in line.text.split("\t"):
        body = raw.strip()
        start = position + (raw.find(body) if body else 0)
        cells.append(Cell(start, start + len(body), clean(body)))
        position += len(raw) + 1
    return tuple(cells)


def is_rule(cells: Sequence[Cell]) -> bool:
    """A row of dashes that only draws a line."""
    return all(_DASHES.fullmatch(cell.text) for cell in cells) and any(len(cell.text) > 1 for cell in cells)


def is_period(text: str) -> bool:
    """A cell that says when, and nothing else: "2016/17", "Oct 15 – Sept 16", "31 March 2017", "Apr"."""
    return PERIOD.fullmatch(text.strip("() ")) is not None


def is_figure(text: str) -> bool:
    """A cell that holds a number, however written; a year, a date or a period's name is none."""
    if not text or len(text) > _LONGEST_FIGURE or is_period(text) or _BEGINS_WITH_PERIOD.match(text):
        return False
    found = _FIRST_NUMBER.match(text)
    while found is not None and found.end() < len(text):
        at = found.end()
        if _COUNTED.fullmatch(text, at):
            return True
        found = _FURTHER.match(text, at)
    return found is not None


def is_listed(text: str) -> bool:
    """A cell that holds several points."""
    return len(_BULLETS.findall(text)) >= 2


def only_first(row: Sequence[Cell]) -> bool:
    """A row with words in its first cell alone."""
    return len(row) > 1 and bool(row[0].text) and not any(cell.text for cell in row[1:])


def has_figures(rows: Grid) -> bool:
    """Whether figures stand beside the first column."""
    return any(is_figure(cell.text) for row in rows for cell in row[1:])


def texts_of(row: Sequence[Cell]) -> list[str]:
    """The words of a row's cells."""
    return [cell.text for cell in row]
