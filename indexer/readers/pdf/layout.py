"""Reading order of one page: columns one after another, full-width lines and tables between them."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from indexer.readers.pdf.columns import Unit, in_columns
from indexer.readers.pdf.geometry import PageContent, Row, Segment, is_number, rows_of
from indexer.readers.pdf.grids import FoundTable, is_inside
from indexer.readers.pdf.unruled import lines_in, unruled_tables

_ABOUT = 6  # lines above and below that tell where a line's text ends on the right
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}\s*\d+$|(?:\s·){4,}")
_LONGEST_ENTRY = 200
_ENTRY = re.compile(r".*\D[\s.…_]*\b(?:\d{1,3}|[ivxl]{1,6})$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?|index", re.IGNORECASE)
LineKind = Literal["text", "contents", "aside"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column. `left` and `right` are the column's edges, `region` tells columns apart."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    left: float
    right: float
    region: int
    kind: LineKind = "text"
    first_width: float = 0.0


def reading_order(page: PageContent, tables: list[FoundTable]) -> list[Line | FoundTable]:
    """Lines and tables as they are read, `tables` being the drawn ones.

    What runs across the page's direction stands at its end.
    """
    loose = [w for w in page.words if not w.turned and not any(is_inside(t.box, w) for t in tables)]
    units: list[Unit] = [segment for row in lines_in(rows_of(loose)) for segment in row]
    regions = in_columns([*units, *tables], 0) if units or tables else []
    items: list[Line | FoundTable] = []
    for number, region in enumerate(regions):
        items += _region(page, region, number)
    turned = [w for w in page.words if w.turned and not any(is_inside(t.box, w) for t in tables)]
    for word in sorted(turned, key=lambda w: (w.x0, w.top)):
        kind: LineKind = "aside" if units or tables else "text"
        items.append(_line(page, Segment((word,)), word.text, (word.x0, word.x1), len(regions), kind))
    return items


def _region(page: PageContent, units: list[Unit], number: int) -> list[Line | FoundTable]:
    """One column's lines and tables from the top."""
    tables = sorted((u for u in units if isinstance(u, FoundTable)), key=lambda t: t.box[1])
    words = [w for u in units if isinstance(u, Segment) for w in u.words]
    rows = lines_in(rows_of(words))
    items: list[Line | FoundTable] = []
    edges = _edges(rows)
    for table in tables:
        above = [row for row in rows if row[0].middle < table.box[1]]
        rows = rows[len(above) :]
        items += [*_lines(page, above, edges, number), table]
    return _with_own_edge([*items, *_lines(page, rows, edges, number)])


def _with_own_edge(items: list[Line | FoundTable]) -> list[Line | FoundTable]:
    """Each line with the right edge of the text about it, which may be set narrower than the region."""
    lines = [item for item in items if isinstance(item, Line)]
    own: dict[int, float] = {}
    for number, line in enumerate(lines):
        near = [o.x1 for o in lines[max(0, number - _ABOUT) : number + _ABOUT + 1] if abs(o.size - line.size) < 0.6]
        edge = max(near)
        if sum(x >= edge - 4 * line.size for x in near) >= 4:
            own[id(line)] = edge
    return [replace(item, right=own.get(id(item), item.right)) if isinstance(item, Line) else item for item in items]


def _edges(rows: list[Row]) -> tuple[float, float]:
    if not rows:
        return 0.0, 0.0
    return min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)


def _lines(page: PageContent, rows: list[Row], edges: tuple[float, float], number: int) -> list[Line | FoundTable]:
    items: list[Line | FoundTable] = []
    found = {start: (end, table) for start, end, table in unruled_tables(page, rows)}
    at = 0
    while at < len(rows):
        end, table = found.get(at, (at + 1, None))
        if table is not None and _is_contents(rows, at, end):
            items += [_line(page, _whole(row), _row_text(row), edges, number, "contents") for row in rows[at:end]]
        elif table is not None:
            items.append(table)
        else:
            row = rows[at]
            text = _row_text(row)
            if _LEADERS.search(text) and _ENTRY.fullmatch(text[-_LONGEST_ENTRY:]):
                items.append(_line(page, _whole(row), text, edges, number, "contents"))
            elif _is_scale(rows, at):
                items.append(_line(page, _whole(row), text, edges, number, "aside"))
            else:
                items.append(_line(page, _whole(row), text, edges, number, "text"))
        at = end
    return items


def _is_scale(rows: list[Row], at: int) -> bool:
    """The figures along a chart's axis: three or more in a line, or lines of one figure each."""
    if not all(is_number(s.text) for s in rows[at]):
        return False
    alone = sum(len(row) == 1 and is_number(row[0].text) for row in rows[max(0, at - 2) : at + 3])
    return len(rows[at]) >= 3 or (len(rows[at]) == 1 and alone >= 3)


def _is_contents(rows: list[Row], at: int, end: int) -> bool:
    """Titles with growing page numbers under the word "Contents"."""
    named = any(_CONTENTS.fullmatch(_row_text(row)) for row in rows[max(0, at - 3) : at + 1])
    last = [row[-1].text for row in rows[at:end] if len(row) >= 2]
    numbers = [int(text) for text in last if text.isdecimal() and len(text) <= 4]
    return named and len(numbers) >= 0.7 * len(last) and numbers == sorted(numbers)


def _whole(row: Row) -> Segment:
    return row[0] if len(row) == 1 else Segment(tuple(w for s in row for w in s.words))


def _row_text(row: Row) -> str:
    return " ".join(s.text for s in row)


def _line(page: PageContent, s: Segment, text: str, edges: tuple[float, float], region: int, kind: LineKind) -> Line:
    first = s.words[0].x1 - s.words[0].x0
    return Line(text, page.number, s.x0, s.x1, s.top, s.bottom, s.size, s.bold, edges[0], edges[1], region, kind, first)
