"""Grids that hold more than one record or table a row, and columns that name the values beside them."""

from collections.abc import Sequence

from indexer.structure.grids import EMPTY, Grid, Row, is_figure, is_period, texts_of
from indexer.structure.headers import Paths

_MOSTLY = 0.66
_MOST_NAMES = 3
_LONGEST_NAME = 60


def records_a_row(rows: Grid) -> int:
    """How many records stand side by side, told from a header that holds the same names several times."""
    texts = texts_of(rows[0]) if rows else []
    for width in range(2, len(texts) // 2 + 1):
        if len(texts) % width == 0 and all(texts) and texts == texts[:width] * (len(texts) // width):
            return len(texts) // width
    return 1


def one_record_a_row(rows: Grid, records: int) -> list[Row]:
    """The header once, then the records of the left, then those to the right of them."""
    width = len(rows[0]) // records
    parts = [tuple(row[at : at + width]) for at in range(0, width * records, width) for row in rows[1:]]
    return [tuple(rows[0][:width]), *(part for part in parts if any(cell.text for cell in part))]


def _kinds(rows: Grid, width: int) -> str:
    """A letter a column: "f" mostly figures, "w" mostly words, "e" empty."""
    kinds = ""
    for column in range(width):
        filled = [row[column].text for row in rows if column < len(row) and row[column].text]
        figures = sum(is_figure(text) or text.lower() in EMPTY for text in filled)
        kinds += "e" if not filled else "f" if figures >= _MOSTLY * len(filled) else "w"
    return kinds


def names_beside(rows: Grid, headers: Paths) -> dict[int, int]:
    """Columns of values that the column to their left names, as "Number" and "%" do: value column -> its names.

    The header then stands above the names, and the values have none of their own.
    """
    width = len(headers)
    kinds = _kinds(rows, width)
    found: dict[int, int] = {}
    for column in range(1, width - 1):
        texts = {row[column].text for row in rows if column < len(row) and row[column].text}
        few = len(texts) <= min(_MOST_NAMES, len(rows) // 2)
        names = all(len(text) <= 20 and not is_figure(text) for text in texts)
        if texts and few and names and kinds[column + 1] == "f" and headers[column] and not headers[column + 1]:
            found[column + 1] = column
    return found


def second_table_at(rows: Grid, headers: Paths) -> int | None:
    """The column at which a second table begins beside the first: words that name rows, after figures, then figures.

    A column of remarks between two years has a header of its own; the names of a second table's rows have none, or
    one that belongs to the values right of them.
    """
    width = len(headers)
    kinds = _kinds(rows, width)
    figures = kinds.find("f")
    if figures < 1 or len(rows) < 2:
        return None
    begin = next((c for c in range(figures + 1, width) if kinds[c] == "w"), None)
    if begin is None:
        return None
    end = next((c for c in range(begin, width) if kinds[c] == "f"), None)
    if end is None or headers[begin]:
        return None
    texts = [row[column].text for column in range(begin, end) for row in rows if column < len(row)]
    words = [text for text in texts if text]
    short = all(len(text) <= _LONGEST_NAME for text in words)
    return begin if short and len(set(words)) >= _MOSTLY * len(words) else None


def value_headers(headers: Sequence[tuple[str, ...]], begin: int) -> Paths:
    """The paths of a second table's columns; a period above its names belongs to the values without a header."""
    own = [tuple(path) for path in headers[begin:]]
    stray = [number for number, path in enumerate(own) if path and all(is_period(part) for part in path)]
    bare = [number for number, path in enumerate(own) if not path]
    for number in stray:
        right = next((b for b in bare if b > number), None)
        if right is not None:
            own[right], own[number] = own[number], ()
            bare.remove(right)
    return own
