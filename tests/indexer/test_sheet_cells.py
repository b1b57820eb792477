"""The hand-checked sheet of cells: how many of them are read under the headers that a person gives them."""

from functools import cache

from indexer import readers
from indexer.structure import read_blocks
from indexer.types import Block, TableRow
from tests.indexer.sheet_scores import cell_is_right, plain
from tests.indexer.sheet_truth import CORPUS, CellTruth, cell_span, cell_truths

HEADERS_RIGHT = 0.97
CAPTIONS_RIGHT = 0.9


@cache
def _read(document: str) -> tuple[str, tuple[Block, ...]]:
    """The text, and the blocks that hold a table."""
    source = readers.read(CORPUS / document)
    return source.text, tuple(block for block in read_blocks(source) if block.table)


def _cell_of(truth: CellTruth) -> tuple[Block, TableRow, int] | None:
    """The cell that holds the words of the sheet's: one that a page break cuts in two holds both halves."""
    text, blocks = _read(truth.document)
    start, end = cell_span(text, truth)
    for block in blocks:
        for row in block.table.rows if block.table else ():
            for column, cell in enumerate(row.cells):
                if cell.start <= start < end <= cell.end:
                    return block, row, column
    return None


def _problem(truth: CellTruth) -> str:
    """What was read instead of the sheet's headers; empty where they are right."""
    found = _cell_of(truth)
    place = f"{truth.document}:{truth.line} {truth.value!r} [{truth.kind}]"
    if found is None:
        return f"{place}: no such cell"
    block, row, column = found
    caption = block.table.caption if block.table else ""
    if cell_is_right(row.label, row.header[column], truth, caption):
        return ""
    return f"{place}: {row.label} / {row.header[column]}"


def _has_its_caption(truth: CellTruth) -> bool:
    found = _cell_of(truth)
    if found is None or found[0].table is None:
        return False
    words = plain(" ".join((found[0].table.caption, *found[0].section)))
    return f" {plain(truth.caption)} " in f" {words} "


def test_cells_of_the_hand_checked_sheet_stand_under_their_headers() -> None:
    wrong = [problem for truth in cell_truths() if (problem := _problem(truth))]
    assert len(wrong) <= (1 - HEADERS_RIGHT) * len(cell_truths()), "\n".join(wrong)


def test_tables_of_the_hand_checked_sheet_have_their_caption_or_stand_under_it_as_a_heading() -> None:
    wrong = [f"{t.document}:{t.line} {t.caption}" for t in cell_truths() if not _has_its_caption(t)]
    assert len(wrong) <= (1 - CAPTIONS_RIGHT) * len(cell_truths()), "\n".join(wrong)
