"""Word tables as grids."""

from collections.abc import Iterator
from dataclasses import replace

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.readers.composing import WIDEST_ROW, Grid, GridCell, fold
from indexer.readers.docx_text import CELL, PARAGRAPH, ROW, TABLE, all_bold, inside, switched_on, text_boxes, words
from indexer.readers.table_headers import with_merged_headers

_MOST_BOLD_HEADERS = 3


def rows_of(table: BaseOxmlElement) -> list[BaseOxmlElement]:
    """The table's rows, without those deleted in tracked changes."""
    return [row for row in inside(table, ROW) if not _is_deleted(row)]


def is_frame(table: BaseOxmlElement) -> bool:
    """Whether the table only arranges text: of one column, or with larger tables or long lists of blocks inside."""
    rows = rows_of(table)
    if max((_width(row) for row in rows), default=0) <= 1:
        return True
    nested = [inner for inner in table.iterdescendants(TABLE) if not _is_small(inner)]
    return bool(nested) and not any(_is_header(row) for row in rows)


def grid_of(table: BaseOxmlElement) -> Grid:
    """The table's places row by row; a place that a merged cell covers is an empty cell."""
    rows = rows_of(table)
    marked = [_is_header(row) for row in rows]
    headers = marked if any(marked) else _bold_headers(rows)
    grid: Grid = []
    merges: dict[int, tuple[int, int]] = {}  # column where a merge down began -> its row, and how far it reaches across
    for row, header in zip(rows, headers, strict=True):
        properties = row.find(qn("w:trPr"))
        places = [GridCell("", header)] * _count(properties, "w:gridBefore", 0)
        still: dict[int, tuple[int, int]] = {}
        for cell in inside(row, CELL):
            column = len(places)
            cell_properties = cell.find(qn("w:tcPr"))
            across = max(min(_count(cell_properties, "w:gridSpan", 1), WIDEST_ROW - column), 1)
            merge = _merge(cell_properties)
            if merge == "continue" and column in merges:
                top, reach = still[column] = merges[column]
                above = grid[top][column]
                grid[top][column] = replace(above, rows=len(grid) - top + 1)
                places += [GridCell("", above.header)] * max(across, reach)
                continue
            if merge == "restart":
                still[column] = (len(grid), across)
            places += [GridCell(cell_text(cell), header, 1, across), *[GridCell("", header)] * (across - 1)]
        merges = still
        grid.append(places)
    return with_merged_headers(grid)


def cell_text(cell: BaseOxmlElement) -> str:
    """All the words of a cell on one line, in reading order, those of small tables inside it too."""
    return fold(" ".join(_cell_parts(cell)))


def large_tables_inside(table: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The tables in this one's cells that are read as tables of their own."""
    for row in rows_of(table):
        for cell in inside(row, CELL):
            yield from (inner for inner in inside(cell, TABLE) if not _is_small(inner))


def _cell_parts(cell: BaseOxmlElement) -> Iterator[str]:
    for element in inside(cell, PARAGRAPH, TABLE):
        if element.tag == PARAGRAPH:
            yield words(element)
            for box in text_boxes(element):
                yield from _cell_parts(box)
        elif _is_small(element):
            for row in rows_of(element):
                for inner in inside(row, CELL):
                    yield from _cell_parts(inner)


def _is_small(table: BaseOxmlElement) -> bool:
    """Of one row or one column: a table inside a cell that is no more than a list of words."""
    rows = rows_of(table)
    return len(rows) <= 1 or max(_width(row) for row in rows) <= 1


def _width(row: BaseOxmlElement) -> int:
    return sum(_count(cell.find(qn("w:tcPr")), "w:gridSpan", 1) for cell in inside(row, CELL))


def _is_header(row: BaseOxmlElement) -> bool:
    return switched_on(row.find(qn("w:trPr")), "w:tblHeader")


def _is_deleted(row: BaseOxmlElement) -> bool:
    properties = row.find(qn("w:trPr"))
    return properties is not None and properties.find(qn("w:del")) is not None


def _bold_headers(rows: list[BaseOxmlElement]) -> list[bool]:
    """The rows at the top that are bold where those below are not; many tables say so and nothing else."""
    bold = [_is_bold(row) for row in rows[: _MOST_BOLD_HEADERS + 1]]
    count = bold.index(False) if False in bold else 0
    if 0 < count < len(rows) and sum(_is_bold(row) for row in rows[count:]) <= (len(rows) - count) / 2:
        return [number < count for number in range(len(rows))]
    return [False] * len(rows)


def _is_bold(row: BaseOxmlElement) -> bool:
    """Whether the words of all its cells are bold, and there are two such cells: one alone may name a group."""
    cells = [c for c in inside(row, CELL) if any(words(p).strip() for p in inside(c, PARAGRAPH))]
    paragraphs = [p for c in cells for p in inside(c, PARAGRAPH) if words(p).strip()]
    return len(cells) >= 2 and all(all_bold(p) for p in paragraphs)


def _merge(properties: BaseOxmlElement | None) -> str | None:
    """ "restart" or "continue" for a cell that is merged with the one below or above."""
    merge = properties.find(qn("w:vMerge")) if properties is not None else None
    return merge.get(qn("w:val"), "continue") if merge is not None else None


def _count(properties: BaseOxmlElement | None, name: str, default: int) -> int:
    element = properties.find(qn(name)) if properties is not None else None
    value = element.get(qn("w:val"), "") if element is not None else ""
    return min(int(value), WIDEST_ROW) if value.isdecimal() else default
