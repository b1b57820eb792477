import pytest

from service.parts import parts_of
from service.places import Places

PLACES = Places.of(["Oakford", "Northmoor"])


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "When did the triage scheme open in Oakford and who pays for it?",
            ("When did the triage scheme open in Oakford?", "who pays for it"),
        ),
        (
            "How many foster carers did Oakford have in 2015/16, and what percentage of them left the service?",
            (
                "How many foster carers did Oakford have in 2015/16?",
                "What percentage of the foster carers left the service in Oakford in 2015/16?",
            ),
        ),
        (
            "What held up the visits in Oakford in early 2016/17, in Northmoor in summer 2016 and in Oakford in 2021?",
            (
                "What held up the visits in Oakford in early 2016/17?",
                "What held up the visits in Northmoor in summer 2016?",
                "What held up the visits in Oakford in 2021?",
            ),
        ),
        (
            "What share of pupils were absent in Oakford and in Northmoor in 2018?",
            (
                "What share of pupils were absent in Oakford in 2018?",
                "What share of pupils were absent in Northmoor in 2018?",
            ),
        ),
    ],
)
def test_separate_things_become_questions_of_their_own(question: str, parts: tuple[str, ...]) -> None:
    found = parts_of(question, PLACES)
    assert len(found) == len(parts)
    for own, wanted in zip(found, parts, strict=True):
        assert wanted.rstrip("?") in own


@pytest.mark.parametrize(
    "question",
    [
        "How many children were adopted in Oakford?",
        "Did visits in Oakford rise or fall, and by how much?",
        "Who leads the board and since when?",
        "How did the rate change between 2016 and 2018 in Oakford?",
        "What do staff say about how cases are shared and how visits are planned?",
        "What percentage of pupils passed reading, writing and maths?",
        "How many children, and young people, were helped?",
        "Which measures are better in Oakford than in Northmoor?",
        "",
        "and",
    ],
)
def test_question_for_one_thing_stays_whole(question: str) -> None:
    assert parts_of(question, PLACES) == (question,)
