"""Observations of sentences against the hand-checked sheet."""

from pathlib import Path

from indexer.catalogue import Catalogue
from indexer.reading import read_document
from tests.indexer import sheet_scores, sheet_truth

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
LEAST_PRECISION = 0.95
LEAST_RECALL = 0.80


def test_observations_of_sentences_are_right_and_enough() -> None:
    catalogue = Catalogue.load(CORPUS)
    truths = sheet_truth.sentence_truths()
    records = [read_document(CORPUS / name, name, "", catalogue) for name in sorted({t.document for t in truths})]
    observed = {record.document.source: record.observations for record in records}
    score = sheet_scores.score(truths, {r.document.source: r.text for r in records}, observed)
    assert score.precision >= LEAST_PRECISION, "\n".join(score.wrong)
    assert score.recall >= LEAST_RECALL, "\n".join(score.missed)
