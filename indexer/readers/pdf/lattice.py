"""What the words in a drawn grid tell of it: rows without rules, columns without sides, frames that are no table."""

import itertools

from indexer.readers.composing import GridCell
from indexer.readers.pdf.geometry import Word, is_number


def figure_breaks(lines: dict[int, list[list[Word]]]) -> list[float]:
    """Heights between the lines of one drawn row that are rows of their own: figures line by line in most columns."""
    filled = {column: found for column, found in lines.items() if found}
    most = max((len(found) for found in filled.values()), default=0)
    if most < 2 or len(filled) < 2:
        return []
    figures = [
        found
        for column, found in filled.items()
        if len(found) == most and all(is_number(" ".join(w.text for w in line)) for line in found)
    ]
    # Columns of words must have as many lines, or they are cells of wrapped text beside a cell of several figures.
    even = sum(len(found) == most for found in filled.values())
    if not figures or even < 0.7 * len(filled) or (len(figures) < 2 and most < 3):
        return []
    key = figures[0]
    return [(above[0].bottom + below[0].top) / 2 for above, below in itertools.pairwise(key)]


def keeps_to(line: list[Word], places: list[float], slack: float = 1.5) -> bool:
    """Whether a line's words fill the columns between `places`, none crossing from one to the next by `slack`."""
    columns: list[list[Word]] = [[] for _ in places[1:]]
    for word in line:
        home = next(
            (n for n, end in enumerate(places[1:]) if word.x1 <= end + slack and word.x0 >= places[n] - slack), None
        )
        if home is None:
            return False
        columns[home].append(word)
    filled = [column for column in columns if column]
    if len(filled) < max(2, 0.8 * len(columns)):
        return False
    gaps = [right[0].x0 - left[-1].x1 for left, right in itertools.pairwise(filled)]
    return all(gap >= 0.5 * line[0].size for gap in gaps)


def without_slivers(
    grid: list[list[GridCell]], heavy: list[bool], xs: list[float]
) -> tuple[list[list[GridCell]], list[bool], list[float]]:
    """Without the narrow empty columns that double rules leave, and without empty rows."""
    keep = [c for c in range(len(xs) - 1) if xs[c + 1] - xs[c] >= 8 or any(row[c].text for row in grid)]
    shrunk = []
    for row in grid:
        cells = []
        for c in keep:
            cell = row[c]
            spanned = sum(c <= k < c + cell.columns for k in keep)
            cells.append(GridCell(cell.text, cell.header, cell.rows, max(1, spanned)))
        shrunk.append(cells)
    full = [n for n, row in enumerate(shrunk) if any(cell.text for cell in row)]
    placed = []
    for n in full:
        row = [GridCell(c.text, c.header, max(1, sum(n <= k < n + c.rows for k in full)), c.columns) for c in shrunk[n]]
        placed.append(row)
    return placed, [heavy[n] for n in full], [xs[c] for c in keep]


def is_table(grid: list[list[GridCell]], held: dict[int, list[Word]], owner: list[int]) -> bool:
    """At least two rows and two columns with words; frames and charts have most of their places empty."""
    if len(grid) < 2 or not held:
        return False
    columns = sum(any(row[c].text for row in grid) for c in range(len(grid[0])))
    filled = sum(1 for words in held.values() if words)
    if columns < 2 or filled < 3:
        return False
    return filled >= 0.15 * len(set(owner))


def figure_strips(lines: list[list[Word]], top: float) -> list[tuple[float, float, float]]:
    """White strips through the figures of one drawn column: where, from which height and down to which.

    `top` is the table's own; the strip begins above the first line that it does not cut.
    """
    figures = [line for line in lines if len(line) >= 2 and all(is_number(w.text) for w in line)]
    if len(figures) < 2 or len({len(line) for line in figures}) != 1 or len(figures) < 0.5 * len(lines):
        return []
    size = figures[0][0].size
    strips = []
    for number in range(1, len(figures[0])):
        low, high = max(line[number - 1].x1 for line in figures), min(line[number].x0 for line in figures)
        if high - low < 0.3 * size or any(line[number].x0 - line[number - 1].x1 < 0.45 * size for line in figures):
            return []
        at = (low + high) / 2
        free = top
        for line in lines:
            if any(w.x0 < at - 1 and w.x1 > at + 1 for w in line):
                free = max(w.bottom for w in line)
        strips.append((at, free, max(w.bottom for w in lines[-1]) + size))
    return strips
