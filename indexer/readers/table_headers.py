"""Header rows that a file does not mark although its merged cells show that they are."""

from dataclasses import replace

from indexer.readers.composing import Grid
from indexer.readers.sheet_tables import text_cell


def with_merged_headers(grid: Grid) -> Grid:
    """Marks the row below a header whose cells are merged across: the names of the single columns stand there.

    It must have no figures, nothing of its own in front, and a name under each merged cell. Where no row is marked at
    all, the first one is a header too if such a row is below it and it has no figures either.
    """
    count = next((number for number, row in enumerate(grid) if not _is_header(grid, number)), len(grid))
    top = max(count - 1, 0)
    if top + 2 >= len(grid) or not _names_columns_of(grid, top) or (count == 0 and _has_figures(grid, 0)):
        return grid
    marked = [[replace(cell, header=True) for cell in row] for row in grid[top : top + 2]]
    return [*grid[:top], *marked, *grid[top + 2 :]]


def _names_columns_of(grid: Grid, top: int) -> bool:
    """Whether the row below has a name under each place of the cells that are merged across."""
    above, row = grid[top], grid[top + 1]
    under = [place for at, cell in enumerate(above) if cell.columns > 1 for place in range(at, at + cell.columns)]
    named = bool(under) and all(place < len(row) and row[place].text for place in under)
    return named and not row[0].text and not _has_figures(grid, top + 1)


def _has_figures(grid: Grid, number: int) -> bool:
    return any(text_cell(cell.text).figure for cell in grid[number] if cell.text)


def _is_header(grid: Grid, number: int) -> bool:
    return bool(grid[number]) and all(cell.header for cell in grid[number])
