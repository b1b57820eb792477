"""The hand-checked sheet agrees with the reports: everything that it quotes stands where it says."""

from functools import cache

from tests.indexer.sheet_truth import CORPUS, cell_span, cell_truths, place_sentence, sentence_truths


@cache
def text_of(document: str) -> str:
    return (CORPUS / document).read_text(encoding="utf-8")


def folded(text: str) -> str:
    return " ".join(text.split())


def test_every_cell_stands_at_its_line_and_tab() -> None:
    truths = cell_truths()
    assert len({(t.document, t.line, t.column_index) for t in truths}) == len(truths) == 150
    for truth in truths:
        text = text_of(truth.document)
        start, end = cell_span(text, truth)
        assert text[start:end] == truth.value


def test_every_header_label_and_caption_stands_in_the_report() -> None:
    for truth in cell_truths():
        report = folded(text_of(truth.document))
        for path in (*truth.rows, *truth.columns):
            assert all(folded(part) in report for part in path)
        assert folded(truth.caption) in report


def test_a_third_of_the_cells_is_of_hard_kinds_and_all_reports_with_tables_have_their_share() -> None:
    truths = cell_truths()
    assert sum(t.kind not in ("plain", "text cell", "empty corner") for t in truths) >= 50
    assert len({(t.document, t.caption) for t in truths}) >= 40
    assert len({t.document for t in truths}) == 4


def test_every_sentence_and_figure_stands_in_the_report() -> None:
    for truth in sentence_truths():
        text = text_of(truth.document)
        placed = place_sentence(text, truth)
        assert folded(text[placed.start : placed.end]) == truth.sentence
        assert [folded(text[a:b]) for a, b in placed.figures] == [f.text for f in truth.figures]
        assert text.count("\n", 0, placed.start) + 1 == truth.line


def test_a_hundred_figures_must_be_found_and_as_many_must_not() -> None:
    figures = [f for truth in sentence_truths() for f in truth.figures]
    assert len({truth.document for truth in sentence_truths()}) == 5
    assert sum(f.observation and not f.optional for f in figures) >= 100
    assert sum(not f.observation for f in figures) >= 100
