from dataclasses import replace

import pytest

from indexer import Observation
from service.engine import Engine
from service.refusing import of_other_years
from service.types import Filters


@pytest.mark.parametrize("question", ["Tell me", "What about it?", "How many in 2019?", "???"])
def test_question_that_names_no_topic_is_too_vague(willing_engine: Engine, question: str) -> None:
    answer = willing_engine.ask(question)
    assert answer.refusal is not None and answer.refusal.reason == "too_vague"
    assert not answer.answered and answer.statements == ()


def test_question_of_words_that_no_report_uses_is_off_topic(willing_engine: Engine) -> None:
    answer = willing_engine.ask("Which striker scored in the football championship?")
    assert answer.refusal is not None and answer.refusal.reason == "off_topic"
    assert answer.citations == ()


def test_question_of_known_words_whose_filters_leave_nothing_is_not_called_off_topic(willing_engine: Engine) -> None:
    answer = willing_engine.ask("How many family hubs opened in Oakford?", filters=Filters(from_year=2050))
    assert answer.refusal is not None and answer.refusal.reason == "not_in_documents"
    assert answer.citations == () and "shown below" not in answer.refusal.message


@pytest.fixture
def doubting_engine(small_engine: Engine) -> Engine:
    """Never confident enough to answer."""
    return small_engine.with_ranker(replace(small_engine.ranker, threshold=1.1))


def test_too_little_confidence_is_a_refusal_that_tells_what_was_looked_for(doubting_engine: Engine) -> None:
    answer = doubting_engine.ask("How many family hubs opened in Oakford in 2018?")
    assert answer.refusal is not None and answer.refusal.reason == "not_in_documents"
    for word in ("hubs", "Oakford", "2018"):
        assert word in answer.refusal.message


def test_nearest_things_of_a_refusal_are_cited_and_not_told_as_an_answer(doubting_engine: Engine) -> None:
    answer = doubting_engine.ask("How many family hubs opened in Oakford in 2018?")
    assert answer.refusal is not None
    assert set(answer.refusal.nearest) == {citation.number for citation in answer.citations} != set()
    assert answer.statements == () and "September" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "What proportion of child protection visits were on time in Northmoor in 2019?",
        "Give me an overview of children in care and placements in Oakford.",
        "How long did children wait for an adoptive family in Northmoor?",
    ],
)
def test_words_of_asking_that_no_report_uses_do_not_make_a_question_off_topic(
    willing_engine: Engine, question: str
) -> None:
    assert willing_engine.ask(question).answered


def figure(first: int, last: int, *, inferred: bool = False) -> Observation:
    return Observation(
        "d",
        "visits",
        "visit",
        "Oakford",
        f"{first}",
        first,
        last,
        5.0,
        None,
        None,
        "5",
        0,
        1,
        0,
        9,
        period_inferred=inferred,
    )


@pytest.mark.parametrize(
    ("asked", "figures", "other"),
    [
        ("in 2015/16", [(2014, 2015)], True),
        ("in 2015/16", [(2015, 2016)], False),
        ("in 2015/16", [(2015, 2015)], False),
        ("in 2015/16", [(2014, 2015), (2015, 2016)], False),
        ("in 2015", [(2014, 2015)], False),
        ("in March 2016", [(2017, 2017)], True),
        ("", [(2017, 2017)], False),
        ("in 2016", [], False),
    ],
)
def test_figure_dated_of_another_year_is_told_apart(
    small_engine: Engine, asked: str, figures: list[tuple[int, int]], other: bool
) -> None:
    question = small_engine.understand(f"How many visits were there in Oakford {asked}?")
    assert of_other_years(question, [figure(*years) for years in figures]) == other


def test_date_that_was_only_supposed_counts_less_than_one_that_was_read(small_engine: Engine) -> None:
    question = small_engine.understand("How many visits were there in Oakford in 2016?")
    assert of_other_years(question, [figure(2016, 2017, inferred=True), figure(2018, 2018)])
    assert not of_other_years(question, [figure(2016, 2017, inferred=True)])
