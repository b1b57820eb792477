"""A table found on a page, and the words of its cells."""

import re
from dataclasses import dataclass

from indexer.readers.composing import GridCell
from indexer.readers.pdf.geometry import Box, Word, rows_of

_MOST_HEADER_ROWS = 5  # more bold rows are the table's own style
_JOINED_PREFIX = re.compile(
    r"\b(?:self|non|well|long|short|high|low|half|cross|multi|co|part|full|ex|one|two)- $", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table's grid on one page, its rows from the top. `columns` are the left edges of its columns."""

    box: Box
    grid: tuple[tuple[GridCell, ...], ...]
    columns: tuple[float, ...]
    ruled: bool

    @property
    def header_rows(self) -> int:
        """How many rows at the top are header rows."""
        count = 0
        for row in self.grid:
            if not all(cell.header for cell in row if cell.text) or not any(cell.text for cell in row):
                break
            count += 1
        return count


def cell_text(words: list[Word]) -> str:
    """The words of one cell line by line; a word cut at a line's end is joined."""
    text = ""
    for row in rows_of(words):
        line = " ".join(word.text for word in row)
        if text.endswith("-") and len(text) > 1 and text[-2].islower() and line[:1].islower():
            text = text + line if _JOINED_PREFIX.search(text + " ") else text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text


def is_inside(box: Box, word: Word, slack: float = 1.0) -> bool:
    """Whether the word's middle lies in the box."""
    x = (word.x0 + word.x1) / 2
    return box[0] - slack <= x <= box[2] + slack and box[1] - slack <= word.middle <= box[3] + slack


def with_headers(grid: list[list[GridCell]], bold: list[bool], ruled_off: int = 0) -> tuple[tuple[GridCell, ...], ...]:
    """The grid with its header rows named.

    `bold` tells which rows are printed heavily or on a shade; `ruled_off` is how many stand above the first rule.
    """
    count = ruled_off
    if count == 0:
        count = next((number for number, heavy in enumerate(bold) if not heavy), 0)
    corner = grid[0][0]
    if corner.rows > max(1, count) and any(c.columns > 1 or c.rows == 1 for c in grid[0][1:]):
        count = corner.rows
    if count >= len(grid) or count > _MOST_HEADER_ROWS:
        count = 0
    return tuple(
        tuple(GridCell(c.text, number < count, c.rows, c.columns) for c in row) for number, row in enumerate(grid)
    )
