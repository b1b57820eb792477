"""Facts in prose: the sentence, and what it needs to be understood."""

import pytest

from service.engine import Engine


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When did three new family hubs open in Oakford?", "opened in Oakford in September 2018"),
        ("What is the average caseload of a social worker in Oakford?", "16 children"),
        ("Who is the principal social worker in Oakford?", "Maria Lund"),
        ("How many days did children wait on average for an adoptive family in Northmoor?", "402 days"),
        ("How many young people entered the youth justice system for the first time in Oakford?", "41"),
    ],
)
def test_question_for_a_fact_is_answered_with_the_sentence_that_states_it(
    willing_engine: Engine, question: str, said: str
) -> None:
    answer = willing_engine.ask(question)
    assert said in answer.answer
    assert answer.statements[0].support == "quoted"
    assert len(answer.answer.split()) < 60


def test_definition_is_the_sentence_that_defines(willing_engine: Engine) -> None:
    answer = willing_engine.ask("What is Staying Put?")
    assert answer.kind == "definition"
    assert answer.answer.startswith("Staying Put is a scheme that lets young people remain")


def test_summary_says_several_things_from_the_asked_report_without_repeats(willing_engine: Engine) -> None:
    answer = willing_engine.ask("Summarise foster care, looked after children and their placements in Oakford")
    assert answer.kind == "summary" and len(answer.statements) > 1
    assert len({statement.text for statement in answer.statements}) == len(answer.statements)


def test_sentence_is_not_answered_with_for_a_place_it_does_not_speak_of(willing_engine: Engine) -> None:
    answer = willing_engine.ask("What is the average caseload of a social worker in Northmoor?")
    assert "16 children" not in answer.answer
