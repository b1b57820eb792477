"""Lines to blocks: paragraphs, headings, list items and tables, joined over columns and pages."""

import re
from collections.abc import Iterable

from indexer.readers.composing import GridCell
from indexer.readers.pdf.blocks import FlowBlock
from indexer.readers.pdf.continuing import repeated_rows, widened
from indexer.readers.pdf.grids import FoundTable
from indexer.readers.pdf.hyphens import Hyphens
from indexer.readers.pdf.layout import Line
from indexer.readers.pdf.styles import Styles, begins_clause, list_sign
from indexer.types import MarkKind

_ENDS = (".", "!", "?", ":", ";", ".”", '."', ".)", "?”", "!”")
_MAY_PRECEDE_ITEM = re.compile(r"(?:[.!?:;,]|\b(?:and|or))['\"”’)]*\s*$")
_CONTINUED = re.compile(r"\b(?:continued|cont['’]?d)\b", re.IGNORECASE)
_DASHES = "-–—"  # a list's sign, or a dash that fell to a line's beginning
_LONGEST_CONTINUED = 120
_MOST_BETWEEN = 6  # figures, tables and notes that may stand within one paragraph
_LONGEST_HEADING = 220


class Flow:
    """Takes a document's lines and tables in reading order."""

    def __init__(self, styles: Styles, hyphens: Hyphens, pitch: float) -> None:
        self._styles, self._hyphens, self._pitch = styles, hyphens, pitch
        self.blocks: list[FlowBlock] = []

    def add(self, page: int, items: Iterable[Line | FoundTable]) -> None:
        """Adds one page's."""
        first = True
        for item in items:
            if isinstance(item, FoundTable):
                self._table(page, item, first)
                first = False
            elif first and _CONTINUED.search(item.text) and len(item.text) <= _LONGEST_CONTINUED:
                self._begin("boilerplate", item, item.text)
            else:
                self._line(item)
                first = first and item.kind == "aside"

    def _line(self, line: Line) -> None:
        if line.kind != "text":
            self._begin("boilerplate", line, line.text)
            return
        if self._styles.is_heading(line) and not self._ends_bold(line):
            self._heading(line)
            return
        last = self.blocks[-1] if self.blocks else None
        if last is not None and last.last is not None and self._same_column(last.last, line):
            if last.kind in ("paragraph", "list_item") and self._goes_on(last, line):
                self._append(last, line)
                return
        else:
            carried = self._carried(line)
            if carried is not None:
                self._append(carried, line)
                return
        sign = list_sign(line.text)
        if sign:
            self._begin("list_item", line, line.text[max(0, sign) :])
        else:
            self._begin("paragraph", line, line.text)

    def _ends_bold(self, line: Line) -> bool:
        """Whether a bold line is the rest of a bold sentence above, which was too long for a heading."""
        block = self.blocks[-1] if self.blocks else None
        last = block.last if block is not None and block.kind == "paragraph" else None
        if block is None or last is None or not last.bold or not self._same_column(last, line):
            return False
        return not last.text.rstrip().endswith(_ENDS) and self._is_full(last, line) and self._goes_on(block, line)

    def _heading(self, line: Line) -> None:
        last = self.blocks[-1] if self.blocks else None
        look = self._styles.look(line)
        if (
            last is not None
            and last.kind == "heading"
            and last.last is not None
            and last.look is not None
            and last.look[:2] == look[:2]
            and self._same_column(last.last, line)
            and line.top - last.last.bottom < 0.75 * line.size
            and not begins_clause(line.text)
            and list_sign(line.text) == 0
            and len(last.text) + len(line.text) < _LONGEST_HEADING
        ):
            self._append(last, line)
            return
        self._begin("heading", line, line.text)
        self.blocks[-1].look = look

    def _begin(self, kind: MarkKind, line: Line, text: str) -> None:
        self.blocks.append(FlowBlock(kind, line, [(line.page, text)], indent=line.x0, lines=1))

    def _append(self, block: FlowBlock, line: Line) -> None:
        page, text = block.pieces[-1]
        joined = self._hyphens.joined(text, line.text)
        rest = line.text if joined is not None else f"{line.text}"
        before = joined if joined is not None else f"{text} "
        if line.page == page:
            block.pieces[-1] = (page, before + rest)
        else:
            block.pieces[-1] = (page, before)
            block.pieces.append((line.page, rest))
        block.last = line
        block.lines += 1

    def _same_column(self, last: Line, line: Line) -> bool:
        return last.page == line.page and last.region == line.region and line.top >= last.top

    def _goes_on(self, block: FlowBlock, line: Line) -> bool:
        """Whether a line under another carries its paragraph on."""
        last = block.last
        if last is None or self._begins(last, line):
            return False
        gap = line.top - last.bottom
        if gap > max(0.35 * line.size, self._pitch * line.size + 0.22 * line.size):
            return False
        near = 0.2 if self._is_full(last, line) and not last.text.rstrip().endswith(_ENDS) else 0.1
        if abs(line.size - last.size) > near * max(line.size, last.size):
            return False
        if line.bold != last.bold and not self._is_full(last, line):
            return False
        if block.kind == "list_item" and line.x0 < block.indent - 2 and not self._is_full(last, line):
            return False
        hanging = block.lines > 1 and line.x0 > last.x0 + 0.8 * line.size and block.kind == "paragraph"
        if hanging and last.text.rstrip().endswith(_ENDS):
            return False
        if self._is_full(last, line):
            return True
        # The next word would have fitted: the break was meant, but for a centred or ragged line within a sentence.
        return not last.text.rstrip().endswith(_ENDS) and line.text[:1].islower()

    def _begins(self, last: Line, line: Line) -> bool:
        """Whether a bullet or number begins something new, and is no number within a sentence."""
        sign = list_sign(line.text)
        if sign > 0 and line.text[0] not in _DASHES:
            return True
        if sign == 0 and not begins_clause(line.text):
            return False
        return not self._is_full(last, line) or _MAY_PRECEDE_ITEM.search(last.text) is not None or line.x0 > last.x0 + 3

    def _is_full(self, last: Line, line: Line) -> bool:
        # A sentence that is not at its end leaves more doubt for a ragged edge than for a new paragraph.
        slack = 0.9 if last.text.rstrip().endswith(_ENDS) else 2.5
        return last.x1 + line.first_width + slack * last.size > last.right

    def _carried(self, line: Line) -> FlowBlock | None:
        """The paragraph, broken off at the end of a column or page, that the line carries on."""
        if list_sign(line.text) > 0 and line.text[0] not in _DASHES:
            return None
        between: list[FlowBlock] = []
        for block in reversed(self.blocks[-_MOST_BETWEEN - 1 :]):
            if block.kind in ("paragraph", "list_item") and block.last is not None:
                if self._is_broken_off(block, line):
                    return block if self._moved(block, between, line.page) else None
                if not self._is_aside(block, line):
                    return None
            elif block.kind == "heading":
                return None
            between.append(block)
        return None

    def _is_broken_off(self, block: FlowBlock, line: Line) -> bool:
        last = block.last
        if last is None or line.page - last.page > 1 + self._blank(last.page, line.page):
            return False
        if abs(line.size - last.size) > 0.08 * max(line.size, last.size) or line.bold != last.bold:
            return False
        text = last.text.rstrip()
        if text.endswith(_ENDS) or self._begins(last, line):
            return False
        if line.text[:1].islower():
            return True
        return self._is_full(last, line) and len(text.split()) >= 4 and line.x0 <= line.left + 0.8 * line.size

    def _blank(self, first: int, last: int) -> int:
        return sum(1 for page in range(first + 1, last) if page not in self._pages)

    @property
    def _pages(self) -> set[int]:
        return {block.last_page for block in self.blocks[-_MOST_BETWEEN:]}

    @staticmethod
    def _is_aside(block: FlowBlock, line: Line) -> bool:
        """A note or a caption in smaller letters."""
        return block.last is not None and block.last.size < 0.95 * line.size

    def _moved(self, block: FlowBlock, between: list[FlowBlock], page: int) -> bool:
        """Puts what stands in between before the paragraph, or behind it where it is on the later page."""
        if not between:
            return True
        early = [b for b in between if b.last_page <= block.first_page]
        if any(b.first_page < page for b in between if b not in early):
            return False
        at = self.blocks.index(block)
        if early:
            self.blocks[at:] = [*reversed(early), block, *(b for b in self.blocks[at + 1 :] if b not in early)]
        return True

    def _table(self, page: int, table: FoundTable, first: bool) -> None:
        earlier = self._goes_over(page, table) if first else None
        if earlier is not None and earlier.table is not None:
            table = widened(table, earlier.table) or table
        rows = [(page, row) for row in table.grid]
        if earlier is not None:
            top = [row for _, row in earlier.rows[:6]]
            repeated = repeated_rows(top, table)
            if repeated:
                headed = [tuple(GridCell(c.text, True, c.rows, c.columns) for c in row) for row in top[:repeated]]
                earlier.rows[:repeated] = [
                    (number, row) for (number, _), row in zip(earlier.rows[:repeated], headed, strict=True)
                ]
            earlier.rows += [
                (n, tuple(GridCell(c.text, False, c.rows, c.columns) for c in r)) for n, r in rows[repeated:]
            ]
            return
        self.blocks.append(FlowBlock("table", rows=rows, table=table))

    def _goes_over(self, page: int, table: FoundTable) -> FlowBlock | None:
        """The table at the end of the page before that this one carries on."""
        for block in reversed(self.blocks[-_MOST_BETWEEN:]):
            if block.table is not None:
                if block.last_page != page - 1 or widened(table, block.table) is None:
                    return None
                headed = table.header_rows
                top = [row for _, row in block.rows[:6]]
                return block if not headed or repeated_rows(top, table) else None
            if block.kind != "boilerplate":
                return None
        return None
