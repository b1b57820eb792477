"""Sentences that must pass and that must fail, against small pieces of evidence."""

import pytest

from service.kinds import kind_of
from service.llm.checking import Checker
from service.llm.sentences import sentences
from service.question import Question
from tests.fakes import FakeEncoder
from tests.service.llm.making import piece, row

PLACES = ("Oakford", "Northmoor", "Ashby")
HUBS = piece(
    1,
    "Three new family hubs opened in Oakford in September 2018. Each is open on five days a week and has a health"
    " visitor.",
    section=("Early help",),
)
MOVES = piece(
    2,
    "In the year 9.4% of looked after children had three or more placements, compared with 12.1% a year before.",
    section=("Placements",),
)
WAITS = piece(
    3,
    "Waiting times for parenting courses fell from eleven weeks to four weeks, because the board paid for two more"
    " trainers.",
)
STAFF = piece(4, "Caseloads rose to 16 while vacancies fell to 14. The principal social worker is Maria Lund.")
PLANS = piece(5, "The board plans to open two further hubs. Not all visits were completed on time.")
MONEY = piece(6, "The service spent £1.76 million and overspent by more than £911k, nearly all of it on agency staff.")
ON_TIME = row(
    7,
    "Single assessments completed within 45 days",
    {"2018": "71.2%", "2019": "78.6%", "2020": "88.3%"},
    lead="Timeliness of assessments and visits",
)
SIDES = row(8, "Agency rate", {"Northmoor": "10.7", "England": "16.1"}, lead="Agency social workers (%)")
GRADE = piece(9, "Services for children require improvement to be good.", place="Ashby", title="Inspection of Ashby")
STAFF_NORTH = piece(
    10, "Agency social workers filled 22 posts.", place="Northmoor", title="Northmoor Performance Report"
)
STAFF_OAK = piece(11, "Agency social workers filled 14 posts.")
ALL = (HUBS, MOVES, WAITS, STAFF, PLANS, MONEY, ON_TIME, SIDES, GRADE, STAFF_NORTH, STAFF_OAK)


def question(text: str) -> Question:
    return Question(text, text, kind_of(text), (), (), (), (), None)


def faults(text: str, asked: str = "") -> list[str | None]:
    checker = Checker(ALL, FakeEncoder(), question(asked), PLACES)
    return [checker.fault(sentence) for sentence in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Three family hubs opened in Oakford in September 2018 [1].",
        "In 2018/19 three new family hubs opened in Oakford, in September 2018 [1].",
        "In Oakford, 3 new family hubs opened in September 2018 [1].",
        "The hubs are open five days a week [1].",
        "In 2018/19, 9.4% of looked after children had three or more placements, against 12.1% a year before [2].",
        "Waiting times for parenting courses fell from 11 weeks to 4 weeks [3].",
        "Waiting times fell because the board paid for two more trainers [3].",
        "Vacancies fell to 14 [4].",
        "The principal social worker is Maria Lund [4].",
        "The board plans to open two further hubs [5].",
        "The service spent £1,760,000 [6].",
        "It overspent by more than £911,000 [6].",
        "In Northmoor 78.6% of single assessments were completed within 45 days in 2019 [7].",
        "Single assessments completed within 45 days rose from 71.2% in 2018 to 88.3% in 2020 [7].",
        "In 2018 71.2% of single assessments were completed within 45 days, in 2020 88.3% [7].",
        "Northmoor's agency rate was 10.7%, against 16.1 in England [8].",
        "Services for children require improvement to be good [9].",
        "Agency social workers filled 22 posts in Northmoor and 14 posts in Oakford [10][11].",
        "In Oakford agency social workers filled 14 posts, in Northmoor 22 posts [10][11].",
    ],
)
def test_sentence_that_its_quote_bears_out_passes(text: str) -> None:
    assert faults(text) == [None]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Three family hubs opened in Oakford in September 2018.", "no mark"),
        ("Three family hubs opened in Oakford in September 2018 [12].", "mark to nowhere"),
        ("Three family hubs opened in Oakford in September 2018 [1][0].", "mark to nowhere"),
        ("Four family hubs opened in Oakford in September 2018 [1].", "number"),
        ("Three family hubs opened in Oakford in September 2019 [1].", "year"),
        ("Three family hubs opened in Northmoor in September 2018 [1].", "name"),
        ("Northmoor opened three family hubs in September 2018 [1].", "name"),
        ("Three family hubs opened in Oakford in October 2018 [1].", "name"),
        ("Three new family hubs opened in 2018/19 [2].", "words"),
        ("The principal social worker is Anna Berg [4].", "name"),
        ("Berg is the principal social worker [4].", "name"),
        ("Leeds opened three new family hubs in September 2018, each with a health visitor [1].", "name"),
        ("Caseloads rose to £16 [4].", "number"),
        ("Vacancies fell to 14% [4].", "number"),
        ("Three new family hubs opened in Q3 [1].", "number"),
        ("Three new family hubs opened in 1.2.3 [1].", "number"),
        ('The board called this "three splendid new hubs" [1].', "verbatim"),
        ("The council invested heavily in libraries and swimming pools [1].", "words"),
        ("The service overspent by £91,100 [6].", "number"),
        ("The service overspent by £911,000 [6].", "bound"),
        ("The service overspent by less than £911,000 [6].", "bound"),
        ("In the year 9.4% of looked after children had three placements [2].", "bound"),
        ("Waiting times for parenting courses rose from eleven weeks to four weeks [3].", "direction"),
        ("Waiting times for parenting courses fell from four weeks to eleven weeks [3].", "direction"),
        ("Caseloads fell to 16 [4].", "direction"),
        ("The board opened two further hubs [5].", "intention"),
        ("All visits were completed on time [5].", "negation"),
        ("Three new family hubs did not open in Oakford in September 2018 [1].", "negation"),
        ("Most family hubs opened in Oakford in September 2018 [1].", "quantity"),
        ("In Northmoor 71.2% of single assessments were completed within 45 days in 2019 [7].", "alignment"),
        ("In 2020 71.2% of single assessments were completed within 45 days [7].", "alignment"),
        ("England's agency rate was 10.7% [8].", "alignment"),
        ("Services for children are good and improved [9].", "direction"),
        ("Agency social workers filled 14 posts in Northmoor and 22 posts in Oakford [10][11].", "alignment"),
        ("In Oakford agency social workers filled 22 posts, in Northmoor 14 posts [10][11].", "alignment"),
        ("Three family hubs opened, see https://example.org/hubs [1].", "foreign"),
        ("Three family hubs opened <b>in Oakford</b> [1].", "foreign"),
        (f"Three family hubs opened in Oakford {'and in Oakford ' * 30}[1].", "length"),
    ],
)
def test_sentence_that_its_quote_does_not_bear_out_fails(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_words_of_the_question_alone_prove_nothing() -> None:
    closed = "The new family hubs in Oakford are closed [1]."
    assert faults(closed, "When did the new family hubs in Oakford open?") == ["words"]
    assert faults(closed, "Are the new family hubs in Oakford closed?") == ["words"]
    more = "The new family hubs in Oakford are closed and have a health visitor [1]."
    assert faults(more, "Are the new family hubs in Oakford closed?") == ["words"]
    assert faults("The new family hubs in Oakford have a health visitor [1].", "Who works in hubs?") == [None]


def test_vectors_have_a_say_where_words_do_not_tell() -> None:
    class Elsewhere(FakeEncoder):
        """Finds no text near another."""

        def encode_query(self, text: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
            vector = super().encode_query(text) * 0
            vector[len(text) % self.dimension] = 1.0
            return vector

    found = sentences("The hubs are open five days a week [1].")
    assert Checker(ALL, Elsewhere(), question(""), PLACES).fault(found[0]) == "vector"
