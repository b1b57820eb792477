import pytest

from service.kinds import kind_of, wants_of
from service.places import Places
from tests.service.kind_questions import QUESTIONS

PLACES = Places.of(["Oakford", "Northmoor", "Ashby"])


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many children were adopted in 2020?", "lookup"),
        ("What is a strategy meeting?", "definition"),
        ("What does CIN mean?", "definition"),
        ("Why did waiting times fall?", "why"),
        ("How has placement stability changed since 2016?", "trend"),
        ("Is the number of referrals rising or falling?", "trend"),
        ("Compare Oakford with Northmoor on adoption", "comparison"),
        ("List the areas for improvement.", "list"),
        ("Which agencies are members of the board?", "list"),
        ("How was the service rated by inspectors?", "judgement"),
        ("Did the board meet its target?", "yesno"),
        ("Summarise the findings on early help", "summary"),
        ("Give me an overview of health", "summary"),
    ],
)
def test_form_of_a_question_tells_the_kind_of_answer(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who chairs the board?", "person"),
        ("When did the hubs open?", "date"),
        ("How many hubs opened?", "number"),
        ("What percentage was on time?", "number"),
        ("What advice do the hubs give?", "text"),
    ],
)
def test_form_of_a_question_tells_what_the_answer_must_hold(question: str, wanted: str) -> None:
    assert wants_of(question) == wanted


@pytest.mark.parametrize(("kind", "question"), [(kind, one) for kind, some in QUESTIONS.items() for one in some])
def test_kind_of_a_question_in_everyday_words(kind: str, question: str) -> None:
    assert kind_of(question, len(PLACES.named(question))) == kind


def test_two_places_are_held_against_each_other_unless_they_act_as_one() -> None:
    assert kind_of("How many homes are there in Oakford and in Northmoor?", 2) == "comparison"
    assert kind_of("How many people work for the joint Oakford and Northmoor team?", 2) == "lookup"


def test_two_times_are_a_trend_and_an_outsider_makes_it_a_comparison() -> None:
    assert kind_of("How many homes were there in 2018 compared with 2015?", 1) == "trend"
    assert kind_of("How does absence in 2018 compare with 2015 and with England?", 1) == "comparison"
