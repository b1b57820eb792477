import pytest

from service.history import leans_back, with_history
from service.places import Places
from service.types import Turn

PLACES = Places.of(["Oakford", "Northmoor", "Ashby"])
ADOPTED = "How many children were adopted in Oakford in 2016?"
CARERS = "How many foster carers does Oakford have?"
VACANCY = "What was the vacancy rate in Oakford in 2016/17?"


def whole(question: str, *before: str, answer: str = "") -> str:
    return with_history(question, [Turn(turn, answer) for turn in before], PLACES)


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        (ADOPTED, "And in Northmoor?", "How many children were adopted in Northmoor in 2016?"),
        (ADOPTED, "what about northmoor in 2019?", "How many children were adopted in Northmoor in 2019?"),
        (ADOPTED, "In 2018/19?", "How many children were adopted in Oakford in 2018/19?"),
        (ADOPTED, "And in Northmoor and Ashby?", "How many children were adopted in Northmoor and Ashby in 2016?"),
        (VACANCY, "and the year before?", "What was the vacancy rate in Oakford in 2015/16?"),
        (VACANCY, "And the year after that in Ashby?", "What was the vacancy rate in Ashby in 2017/18?"),
        (CARERS, "And agency staff?", "How many agency staff does Oakford have?"),
        (CARERS, "How many of them are new?", "How many of the foster carers are new in Oakford?"),
        (VACANCY, "Is it higher in Northmoor?", "Is the vacancy rate higher in Northmoor in 2016/17?"),
        (
            "In the 2016 inspection in Oakford, what did inspectors say about leadership?",
            "And about adoption?",
            "In the 2016 inspection in Oakford, what did inspectors say about adoption?",
        ),
        (
            "In the 2016 inspection in Oakford, what did inspectors say about leadership?",
            "And for adoption: which grade?",
            "In the 2016 inspection in Oakford, for adoption: which grade?",
        ),
        (
            "What was the Oakford board's total income in 2016/17?",
            "And what did it spend on training?",
            "What did the Oakford board spend on training in 2016/17?",
        ),
        (
            VACANCY,
            "How does that compare with England?",
            "What was the vacancy rate in Oakford in 2016/17 – how does that compare with England?",
        ),
        ("How did the rate change in Oakford?", "Why?", "Why did the rate change in Oakford?"),
        ("Did the rate fall in Oakford?", "And why is that?", "Why did the rate fall in Oakford?"),
        (ADOPTED, "why", "What is the reason for this: how many children were adopted in Oakford in 2016?"),
    ],
)
def test_follow_up_is_understood_as_a_whole_question(before: str, question: str, understood: str) -> None:
    assert whole(question, before) == understood


def test_topic_is_carried_over_turns_that_leaned_back_themselves() -> None:
    assert whole("And the one before that?", ADOPTED, "What about the year before?") == (
        "How many children were adopted in Oakford in 2014?"
    )
    assert whole("and in 2018?", ADOPTED, "And in Northmoor?") == "How many children were adopted in Northmoor in 2018?"


def test_year_before_is_counted_from_the_answer_where_no_question_named_one() -> None:
    before = "What was the vacancy rate in Oakford?"
    assert whole("the year before?", before, answer="It was 12% in 2017.") == f"{before[:-1]} in 2016?"


@pytest.mark.parametrize(
    "question",
    [
        "What is the vacancy rate of social workers in Northmoor in 2018?",
        "How many family hubs are there?",
        "How many looked after children had their teeth checked in Ashby?",
        "Which schools that were inspected in Ashby are good?",
        "Why did the board meet more often in Northmoor?",
    ],
)
def test_question_of_its_own_takes_nothing_over(question: str) -> None:
    assert whole(question, ADOPTED) == question
    assert not leans_back(question, PLACES)


def test_new_question_ends_the_topic_before_it() -> None:
    assert whole("And in Ashby?", ADOPTED, CARERS) == "How many foster carers does Ashby have?"


def test_turn_without_a_topic_gives_none() -> None:
    assert whole("how many hubs are there in Oakford?", "hello") == "how many hubs are there in Oakford?"
    assert whole("And in Northmoor?", "") == "And in Northmoor?"


def test_name_within_another_word_is_not_exchanged() -> None:
    before = "When did Oakford start its Oakford-style scheme?"
    assert whole("And Northmoor?", before) == "When did Northmoor start its Oakford-style scheme?"
