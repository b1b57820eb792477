"""Blocks from the looks of plain lines, for text and PDF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.structure.headings import (
    GRADE,
    MAX_CHARACTERS,
    PAGE_NUMBER,
    Outline,
    heading_rank,
    read_outline,
    title_key,
)
from indexer.structure.lines import BULLET, CHART_POINTER, FINAL, NUMBERED, Line, clean, is_wrapped
from indexer.structure.tables import cells_of, is_figure, is_rule, make_table
from indexer.types import Block, Cell

CRITERION = re.compile(r"\W{0,3}\d{1,2}\.\d{1,2}\)\s")
LEGEND_BULLET = re.compile(r"e\s+(?=[A-Z])")
CONTINUES = re.compile(r"[a-z(,&0-9£]|[-–—]\s?[a-z]")
ORPHAN_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,3})+\.?")
OPEN_END = re.compile(
    r"(?:\b(?:of|and|or|the|a|an|to|in|on|at|for|with|by|from|as|our|their|its|this|that|which|who|is|are|was|were|has|have"
    r"|be|been|between|including|such as|both|per|into|through|their|these|more|than)|,|[a-z] [A-Z]\w+)$"
)
LONG_LINE = 60
INDENTED_SHARE = 0.1
CAPTION_WORDS = re.compile(r"\b(?:table|below|following|breakdown|shows?)\b|:$", re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """Where the reading stands: the heading stack, the blocks so far."""

    text: str
    lines: Sequence[Line]
    outline: Outline
    wrapped: bool
    indents: bool
    blocks: list[Block] = field(default_factory=list)
    stack: list[tuple[int, str]] = field(default_factory=list)
    running: str = ""

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.stack)

    def enter(self, rank: int, title: str) -> None:
        while self.stack and self.stack[-1][0] >= rank:
            self.stack.pop()
        self.stack.append((rank, title))

    def add(self, block: Block) -> None:
        self.blocks.append(block)


def plain_blocks(text: str, lines: Sequence[Line]) -> tuple[Block, ...]:
    """Blocks in reading order, boilerplate included, so that every line with words belongs to one."""
    state = _State(text, lines, read_outline(lines), is_wrapped(lines), _indents_tell(lines))
    index = 0
    while index < len(lines):
        if lines[index].blank:
            index += 1
        elif lines[index].tabbed and index not in state.outline.contents_lines:
            index = _table(state, index)
        elif taken := _heading_or_noise(state, index):
            index = taken
        else:
            index = _text(state, index)
    return tuple(state.blocks)


def _indents_tell(lines: Sequence[Line]) -> bool:
    """Whether one leading space marks a new paragraph. Where it is frequent, it is what a PDF's word gaps left over."""
    indents = [line.indent for line in lines if line.text]
    return indents.count(1) < INDENTED_SHARE * len(indents)


def _alone(state: _State, index: int) -> bool:
    above = index == 0 or state.lines[index - 1].blank or state.lines[index].page_top
    if not above or index + 1 >= len(state.lines):
        return above
    below = state.lines[index + 1]
    if state.wrapped:
        return below.blank or state.lines[index].page_top
    return below.blank or below.tabbed or bool(BULLET.match(below.text)) or len(below.text) > MAX_CHARACTERS


def _heading_or_noise(state: _State, index: int) -> int:
    """Takes a heading, a running header, a page number or a contents line; 0 where the line is none of them."""
    line, outline = state.lines[index], state.outline
    words = clean(line.text)
    key = words.lower()
    number = PAGE_NUMBER.fullmatch(words) or ORPHAN_NUMBER.fullmatch(words)
    if not words or index in outline.contents_lines or number or key in outline.labels or _is_legend(state, line):
        state.add(Block("boilerplate", line.start, line.end, state.section))
        return index + 1
    if key in outline.running and _alone(state, index):
        if state.running != key:
            state.running = key
            state.enter(1, words)
        state.add(Block("boilerplate", line.start, line.end, state.section))
        return index + 1
    alone = _alone(state, index)
    found = GRADE.search(words) if alone and len(line.text) < 200 else None
    graded = words[: found.start()].strip(" *:–-") if found and found.start() > 4 else ""
    if graded and (title_key(graded) in outline.contents or re.search(r"\bgrade\s*\d", words, re.IGNORECASE)):
        # A grade that stands in its heading is a finding: the line is kept as text, too.
        state.enter(outline.contents.get(title_key(graded), 3), graded)
        state.add(Block("paragraph", line.start, line.end, state.section))
        return index + 1
    if _list_goes_on(state, index) or _is_value(state, index) or (outline.is_form and CRITERION.match(line.text)):
        return 0
    rank = heading_rank(line, outline, alone=alone)
    if rank is None:
        return 0
    state.enter(rank, words)
    state.add(Block("heading", line.start, line.end, state.section, level=rank))
    return index + 1


def _is_legend(state: _State, line: Line) -> bool:
    """The key of a chart that is lost: a short line without a full stop right below the sentence that points at it."""
    if not state.blocks or len(line.text) > MAX_CHARACTERS or FINAL.search(line.text) or line.tabbed:
        return False
    above = state.blocks[-1]
    return above.kind == "paragraph" and bool(CHART_POINTER.search(state.text[above.start : above.end][-200:]))


def _is_value(state: _State, index: int) -> bool:
    """A short line below "Reporting inspector:" is what the label asks for, and no heading."""
    above = next((state.lines[i] for i in range(index - 1, max(-1, index - 4), -1) if state.lines[i].text), None)
    label = above is not None and above.text.endswith(":") and len(above.text) < 40
    return label and clean(above.text).lower() not in state.outline.labels if above else False


def _list_goes_on(state: _State, index: int) -> bool:
    """True for "2. Given that" below "1. All colleagues": a numbered list and no headings."""
    line = state.lines[index]
    if not NUMBERED.match(line.text) or title_key(line.text) in state.outline.contents:
        return False
    near = [state.lines[i] for i in (index - 1, index + 1) if 0 <= i < len(state.lines)]
    return any(NUMBERED.match(other.text) for other in near)


def _table(state: _State, index: int) -> int:
    """Takes a run of tabbed lines; a run with as many columns that follows a page break goes on with it."""
    lines = state.lines
    grid: list[tuple[Cell, ...]] = []
    breaks: set[int] = set()
    end = index
    while end < len(lines):
        if lines[end].tabbed and end not in state.outline.contents_lines:
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
    span = (lines[index].start, lines[end - 1].end)
    if grid:
        table = make_table(grid, _caption(state), frozenset(breaks))
        state.add(Block("table", *span, state.section, table=table))
    else:
        state.add(Block("boilerplate", *span, state.section))
    return end


def _continues_table(grid: Sequence[tuple[Cell, ...]], cells: tuple[Cell, ...]) -> bool:
    if len(cells) != len(grid[0]):
        return False
    repeated = [c.text for c in cells] == [c.text for c in grid[0]]
    figures_above = any(is_figure(c.text) for row in grid for c in row[1:])
    figures_here = any(is_figure(c.text) for c in cells[1:])
    words_here = any(c.text for c in cells[1:])
    new_header = figures_above and words_here and not figures_here
    return repeated or not new_header


def _caption(state: _State) -> str:
    """The sentence or line above a table, where it introduces the table."""
    if not state.blocks:
        return ""
    above = state.blocks[-1]
    words = clean(state.text[above.start : above.end])
    if above.kind in ("paragraph", "list_item") and (len(words) <= 90 or CAPTION_WORDS.search(words[-160:])):
        return re.split(r"(?<=[.!?])\s+(?=[A-Z])", words)[-1].rstrip(":")
    return ""


def _text(state: _State, index: int) -> int:
    """Takes a paragraph or a list item with all the lines that belong to it, over page breaks too."""
    lines, first = state.lines, state.lines[index]
    last, end = first, index + 1
    while end < len(lines):
        following = lines[end]
        if following.blank:
            jump = _over_page_break(state, last, end)
            if jump is None:
                break
            end, last = jump + 1, lines[jump]
            continue
        if not state.wrapped or following.tabbed or _starts_anew(state, last, following):
            break
        last, end = following, end + 1
    kind = _kind(state, first, state.text[first.start : last.end])
    state.add(Block(kind, first.start, last.end, state.section, level=min(3, first.indent)))  # type: ignore[arg-type]
    return end


def _kind(state: _State, first: Line, body: str) -> str:
    if state.outline.is_form and CRITERION.match(body):
        return "criterion"
    numbered = NUMBERED.match(first.text)
    if BULLET.match(first.text) or LEGEND_BULLET.match(first.text) or (numbered and len(body) < 200):
        return "list_item"
    return "paragraph"


def _starts_anew(state: _State, last: Line, line: Line) -> bool:
    """In a wrapped text: does this line begin something new, though no blank line stands above?"""
    if BULLET.match(line.text) or LEGEND_BULLET.match(line.text) or NUMBERED.match(line.text):
        return True
    ended = bool(FINAL.search(last.text))
    if line.page_top or (state.indents and line.indent == 1):
        return ended or len(last.text) < LONG_LINE or not CONTINUES.match(line.text)
    short_end = ended and len(last.text) < 0.75 * LONG_LINE * 1.4
    return short_end and line.text[:1].isupper() and heading_rank(line, state.outline, alone=True) is None


def _over_page_break(state: _State, last: Line, index: int) -> int | None:
    """The line that goes on with a sentence cut by blank lines (and a stray page number), or None."""
    if FINAL.search(last.text) or len(last.text) < LONG_LINE or last.tabbed:
        return None
    lines, outline = state.lines, state.outline
    for ahead in range(index, min(index + 7, len(lines))):
        line = lines[ahead]
        words = clean(line.text)
        if line.blank or PAGE_NUMBER.fullmatch(words) or words.lower() in outline.running:
            continue
        if line.tabbed or BULLET.match(line.text) or words.lower() in outline.labels or ahead in outline.contents_lines:
            return None
        if CONTINUES.match(line.text) and not NUMBERED.match(line.text):
            return ahead
        # A capital can go on a sentence too, as in a name cut in two, when the line above cannot end there.
        heading = heading_rank(line, outline, alone=True) is not None or NUMBERED.match(line.text)
        return ahead if not heading and len(line.text) >= 25 and OPEN_END.search(last.text) else None
    return None
