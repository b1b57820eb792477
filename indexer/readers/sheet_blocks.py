"""The tables, titles and notes of a sheet of cells, which nothing but empty rows and columns parts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.readers.composing import Composer
from indexer.readers.sheet_tables import SheetCell, compose_table

# More cells than this in one file are data for a program, not a report.
MOST_CELLS = 400_000
_FARTHEST_CONTINUATION = 2
_WIDE_GAP = 2


Cells = Mapping[tuple[int, int], SheetCell]


@dataclass(slots=True)
class _Block:
    """A rectangle of cells, edges included."""

    cells: dict[tuple[int, int], SheetCell]
    covered: set[tuple[int, int]]  # filled places, those under merged cells too

    @property
    def rows(self) -> list[int]:
        return sorted({row for row, _ in self.covered})

    @property
    def columns(self) -> list[int]:
        return sorted({column for _, column in self.covered})

    def row(self, number: int) -> list[SheetCell]:
        """The filled cells that begin in a row, from left to right."""
        return [self.cells[at] for at in sorted(self.cells) if at[0] == number]


def compose_sheet(
    composer: Composer, cells: Cells, headers: Iterable[int] = (), *, first_row_names: bool = False
) -> None:
    """Adds what a sheet shows: tables, and the words around them as paragraphs, from top to bottom.

    `headers` are rows that the file itself calls headers. With `first_row_names`, a table of words alone has its
    first row as header, as is the custom in CSV files.
    """
    known = frozenset(headers)
    blocks = _joined(list(_split(_Block(dict(cells), _covered(cells)))))
    for block in blocks:
        by_row: dict[int, dict[int, SheetCell]] = {row: {} for row in block.rows}
        for (row, column), cell in block.cells.items():
            by_row[row][column] = cell
        compose_table(composer, by_row, block.covered, known, first_row_names=first_row_names)


def _covered(cells: Cells) -> set[tuple[int, int]]:
    return {
        (row + down, column + across)
        for (row, column), cell in cells.items()
        for down in range(cell.rows)
        for across in range(cell.columns)
    }


def _split(block: _Block) -> Iterator[_Block]:
    """Cuts at empty rows, what remains at empty columns, and so on until nothing is left to cut."""
    waiting = [(block, True)]
    while waiting:
        current, fresh = waiting.pop()
        by_rows = _parts(current, 0, _runs(current.rows))
        if len(by_rows) > 1:
            waiting += [(part, True) for part in reversed(by_rows)]
            continue
        by_columns = _parts(current, 1, _column_runs(current)) if fresh else []
        if len(by_columns) > 1:
            waiting += [(part, True) for part in reversed(by_columns)]
        elif current.cells:
            yield current


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _column_runs(block: _Block) -> list[tuple[int, int]]:
    """Where tables stand side by side. An empty column alone may be a spacer within one table."""
    runs: list[tuple[int, int]] = []
    for first, last in _runs(block.columns):
        if runs and not _are_apart(block, runs[-1], (first, last)):
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def _are_apart(block: _Block, left: tuple[int, int], right: tuple[int, int]) -> bool:
    one, other = _parts(block, 1, [left, right])
    wide = right[0] - left[1] > _WIDE_GAP
    if min(left[1] - left[0], right[1] - right[0]) == 0 and not wide:
        # Of one column: a spacer lies between, unless it holds a remark or two beside the table.
        remarks = not any(cell.number for cell in other.cells.values()) and right[0] == right[1]
        return remarks and len(other.rows) <= len(one.rows) / 2
    if wide or (one.rows[0], one.rows[-1]) != (other.rows[0], other.rows[-1]):
        return min(len(one.rows), len(other.rows)) > 1
    return _has_own_header(one) and _has_own_header(other) and _has_labels(other)


def _has_own_header(block: _Block) -> bool:
    rows = block.rows
    if len(rows) < 2:
        return False
    top = rows[0] if len(block.row(rows[0])) > 1 else rows[1]
    names = block.row(top)
    return len(names) == len(block.columns) and not any(cell.figure for cell in names)


def _has_labels(block: _Block) -> bool:
    first = block.columns[0]
    below = [block.cells[at] for at in block.cells if at[1] == first and at[0] > block.rows[0]]
    return bool(below) and sum(cell.number for cell in below) <= len(below) / 3


def _parts(block: _Block, axis: int, runs: list[tuple[int, int]]) -> list[_Block]:
    """The block cut into these runs of rows (axis 0) or columns (axis 1); what lies in none of them is left out."""
    if len(runs) <= 1:
        return [block]
    owner = {number: index for index, (first, last) in enumerate(runs) for number in range(first, last + 1)}
    parts = [_Block({}, set()) for _ in runs]
    for at, cell in block.cells.items():
        if at[axis] in owner:
            parts[owner[at[axis]]].cells[at] = cell
    for at in block.covered:
        if at[axis] in owner:
            parts[owner[at[axis]]].covered.add(at)
    return parts


def _joined(blocks: list[_Block]) -> list[_Block]:
    """Puts back together what an empty row parted within one table: rows of figures without a header of their own."""
    joined: list[_Block] = []
    last, columns = 0, [0]  # the last row and the columns of what is joined so far
    for block in blocks:
        if joined and _continues(last, columns, block):
            joined[-1].cells |= block.cells
            joined[-1].covered |= block.covered
        else:
            joined.append(block)
            columns = block.columns
        last = block.rows[-1]
    return joined


def _continues(last: int, columns: list[int], block: _Block) -> bool:
    """Whether a block goes on with the table whose last row and columns are given."""
    gap = block.rows[0] - last - 1
    if not 0 < gap <= _FARTHEST_CONTINUATION or len(columns) < 2 or len(block.columns) < 2:
        return False
    if not set(block.columns) <= set(range(columns[0], columns[-1] + 1)):
        return False
    first = [at for at in block.cells if at[0] == block.rows[0]]
    if len(first) == 1 and len(block.rows) > 1:  # a group's name, then its figures
        first = [at for at in block.cells if at[0] == block.rows[1]]
    figures = any(block.cells[at].figure for at in first if at[1] != columns[0])
    return figures and block.columns[0] == columns[0]
