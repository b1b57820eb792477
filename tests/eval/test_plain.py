"""The plain pipeline as a system: the best passage is the answer, five are cited, nothing is refused."""

from pathlib import Path

import pytest

from eval.asking.plain import BEST, PlainAsker, PlainPipeline, load_embedding
from eval.errors import EvalError
from eval.types import Question
from indexer import IndexSettings
from tests.eval.fakes import CORPUS

pytestmark = pytest.mark.model
QUESTION = Question("q1", "Why did the mobile library stop?", "why", "easy", True, "It failed its emissions test.")


def test_it_cites_the_files_of_the_corpus_and_answers_with_the_best_passage() -> None:
    asker = PlainAsker(IndexSettings(corpus_dir=CORPUS))
    asker.warm_up()

    reply = asker.ask(QUESTION)

    assert reply.answered
    assert "emissions test" in reply.answer
    assert reply.answer == reply.citations[0].quote
    assert len(reply.citations) <= BEST
    assert asker.search(QUESTION, 2) == reply.citations[:2]
    assert {c.source for c in reply.citations} <= {path.name for path in CORPUS.iterdir()}
    assert asker.facts.target == "the plain pipeline"


def test_a_saved_index_finds_the_same(tmp_path: Path) -> None:
    embedding = load_embedding(IndexSettings())
    built = PlainPipeline.build(CORPUS, embedding)
    built.save(tmp_path)

    loaded = PlainPipeline.load(tmp_path, embedding)

    question = "How many staff work at Mill Road?"
    assert loaded.passages == built.passages
    assert loaded.retrieve(question) == built.retrieve(question)


def test_a_folder_without_reports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="there is no report in it"):
        PlainPipeline.build(tmp_path, load_embedding(IndexSettings()))
