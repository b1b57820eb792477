"""The last step for every format: tables that a page cuts are joined, get their caption and notes, and are read."""

import re
from collections.abc import Sequence

from indexer.structure.captions import caption_of, note_of, take_torn_header
from indexer.structure.cuts import join_cut_cells
from indexer.structure.drafts import Draft
from indexer.structure.grids import Row, is_figure, is_rule, only_first, texts_of
from indexer.structure.headers import header_count, repeats
from indexer.structure.imprint import mark_imprint
from indexer.structure.tables import make_table
from indexer.types import Block, Table

_SHORT_PARAGRAPH, _SHORTEST_STATEMENT = 120, 40
_ANSWER = re.compile(r"(?:yes|no|n/?a|not applicable)\b\W*(?:$|name\b.{0,60}$)", re.IGNORECASE)
_ANSWERED = re.compile(r"\?\s+(?:yes|no|n/?a|not applicable)\W*$", re.IGNORECASE)
_SIGNED = re.compile(r"(?:name|signed|officer)\b[^:]{0,40}:\s*\S.{0,60}$", re.IGNORECASE)


def finish(text: str, drafts: list[Draft]) -> tuple[Block, ...]:
    """Blocks from drafts, in their order; drafts that a table takes in are gone."""
    mark_imprint(text, drafts)
    _find_repeated_statements(text, drafts)
    _join_answers(text, drafts)
    _join_tables(text, drafts)
    blocks: list[Block] = []
    index = 0
    inherited: tuple[int, Table] | None = None
    while index < len(drafts):
        if drafts[index].kind != "table":
            index += 1
            continue
        index = take_torn_header(text, drafts, index) + 1
    for index, draft in enumerate(drafts):
        table = None
        if draft.kind == "table":
            table = _table(text, drafts, index, inherited)
            inherited = index, table
        blocks.append(Block(draft.kind, draft.start, draft.end, draft.section, draft.level, table, draft.gaps))
    return tuple(blocks)


def _table(text: str, drafts: Sequence[Draft], index: int, before: tuple[int, Table] | None) -> Table:
    draft = drafts[index]
    join_cut_cells(text, draft.grid, draft.breaks)
    caption, note = caption_of(text, drafts, index), note_of(text, drafts, index)
    head: tuple[Row, ...] = ()
    if before is not None and _goes_on_below_a_paragraph(text, drafts, index, before):
        head, caption = before[1].head, before[1].caption
    return make_table(
        [*head, *draft.grid],
        caption,
        frozenset(number + len(head) for number in draft.breaks),
        len(head) or draft.header_rows,
        note,
        headed=bool(draft.section),
    )


def _find_repeated_statements(text: str, drafts: Sequence[Draft]) -> None:
    """A form's statement that stands once more without its number is the form's there, too."""
    known = {_bare(text, draft) for draft in drafts if draft.kind == "criterion"}
    for draft in drafts if known else ():
        if draft.kind in ("paragraph", "list_item") and len(words := _bare(text, draft)) > _SHORTEST_STATEMENT:
            draft.kind = "criterion" if words in known else draft.kind


def _bare(text: str, draft: Draft) -> str:
    """Letters and figures of a statement, without its bullet, its number and a mark in brackets at its end."""
    words = re.sub(r"^\W*(?:\d{1,2}\.\d{1,2}\)?\s*)?|\s*\(\w\)\W*$", "", draft.words(text))
    return "".join(character for character in words.lower() if character.isalnum())


def _join_answers(text: str, drafts: list[Draft]) -> None:
    """Joins the answer of a form, and who gave it, to its question."""
    index = 1
    while index < len(drafts):
        if _answers(text, drafts[index - 1], drafts[index]):
            drafts[index - 1].end = drafts[index].end
            del drafts[index]
        else:
            index += 1


def _answers(text: str, asked: Draft, answer: Draft) -> bool:
    if answer.end - answer.start > _SHORT_PARAGRAPH or {asked.kind, answer.kind} - {"paragraph", "list_item"}:
        return False
    if text[asked.end : answer.start].strip():
        return False
    question, words = asked.words(text), answer.words(text)
    if question.endswith("?"):
        return bool(_ANSWER.match(words) or _SIGNED.match(words))
    return bool(_ANSWERED.search(question) and _SIGNED.match(words))


def _join_tables(text: str, drafts: list[Draft]) -> None:
    """Joins the parts of a table that a page break cuts: only what pages bear at their edges stands between them."""
    index = 0
    while index < len(drafts):
        first = drafts[index]
        if first.kind != "table":
            index += 1
            continue
        below = index + 1
        while below < len(drafts) and _stands_at_a_page_s_edge(text, drafts[below], first):
            below += 1
        if below < len(drafts) and _is_next_part(first, drafts[below], parted=below > index + 1):
            part = drafts[below]
            offset = len(first.grid)
            first.breaks |= {offset, *(number + offset for number in part.breaks)}
            first.grid += part.grid
            first.gaps += tuple((d.start, d.end) for d in drafts[index + 1 : below])
            first.end, first.page = part.end, part.page
            del drafts[index + 1 : below + 1]
        else:
            index += 1


def _stands_at_a_page_s_edge(text: str, draft: Draft, table: Draft) -> bool:
    if draft.kind == "boilerplate":
        return True
    again = draft.words(text).lower().removesuffix("(continued)").removesuffix("continued").strip(" -–:")
    return draft.kind == "heading" and bool(table.section) and again == table.section[-1].lower()


def _is_next_part(first: Draft, part: Draft, *, parted: bool) -> bool:
    if part.kind != "table" or not first.grid or not part.grid or len(first.grid[0]) != len(part.grid[0]):
        return False
    head = first.grid[:1]
    if repeats(texts_of(part.grid[0]), head) and not any(is_figure(text) for text in texts_of(head[0])[1:]):
        return True
    if not parted and part.page == first.page:
        return False
    return not part.header_rows and not header_count(part.grid) and not only_first(part.grid[0])


def _goes_on_below_a_paragraph(text: str, drafts: Sequence[Draft], index: int, before: tuple[int, Table]) -> bool:
    """A table without a header that a short paragraph alone parts from one with a header and as many columns."""
    at, table = before
    draft = drafts[index]
    between = [d for d in drafts[at + 1 : index] if d.kind != "boilerplate"]
    if not table.head or len(between) != 1 or between[0].kind != "paragraph" or draft.section != drafts[at].section:
        return False
    if len(between[0].words(text)) > _SHORT_PARAGRAPH or between[0].words(text).endswith(":"):
        return False
    rows = [row for row in draft.grid if not is_rule(row)]
    same_width = bool(rows) and len(table.head[0]) == len(rows[0])
    headless = not draft.header_rows and not header_count(rows) and not (rows and only_first(rows[0]))
    return same_width and headless and _kinds(table.rows[-1].cells if table.rows else ()) == _kinds(rows[-1])


def _kinds(row: Sequence[object]) -> tuple[bool, ...]:
    return tuple(is_figure(cell.text) for cell in row)  # type: ignore[attr-defined]
