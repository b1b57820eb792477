"""XLSX by openpyxl: a sheet is a page; cells as they are shown, formulas by the results stored with them."""

import io
import warnings as python_warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from indexer.readers.archives import safe_package
from indexer.readers.composing import WIDEST_ROW, Composer, apart_from, fold, sensible_title, storable
from indexer.readers.number_formats import shown
from indexer.readers.sheet_blocks import MOST_CELLS, compose_sheet
from indexer.readers.sheet_tables import SheetCell, text_cell
from indexer.readers.xlsx_parts import cells_only, look_at_parts, with_bounded_merges
from indexer.types import SourceText

_MOST_ROWS = 200_000
Place = tuple[int, int]


def read_xlsx(data: bytes) -> SourceText:
    """A page and a heading for each sheet that is shown, then its tables and the words around them.

    Hidden sheets, rows and columns are left out, and so is what goes beyond a report's size; warnings name it.
    """
    notes: list[str] = []
    package = with_bounded_merges(safe_package(data), notes)
    large, without_result = look_at_parts(package)
    if without_result:
        notes.append(f"{without_result:,} formulas have no stored result and are left out")
    if large:
        notes.append("is very large: its merged and hidden cells are read as ordinary ones")
        return _read(package, notes, streamed=True)
    try:
        return _read(package, notes, streamed=False)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        # openpyxl stops at any odd filter, rule or view of a sheet, and no words hang on them.
        notes.append("is damaged in part: read without its filters, rules and views")
        return _read(cells_only(package), notes, streamed=False)


def _read(package: bytes, notes: Iterable[str], *, streamed: bool) -> SourceText:
    reading = _Reading(warnings=[*notes])
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")  # of parts that openpyxl does not keep, as it says when it would save
        workbook = openpyxl.load_workbook(
            io.BytesIO(package), data_only=True, read_only=streamed, keep_links=False, rich_text=True
        )
        try:
            number = 0
            for name in workbook.sheetnames:
                sheet = workbook[name]
                if sheet.sheet_state != "visible":
                    reading.hidden_sheets.append(name)
                    continue
                number += 1
                reading.take(sheet, name, number, streamed=streamed)
            title = sensible_title(workbook.properties.title)
        finally:
            workbook.close()
    return replace(reading.composer.source_text(warnings=reading.all_warnings()), title=title)


@dataclass(slots=True)
class _Reading:
    """What has been composed, and what was left out."""

    composer: Composer = field(default_factory=Composer)
    warnings: list[str] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    cells: int = 0

    def take(self, sheet: Worksheet, name: str, number: int, *, streamed: bool) -> None:
        """Adds one sheet; one that holds a chart only is an empty page."""
        label = fold(storable(name))
        self.composer.page(number, label)
        if not hasattr(sheet, "iter_rows"):
            self.warnings.append(f"sheet {label!r} is a chart without cells of its own")
            return
        found = _stream(sheet) if streamed else _Grid(sheet, self._left_out(label)).cells()
        cells: dict[Place, SheetCell] = {}
        for place, cell in found:
            if self.cells >= MOST_CELLS:
                self.warnings.append(
                    f"sheet {label!r} is read up to row {place[0] + 1:,}: the file has more than {MOST_CELLS:,} cells"
                )
                break
            cells[place] = cell
            self.cells += 1
        if cells:
            self.composer.block(label, "heading", 1)
            compose_sheet(self.composer, cells, _header_rows(sheet, streamed=streamed))

    def _left_out(self, label: str) -> "_LeftOut":
        return _LeftOut(label, self.warnings)

    def all_warnings(self) -> tuple[str, ...]:
        """Hidden sheets first."""
        if not self.hidden_sheets:
            return tuple(self.warnings)
        names = ", ".join(repr(fold(storable(name))) for name in self.hidden_sheets)
        return (f"hidden sheets are left out: {names}", *self.warnings)


@dataclass(frozen=True, slots=True)
class _LeftOut:
    label: str
    warnings: list[str]

    def tell(self, count: int, what: str) -> None:
        """Notes a number of things that are not read."""
        if count:
            self.warnings.append(f"sheet {self.label!r}: {count:,} {what}{'s' if count > 1 else ''} left out")


class _Grid:
    """The filled and visible cells of a sheet. Hidden rows and columns close up, so that they part no table."""

    def __init__(self, sheet: Worksheet, left_out: _LeftOut) -> None:
        self._sheet = sheet
        self._left_out = left_out
        self._merged = {(merged.min_row, merged.min_col): merged for merged in sheet.merged_cells.ranges}
        self._hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        self._hidden_columns = set(_hidden_columns(sheet))

    def cells(self) -> Iterator[tuple[Place, SheetCell]]:
        """Row by row; places count from 0, those of hidden rows and columns not."""
        # openpyxl's public iterators make a cell for every place of the used range, which can be 17 thousand million.
        filled = sorted(at for at, cell in self._sheet._cells.items() if cell.value is not None)
        rows, columns = _Shown(self._hidden_rows), _Shown(self._hidden_columns)
        hidden_rows, hidden_columns, beyond, comments = set(), set(), 0, 0
        for row, column in filled:
            cell = self._sheet._cells[row, column]
            merged = self._merged.get((row, column))
            last_row, last_column = (merged.max_row, merged.max_col) if merged is not None else (row, column)
            down, across = rows.between(row, last_row), columns.between(column, last_column)
            if down == 0:
                hidden_rows.add(row)
            elif across == 0:
                hidden_columns.add(column)
            elif columns.place(column) >= WIDEST_ROW:
                beyond += 1
            else:
                comments += cell.comment is not None
                words = _words(cell)
                if words:
                    at = rows.place(row), columns.place(column)
                    bold = bool(cell.has_style and cell.font is not None and cell.font.b)
                    across = min(across, WIDEST_ROW - at[1])
                    yield at, _sheet_cell(cell, words, bold, min(down, _MOST_ROWS), across)
        self._left_out.tell(len(hidden_rows), "hidden row")
        self._left_out.tell(len(hidden_columns), "hidden column")
        self._left_out.tell(beyond, f"cell beyond column {WIDEST_ROW}")
        self._left_out.tell(comments, "comment")


class _Shown:
    """Where rows or columns stand when the hidden ones are closed up."""

    def __init__(self, hidden: set[int]) -> None:
        self._hidden = sorted(hidden)

    def place(self, number: int) -> int:
        """From 0; for a hidden one the place of the next that is shown."""
        return number - 1 - bisect_left(self._hidden, number)

    def between(self, first: int, last: int) -> int:
        """How many are shown from one to another, edges included."""
        return last - first + 1 - (bisect_right(self._hidden, last) - bisect_left(self._hidden, first))


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            yield from range(dimension.min, min(dimension.max, dimension.min + 20_000) + 1)


def _header_rows(sheet: Worksheet, *, streamed: bool) -> set[int]:
    """The rows that the sheet itself calls headers, places from 0 with hidden rows closed up."""
    if streamed:
        return set()
    hidden = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    ranges = [table.ref for table in sheet.tables.values() if table.headerRowCount != 0]
    if sheet.auto_filter is not None and sheet.auto_filter.ref:
        ranges.append(sheet.auto_filter.ref)
    tops = {range_boundaries(reference)[1] for reference in ranges}
    return {_Shown(hidden).place(top) for top in tops if top is not None}


def _stream(sheet: Worksheet) -> Iterator[tuple[Place, SheetCell]]:
    for number, row in enumerate(sheet.iter_rows(max_row=_MOST_ROWS, max_col=WIDEST_ROW)):
        for column, cell in enumerate(row):
            if cell.value is not None and (words := _words(cell)):
                yield (number, column), _sheet_cell(cell, words)


def _sheet_cell(cell: Cell, words: str, bold: bool = False, rows: int = 1, columns: int = 1) -> SheetCell:
    if isinstance(cell.value, str | CellRichText):
        return text_cell(words, bold=bold, rows=rows, columns=columns)
    return SheetCell(words, True, isinstance(cell.value, date), bold, rows, columns)


def _plain(text: CellRichText) -> str:
    """Words in several fonts as one text; raised note numbers stand apart from the figure before them."""
    parts: list[str] = []
    for piece in text:
        raised = isinstance(piece, TextBlock) and piece.font is not None and piece.font.vertAlign == "superscript"
        parts += [apart_from("".join(parts), str(piece)) if raised else "", str(piece)]
    return "".join(parts)


def _words(cell: Cell) -> str:
    value = _plain(cell.value) if isinstance(cell.value, CellRichText) else cell.value
    try:
        words = shown(value, cell.number_format)
    except (ValueError, ArithmeticError, TypeError, AttributeError):  # a code that means nothing
        words = str(value)
    return fold(storable(words))
