"""Tables that go on over a page: the same columns, the header said again."""

from dataclasses import replace

from indexer.readers.composing import GridCell
from indexer.readers.pdf.grids import FoundTable


def widened(table: FoundTable, earlier: FoundTable) -> FoundTable | None:
    """The table in the earlier one's columns, each cell over those that it covers; None where they do not agree."""
    slack = 8 if table.ruled else 30
    if table.ruled != earlier.ruled or (not table.ruled and len(table.columns) != len(earlier.columns)):
        return None
    if abs(table.box[2] - earlier.box[2]) > 4 * slack:
        return None
    homes = [min(range(len(earlier.columns)), key=lambda n: abs(earlier.columns[n] - x)) for x in table.columns]
    apart = any(abs(earlier.columns[n] - x) > slack for n, x in zip(homes, table.columns, strict=True))
    if apart or len(set(homes)) < len(homes) or homes[0] != 0:
        return None
    ends = [*homes[1:], len(earlier.columns)]
    grid = []
    for row in table.grid:
        wide = [GridCell("") for _ in earlier.columns]
        for number, cell in enumerate(row):
            covered = ends[min(len(ends), number + cell.columns) - 1] - homes[number]
            wide[homes[number]] = GridCell(cell.text, cell.header, cell.rows, covered if cell.text else 1)
        grid.append(tuple(wide))
    return replace(table, grid=tuple(grid), columns=earlier.columns)


def repeated_rows(top: list[tuple[GridCell, ...]], table: FoundTable) -> int:
    """How many rows at a table's top say what the earlier one's first rows say."""
    count = 0
    for mine, theirs in zip(table.grid, top, strict=False):
        if [c.text for c in mine] != [c.text for c in theirs]:
            break
        count += 1
    return count
