"""Lists: all the items, and the sentence that leads into them where there is one."""

from service.engine import Engine
from service.types import Filters


def test_all_items_of_the_asked_list_are_told_in_order(willing_engine: Engine) -> None:
    answer = willing_engine.ask("What are the areas for improvement in Ashby?")
    told = [
        answer.answer.index(words) for words in ("Record supervision", "Hold strategy meetings", "Offer an advocate")
    ]
    assert told == sorted(told)


def test_list_without_a_lead_in_gets_none_of_its_items_as_one(willing_engine: Engine) -> None:
    answer = willing_engine.ask("List the areas for improvement in the Ashby inspection.")
    assert answer.answer.count("Hold strategy meetings") == 1


def test_list_with_a_lead_in_says_it_first(willing_engine: Engine) -> None:
    answer = willing_engine.ask("What advice do the family hubs offer?", filters=Filters(places=("Oakford",)))
    assert answer.answer.startswith("The family hubs offer advice on: housing and tenancies.")
    assert "money and debt" in answer.answer


def test_items_side_by_side_are_one_citation(willing_engine: Engine) -> None:
    answer = willing_engine.ask("What are the areas for improvement in Ashby?")
    assert len(answer.citations) == 1
    assert all(statement.citations == (1,) for statement in answer.statements)
