"""The way through as a whole, over the small shelf with the fake encoder."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from service.citing import fold
from service.engine import Engine
from service.steps import Step
from service.types import Answer, Filters, Turn
from tests.small_shelf import ASHBY, OAKFORD

QUESTION = "When did three new family hubs open in Oakford?"


def check_answer(engine: Engine, answer: Answer) -> None:
    """What must hold for every answer, whatever was asked."""
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert answer.answered == bool(answer.statements) == (answer.refusal is None)
    assert 0.0 <= answer.confidence <= 1.0
    for statement in answer.statements:
        assert statement.citations and set(statement.citations) <= set(numbers)
        assert statement.text in answer.answer
    if answer.refusal is not None:
        assert answer.refusal.message and set(answer.refusal.nearest) <= set(numbers)
    for citation in answer.citations:
        text = engine.store.text(citation.document_id)
        assert fold(text[citation.start : citation.end]) == citation.quote != ""
        if citation.cell is not None:
            assert citation.cell.value in citation.quote


@given(
    some.text(max_size=60)
    | some.lists(
        some.sampled_from(
            "how many what is the family hubs Oakford Northmoor 2019 why list compare trend children placements 45 days"
            " in assessments change summarise areas improvement who when did and on time ?".split()
        ),
        max_size=10,
    ).map(" ".join)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_reply_is_whole_and_verbatim_whatever_is_asked(willing_engine: Engine, question: str) -> None:
    check_answer(willing_engine, willing_engine.ask(question))


def test_answer_says_what_was_understood_and_from_which_index(small_engine: Engine) -> None:
    answer = small_engine.ask("And in Northmoor?", history=[Turn("How many children were adopted in Oakford?", "12")])
    assert answer.question == "And in Northmoor?"
    assert "adopted" in answer.standalone_question and "Oakford" not in answer.standalone_question
    assert answer.index_version == small_engine.index_version == small_engine.store.version
    assert answer.answerer == "extractive"


def test_steps_are_told_in_order_before_the_answer(small_engine: Engine) -> None:
    steps: list[Step] = []
    small_engine.ask(QUESTION, on_step=steps.append)
    assert steps[0].message == "Looking through 3 reports"
    assert len({step.stage for step in steps}) == len(steps) >= 2
    assert all(step.message for step in steps)


def test_exception_of_the_listener_stops_the_work(small_engine: Engine) -> None:
    class GoneError(Exception):
        pass

    def leave(_: Step) -> None:
        raise GoneError

    with pytest.raises(GoneError):
        small_engine.ask(QUESTION, on_step=leave)


def test_time_of_every_part_is_told(small_engine: Engine) -> None:
    times = small_engine.ask(QUESTION).timings_ms
    assert times["total"] >= times["retrieve"] > 0
    assert sum(value for name, value in times.items() if name != "total") <= times["total"] + 1


@pytest.mark.parametrize("limit", [1, 2])
def test_no_more_citations_than_allowed_and_no_statement_without_one(willing_engine: Engine, limit: int) -> None:
    answer = willing_engine.ask("Compare caseloads and assessments in Oakford and Northmoor", max_citations=limit)
    assert len(answer.citations) <= limit
    check_answer(willing_engine, answer)


def test_filters_decide_which_reports_may_answer(willing_engine: Engine) -> None:
    answer = willing_engine.ask("What did inspectors find about children?", filters=Filters(to_year=2016))
    assert {citation.source for citation in answer.citations} <= {ASHBY}
    nothing = willing_engine.ask(QUESTION, filters=Filters(places=("Nowhere",)))
    assert not nothing.answered and nothing.citations == ()


def test_same_question_has_the_same_answer_from_many_threads(small_engine: Engine) -> None:
    ready = threading.Barrier(8)

    def ask(_: int) -> str:
        ready.wait()
        return small_engine.ask(QUESTION).answer

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {small_engine.ask(QUESTION).answer}


def test_search_gives_passages_with_scores_best_first(small_engine: Engine) -> None:
    results = small_engine.search("family hubs in Oakford", limit=3)
    assert [result.citation.number for result in results] == [1, 2, 3]
    assert results[0].citation.source == OAKFORD
    scores = [result.citation.score for result in results]
    assert scores == sorted(scores, reverse=True)
    assert all(result.text and result.scores for result in results)


def test_search_of_nothing_does_not_fail(small_engine: Engine) -> None:
    assert len(small_engine.search("", limit=2)) <= 2
    assert small_engine.search("hubs", filters=Filters(documents=("unknown",))) == ()
