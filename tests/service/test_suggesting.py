"""Suggestions and refusals over the small shelf: whatever is asked, what is offered is natural and can be answered."""

import re
from dataclasses import replace

import pytest

from service.engine import Engine
from service.nearest import nearest_figures
from service.types import Answer, Filters

ASKED = (
    "How many children were adopted in Northmoor in 2020?",
    "What share of single assessments were completed within 45 days in Northmoor in 2019?",
    "How many looked after children had three or more placements in Oakford?",
    "Why did waiting times for parenting courses fall in Oakford?",
    "Which areas for improvement did inspectors name in Ashby?",
    "What is Staying Put?",
    "How many children wait for a home in Norfolk?",
    "What percentage of child protection visits were on time in Northmoor in 2015?",
)


@pytest.fixture(scope="module")
def answers(willing_engine: Engine) -> list[Answer]:
    return [willing_engine.ask(question) for question in ASKED]


def test_up_to_three_questions_follow_that_are_neither_the_one_asked_nor_each_other(answers: list[Answer]) -> None:
    assert sum(len(answer.suggestions) for answer in answers) >= len(answers)
    for answer in answers:
        folded = [text.lower() for text in (*answer.suggestions, answer.question)]
        assert len(answer.suggestions) <= 3 and len(set(folded)) == len(folded)


def test_suggestions_are_plain_english(answers: list[Answer]) -> None:
    for answer in answers:
        for text in answer.suggestions:
            assert re.fullmatch(r"(?:How|What|Why|Which) [^|;*%]+\?", text), text
            assert "None" not in text and "N/A" not in text


def test_suggestions_are_answered(willing_engine: Engine, answers: list[Answer]) -> None:
    for text in {text for answer in answers for text in answer.suggestions}:
        assert willing_engine.ask(text).answered, text


@pytest.mark.parametrize("question", ["Tell me", "Which striker scored in the football championship?"])
def test_question_that_leads_nowhere_is_met_with_some_that_lead_somewhere(
    willing_engine: Engine, question: str
) -> None:
    answer = willing_engine.ask(question)
    assert answer.refusal is not None and answer.suggestions
    assert all(willing_engine.ask(text).answered for text in answer.suggestions)


def test_examples_are_of_the_place_that_was_named(willing_engine: Engine) -> None:
    suggestions = willing_engine.ask("Tell me more of Northmoor").suggestions
    assert suggestions and all("Northmoor" in text for text in suggestions)


def test_suggestions_stay_within_the_filters(willing_engine: Engine) -> None:
    only = Filters(places=("Oakford",))
    for question in ("Tell me", "How many looked after children had three or more placements?", "How many ran away?"):
        for text in willing_engine.ask(question, filters=only).suggestions:
            assert "Northmoor" not in text and willing_engine.ask(text, filters=only).answered


def test_time_for_suggestions_is_told(answers: list[Answer]) -> None:
    assert all(answer.timings_ms["suggest"] >= 0 for answer in answers)


def test_figure_of_another_year_is_the_nearest(small_engine: Engine) -> None:
    question = small_engine.understand(
        "What share of single assessments were completed within 45 days in Northmoor in 2012?"
    )
    nearest = nearest_figures(small_engine.store, question)
    assert nearest.here[0].text == "71.2%" and nearest.elsewhere == ()


def test_figure_of_another_place_is_nearest_where_the_place_has_none(small_engine: Engine) -> None:
    question = small_engine.understand("What share of single assessments were completed within 45 days in Oakford?")
    nearest = nearest_figures(small_engine.store, question)
    assert nearest.here == () and nearest.elsewhere[0].place == "Northmoor"


def test_figure_of_something_else_is_not_near(small_engine: Engine) -> None:
    question = small_engine.understand("How many children were fostered in Northmoor?")
    assert not any("adopted" in one.measure for one in nearest_figures(small_engine.store, question).all)


def refused(engine: Engine, question: str) -> Answer:
    answer = engine.ask(question)
    assert answer.refusal is not None and answer.refusal.reason == "not_in_documents"
    return answer


def test_refusal_tells_which_year_the_figure_is_given_for(willing_engine: Engine) -> None:
    answer = refused(
        willing_engine, "What share of single assessments were completed within 45 days in Northmoor in 2025?"
    )
    assert answer.refusal is not None
    assert "2020 (88.3%), not for 2025" in answer.refusal.message
    assert "latest report about Northmoor is of 2019/20" in answer.refusal.message
    assert "88.3%" in answer.citations[0].quote and answer.refusal.nearest[0] == 1


def test_place_that_no_report_is_about_is_refused_and_another_offered(willing_engine: Engine) -> None:
    answer = refused(willing_engine, "How many children were adopted in norfolk in 2020?")
    assert answer.refusal is not None
    assert answer.refusal.message.startswith("No report is about Norfolk. The reports are about Northmoor and Oakford.")
    better = answer.suggestions[0]
    assert f"Ask instead: {better}" in answer.refusal.message and "Norfolk" not in better
    assert willing_engine.ask(better).answered


def test_better_question_is_one_that_is_answered(willing_engine: Engine, small_engine: Engine) -> None:
    question = "How many children were adopted in Northmoor in 2025?"
    answer = refused(willing_engine, question)
    assert answer.refusal is not None
    match = re.search(r"Ask instead: (.+\?)", answer.refusal.message)
    assert match and willing_engine.ask(match.group(1)).answered
    never = small_engine.with_ranker(replace(small_engine.ranker, threshold=1.1))
    other = refused(never, question)
    assert other.refusal is not None and "Ask instead" not in other.refusal.message


def test_year_before_all_reports_is_refused(willing_engine: Engine) -> None:
    answer = refused(willing_engine, "How many family hubs opened in Oakford in 2003?")
    assert answer.refusal is not None and "earliest report about Oakford is of 2018/19" in answer.refusal.message


def test_figure_of_another_year_is_no_answer_though_the_report_covers_the_year(willing_engine: Engine) -> None:
    answer = refused(willing_engine, "How many care leavers lived in Staying Put arrangements in March 2019?")
    assert answer.refusal is not None and "March 2020" in answer.refusal.message
    assert willing_engine.ask("How many care leavers lived in Staying Put arrangements in March 2020?").answered


def test_side_of_a_comparison_that_no_report_is_about_is_not_passed_over(willing_engine: Engine) -> None:
    answer = refused(willing_engine, "Compare adoption in Northmoor with adoption in Kent")
    assert answer.refusal is not None and "No report is about Kent" in answer.refusal.message


def test_spelling_is_mended_and_told(willing_engine: Engine) -> None:
    answer = willing_engine.ask("How many chidlren were adoptd in Northmor in 2020?")
    assert answer.standalone_question == "How many children were adopted in Northmoor in 2020?"
    assert answer.answered and "Nineteen" in answer.answer
