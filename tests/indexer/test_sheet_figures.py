"""Observations of sentences against the hand-checked sheet."""

from tests.indexer.sheet_measures import score_of
from tests.indexer.sheet_truth import sentence_truths

LEAST_PRECISION = 0.95
LEAST_RECALL = 0.80


def test_observations_of_sentences_are_right_and_enough() -> None:
    score = score_of(sentence_truths())
    assert score.precision >= LEAST_PRECISION, "\n".join(score.wrong)
    assert score.recall >= LEAST_RECALL, "\n".join(score.missed)
