"""What a cross-encoder says has its weight in the order of evidence, and none where a row is wanted."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.fitting.fit import Remembering
from service.engine import Engine
from service.logistic import Logistic
from service.reader import Reading
from service.rereading import INPUTS, READ, read_best, reordered, values

QUESTION = "How many young people entered the youth justice system for the first time in Oakford?"
# All say is the reader's: what it finds most relevant is first.
TRUSTING = replace(
    Logistic.unfitted(INPUTS), weights=tuple(1.0 if name == "relevance_behind" else 0.0 for name in INPUTS)
)


class Scripted:
    """Finds one word relevant, and remembers what it was given."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.given: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        assert question
        self.given += texts
        return [Reading(float(self.word in text), None, 0.0, 0.5) for text in texts]


def test_what_the_reader_finds_relevant_comes_first(small_engine: Engine) -> None:
    asked = small_engine.understand(QUESTION)
    ranked = small_engine.ranker.rank(small_engine.find(asked))
    read = read_best(asked, ranked, Scripted("triage"))
    assert [e.unit for e in read] == [e.unit for e in ranked]
    assert "triage" not in ranked[0].unit.text
    first = reordered(asked, read, TRUSTING)[0]
    assert "triage" in first.unit.text


def test_only_the_best_are_read_and_they_stay_before_the_rest(small_engine: Engine) -> None:
    reader = Scripted("triage")
    asked = small_engine.understand(QUESTION)
    ranked = small_engine.ranker.rank(small_engine.find(asked))
    anew = reordered(asked, read_best(asked, ranked, reader), TRUSTING)
    assert 0 < len(reader.given) <= READ < len(ranked)
    assert {e.unit.start for e in anew} == {e.unit.start for e in ranked}
    scores = [e.score for e in anew]
    assert scores[: len(reader.given)] == sorted(scores[: len(reader.given)], reverse=True)
    assert max(scores[len(reader.given) :]) <= min(scores[: len(reader.given)])


@pytest.mark.parametrize(
    "question",
    [
        "What share of single assessments were completed within 45 days in Northmoor in 2019?",
        "How has the share of looked after children with three or more placements in Oakford changed?",
    ],
)
def test_rows_and_figures_of_several_times_keep_the_ranker_s_order(small_engine: Engine, question: str) -> None:
    asked = small_engine.understand(question)
    ranked = small_engine.ranker.rank(small_engine.find(asked))
    read = read_best(asked, ranked, Scripted("family"))
    assert [e.unit for e in reordered(asked, read, TRUSTING)] == [e.unit for e in ranked]


def test_values_are_held_against_the_best_of_the_question(small_engine: Engine) -> None:
    asked = small_engine.understand(QUESTION)
    ranked = small_engine.ranker.rank(small_engine.find(asked))
    read = [e for e in read_best(asked, ranked, Scripted("triage")) if e.reading is not None]
    rows = [dict(zip(INPUTS, row, strict=True)) for row in values(read)]
    assert max(row["score_behind"] for row in rows) == max(row["relevance_behind"] for row in rows) == 0.0
    assert sum(row["relevance_share"] for row in rows) == pytest.approx(1.0)


def test_no_evidence_is_read_as_none(small_engine: Engine) -> None:
    asked = small_engine.understand(QUESTION)
    assert reordered(asked, read_best(asked, [], Scripted("x")), TRUSTING) == []


def test_remembered_texts_are_read_once() -> None:
    inner = Scripted("a")
    reader = Remembering(inner)
    first = reader.read("q", ["a", "b", "a"])
    assert [reading.relevance for reading in first] == [1.0, 0.0, 1.0]
    assert reader.read("q", ["b"]) == [first[1]]
    assert inner.given == ["a", "b"]
