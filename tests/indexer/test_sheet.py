"""The hand-checked sheets agree with the reports: everything that they quote stands where they say."""

from functools import cache

import pytest

from tests.indexer.sheet_truth import (
    CELLS,
    CORPUS,
    FIGURES,
    HELD_OUT_CELLS,
    HELD_OUT_FIGURES,
    HELD_OUT_FIGURES_2,
    cell_span,
    cell_truths,
    place_sentence,
    sentence_truths,
)


@cache
def text_of(document: str) -> str:
    return (CORPUS / document).read_text(encoding="utf-8")


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("name", "count"), [(CELLS, 150), (HELD_OUT_CELLS, 60)])
def test_every_cell_stands_at_its_line_and_tab(name: str, count: int) -> None:
    truths = cell_truths(name)
    assert len({(t.document, t.line, t.column_index) for t in truths}) == len(truths) == count
    for truth in truths:
        text = text_of(truth.document)
        start, end = cell_span(text, truth)
        assert text[start:end] == truth.value


@pytest.mark.parametrize("name", [CELLS, HELD_OUT_CELLS])
def test_every_header_label_and_caption_stands_in_the_report(name: str) -> None:
    for truth in cell_truths(name):
        report = folded(text_of(truth.document))
        for path in (*truth.rows, *truth.columns):
            assert all(folded(part) in report for part in path)
        assert folded(truth.caption) in report


def test_a_third_of_the_cells_is_of_hard_kinds_and_all_reports_with_tables_have_their_share() -> None:
    truths = cell_truths()
    assert sum(t.kind not in ("plain", "text cell", "empty corner") for t in truths) >= 50
    assert len({(t.document, t.caption) for t in truths}) >= 40
    assert len({t.document for t in truths}) == 4


@pytest.mark.parametrize("name", [FIGURES, HELD_OUT_FIGURES, HELD_OUT_FIGURES_2])
def test_every_sentence_and_figure_stands_in_the_report(name: str) -> None:
    for truth in sentence_truths(name):
        text = text_of(truth.document)
        placed = place_sentence(text, truth)
        assert folded(text[placed.start : placed.end]) == truth.sentence
        assert [folded(text[a:b]) for a, b in placed.figures] == [f.text for f in truth.figures]
        assert text.count("\n", 0, placed.start) + 1 == truth.line


@pytest.mark.parametrize(
    ("name", "required", "none"), [(FIGURES, 100, 100), (HELD_OUT_FIGURES, 70, 70), (HELD_OUT_FIGURES_2, 70, 70)]
)
def test_many_figures_must_be_found_and_about_as_many_must_not(name: str, required: int, none: int) -> None:
    figures = [f for truth in sentence_truths(name) for f in truth.figures]
    assert len({truth.document for truth in sentence_truths(name)}) == 5
    assert sum(f.observation and not f.optional for f in figures) >= required
    assert sum(not f.observation for f in figures) >= none


def test_no_cell_of_the_held_out_sheet_stands_in_the_other() -> None:
    cells = {(t.document, t.line, t.column_index) for t in cell_truths()}
    assert not cells & {(t.document, t.line, t.column_index) for t in cell_truths(HELD_OUT_CELLS)}


def test_no_sentence_stands_in_two_sheets() -> None:
    spans: list[tuple[str, int, int, str]] = []
    for name in (FIGURES, HELD_OUT_FIGURES, HELD_OUT_FIGURES_2):
        placed = [place_sentence(text_of(t.document), t) for t in sentence_truths(name)]
        for here in placed:
            others = [s for s in spans if s[0] == here.truth.document and s[3] != name]
            assert not [s for s in others if s[1] < here.end and here.start < s[2]], here.truth.sentence
        spans += [(p.truth.document, p.start, p.end, name) for p in placed]
