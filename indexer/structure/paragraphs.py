"""Paragraphs and list items from lines: what belongs together, over wrapped lines and page breaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.structure.cuts import CONTINUES, OPEN_END
from indexer.structure.drafts import Span
from indexer.structure.forms import begins_item
from indexer.structure.headings import MAX_CHARACTERS, PAGE_NUMBER, Outline, heading_rank
from indexer.structure.lines import BULLET, FINAL, NUMBERED, Line, clean

LONG_LINE = 60
_AHEAD = 7
_LONGEST_BOLD = 4
_FIGURE_LINE = re.compile(r"(?:[£$€]?\d|[^:]{2,50}?\s?:\s*[^\s:].{0,60}$).*\d")
LEADS_IN = re.compile(r"(?::|\b(?:are|is|was|were|follows|includes?|including))$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text at hand is set: whether its lines are wrapped, and whether one leading space begins a paragraph."""

    lines: Sequence[Line]
    outline: Outline
    wrapped: bool
    indents: bool


def take_text(layout: Layout, index: int) -> tuple[int, Line, tuple[Span, ...]]:
    """The line after a paragraph that begins at a line, its last line, and what stands within it but is not of it."""
    lines = layout.lines
    last, end = lines[index], index + 1
    gaps: list[Span] = []
    if not layout.wrapped:
        end = _bold_end(lines, index)
        last = lines[end - 1]
    while end < len(lines):
        following = lines[end]
        if following.blank:
            jump = _over_page_break(layout, last, end)
            if jump is None:
                break
            gaps += [(line.start, line.end) for line in lines[end:jump] if not line.blank]
            end, last = jump + 1, lines[jump]
            continue
        if not layout.wrapped or following.tabbed or _starts_anew(layout, last, following):
            break
        last, end = following, end + 1
    return end, last, tuple(gaps)


def _bold_end(lines: Sequence[Line], index: int) -> int:
    """The line after the one that closes bold type, where it is opened on a line and closed on another."""
    count = 0
    for number in range(index, min(index + _LONGEST_BOLD, len(lines))):
        line = lines[number]
        if line.blank or line.tabbed or (number > index and BULLET.match(line.text)):
            break
        count += line.text.count("**")
        if count % 2 == 0:
            return number + 1
    return index + 1


def _starts_anew(layout: Layout, last: Line, line: Line) -> bool:
    """In a wrapped text: does this line begin something new, though no blank line stands above?"""
    if begins_item(line.text):
        return True
    ended = bool(FINAL.search(last.text))
    if line.page_top or (layout.indents and line.indent == 1):
        return ended or len(last.text) < LONG_LINE or not CONTINUES.match(line.text)
    short_end = ended and len(last.text) < 0.75 * LONG_LINE * 1.4
    return short_end and line.text[:1].isupper() and heading_rank(line, layout.outline, alone=True) is None


def _over_page_break(layout: Layout, last: Line, index: int) -> int | None:
    """The line that goes on with a sentence cut by blank lines (and a stray page number), or None."""
    if FINAL.search(last.text) or len(last.text) < LONG_LINE or last.tabbed:
        return None
    lines, outline = layout.lines, layout.outline
    for ahead in range(index, min(index + _AHEAD, len(lines))):
        line = lines[ahead]
        words = clean(line.text)
        if line.blank or PAGE_NUMBER.fullmatch(words) or words.lower() in outline.running:
            continue
        if line.tabbed or BULLET.match(line.text) or words.lower() in outline.labels or ahead in outline.contents_lines:
            return None
        if LEADS_IN.search(last.text) and _is_short(line) and _FIGURE_LINE.match(line.text):
            return None
        if CONTINUES.match(line.text) and not NUMBERED.match(line.text):
            return ahead
        # A capital can go on a sentence too, as in a name cut in two, when the line above cannot end there.
        heading = heading_rank(line, outline, alone=True) is not None or NUMBERED.match(line.text)
        return ahead if not heading and len(line.text) >= 25 and OPEN_END.search(last.text) else None
    return None


def is_listed_line(layout: Layout, index: int, above: str, *, in_list: bool) -> bool:
    """A line of a list without bullets: one of several short lines in a row, or a figure below what leads in to it."""
    line = layout.lines[index]
    if layout.wrapped or not _is_short(line):
        return False
    if _FIGURE_LINE.match(line.text) and (in_list or LEADS_IN.search(above)):
        return True
    near = [layout.lines[i] for i in (index - 1, index + 1) if 0 <= i < len(layout.lines)]
    return any(_is_short(other) and not begins_item(other.text) for other in near)


def _is_short(line: Line) -> bool:
    return 0 < len(line.text) <= MAX_CHARACTERS and not line.tabbed and not FINAL.search(line.text)
