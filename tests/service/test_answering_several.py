"""Answers from several reports."""

from service.engine import Engine
from tests.small_shelf import NORTHMOOR, OAKFORD


def test_comparison_of_two_places_says_whose_each_statement_is(willing_engine: Engine) -> None:
    answer = willing_engine.ask("Compare children in care in Oakford and Northmoor")
    assert answer.kind == "comparison"
    assert {citation.source for citation in answer.citations} == {OAKFORD, NORTHMOOR}
    for statement in answer.statements:
        sources = {answer.citations[n - 1].source for n in statement.citations}
        assert statement.text.startswith("Oakford" if sources == {OAKFORD} else "Northmoor")


def test_question_for_one_place_is_not_answered_from_another(willing_engine: Engine) -> None:
    answer = willing_engine.ask("How many children were adopted in Northmoor in 2020?")
    assert {citation.source for citation in answer.citations} == {NORTHMOOR}
