"""XLSX by openpyxl: a sheet is a page; cells as they are shown, formulas by the results stored with them."""

import io
import re
import warnings as python_warnings
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from indexer.readers.archives import safe_package, with_changes
from indexer.readers.composing import WIDEST_ROW, Composer, fold, sensible_title, storable
from indexer.readers.number_formats import shown
from indexer.readers.sheet_blocks import MOST_CELLS, compose_sheet
from indexer.readers.sheet_tables import SheetCell, text_cell
from indexer.types import SourceText

# Beyond this a sheet is read as a stream, which knows no merged cells: openpyxl takes some fifty times as much memory.
_LARGE_SHEETS = 40_000_000
_MOST_ROWS = 200_000
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
# A formula without a stored result: the program that wrote the file never calculated it.
_NO_RESULT = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_MERGED = re.compile(rb"(<(?:\w+:)?mergeCell\s[^>]{0,200}?ref=[\"'])([A-Z]{1,3}[1-9]\d{0,6}:[A-Z]{1,3}[1-9]\d{0,6})")
_MOST_MERGED = 200_000
_LARGEST_MERGED = 5_000

Place = tuple[int, int]


def read_xlsx(data: bytes) -> SourceText:
    """A page and a heading for each sheet that is shown, then its tables and the words around them.

    Hidden sheets, rows and columns are left out, and so is what goes beyond a report's size; warnings name it.
    """
    reading = _Reading()
    package = _with_bounded_merges(safe_package(data), reading.warnings)
    large, without_result = _look_at_parts(package)
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")  # of parts that openpyxl does not keep, as it says when it would save
        workbook = openpyxl.load_workbook(io.BytesIO(package), data_only=True, read_only=large, keep_links=False)
        try:
            number = 0
            for name in workbook.sheetnames:
                sheet = workbook[name]
                if sheet.sheet_state != "visible":
                    reading.hidden_sheets.append(name)
                    continue
                number += 1
                reading.take(sheet, name, number, streamed=large)
            title = sensible_title(workbook.properties.title)
        finally:
            workbook.close()
    if without_result:
        reading.warnings.append(f"{without_result:,} formulas have no stored result and are left out")
    source = reading.composer.source_text(warnings=reading.all_warnings())
    return replace(source, title=title)


def _with_bounded_merges(package: bytes, warnings: list[str]) -> bytes:
    """The package without enormous merged ranges: openpyxl makes a cell for each place that they cover."""
    changes: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        for name in parts.namelist():
            if _SHEET_PART.fullmatch(name) and b"mergeCell" in (content := parts.read(name)):
                areas = [_area(found[2].decode()) for found in _MERGED.finditer(content)]
                if sum(areas) > _MOST_MERGED:
                    changes[name] = _MERGED.sub(_bounded, content)
    if not changes:
        return package
    warnings.append(f"merged cells of more than {_LARGEST_MERGED:,} places are read as single cells")
    return with_changes(package, changes)


def _area(reference: str) -> int:
    first_column, first_row, last_column, last_row = map(int, range_boundaries(reference))
    return (last_column - first_column + 1) * (last_row - first_row + 1)


def _bounded(found: re.Match[bytes]) -> bytes:
    large = _area(found[2].decode()) > _LARGEST_MERGED
    return found[1] + (found[2].split(b":")[0] if large else found[2])


def _look_at_parts(package: bytes) -> tuple[bool, int]:
    """Whether the sheets are too large to be held as a whole, and how many formulas have no result."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        sheets = [part for part in parts.infolist() if _SHEET_PART.fullmatch(part.filename)]
        large = sum(part.file_size for part in sheets) > _LARGE_SHEETS
        return large, sum(len(_NO_RESULT.findall(parts.read(part))) for part in sheets)


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
        if streamed:
            self.warnings.append(f"sheet {label!r} is very large: merged and hidden cells are read as ordinary ones")
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
    if isinstance(cell.value, str):
        return text_cell(words, bold=bold, rows=rows, columns=columns)
    return SheetCell(words, True, isinstance(cell.value, date), bold, rows, columns)


def _words(cell: Cell) -> str:
    try:
        words = shown(cell.value, cell.number_format)
    except (ValueError, ArithmeticError, TypeError, AttributeError):  # a code that means nothing
        words = str(cell.value)
    return fold(storable(words))
