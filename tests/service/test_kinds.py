import pytest

from service.kinds import kind_of, wants_of


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
