"""One table of a sheet: its titles, its header rows, its notes."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from indexer.readers.composing import Composer, Grid, GridCell

_MOST_HEADERS = 5
_MOST_PLACES = 1_000_000  # beyond this, rows are not filled up with empty cells
_LONG_NOTE = 60
_FIGURES_SHARE = 0.5
_NOTE = re.compile(r"\W*(?:notes?|sources?|footnotes?|key|figures?|data|please note|n/?b)\b|[*†‡^(\[]|\d[.)]\s", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that is filled. `number` is set for figures, dates and truth values; a merged one tells its reach.

    A `date` is a number too.
    """

    text: str
    number: bool = False
    date: bool = False
    bold: bool = False
    rows: int = 1
    columns: int = 1

    @property
    def figure(self) -> bool:
        """Whether it is a number that counts something: no year and no date, which may head a column."""
        return self.number and not self.date and _YEAR.fullmatch(self.text) is None


_NUMBER = re.compile(
    r"\(?[-+−–]?\s?[£$€]?\s?[-+−–]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?\s?(?:%|k|m|bn)?\)?", re.IGNORECASE
)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?")


def text_cell(words: str, *, bold: bool = False, rows: int = 1, columns: int = 1) -> SheetCell:
    """A cell whose words alone tell whether they are a number or a date."""
    has_digit = any(character.isdigit() for character in words)
    date = has_digit and _DATE.fullmatch(words) is not None
    number = date or (has_digit and _NUMBER.fullmatch(words) is not None)
    return SheetCell(words, number, date, bold, rows, columns)


Rows = Mapping[int, Mapping[int, SheetCell]]


def compose_table(
    composer: Composer,
    by_row: Rows,
    covered: Collection[tuple[int, int]],
    known: frozenset[int],
    *,
    first_row_names: bool,
) -> None:
    """Adds a rectangle of cells: titles above as paragraphs, the table with its header rows, notes below.

    `covered` are all filled places (row, column), those under merged cells too; `known` are rows that the file
    calls headers.
    """
    rows, columns = list(by_row), sorted({column for _, column in covered})
    titles = _leading(rows, by_row, columns) if len(columns) > 1 else []
    rest = rows[len(titles) :]
    notes = _trailing(rest, by_row, columns) if len(columns) > 1 else []
    body = rest[: len(rest) - len(notes)]
    for row in titles:
        composer.block(_words(by_row[row]), "paragraph")
    inside = set(body)
    used = sorted({column for row, column in covered if row in inside})
    headers = _header_rows(body, by_row, used, known, first_row_names=first_row_names)
    composer.table(_grid(body, by_row, used, headers))
    for row in notes:
        composer.block(_words(by_row[row]), "paragraph")


def _words(row: Mapping[int, SheetCell]) -> str:
    return "\n".join(row[column].text for column in sorted(row))


def _leading(rows: list[int], by_row: Rows, columns: list[int]) -> list[int]:
    """The rows on top with words in the first place only, above a row with more."""
    count = 0
    while count < len(rows) - 1 and _alone_in_front(by_row[rows[count]], columns, down=1):
        count += 1
    filled_below = [len(by_row[row]) for row in rows[count:]]
    # Where more rows below have their first cell only, the one above the first figures may name a group.
    return rows[:count] if max(filled_below, default=0) > 1 else []


def _trailing(rows: list[int], by_row: Rows, columns: list[int]) -> list[int]:
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
    by_row: Rows,
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
        if any(cell.figure for cell in row.values()):
            break
        first_filled = columns[0] in row
        if count >= reach and first_filled and not (_all_bold(row) and len(row) > 1):
            break
        reach = max([reach, *(count + cell.rows for cell in row.values())])
        if any(cell.columns > 1 for cell in row.values()):
            reach = max(reach, count + 2)
        count += 1
    while count and len(by_row[body[count - 1]]) == 1 and columns[0] in by_row[body[count - 1]]:
        count -= 1  # a group's name above its figures
    below = [by_row[row] for row in body[count:] if len(by_row[row]) > 1]
    mostly_figures = sum(_has_figures(row, columns) for row in below) > len(below) * _FIGURES_SHARE
    # Else it may be a list of names and values, where the first row is one of them.
    return count if mostly_figures or _all_bold(by_row[body[0]]) else 0


def _has_figures(row: Mapping[int, SheetCell], columns: list[int]) -> bool:
    return any(cell.figure for column, cell in row.items() if column != columns[0])


def _all_bold(row: Mapping[int, SheetCell]) -> bool:
    return bool(row) and all(cell.bold for cell in row.values())


def _grid(body: list[int], by_row: Rows, columns: list[int], headers: int) -> Grid:
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
        if len(body) * len(columns) > _MOST_PLACES:
            while places and not places[-1].text:
                places.pop()
        grid.append(places)
    return grid
