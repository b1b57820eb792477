"""What the indexer makes of the cells and sentences of a hand-checked sheet."""

from collections.abc import Iterable
from functools import cache

from indexer import readers
from indexer.catalogue import Catalogue
from indexer.reading import read_document
from indexer.records import DocumentRecord
from indexer.structure import read_blocks
from indexer.types import Block, TableRow
from tests.indexer.sheet_scores import Score, cell_is_right, plain, score
from tests.indexer.sheet_truth import CORPUS, CellTruth, SentenceTruth, cell_span


def wrong_headers(truths: Iterable[CellTruth]) -> list[str]:
    """What was read instead of the sheet's headers, one text a cell, of those where they are not right."""
    return [problem for truth in truths if (problem := _problem(truth))]


def wrong_captions(truths: Iterable[CellTruth]) -> list[str]:
    """The cells whose table neither has the sheet's caption nor stands under it as a heading."""
    return [f"{t.document}:{t.line} {t.caption}" for t in truths if not _has_its_caption(t)]


def score_of(truths: Iterable[SentenceTruth]) -> Score:
    """The score of the observations that are read from the sentences."""
    truths = list(truths)
    records = [_record(name) for name in sorted({truth.document for truth in truths})]
    texts = {record.document.source: record.text for record in records}
    return score(truths, texts, {record.document.source: record.observations for record in records})


@cache
def _record(document: str) -> DocumentRecord:
    return read_document(CORPUS / document, document, "", Catalogue.load(CORPUS))


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
