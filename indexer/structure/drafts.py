"""Blocks in the making: what a reading of lines or of marks finds, before tables are put together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.structure.grids import Row
from indexer.structure.lines import clean
from indexer.types import BlockKind

Span = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A block before it is finished; a table has its grid, and the rows of it before which a blank line stood.

    `gaps` are pieces of other text within it, as a page number in mid-sentence. `page` is where it begins.
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    level: int = 0
    grid: list[Row] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    header_rows: int | None = None
    gaps: tuple[Span, ...] = ()
    page: int = 0

    def words(self, text: str) -> str:
        """Its text for reading, without markup and without what stands in its gaps."""
        return words_between(text, self.start, self.end, self.gaps)


def words_between(text: str, start: int, end: int, gaps: Sequence[Span]) -> str:
    """The cleaned words of a span, those of the gaps left out."""
    if not gaps:
        return clean(text[start:end])
    parts, at = [], start
    for left, right in gaps:
        if at <= left and right <= end:
            parts.append(text[at:left])
            at = right
    return clean(" ".join((*parts, text[at:end])))
