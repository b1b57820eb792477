"""Blocks from the looks of plain lines, for text and for what a format does not mark."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.structure.captions import NOTE
from indexer.structure.cuts import CONTINUES
from indexer.structure.drafts import Draft
from indexer.structure.finishing import finish
from indexer.structure.forms import is_form_s, is_legend, is_page_furniture, kind_of
from indexer.structure.grids import Row, cells_of, has_figures, is_figure, is_rule, texts_of
from indexer.structure.headings import (
    GRADE,
    MAX_CHARACTERS,
    PLAIN_RANK,
    heading_rank,
    read_outline,
    title_key,
)
from indexer.structure.lines import BULLET, NUMBERED, Line, clean, is_wrapped
from indexer.structure.paragraphs import Layout, is_listed_line, take_text
from indexer.types import Block

INDENTED_SHARE = 0.1


@dataclass(slots=True)
class _State:
    """Where the reading stands: the heading stack, the drafts so far.

    `names_table` is set while the innermost heading is a table's caption: it ends with the table.
    """

    text: str
    layout: Layout
    drafts: list[Draft] = field(default_factory=list)
    stack: list[tuple[int, str]] = field(default_factory=list)
    running: str = ""
    names_table: bool = False
    listing: bool = False

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.stack)

    def enter(self, rank: int, title: str) -> None:
        self.names_table = self.listing = False
        while self.stack and self.stack[-1][0] >= rank:
            self.stack.pop()
        self.stack.append((rank, title))

    def add(self, draft: Draft) -> None:
        self.drafts.append(draft)

    def above(self) -> Draft | None:
        """The last draft that is no page furniture."""
        return next((draft for draft in reversed(self.drafts[-3:]) if draft.kind != "boilerplate"), None)


def plain_blocks(text: str, lines: Sequence[Line]) -> tuple[Block, ...]:
    """Blocks in reading order, boilerplate included, so that every line with words belongs to one."""
    layout = Layout(lines, read_outline(lines), is_wrapped(lines), _indents_tell(lines))
    state = _State(text, layout)
    index = 0
    while index < len(lines):
        if lines[index].blank:
            index += 1
        elif lines[index].tabbed and index not in layout.outline.contents_lines:
            index = _table(state, index)
        elif taken := _heading_or_noise(state, index):
            index = taken
        else:
            index = _text(state, index)
    return finish(text, state.drafts)


def _indents_tell(lines: Sequence[Line]) -> bool:
    """Whether one leading space marks a new paragraph. Where it is frequent, it is what a PDF's word gaps left over."""
    indents = [line.indent for line in lines if line.text]
    return indents.count(1) < INDENTED_SHARE * len(indents)


def _alone(state: _State, index: int) -> bool:
    lines = state.layout.lines
    above = index == 0 or lines[index - 1].blank or lines[index].page_top
    if not above or index + 1 >= len(lines):
        return above
    below = lines[index + 1]
    if state.layout.wrapped:
        return below.blank or lines[index].page_top
    return below.blank or below.tabbed or bool(BULLET.match(below.text)) or len(below.text) > MAX_CHARACTERS


def _heading_or_noise(state: _State, index: int) -> int:
    """Takes a heading, a running header, a page number or a contents line; 0 where the line is none of them."""
    line, outline = state.layout.lines[index], state.layout.outline
    words = clean(line.text)
    key = words.lower()
    if not words or index in outline.contents_lines or is_page_furniture(words, outline) or _is_legend(state, index):
        state.add(Draft("boilerplate", line.start, line.end, state.section))
        return index + 1
    alone = _alone(state, index)
    if key in outline.running and alone:
        if state.running != key:
            state.running = key
            state.enter(1, words)
        state.add(Draft("boilerplate", line.start, line.end, state.section))
        return index + 1
    if graded := graded_title(words, outline.contents) if alone and len(line.text) < 200 else "":
        # A grade that stands in its heading is a finding: the line is kept as text, too.
        state.enter(outline.contents.get(title_key(graded), 3), graded)
        state.add(Draft("paragraph", line.start, line.end, state.section))
        return index + 1
    if _list_goes_on(state, index) or _is_value(state, index) or is_form_s(line.text, outline):
        return 0
    rank = heading_rank(line, outline, alone=alone)
    if rank is None or _opens_bold(line):
        return 0
    state.enter(rank, words)
    state.names_table = rank == PLAIN_RANK and title_key(words) not in outline.contents and _table_below(state, index)
    state.add(Draft("heading", line.start, line.end, state.section, level=rank))
    return index + 1


def graded_title(words: str, contents: dict[str, int]) -> str:
    """The title before a grade, as in "Leadership: Grade 2 (good)"; empty where the line is none of this kind."""
    found = GRADE.search(words)
    graded = words[: found.start()].strip(" *:–-") if found and found.start() > 4 else ""
    known = title_key(graded) in contents or re.search(r"\bgrade\s*\d", words, re.IGNORECASE)
    return graded if graded and known else ""


def _opens_bold(line: Line) -> bool:
    return line.text.startswith("**") and line.text.count("**") % 2 == 1


def _table_below(state: _State, index: int) -> bool:
    below = next((line for line in state.layout.lines[index + 1 : index + 6] if not line.blank), None)
    return below is not None and below.tabbed


def _is_legend(state: _State, index: int) -> bool:
    line, below = state.layout.lines[index], state.layout.lines[index + 1 : index + 2]
    if below and CONTINUES.match(below[0].text):
        return False  # it is the first line of a paragraph
    rank = heading_rank(line, state.layout.outline, alone=True)
    if rank is not None and rank < PLAIN_RANK:
        return False
    above = state.drafts[-1] if state.drafts else None
    pointer = above is not None and above.kind == "paragraph"
    return pointer and is_legend(line.text, state.text[above.start : above.end]) if above else False


def _is_value(state: _State, index: int) -> bool:
    """A short line below "Reporting inspector:" is what the label asks for, and no heading."""
    lines = state.layout.lines
    above = next((lines[i] for i in range(index - 1, max(-1, index - 4), -1) if lines[i].text), None)
    label = above is not None and above.text.endswith(":") and len(above.text) < 40
    return label and clean(above.text).lower() not in state.layout.outline.labels if above else False


def _list_goes_on(state: _State, index: int) -> bool:
    """True for "2. Given that" below "1. All colleagues": a numbered list and no headings."""
    lines = state.layout.lines
    if not NUMBERED.match(lines[index].text) or title_key(lines[index].text) in state.layout.outline.contents:
        return False
    near = [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return any(NUMBERED.match(other.text) for other in near)


def _table(state: _State, index: int) -> int:
    """Takes a run of tabbed lines; a run with as many columns that follows a page break goes on with it."""
    lines = state.layout.lines
    grid: list[Row] = []
    breaks: set[int] = set()
    end = index
    while end < len(lines):
        if lines[end].tabbed and end not in state.layout.outline.contents_lines:
            cells = cells_of(lines[end])
            if grid and lines[end - 1].blank:
                if not _continues_table(grid, cells):
                    break
                breaks.add(len(grid))
            if not is_rule(cells):
                grid.append(cells)
            end += 1
        elif lines[end].blank and end + 1 < len(lines) and lines[end + 1].tabbed:
            end += 1
        else:
            break
    while lines[end - 1].blank:
        end -= 1
    kind = "table" if grid else "boilerplate"
    state.listing = False
    state.add(Draft(kind, lines[index].start, lines[end - 1].end, state.section, grid=grid, breaks=breaks))  # type: ignore[arg-type]
    return end


def _continues_table(grid: Sequence[Row], cells: Row) -> bool:
    if len(cells) != len(grid[0]):
        return False
    repeated = texts_of(cells) == texts_of(grid[0])
    figures_here = any(is_figure(text) for text in texts_of(cells)[1:])
    new_header = has_figures(grid) and any(texts_of(cells)[1:]) and not figures_here
    return repeated or not new_header


def _text(state: _State, index: int) -> int:
    """Takes a paragraph or a list item with all the lines that belong to it, over page breaks too."""
    first = state.layout.lines[index]
    end, last, gaps = take_text(state.layout, index)
    body = state.text[first.start : last.end]
    above = state.above()
    kind = kind_of(first.text, body, state.layout.outline)
    if state.names_table and above is not None and above.kind == "table" and not NOTE.match(body):
        state.stack.pop()
        state.names_table = False
    state.listing = (
        kind == "paragraph"
        and end == index + 1
        and is_listed_line(state.layout, index, above.words(state.text) if above else "", in_list=state.listing)
    )
    kind = "list_item" if state.listing else kind
    state.add(Draft(kind, first.start, last.end, state.section, min(3, first.indent), gaps=gaps))
    return end
