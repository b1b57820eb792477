"""The hand-checked sheet of cells: how many of them are read with the headers that a person gives them."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from indexer import readers
from indexer.structure import read_blocks
from indexer.structure.lines import clean
from indexer.types import Block, Cell, TableRow

ROOT = Path(__file__).resolve().parents[2]
SHEET = Path(__file__).parent / "sheet" / "cells.jsonl"
HEADERS_RIGHT = 0.97
CAPTIONS_RIGHT = 0.9

Entry = dict[str, object]


def _entries() -> list[Entry]:
    return [json.loads(line) for line in SHEET.read_text(encoding="utf-8").splitlines() if line.strip()]


@cache
def _tables(document: str) -> tuple[tuple[int, ...], tuple[Block, ...]]:
    """Where each line starts, and the blocks with a table."""
    source = readers.read(ROOT / "corpus" / document)
    starts = (0, *(found.end() for found in re.finditer("\n", source.text)))
    return starts, tuple(block for block in read_blocks(source) if block.table)


def _folded(parts: Iterable[str]) -> str:
    """A path as its letters, figures and signs: a label written in two halves is the same label."""
    return re.sub(r"[^\w%£+<>-]+", "", " ".join(clean(part) for part in parts)).lower()


def _read_as(entry: Entry) -> list[tuple[Block, TableRow, int]]:
    """The cells of the document that the entry may mean, each with its row and table."""
    starts, blocks = _tables(str(entry["document"]))
    value, line = _folded([str(entry["value"])]), entry["line"]
    return [
        (block, row, column)
        for block in blocks
        for row in (block.table.rows if block.table else ())
        for column, cell in enumerate(row.cells)
        if _is_it(cell, value, line, starts)
    ]


def _has_its_headers(entry: Entry, row: TableRow, column: int) -> bool:
    return _one_of(entry, "row", row.label) and _one_of(entry, "column", row.header[column])


def _has_its_caption(entry: Entry, block: Block) -> bool:
    caption = block.table.caption if block.table else ""
    return _folded([str(entry["caption"])]) in _folded([caption, *block.section])


def _is_it(cell: Cell, value: str, line: object, starts: Sequence[int]) -> bool:
    """Whether a cell is the one of an entry. Of a cell that a page break cuts, the sheet may name either half."""
    first, last = bisect_right(starts, cell.start), bisect_right(starts, max(cell.start, cell.end - 1))
    if first == last:
        return first == line and bool(cell.text) and _folded([cell.text]) == value
    return isinstance(line, int) and first <= line <= last and value in _folded([cell.text])


def _one_of(entry: Entry, key: str, path: Sequence[str]) -> bool:
    allowed = [entry[key], *entry.get(f"{key}_alt", [])]  # type: ignore[misc, attr-defined]
    return _folded(path) in [_folded(one) for one in allowed]  # type: ignore[arg-type]


def _named(entry: Entry, found: Sequence[tuple[Block, TableRow, int]]) -> str:
    read = "; ".join(f"{row.label} / {row.header[column]}" for _, row, column in found) or "no such cell"
    return f"{entry['document']}:{entry['line']} {entry['value']!r} [{entry['kind']}]: {read}"


def without_their_headers() -> list[str]:
    """The cells that are read with another row or column path than the sheet's."""
    read = [(entry, _read_as(entry)) for entry in _entries()]
    return [_named(e, found) for e, found in read if not any(_has_its_headers(e, row, c) for _, row, c in found)]


def without_their_caption() -> list[str]:
    """The cells whose table's caption and headings do not hold the sheet's caption."""
    read = [(entry, _read_as(entry)) for entry in _entries()]
    return [_named(e, found) for e, found in read if not any(_has_its_caption(e, block) for block, _, _ in found)]


def test_cells_of_the_hand_checked_sheet_stand_under_their_headers() -> None:
    wrong, total = without_their_headers(), len(_entries())
    assert total == 150
    assert len(wrong) <= (1 - HEADERS_RIGHT) * total, "\n".join(wrong)


def test_cells_of_the_hand_checked_sheet_have_their_table_s_caption() -> None:
    wrong, total = without_their_caption(), len(_entries())
    assert len(wrong) <= (1 - CAPTIONS_RIGHT) * total, "\n".join(wrong)
