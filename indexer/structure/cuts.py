"""Sentences and cells that a page break cuts in two: does what follows go on with what stood before?"""

import re

from indexer.structure.lines import FINAL, clean
from indexer.types import Cell

CONTINUES = re.compile(r"[a-z(,&0-9£]|[-–—]\s?[a-z]")
OPEN_END = re.compile(
    r"(?:\b(?:of|and|or|[Tt]he|a|an|to|in|on|at|for|with|by|from|as|our|their|its|this|that|which|who|is|are|was|were|has|have"
    r"|be|been|between|including|such as|both|per|into|through|their|these|more|than)|,|[a-z,] [A-Z]\w+)$"
)
_LONG_CELL = 40
_POINT = re.compile(r"[•▶►●▪■]\s")


def goes_on(above: str, below: str) -> bool:
    """True where the words of a cell are cut by a page break and go on in the cell below it."""
    if not above or not below:
        return False
    if _POINT.match(below):
        return _POINT.search(above) is not None
    if FINAL.search(above) or len(above) < _LONG_CELL:
        return False
    return CONTINUES.match(below) is not None or OPEN_END.search(above) is not None


def join_cut_cells(text: str, grid: list[tuple[Cell, ...]], breaks: set[int]) -> None:
    """Mends rows of which one cell is cut: the last one above the blank line and the first one below it.

    Only white space may lie between the two halves, so that the joined cell is one piece of the text.
    """
    for number in sorted(breaks, reverse=True):
        if not 0 < number < len(grid) or len(grid[number]) != len(grid[number - 1]):
            continue
        above, below = grid[number - 1], grid[number]
        first = next((c for c, cell in enumerate(below) if cell.text), None)
        last = next((c for c in reversed(range(len(above))) if above[c].text), None)
        if first is None or first != last or not _cell_goes_on(above[first].text, below[first].text, first):
            continue
        start, end = above[first].start, below[first].end
        if text[above[first].end : below[first].start].strip():
            continue
        joined = Cell(start, end, clean(text[start:end]), above[first].rows, above[first].columns)
        grid[number - 1] = (*above[:first], joined, *below[first + 1 :])
        del grid[number]
        breaks.remove(number)
        for later in sorted(other for other in breaks if other > number):
            breaks.remove(later)
            breaks.add(later - 1)


def _cell_goes_on(above: str, below: str, column: int) -> bool:
    if column and not FINAL.search(above):
        return CONTINUES.match(below) is not None or OPEN_END.search(above) is not None
    return goes_on(above, below)
