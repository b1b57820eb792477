import pytest
from hypothesis import given
from hypothesis import strategies as some

from service.history import with_history
from service.periods import Period, years_in
from service.persona import without_persona
from service.places import Places
from service.question import Question, read_question
from service.types import Turn
from service.vocabulary import Vocabulary
from service.words import stems

PLACES = Places.of(["Oakford", "Northmoor"])
VOCABULARY = Vocabulary.of([["children in care", "looked after children"], ["agency staff", "locums"]])


def rarity(stemmed: str) -> float:
    return 0.0 if stemmed.startswith("unicorn") else 3.0


def read(text: str, *history: tuple[str, str]) -> Question:
    return read_question(text, [Turn(*turn) for turn in history], VOCABULARY, rarity, PLACES)


def test_places_and_years_of_the_shelf_are_recognised() -> None:
    question = read("How many children were adopted in Oakford in 2016/17?")
    assert question.places == ("Oakford",)
    assert question.years == (2016, 2017)


def test_place_and_year_are_no_topics() -> None:
    assert [term.text for term in read("adoptions in Oakford in 2016").terms] == ["adoptions"]


def test_phrase_of_the_vocabulary_is_one_term_with_all_its_forms() -> None:
    (term,) = read("How many looked after children?").terms
    assert tuple(stems("children in care")) in term.forms


def test_possessive_is_known_by_the_word_that_it_is_of() -> None:
    def plain_only(word: str) -> float:
        return 0.0 if "'" in word else 3.0

    (term,) = read_question("What about the parent’s?", [], VOCABULARY, plain_only, PLACES).terms
    assert term.text == "parent" and term.known and term.weight == 3.0


def test_short_forms_of_small_words_are_no_topics() -> None:
    assert [term.text for term in read("Why don’t visits count, and who's late? I've asked.").terms] == [
        "visits", "count", "late", "asked",
    ]  # fmt: skip


def test_everyday_word_weighs_what_the_reports_word_for_it_weighs() -> None:
    vocabulary = Vocabulary.of([["hubs", "unicorn houses"]])
    (term,) = read_question("How many unicorn houses?", [], vocabulary, rarity, PLACES).terms
    assert term.known and term.weight == 3.0


def test_word_that_stands_in_no_report_is_unknown() -> None:
    terms = {term.text: term.known for term in read("How many unicorns were adopted?").terms}
    assert terms == {"unicorns": False, "adopted": True}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("in 2016", (2016,)),
        ("in 2016-17 and 2016/17", (2016, 2017)),
        ("between 2009 and 2011", (2009, 2011)),
        ("2009 to 2012", (2009, 2010, 2011, 2012)),
        ("1,2016 children", (2016,)),
        ("room 201", ()),
    ],
)
def test_years_are_read_with_their_spans(text: str, years: tuple[int, ...]) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize(
    "text",
    [
        "As a councillor, how many hubs opened?",
        "I sit on the scrutiny committee. how many hubs opened?",
        "Foster carer here: how many hubs opened?",
        "how many hubs opened?",
    ],
)
def test_who_asks_is_not_part_of_the_question(text: str) -> None:
    assert without_persona(text) == "how many hubs opened?"


def test_follow_up_takes_over_the_topic_and_leaves_what_it_replaces() -> None:
    question = read("And in Northmoor in 2019?", ("How many children were adopted in Oakford in 2016?", "12"))
    assert "adopted" in question.standalone
    assert question.places == ("Northmoor",)
    assert question.years == (2019,)


def test_turn_before_that_leaves_nothing_is_not_put_in_front() -> None:
    for before in ("", "Oakford?", "In Oakford, 2016"):
        assert not with_history("And in Northmoor in 2017?", [Turn(before, "")], PLACES).startswith(" ")
    assert with_history("And in Northmoor?", [Turn("Oakford?", "")], PLACES) == "And in Northmoor?"


def test_question_that_stands_alone_takes_nothing_over() -> None:
    text = "What percentage of initial health assessments took place within twenty days?"
    assert with_history(text, [Turn("How many hubs opened in Oakford?", "3")], PLACES) == text


@given(some.text(max_size=80), some.lists(some.tuples(some.text(max_size=30), some.text(max_size=10)), max_size=2))
def test_any_text_is_read(text: str, history: list[tuple[str, str]]) -> None:
    question = read(text, *history)
    assert question.text == text
    assert question.weight > 0


def test_place_within_a_phrase_of_the_vocabulary_is_no_topic() -> None:
    vocabulary = Vocabulary.of([["Oakford County Council", "OCC"]])
    question = read_question("How many cars does Oakford County Council own?", [], vocabulary, rarity, PLACES)
    assert [term.text for term in question.terms] == ["cars", "county", "council"]


def test_follow_up_has_the_kind_of_its_own_words_or_else_of_the_question_before() -> None:
    before = ("How did adoptions in Oakford change since 2015?", "They rose.")
    assert read("And in Northmoor?", before).kind == "trend"
    assert read("Why?", before).kind == "why"
    assert read("What about Northmoor – higher or lower?", before).kind == "comparison"


def test_period_and_parts_are_read() -> None:
    question = read("How many children were adopted in Oakford since 2015, and how many hubs opened there in 2018?")
    assert question.parts[0] == "How many children were adopted in Oakford since 2015?"
    assert len(question.parts) == 2 and "hubs opened" in question.parts[1]
    assert read("How many hubs opened in Oakford since 2015?").period == Period(2015, None)


def test_last_year_is_seen_from_the_latest_report() -> None:
    question = read_question(
        "How many hubs opened last year?", [], VOCABULARY, rarity, PLACES, latest=lambda places: 2021 - len(places)
    )
    assert question.standalone == "How many hubs opened in 2020?" and question.years == (2020,)
