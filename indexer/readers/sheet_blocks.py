"""The tables, titles and notes of a sheet of cells, which nothing but empty rows and columns parts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.readers.composing import Composer, Grid, GridCell

# More cells than this in one file are data for a program, not a report.
MOST_CELLS = 400_000
_MOST_HEADERS = 5
_LONG_NOTE = 60
_NOTE = re.compile(r"\W*(?:notes?|sources?|footnotes?|key|figures?|data|please note|n/?b)\b|[*†‡^(\[]|\d[.)]\s", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_FARTHEST_CONTINUATION = 2
_WIDE_GAP = 2


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that is filled. `number` is set for figures, dates and truth values; a merged one tells its reach."""

    text: str
    number: bool = False
    bold: bool = False
    rows: int = 1
    columns: int = 1

    @property
    def year(self) -> bool:
        """Whether it may head a column although it is a number."""
        return self.number and _YEAR.fullmatch(self.text) is not None


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
        _compose_block(composer, block, known, first_row_names=first_row_names)


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
        return False
    if wide or (one.rows[0], one.rows[-1]) != (other.rows[0], other.rows[-1]):
        return min(len(one.rows), len(other.rows)) > 1
    return _has_own_header(one) and _has_own_header(other) and _has_labels(other)


def _has_own_header(block: _Block) -> bool:
    rows = block.rows
    if len(rows) < 2:
        return False
    top = rows[0] if len(block.row(rows[0])) > 1 else rows[1]
    names = block.row(top)
    return len(names) == len(block.columns) and not any(cell.number and not cell.year for cell in names)


def _has_labels(block: _Block) -> bool:
    first = block.columns[0]
    below = [block.cells[at] for at in block.cells if at[1] == first and at[0] > block.rows[0]]
    return bool(below) and sum(cell.number for cell in below) <= len(below) / 3


def _parts(block: _Block, axis: int, runs: list[tuple[int, int]]) -> list[_Block]:
    if len(runs) <= 1:
        return [block]
    owner = {number: index for index, (first, last) in enumerate(runs) for number in range(first, last + 1)}
    parts = [_Block({}, set()) for _ in runs]
    for at, cell in block.cells.items():
        parts[owner[at[axis]]].cells[at] = cell
    for at in block.covered:
        parts[owner[at[axis]]].covered.add(at)
    return parts


def _joined(blocks: list[_Block]) -> list[_Block]:
    """Puts back together what an empty row parted within one table: rows of figures without a header of their own."""
    joined: list[_Block] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if above is not None and _continues(above, block):
            above.cells |= block.cells
            above.covered |= block.covered
        else:
            joined.append(block)
    return joined


def _continues(above: _Block, block: _Block) -> bool:
    gap = block.rows[0] - above.rows[-1] - 1
    if not 0 < gap <= _FARTHEST_CONTINUATION or len(above.columns) < 2 or len(block.columns) < 2:
        return False
    if not set(block.columns) <= set(range(above.columns[0], above.columns[-1] + 1)):
        return False
    first = [at for at in block.cells if at[0] == block.rows[0]]
    if len(first) == 1 and len(block.rows) > 1:  # a group's name, then its figures
        first = [at for at in block.cells if at[0] == block.rows[1]]
    figures = any(block.cells[at].number and not block.cells[at].year for at in first if at[1] != above.columns[0])
    return figures and block.columns[0] == above.columns[0]


def _compose_block(composer: Composer, block: _Block, known: frozenset[int], *, first_row_names: bool) -> None:
    by_row: dict[int, dict[int, SheetCell]] = {row: {} for row in block.rows}
    for (row, column), cell in block.cells.items():
        by_row[row][column] = cell
    rows, columns = list(by_row), block.columns
    titles = _leading(rows, by_row, columns) if len(columns) > 1 else []
    rest = rows[len(titles) :]
    notes = _trailing(rest, by_row, columns) if len(columns) > 1 else []
    body = rest[: len(rest) - len(notes)]
    for row in titles:
        composer.block(_words(by_row[row]), "paragraph")
    used = sorted({c for at in block.covered if at[0] in set(body) for c in (at[1],)})
    headers = _header_rows(body, by_row, used, known, first_row_names=first_row_names)
    composer.table(_grid(body, by_row, used, headers))
    for row in notes:
        composer.block(_words(by_row[row]), "paragraph")


def _words(row: Mapping[int, SheetCell]) -> str:
    return "\n".join(row[column].text for column in sorted(row))


def _leading(rows: list[int], by_row: Mapping[int, Mapping[int, SheetCell]], columns: list[int]) -> list[int]:
    """The rows on top with words in the first place only, above a row with more."""
    count = 0
    while count < len(rows) - 1 and _alone_in_front(by_row[rows[count]], columns, down=1):
        count += 1
    filled_below = [len(by_row[row]) for row in rows[count:]]
    # Where more rows below have their first cell only, the one above the first figures may name a group.
    return rows[:count] if max(filled_below, default=0) > 1 else []


def _trailing(rows: list[int], by_row: Mapping[int, Mapping[int, SheetCell]], columns: list[int]) -> list[int]:
    """The rows at the bottom that are notes or sources."""
    count = 0
    while count < len(rows) - 1:
        row = by_row[rows[-count - 1]]
        if not _alone_in_front(row, columns) or not _is_note(row):
            break
        count += 1
    return rows[len(rows) - count :]


def _is_note(row: Mapping[int, SheetCell]) -> bool:
    (cell,) = row.values()
    return len(cell.text) >= _LONG_NOTE or _NOTE.match(cell.text) is not None or cell.columns > 1


def _alone_in_front(row: Mapping[int, SheetCell], columns: list[int], down: int | None = None) -> bool:
    if len(row) != 1:
        return False
    ((column, cell),) = row.items()
    return column == columns[0] and not cell.number and (down is None or cell.rows <= down)


def _header_rows(
    body: list[int],
    by_row: Mapping[int, Mapping[int, SheetCell]],
    columns: list[int],
    known: frozenset[int],
    *,
    first_row_names: bool,
) -> int:
    """How many rows on top are headers; 0 where that cannot be told from the cells."""
    named = [number for number, row in enumerate(body) if row in known]
    if named and named[0] < _MOST_HEADERS:
        return named[0] + 1
    if len(body) < 2:
        return 0
    first_data = next((n for n, row in enumerate(body) if _has_figures(by_row[row], columns)), None)
    if first_data is None:
        bold = _all_bold(by_row[body[0]]) and not _all_bold(by_row[body[1]])
        full = first_row_names and len(by_row[body[0]]) == len(columns)
        return int(len(columns) > 1 and (bold or full))
    count = 0
    reach = 1
    while count < min(first_data, _MOST_HEADERS):
        row = by_row[body[count]]
        first_filled = columns[0] in row
        if count >= reach and first_filled and not (_all_bold(row) and len(row) > 1):
            break
        reach = max([reach, *(count + cell.rows for cell in row.values())])
        if any(cell.columns > 1 for cell in row.values()):
            reach = max(reach, count + 2)
        count += 1
    while count and len(by_row[body[count - 1]]) == 1 and columns[0] in by_row[body[count - 1]]:
        count -= 1  # a group's name above its figures
    return count


def _has_figures(row: Mapping[int, SheetCell], columns: list[int]) -> bool:
    numbers = [cell for column, cell in row.items() if column != columns[0] and cell.number]
    return bool(numbers) and not all(cell.year for cell in numbers)


def _all_bold(row: Mapping[int, SheetCell]) -> bool:
    return bool(row) and all(cell.bold for cell in row.values())


def _grid(
    body: list[int], by_row: Mapping[int, Mapping[int, SheetCell]], columns: list[int], headers: int
) -> Grid:
    row_places = {row: number for number, row in enumerate(body)}
    grid: Grid = []
    for number, row in enumerate(body):
        header = number < headers
        places = [GridCell("", header)] * len(columns)
        for place, column in enumerate(columns):
            cell = by_row[row].get(column)
            if cell is not None:
                down = sum(r in row_places for r in range(row, row + cell.rows)) if cell.rows > 1 else 1
                across = sum(c in columns for c in range(column, column + cell.columns)) if cell.columns > 1 else 1
                places[place] = GridCell(cell.text, header, down, across)
        grid.append(places)
    return grid
