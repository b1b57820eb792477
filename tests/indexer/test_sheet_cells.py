"""The hand-checked sheet of cells: how many of them are read under the headers that a person gives them."""

from tests.indexer.sheet_measures import wrong_captions, wrong_headers
from tests.indexer.sheet_truth import cell_truths

HEADERS_RIGHT = 0.97
CAPTIONS_RIGHT = 0.9


def test_cells_of_the_hand_checked_sheet_stand_under_their_headers() -> None:
    wrong = wrong_headers(cell_truths())
    assert len(wrong) <= (1 - HEADERS_RIGHT) * len(cell_truths()), "\n".join(wrong)


def test_tables_of_the_hand_checked_sheet_have_their_caption_or_stand_under_it_as_a_heading() -> None:
    wrong = wrong_captions(cell_truths())
    assert len(wrong) <= (1 - CAPTIONS_RIGHT) * len(cell_truths()), "\n".join(wrong)
