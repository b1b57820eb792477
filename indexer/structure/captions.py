"""What stands around a table and belongs to it: its caption above, its header in loose lines, its notes below."""

import re
from collections.abc import Sequence
from itertools import takewhile

from indexer.structure.drafts import Draft
from indexer.structure.grids import Row, has_figures, is_period, only_first
from indexer.structure.headers import header_count
from indexer.structure.lines import FINAL
from indexer.types import Cell

NOTE = re.compile(
    r"\W*(?:sources?\b|(?:foot)?notes?\b|nb\b|n\.b\.|key\b)\s*(?:\d{1,2}\s*)?[:.–—-]|[*†‡¹²³⁴](?!\*)(?!.*\*$)|\(\s*source\b",
    re.IGNORECASE,
)
_NUMBERED_TABLE = re.compile(r"\W*(?:table|tab\.|figure|fig\.)\s*(?:[a-z]\.?)?\d+(?:\.\d+)*[a-z]?\b", re.IGNORECASE)
_INTRODUCES = re.compile(
    r"\b(?:tables?|breakdown|as follows|following (?:figures|data))\b|:$"
    r"|\b(?:shown|set out|listed|given|summari[sz]ed|detailed|outlined|presented|shows?|see) below\b",
    re.IGNORECASE,
)
# A sentence that begins so cannot be understood without the one before it.
_LEANS_BACK = re.compile(r"(?:however|this|these|those|that|they|it|its|such|here|key)\b", re.IGNORECASE)
_UNITS = re.compile(
    r"\(?\s*(?:(?:all )?(?:figures|values|amounts) .{1,40}|[£$€%]['’]?0*s?|per [\d,]+ .{0,30}|%.{0,20})\)?"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SHORT_LINE, _LONGEST_CAPTION, _LOOK_BACK, _MOST_NOTES = 90, 240, 4, 3
_LONGEST_STATEMENT, _FARTHEST = 160, 60
_NUMBER = re.compile(r"\W*\d{1,2}\.\d{1,2}\)\s*")


def caption_of(text: str, drafts: Sequence[Draft], index: int) -> str:
    """The line or sentence above a table that says what it shows; the heading right above it else.

    Sources and units that stand between are passed over; a line "Table 3: ..." below the table is its caption too.
    """
    units = ""
    for above in reversed(drafts[max(0, index - _LOOK_BACK) : index]):
        words = above.words(text)
        if above.kind == "boilerplate" or _is_note(text, above):
            continue
        if _UNITS.fullmatch(words):
            units = words.strip("() ")
            continue
        caption = _introduction(above, words)
        if caption and units:
            return f"{caption} ({units})"
        return caption or units or _statement(text, drafts, index) or _below(text, drafts, index)
    return units or _below(text, drafts, index)


def _introduction(above: Draft, words: str) -> str:
    if above.kind == "heading":
        return "" if is_period(words) else words.rstrip(":")
    if above.kind not in ("paragraph", "list_item"):
        return ""
    if _NUMBERED_TABLE.match(words) and len(words) <= _LONGEST_CAPTION:
        return words.rstrip(": ")
    sentences = _SENTENCE_END.split(words)
    last = sentences[-1]
    short_line = len(words) <= _SHORT_LINE and not FINAL.search(words)
    if not (short_line or _INTRODUCES.search(last[-160:])):
        return ""
    if _LEANS_BACK.match(last) and len(sentences) > 1 and len(last) + len(sentences[-2]) <= 1.5 * _LONGEST_CAPTION:
        last = f"{sentences[-2]} {last}"
    return last.strip("-–•▶ ").rstrip(": ")


def _statement(text: str, drafts: Sequence[Draft], index: int) -> str:
    """The statement of a form that the table answers: two tables under two statements are told apart by it alone."""
    section = drafts[index].section
    before = [draft for draft in drafts[max(0, index - _FARTHEST) : index] if draft.kind != "boilerplate"]
    at = max((n for n, d in enumerate(before) if d.kind == "criterion" and _NUMBER.match(text, d.start)), default=None)
    if at is None or any(draft.section != section for draft in before[at:]):
        return ""
    if at and before[at - 1].kind == "criterion" and before[at - 1].section == section:
        return ""  # several statements stand above one answer
    words = _NUMBER.sub("", before[at].words(text))
    return words if len(words) <= _LONGEST_STATEMENT else words[:_LONGEST_STATEMENT].rsplit(" ", 1)[0]


def _below(text: str, drafts: Sequence[Draft], index: int) -> str:
    for below in drafts[index + 1 : index + 2]:
        words = below.words(text)
        ahead = drafts[index + 2 : index + 3]
        if below.kind == "paragraph" and _NUMBERED_TABLE.match(words) and len(words) <= _LONGEST_CAPTION:
            return "" if any(draft.kind == "table" for draft in ahead) else words.rstrip(": ")
    return ""


def note_of(text: str, drafts: Sequence[Draft], index: int) -> str:
    """Sources and notes in a table's last rows, right below it, or between it and what stands above it."""
    rows = takewhile(lambda row: only_first(row) and NOTE.match(row[0].text), reversed(drafts[index].grid))
    last = [row[0].text for row in rows]
    below = takewhile(lambda draft: _is_note(text, draft), drafts[index + 1 : index + 1 + _MOST_NOTES])
    above = (draft for draft in drafts[max(0, index - 1) : index] if _is_note(text, draft))
    return " ".join((*(draft.words(text) for draft in above), *reversed(last), *(draft.words(text) for draft in below)))


def _is_note(text: str, draft: Draft) -> bool:
    return draft.kind in ("paragraph", "list_item") and NOTE.match(text, draft.start, draft.end) is not None


def take_torn_header(text: str, drafts: list[Draft], index: int) -> int:
    """A header that stands as bold lines above the rows, one line a column, becomes a row of the table.

    Gives the table's place among the drafts afterwards.
    """
    table = drafts[index]
    width = len(table.grid[0]) if table.grid else 0
    if width < 2 or table.header_rows or not has_figures(table.grid) or header_count(table.grid):
        return index
    lines = list(takewhile(lambda d: _is_bold(text, d), reversed(drafts[:index])))
    lines.reverse()
    if len(lines) not in (width - 1, width):
        return index
    cells: list[Cell] = [Cell(d.start, d.end, d.words(text)) for d in lines]
    corner = [Cell(lines[0].start, lines[0].start, "")] if len(lines) < width else []
    head: Row = (*corner, *cells)
    table.grid.insert(0, head)
    table.breaks = {number + 1 for number in table.breaks}
    table.start = lines[0].start
    del drafts[index - len(lines) : index]
    return index - len(lines)


def _is_bold(text: str, draft: Draft) -> bool:
    words = text[draft.start : draft.end]
    marked = words.startswith("**") and words.endswith("**")
    return marked and draft.kind in ("paragraph", "heading") and len(words) <= _SHORT_LINE
