"""Blocks from the marks of a format that knows its own structure: HTML, DOCX, Markdown."""

from bisect import bisect_left, bisect_right

from indexer.structure.headings import LABEL_REPEATS
from indexer.structure.lines import clean
from indexer.structure.tables import make_table
from indexer.types import Block, Cell, Mark, SourceText


def marked_blocks(source: SourceText) -> tuple[Block, ...]:
    """One block a mark, in order; text between the marks becomes paragraphs, so that nothing is lost."""
    blocks: list[Block] = []
    stack: list[tuple[int, str]] = []
    position = 0
    outer = [m for m in source.marks if m.kind not in ("row", "cell")]
    for mark in sorted(outer, key=lambda m: (m.start, -m.end)):
        if mark.start < position:
            continue
        _unmarked(source.text, position, mark.start, stack, blocks)
        position = mark.end
        body = clean(source.text[mark.start : mark.end])
        if not body:
            continue
        if mark.kind == "heading":
            while stack and stack[-1][0] >= mark.level:
                stack.pop()
            stack.append((mark.level, body))
        section = tuple(title for _, title in stack)
        if mark.kind == "table":
            blocks.append(_table(source, mark, section, blocks))
        elif mark.kind in ("heading", "paragraph", "list_item", "boilerplate"):
            blocks.append(Block(mark.kind, mark.start, mark.end, section, mark.level))
    _unmarked(source.text, position, len(source.text), stack, blocks)
    return tuple(blocks)


def _unmarked(text: str, start: int, end: int, stack: list[tuple[int, str]], blocks: list[Block]) -> None:
    between = text[start:end]
    if sum(c.isalnum() for c in between) >= LABEL_REPEATS:
        left = start + len(between) - len(between.lstrip())
        section = tuple(title for _, title in stack)
        blocks.append(Block("paragraph", left, start + len(between.rstrip()), section))


def _table(source: SourceText, mark: Mark, section: tuple[str, ...], blocks: list[Block]) -> Block:
    inside = [m for m in source.marks if mark.start <= m.start and m.end <= mark.end]
    rows = [m for m in inside if m.kind == "row"]
    cells = sorted((m for m in inside if m.kind == "cell"), key=lambda m: m.start)
    starts = [c.start for c in cells]
    grid: list[tuple[Cell, ...]] = []
    header_rows = 0
    for row in rows:
        # A table can have thousands of rows, so not every cell is looked at for each of them.
        near = cells[bisect_left(starts, row.start) : bisect_right(starts, row.end)]
        own = [c for c in near if c.end <= row.end]
        if not own:
            continue
        grid.append(tuple(Cell(c.start, c.end, clean(source.text[c.start : c.end]), c.rows, c.columns) for c in own))
        if header_rows == len(grid) - 1 and all(c.level == 1 for c in own):
            header_rows += 1
    caption = ""
    if blocks and blocks[-1].kind == "paragraph":
        words = clean(source.text[blocks[-1].start : blocks[-1].end])
        caption = words.rstrip(":") if len(words) <= 120 else ""
    if not grid:
        return Block("paragraph", mark.start, mark.end, section)
    table = make_table(grid, caption, header_rows=header_rows if 0 < header_rows < len(grid) else None)
    return Block("table", mark.start, mark.end, section, table=table)
