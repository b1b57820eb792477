"""What speaks for and against an answer, each told by a question that differs in one thing."""

import math
from dataclasses import replace

import pytest

from service.doubts import DOUBTS, TOLD, doubts
from service.engine import Engine
from service.reader import Reading

SAID = "Three new family hubs opened in Oakford in May 2021."


def doubts_of(engine: Engine, question: str, said: str = SAID) -> dict[str, float]:
    asked = engine.understand(question)
    ranked = engine.ranker.rank(engine.find(asked))
    return dict(zip(DOUBTS, doubts(asked, ranked, said), strict=True))


def test_those_of_the_shelf_come_first() -> None:
    assert DOUBTS[: len(TOLD)] == TOLD
    assert len(set(DOUBTS)) == len(DOUBTS)


def test_what_is_asked_and_not_said_is_a_doubt(small_engine: Engine) -> None:
    told = doubts_of(small_engine, "How many family hubs opened in Oakford?")
    other = doubts_of(small_engine, "How many zeppelins opened in Oakford?")
    assert told["measure_unsaid"] == told["measure_far"] == told["unknown"] == 0.0
    assert other["measure_unsaid"] == other["measure_far"] == 1.0
    assert other["unknown"] > 0.0
    assert other["unsaid"] > told["unsaid"]
    assert other["own"] < told["own"]


@pytest.mark.parametrize(
    ("question", "said", "name", "value"),
    [
        ("How many hubs opened?", "Hubs opened.", "number_missing", 1.0),
        ("How many hubs opened?", "Three hubs opened.", "number_missing", 0.0),
        ("Why did hubs open?", "Hubs opened.", "number_missing", 0.0),
        ("What percentage of hubs opened?", "Hubs opened in 2021.", "share_missing", 1.0),
        ("What percentage of hubs opened?", "Half of the hubs opened.", "share_missing", 0.0),
        ("How many hubs opened in 2021?", "Three hubs opened in 2021.", "year_said", 1.0),
        ("How many hubs opened in 1990?", "Three hubs opened in 2021.", "year_other", 1.0),
        ("How many hubs opened in 1990?", "Three hubs opened.", "year_out", 1.0),
        ("How many hubs opened in 1990?", "Three hubs opened in 1990.", "year_out", 0.0),
        ("List all hubs.", "The hubs.", "list", 1.0),
    ],
)
def test_a_figure_share_or_year_that_is_asked_is_looked_for(
    small_engine: Engine, question: str, said: str, name: str, value: float
) -> None:
    assert doubts_of(small_engine, question, said)[name] == value


def test_what_the_reader_thinks_is_taken_from_the_most_telling_of_the_best(small_engine: Engine) -> None:
    asked = small_engine.understand("How many family hubs opened in Oakford?")
    ranked = small_engine.ranker.rank(small_engine.find(asked))
    stating = [e for e in ranked if e.states]
    shares = iter([0.9, 0.5, 0.2, 0.8, 0.7, 0.01])
    read = [replace(e, reading=Reading(0.0, None, 0.0, share)) for e, share in zip(stating, shares, strict=False)]
    here = DOUBTS.index("unanswered")

    assert doubts(asked, ranked, SAID)[here] == 0.0
    assert doubts(asked, read, SAID)[here] == pytest.approx(math.log(0.2 / 0.8))


def test_scores_are_those_of_the_signals_whatever_the_reader_made_of_them(small_engine: Engine) -> None:
    asked = small_engine.understand("How many family hubs opened in Oakford?")
    ranked = small_engine.ranker.rank(small_engine.find(asked))
    other = [replace(e, score=0.5) for e in ranked]

    assert small_engine.ranker.doubts(asked, other, SAID) == small_engine.ranker.doubts(asked, ranked, SAID)
    assert doubts(asked, other, SAID) != doubts(asked, ranked, SAID)


def test_figures_said_are_counted_on_a_logarithm(small_engine: Engine) -> None:
    said = doubts_of(small_engine, "How many family hubs opened?", "1, 2 and 3.5 hubs.")
    assert said["figures"] == pytest.approx(1.3862943611)
