"""Readers against documents whose truth is known: every cell, every block in its order, every page."""

import random
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.readers.composing import Composer, GridCell, fold, storable, tidy_lines
from indexer.types import Mark, SourceText
from tests.indexer.marks import check_marks, read_bytes, within
from tests.indexer.office_maker import TrueBlock, TrueCell, Truth, as_docx, as_html, as_pptx, as_xlsx, make_truth

SEEDS = range(6)
MAKERS: dict[str, Callable[[Truth], bytes]] = {
    "docx": as_docx,
    "pptx": as_pptx,
    "xlsx": as_xlsx,
    "html": as_html,
}
CASES = [(name, seed) for name in MAKERS for seed in SEEDS]


def read_truth(folder: Path, name: str, seed: int) -> tuple[Truth, SourceText]:
    truth = make_truth(seed)
    return truth, read_bytes(folder, f"a.{name}", MAKERS[name](truth))


def tables_of(source: SourceText) -> list[list[list[Mark]]]:
    cells = [m for m in source.marks if m.kind == "cell"]
    rows = [m for m in source.marks if m.kind == "row"]
    tables = [m for m in source.marks if m.kind == "table"]
    return [[[c for c in cells if within(c, r)] for r in rows if within(r, table)] for table in tables]


def cells_right(source: SourceText, truth: Truth) -> tuple[int, int]:
    """How many places of the tables have their words, their header flag and their reach, and how many there are."""
    right = total = 0
    expected = [block.grid for block in truth.blocks if block.kind == "table"]
    found = tables_of(source)
    for number, grid in enumerate(expected):
        table = found[number] if number < len(found) else []
        for row_number, row in enumerate(grid):
            marks = table[row_number] if row_number < len(table) else []
            for column, cell in enumerate(row):
                total += 1
                right += column < len(marks) and is_cell(source, marks[column], cell)
    return right, total


def is_cell(source: SourceText, mark: Mark, cell: TrueCell) -> bool:
    shape = (mark.rows, mark.columns, bool(mark.level)) == (cell.rows, cell.columns, cell.header)
    return shape and source.text[mark.start : mark.end] == cell.text


def kind_of(block: TrueBlock, name: str) -> str:
    if block.kind == "item":
        return "paragraph" if name == "xlsx" else "list_item"  # a sheet has no lists
    return block.kind


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_every_cell_has_its_words_its_place_and_its_header(tmp_path: Path, name: str, seed: int) -> None:
    truth, source = read_truth(tmp_path, name, seed)
    assert len(tables_of(source)) == sum(block.kind == "table" for block in truth.blocks)
    right, total = cells_right(source, truth)
    assert total > 100
    assert right == total


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_sentences_stand_in_reading_order_as_what_they_are(tmp_path: Path, name: str, seed: int) -> None:
    truth, source = read_truth(tmp_path, name, seed)
    blocks = [block for block in truth.blocks if block.kind != "table"]
    by_words = {source.text[m.start : m.end]: m for m in source.marks if m.kind not in ("row", "cell", "table")}
    assert [block.text for block in blocks if block.text not in by_words] == []
    marks = [by_words[block.text] for block in blocks]
    pairs = list(combinations(marks, 2))
    assert sum(a.end <= b.start for a, b in pairs) == len(pairs)
    assert [mark.kind for mark in marks] == [kind_of(block, name) for block in blocks]
    if name != "xlsx":
        assert [mark.level for mark in marks] == [block.level for block in blocks]


@pytest.mark.parametrize("name", ["pptx", "xlsx"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_block_stands_on_its_page(tmp_path: Path, name: str, seed: int) -> None:
    truth, source = read_truth(tmp_path, name, seed)
    assert [page.number for page in source.pages] == list(range(1, len(truth.pages) + 1))
    for page, blocks in zip(source.pages, truth.pages, strict=True):
        words = source.text[page.start : page.end]
        assert [block.text for block in blocks if block.text not in words] == []
        assert blocks[0].text == page.label or name == "pptx"
        others = [b.text for other in truth.pages if other is not blocks for b in other if b.kind != "table"]
        assert [text for text in others if text in words] == []


CELLS = st.text(max_size=12)
BLOCKS = st.one_of(
    st.tuples(st.sampled_from(["heading", "paragraph", "list_item", "boilerplate"]), st.text(max_size=60)),
    st.tuples(st.just("table"), st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4)),
)


@given(st.lists(st.tuples(BLOCKS, st.booleans()), max_size=12))
@settings(max_examples=150, deadline=None)
def test_every_mark_s_words_are_what_was_put_in(blocks: Sequence[tuple[tuple[str, object], bool]]) -> None:
    composer, expected, pages = Composer(), [], 0
    for (kind, content), new_page in blocks:
        if new_page:
            pages += 1
            composer.page(pages)
        if kind == "table":
            composer.table([[GridCell(text) for text in row] for row in content])
            width = max(len(row) for row in content)
            filled = [row for row in content if any(text.strip() for text in row)]
            expected += [fold(storable(text)) for row in filled for text in (row + [""] * width)[:width]]
        else:
            composer.block(content, kind)
            expected += [tidy_lines(storable(content))] if tidy_lines(storable(content)) else []
    source = composer.source_text()
    check_marks(source)
    found = [source.text[m.start : m.end] for m in source.marks if m.kind not in ("row", "table")]
    assert [words for words in found if words] == [words for words in expected if words]
    assert len(source.pages) == pages
    ends = [page.end for page in source.pages]
    assert ends == [*(page.start for page in source.pages[1:]), *([len(source.text)] if pages else [])]


@pytest.mark.parametrize("seed", range(20))
def test_merged_cells_never_reach_beyond_their_table(seed: int) -> None:
    made = random.Random(seed)
    grid = [
        [
            GridCell(made.choice(["", "a", "b"]), rows=made.randint(1, 9), columns=made.randint(1, 9))
            for _ in range(made.randint(2, 5))
        ]
        for _ in range(made.randint(1, 6))
    ]
    composer = Composer()
    composer.table(grid)
    for table in tables_of(composer.source_text()):
        for row_number, row in enumerate(table):
            for column, cell in enumerate(row):
                assert 1 <= cell.rows <= len(table) - row_number
                assert 1 <= cell.columns <= len(row) - column
