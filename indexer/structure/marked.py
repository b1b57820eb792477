"""Blocks from the marks of a format that knows its own structure, with what is known of reports' texts in general."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.structure.cuts import CONTINUES
from indexer.structure.drafts import Draft
from indexer.structure.finishing import finish
from indexer.structure.forms import is_form_s, is_item, is_legend, is_page_furniture
from indexer.structure.headings import (
    CONTENTS,
    LABEL_REPEATS,
    PLAIN_RANK,
    Outline,
    heading_rank,
    read_outline,
    title_key,
)
from indexer.structure.lines import FINAL, NUMBERED, Line, clean, split_lines
from indexer.structure.paragraphs import LONG_LINE
from indexer.structure.plain import graded_title
from indexer.types import Block, BlockKind, Cell, Mark, SourceText


@dataclass(slots=True)
class _Reading:
    """Where the reading stands: the heading stack, the drafts so far, how far the contents pages reach."""

    source: SourceText
    outline: Outline
    contents: tuple[tuple[int, int], ...]
    ranked: bool
    drafts: list[Draft] = field(default_factory=list)
    stack: list[tuple[int, str]] = field(default_factory=list)

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.stack)

    def enter(self, level: int, title: str) -> None:
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, title))

    def add(self, kind: BlockKind, start: int, end: int, level: int = 0) -> None:
        page = bisect_right(self.source.pages, start, key=lambda page: page.start)
        self.drafts.append(Draft(kind, start, end, self.section, level, page=page))


def marked_blocks(source: SourceText) -> tuple[Block, ...]:
    """One block a mark, in order; text between the marks becomes paragraphs, so that nothing is lost."""
    lines = split_lines(source.text, source.pages)
    outline = read_outline(lines)
    contents = tuple((lines[i].start, lines[i].end) for i in sorted(outline.contents_lines) if lines[i].text)
    headings = any(mark.kind == "heading" for mark in source.marks)
    reading = _Reading(source, outline, contents, ranked=not headings)
    outer = sorted((m for m in source.marks if m.kind not in ("row", "cell")), key=lambda m: (m.start, -m.end))
    inner = _Inner(source)
    position = 0
    for mark in outer:
        if mark.start < position:
            continue
        _unmarked(reading, position, mark.start)
        position = mark.end
        if not clean(source.text[mark.start : mark.end]):
            continue
        if mark.kind == "table":
            _table(reading, inner, mark)
        else:
            _text(reading, mark)
    _unmarked(reading, position, len(source.text))
    _join_cut_paragraphs(source.text, reading.drafts)
    return finish(source.text, reading.drafts)


def _unmarked(reading: _Reading, start: int, end: int) -> None:
    between = reading.source.text[start:end]
    if sum(c.isalnum() for c in between) >= LABEL_REPEATS:
        left = start + len(between) - len(between.lstrip())
        reading.add("paragraph", left, start + len(between.rstrip()))


def _text(reading: _Reading, mark: Mark) -> None:
    """A heading, paragraph or list item; what is the form's, the page's or a lost chart's is told by its words."""
    body = reading.source.text[mark.start : mark.end]
    words = clean(body)
    outline = reading.outline
    if mark.kind == "boilerplate" or is_page_furniture(words, outline) or _in_contents(reading, mark):
        reading.add("boilerplate", mark.start, mark.end)
    elif is_form_s(body, outline):
        reading.add("criterion", mark.start, mark.end)
    elif mark.kind == "heading":
        if graded := graded_title(words, outline.contents):
            reading.enter(mark.level, graded)
            reading.add("paragraph", mark.start, mark.end)
        else:
            reading.enter(mark.level, words)
            reading.add("heading", mark.start, mark.end, mark.level)
    elif mark.kind == "paragraph":
        _paragraph(reading, mark, words)
    elif NUMBERED.match(body) and not is_item(body, body):
        # A report that numbers its paragraphs makes a list of them in Word and looks like one in PDF.
        reading.add("paragraph", mark.start, mark.end)
    else:
        reading.add("list_item", mark.start, mark.end, mark.level)


def _paragraph(reading: _Reading, mark: Mark, words: str) -> None:
    text, outline = reading.source.text, reading.outline
    above = reading.drafts[-1] if reading.drafts else None
    line = Line(mark.start, mark.end, text[mark.start : mark.end], 0)
    # Where a file marks no headings at all, they are told by their form.
    rank = heading_rank(line, outline, alone=True) if reading.ranked and "\n" not in line.text else None
    pointed = above is not None and above.kind == "paragraph" and (rank is None or rank == PLAIN_RANK)
    if pointed and above is not None and is_legend(words, text[above.start : above.end]):
        reading.add("boilerplate", mark.start, mark.end)
        return
    if rank is None or (above is not None and text[above.start : above.end].endswith(":")):
        reading.add("paragraph", mark.start, mark.end, mark.level)
        return
    reading.enter(rank + 1, words)
    reading.add("heading", mark.start, mark.end, rank + 1)


def _in_contents(reading: _Reading, mark: Mark) -> bool:
    """Whether a mark lies on a contents page; a heading that the page lists stands there once more further down."""
    at = bisect_right(reading.contents, (mark.start, mark.end)) - 1
    near = reading.contents[max(0, at) : at + 2]
    if not any(start <= mark.start and mark.end <= end for start, end in near):
        return False
    words = clean(reading.source.text[mark.start : mark.end])
    repeated = mark.kind == "heading" and title_key(words) in reading.outline.contents
    return not repeated or CONTENTS.match(words) is not None


def _join_cut_paragraphs(text: str, drafts: list[Draft]) -> None:
    """Joins a sentence that goes on after what a page bears at its edges."""
    index = 0
    while index < len(drafts):
        first, below = drafts[index], index + 1
        while below < len(drafts) and drafts[below].kind == "boilerplate":
            below += 1
        second = drafts[below] if below < len(drafts) else None
        if second is not None and _is_cut(text, first, second):
            first.gaps = (*first.gaps, *((d.start, d.end) for d in drafts[index + 1 : below]))
            first.end, first.page = second.end, second.page
            del drafts[index + 1 : below + 1]
        else:
            index += 1


def _is_cut(text: str, first: Draft, second: Draft) -> bool:
    if first.kind not in ("paragraph", "list_item") or second.kind != "paragraph" or first.page == second.page:
        return False
    words = text[first.start : first.end]
    whole = FINAL.search(words) is not None or len(words) < LONG_LINE
    return not whole and CONTINUES.match(text[second.start : second.end]) is not None


class _Inner:
    """Rows and cells, found by place: a table can have thousands of them."""

    def __init__(self, source: SourceText) -> None:
        self.rows = sorted((m for m in source.marks if m.kind == "row"), key=lambda m: m.start)
        self.cells = sorted((m for m in source.marks if m.kind == "cell"), key=lambda m: m.start)
        self._row_starts = [m.start for m in self.rows]
        self._cell_starts = [m.start for m in self.cells]

    def rows_in(self, table: Mark) -> Sequence[Mark]:
        near = self.rows[bisect_left(self._row_starts, table.start) : bisect_right(self._row_starts, table.end)]
        return [row for row in near if row.end <= table.end]

    def cells_in(self, row: Mark) -> Sequence[Mark]:
        near = self.cells[bisect_left(self._cell_starts, row.start) : bisect_right(self._cell_starts, row.end)]
        return [cell for cell in near if cell.end <= row.end]


def _table(reading: _Reading, inner: _Inner, mark: Mark) -> None:
    text = reading.source.text
    if _in_contents(reading, mark):
        reading.add("boilerplate", mark.start, mark.end)
        return
    grid: list[tuple[Cell, ...]] = []
    header_rows = 0
    for row in inner.rows_in(mark):
        own = inner.cells_in(row)
        if not own:
            continue
        grid.append(tuple(Cell(c.start, c.end, clean(text[c.start : c.end]), c.rows, c.columns) for c in own))
        if header_rows == len(grid) - 1 and all(c.level == 1 for c in own):
            header_rows += 1
    if not grid:
        reading.add("paragraph", mark.start, mark.end)
        return
    reading.add("table", mark.start, mark.end)
    reading.drafts[-1].grid = grid
    reading.drafts[-1].header_rows = header_rows if 0 < header_rows < len(grid) else None
