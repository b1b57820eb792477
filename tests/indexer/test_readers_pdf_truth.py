"""The reader held against files whose words, order, pages and cells are known."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.readers.pdf import read_pdf
from indexer.types import SourceText
from tests.indexer.marks import check_marks, table_cells
from tests.indexer.pdf_truth import Truth, report

SEEDS = range(24)
ORDER_RIGHT, CELLS_RIGHT = 0.98, 0.97


@pytest.fixture(scope="module")
def read_reports() -> list[tuple[Truth, SourceText]]:
    return [(truth, read_pdf(truth.pdf)) for truth in map(report, SEEDS)]


def flat(source: SourceText) -> str:
    return source.text.replace("\n", " ")


def page_at(source: SourceText, place: int) -> int:
    return next(page.number for page in source.pages if page.start <= place < page.end)


def test_page_of_every_quote_is_right(read_reports: list[tuple[Truth, SourceText]]) -> None:
    wrong, total = [], 0
    for truth, source in read_reports:
        for sentence in truth.sentences:
            at = flat(source).find(sentence.text)
            pages = (page_at(source, at), page_at(source, at + len(sentence.text) - 1)) if at >= 0 else None
            total += 1
            if pages != (sentence.first, sentence.last):
                wrong.append((sentence, pages))
    assert total > 1500
    assert wrong == []


def test_sentences_are_whole_and_in_reading_order(read_reports: list[tuple[Truth, SourceText]]) -> None:
    right = total = 0
    for truth, source in read_reports:
        places = [flat(source).find(sentence.text) for sentence in truth.sentences]
        right += sum(0 <= left < after for left, after in pairwise(places))
        total += len(places) - 1
    assert right / total >= ORDER_RIGHT


def test_cells_stand_in_their_places(read_reports: list[tuple[Truth, SourceText]]) -> None:
    right = total = 0
    for truth, source in read_reports:
        count = sum(mark.kind == "table" for mark in source.marks)
        assert count == len(truth.tables)
        for number, grid in enumerate(truth.tables):
            found = table_cells(source, number)
            for row, cells in enumerate(grid):
                for column, cell in enumerate(cells):
                    total += 1
                    right += row < len(found) and column < len(found[row]) and found[row][column] == cell
    assert total > 3000
    assert right / total >= CELLS_RIGHT


def test_header_cells_are_marked_once_a_table(read_reports: list[tuple[Truth, SourceText]]) -> None:
    for truth, source in read_reports:
        headers = [source.text[m.start : m.end] for m in source.marks if m.kind == "cell" and m.level == 1]
        assert headers == [cell for grid in truth.tables for cell in grid[0]]


def test_headings_and_list_items_are_those_of_the_file(read_reports: list[tuple[Truth, SourceText]]) -> None:
    right = total = 0
    for truth, source in read_reports:
        assert [source.text[m.start : m.end] for m in source.marks if m.kind == "heading"] == truth.headings
        found = {source.text[m.start : m.end] for m in source.marks if m.kind == "list_item"}
        right += sum(item in found for item in truth.items)
        total += len(truth.items)
    assert right / total >= ORDER_RIGHT


def test_running_lines_stand_once_and_give_the_labels(read_reports: list[tuple[Truth, SourceText]]) -> None:
    several = [(truth, source) for truth, source in read_reports if truth.pages >= 3]
    with_lines = [(truth, source) for truth, source in several if "Example County" in source.text]
    assert len(with_lines) > 5
    for truth, source in with_lines:
        assert source.text.count("Annual report on services") == 1
        assert [page.label for page in source.pages] == [str(number + 4) for number in range(1, truth.pages + 1)]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(1000, 9_999_999))
def test_marks_and_pages_lie_in_the_text_and_in_order(seed: int) -> None:
    truth = report(seed)
    source = read_pdf(truth.pdf)
    check_marks(source)
    assert [page.number for page in source.pages] == list(range(1, truth.pages + 1))
    assert source.pages[0].start == 0
    assert source.pages[-1].end == len(source.text)
    assert all(left.end == right.start for left, right in pairwise(source.pages))
    outer = [m for m in source.marks if m.kind not in ("row", "cell")]
    assert all(left.end <= right.start for left, right in pairwise(outer))
    words = set(flat(source).split())
    for sentence in truth.sentences:
        assert sentence.text.split()[-1] in words
