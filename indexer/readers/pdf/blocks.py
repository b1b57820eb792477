"""A block in the making, and what is told of all blocks together: levels, the usual white between lines."""

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from indexer.readers.composing import GridCell
from indexer.readers.pdf.grids import FoundTable
from indexer.readers.pdf.layout import Line
from indexer.readers.pdf.styles import Look, levels
from indexer.types import MarkKind


@dataclass(slots=True)
class FlowBlock:
    """A block in the making. `pieces` are its words by page; `rows` those of a table with theirs."""

    kind: MarkKind
    last: Line | None = None
    pieces: list[tuple[int, str]] = field(default_factory=list)
    rows: list[tuple[int, tuple[GridCell, ...]]] = field(default_factory=list)
    table: FoundTable | None = None
    level: int = 0
    look: Look | None = None
    indent: float = 0.0
    lines: int = 0

    @property
    def first_page(self) -> int:
        """The page of its first word."""
        return self.rows[0][0] if self.table is not None else self.pieces[0][0]

    @property
    def last_page(self) -> int:
        """The page of its last word."""
        return self.rows[-1][0] if self.table is not None else self.pieces[-1][0]

    @property
    def text(self) -> str:
        """Its words over all pages."""
        return "".join(words for _, words in self.pieces)


def set_levels(blocks: list[FlowBlock]) -> None:
    """Levels of headings by their looks, and of list items by how far they are set in."""
    headings = [b for b in blocks if b.kind == "heading" and b.look is not None]
    for block, level in zip(headings, levels((b.look, b.text) for b in headings if b.look is not None), strict=True):
        block.level = level
    stack: list[float] = []
    for block in blocks:
        if block.kind != "list_item":
            if block.kind in ("heading", "paragraph"):
                stack = []
            continue
        while stack and block.indent < stack[-1] - 3:
            stack.pop()
        if not stack or block.indent > stack[-1] + 3:
            stack.append(block.indent)
        block.level = len(stack) - 1


def line_pitch(lines: list[Line]) -> float:
    """The usual white between two lines of running text, in letters' sizes."""
    gaps = [
        (b.top - a.bottom) / b.size
        for a, b in pairwise(lines)
        if a.page == b.page
        and a.region == b.region
        and abs(a.size - b.size) < 0.6
        and -0.3 < (b.top - a.bottom) / b.size < 1.2
    ]
    return min(0.9, _common(gaps)) if gaps else 0.25


def _common(gaps: list[float]) -> float:
    rounded = [round(gap * 10) / 10 for gap in gaps]
    most = max(set(rounded), key=rounded.count)
    return median(gap for gap in gaps if abs(gap - most) <= 0.1)
