"""The hand-checked sheet of cells: how many of them are read with the headers that a person gives them."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pytest

from indexer import readers
from indexer.structure import read_blocks
from indexer.structure.lines import clean
from indexer.types import Block, Cell

ROOT = Path(__file__).resolve().parents[2]
SHEET = Path(__file__).parent / "sheet" / "cells.jsonl"
SHARE = 0.97

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


def problem(entry: Entry) -> str:
    """What is wrong with the reading of one cell; empty where it is right."""
    starts, blocks = _tables(str(entry["document"]))
    value, line = _folded([str(entry["value"])]), entry["line"]
    seen = []
    for block in blocks:
        assert block.table is not None
        for row in block.table.rows:
            for cell, header in zip(row.cells, row.header, strict=True):
                if not _is_it(cell, value, line, starts):
                    continue
                found = _one_of(entry, "row", row.label) and _one_of(entry, "column", header)
                name = " ".join((block.table.caption, *block.section))
                if found and _folded([str(entry["caption"])]) not in _folded([name]):
                    return f"caption {block.table.caption!r} in {block.section}"
                if found:
                    return ""
                seen.append(f"row {row.label} column {header}")
    return "; ".join(seen) or "no such cell"


def _is_it(cell: Cell, value: str, line: object, starts: Sequence[int]) -> bool:
    """Whether a cell is the one of an entry. Of a cell that a page break cuts, the sheet may name either half."""
    first, last = bisect_right(starts, cell.start), bisect_right(starts, max(cell.start, cell.end - 1))
    if first == last:
        return first == line and bool(cell.text) and _folded([cell.text]) == value
    return isinstance(line, int) and first <= line <= last and value in _folded([cell.text])


def _one_of(entry: Entry, key: str, path: Sequence[str]) -> bool:
    allowed = [entry[key], *entry.get(f"{key}_alt", [])]  # type: ignore[misc, attr-defined]
    return _folded(path) in [_folded(one) for one in allowed]  # type: ignore[arg-type]


def failures() -> list[str]:
    """The cells that are read wrongly, with what was read."""
    told = ((entry, problem(entry)) for entry in _entries())
    return [f"{e['document']}:{e['line']} {e['value']!r} [{e['kind']}]: {wrong}" for e, wrong in told if wrong]


@pytest.mark.skipif(not SHEET.exists(), reason="the sheet is not part of this tree")
def test_cells_of_the_hand_checked_sheet_stand_under_their_headers() -> None:
    wrong, total = failures(), len(_entries())
    assert total == 150
    assert len(wrong) <= (1 - SHARE) * total, "\n".join(wrong)
