"""Header rows that a file does not mark although the row above, which it marks, shows that they are."""

from dataclasses import replace

from indexer.readers.composing import Grid
from indexer.readers.sheet_tables import text_cell


def with_lower_headers(grid: Grid) -> Grid:
    """Marks the row below a header whose cells are merged across: the names of the single columns stand there.

    It must have no figures, nothing of its own in front, and a name under each merged cell.
    """
    count = next((number for number, row in enumerate(grid) if not _is_header(grid, number)), len(grid))
    if not 0 < count < len(grid) - 1:
        return grid
    above, row = grid[count - 1], grid[count]
    under = [place for at, cell in enumerate(above) if cell.columns > 1 for place in range(at, at + cell.columns)]
    named = bool(under) and all(place < len(row) and row[place].text for place in under)
    if not named or row[0].text or any(text_cell(cell.text).figure for cell in row if cell.text):
        return grid
    return [*grid[:count], [replace(cell, header=True) for cell in row], *grid[count + 1 :]]


def _is_header(grid: Grid, number: int) -> bool:
    return bool(grid[number]) and all(cell.header for cell in grid[number])
