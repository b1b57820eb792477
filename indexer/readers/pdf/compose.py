"""Puts the blocks of a file's pages together in one text."""

from indexer.readers.composing import Composer, PageTurn
from indexer.readers.pdf.blocks import FlowBlock, line_pitch, set_levels
from indexer.readers.pdf.flow import Flow
from indexer.readers.pdf.grids import FoundTable
from indexer.readers.pdf.hyphens import Hyphens
from indexer.readers.pdf.layout import Line, reading_order
from indexer.readers.pdf.running import Running
from indexer.readers.pdf.styles import Styles
from indexer.types import SourceText


def compose(
    running: Running,
    labels: dict[int, str],
    outline: frozenset[str],
    title: str | None,
    tables: dict[int, list[FoundTable]],
) -> SourceText:
    """The whole text with pages and marks; `tables` are the drawn ones by page."""
    ordered = [(page.number, reading_order(page, tables[page.number])) for page in running.pages]
    lines = [item for _, items in ordered for item in items if isinstance(item, Line)]
    flow = Flow(Styles(lines, outline), Hyphens(line.text for line in lines), line_pitch(lines))
    for number, items in ordered:
        flow.add(number, items)
    set_levels(flow.blocks)
    writer = _Writer(len(running.pages), labels, running.first)
    for block in flow.blocks:
        writer.add(block)
    writer.finish()
    return writer.composer.source_text(title)


class _Writer:
    """Turns the pages as the blocks come to them, and keeps each running line where its page begins."""

    def __init__(self, count: int, labels: dict[int, str], running: dict[int, list[str]]) -> None:
        self.composer = Composer()
        self._count, self._labels, self._running = count, labels, running
        self._page = 0

    def add(self, block: FlowBlock) -> None:
        """Adds a block, with the pages that begin before it and within it."""
        self._to(block.first_page)
        if block.table is not None:
            turns = {}
            for number, (page, _) in enumerate(block.rows):
                if page > self._page:
                    turns[number] = self._turns(page)
            self.composer.table([list(row) for _, row in block.rows], turns)
            return
        parts: list[str | PageTurn] = []
        for page, text in block.pieces:
            parts += [*self._turns(page), text]
        self.composer.broken_block(parts, block.kind, block.level)

    def finish(self) -> None:
        """Begins the pages that are left, and gives the running lines that found no place before."""
        self._to(self._count)

    def _to(self, page: int) -> None:
        while self._page < page:
            for turn in self._turns(self._page + 1):
                self.composer.page(turn.number, turn.label)
            self._give(self._page)
        self._give(self._page)

    def _give(self, page: int) -> None:
        for text in self._running.pop(page, ()):
            self.composer.block(text, "boilerplate")

    def _turns(self, page: int) -> list[PageTurn]:
        turns = [PageTurn(number, self._labels.get(number)) for number in range(self._page + 1, page + 1)]
        self._page = max(self._page, page)
        return turns
