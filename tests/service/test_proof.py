"""Nothing that is not in the cited words may be said."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from indexer import Document
from service.answering.draft import Draft, DraftStatement, Quote
from service.proof import holds, proven
from service.words import words

TEXT = "EARLY HELP\n\nThree new family hubs opened in 2018. In all, 1,204 families were helped, or 7.8%.\n"
DOCUMENT = Document("d", "d.txt", "Annual Report", "txt", "", place="Oakford", period="2018/19")


def statement(said: str, quoted: str, frame: tuple[str, ...] = ()) -> DraftStatement:
    start = TEXT.index(quoted)
    return DraftStatement(said, (Quote("d", start, start + len(quoted), ("EARLY HELP",), 0.9),), "quoted", frame)


def is_proven(one: DraftStatement) -> bool:
    return holds(one, lambda _: TEXT, lambda key: DOCUMENT if key == "d" else None)


SENTENCE = "Three new family hubs opened in 2018."
FIGURES = "In all, 1,204 families were helped, or 7.8%."


@pytest.mark.parametrize(
    ("said", "quoted", "frame"),
    [
        (SENTENCE, SENTENCE, ()),
        ("Three family hubs opened.", SENTENCE, ()),
        ("1204 families were helped.", FIGURES, ()),
        ("Oakford, 2018/19: three new family hubs opened.", SENTENCE, ("Oakford, 2018/19",)),
        ("EARLY HELP: three new family hubs opened.", SENTENCE, ("EARLY HELP",)),
    ],
)
def test_what_the_quote_says_is_proven(said: str, quoted: str, frame: tuple[str, ...]) -> None:
    assert is_proven(statement(said, quoted, frame))


@pytest.mark.parametrize(
    ("said", "quoted", "frame"),
    [
        ("Four new family hubs opened in 2018.", SENTENCE, ()),
        ("Three new family hubs opened in 2019.", SENTENCE, ()),
        ("1,205 families were helped.", FIGURES, ()),
        ("78% were helped.", FIGURES, ()),
        ("Three new family hubs closed in 2018.", SENTENCE, ()),
        ("Northmoor: three new family hubs opened.", SENTENCE, ("Northmoor",)),
        ("Oakford: three new family hubs opened.", SENTENCE, ()),
        ("In 2018 1,204 families were helped.", FIGURES, ()),
        ("", SENTENCE, ()),
        ("...", "\n\n", ()),
    ],
)
def test_what_the_quote_does_not_say_is_not_proven(said: str, quoted: str, frame: tuple[str, ...]) -> None:
    assert not is_proven(statement(said, quoted, frame))


@given(some.decimals(0, 99_999, places=1, allow_nan=False).map(str) | some.integers(0, 99_999).map(str))
def test_number_that_is_not_in_the_quote_is_never_proven(number: str) -> None:
    assume(not set(words(number)) <= set(words(FIGURES)))
    assert not is_proven(statement(f"{number} families were helped.", FIGURES))


@pytest.mark.parametrize("span", [(-1, 4), (5, 5), (9, 3), (0, 10_000)])
def test_quote_outside_its_document_proves_nothing(span: tuple[int, int]) -> None:
    assert not is_proven(DraftStatement("EARLY HELP", (Quote("d", *span, (), 1.0),), "quoted"))


def test_statement_without_a_quote_or_of_an_unknown_document_is_not_proven() -> None:
    good = statement(SENTENCE, SENTENCE)
    assert not is_proven(replace(good, quotes=()))
    assert not is_proven(replace(good, quotes=(replace(good.quotes[0], document_id="gone"),)))


def test_only_the_proven_statements_of_a_draft_are_kept() -> None:
    good, bad = statement(SENTENCE, SENTENCE), statement("Five hubs opened.", SENTENCE)
    assert proven(Draft("lookup", (bad, good)), lambda _: TEXT, lambda _: DOCUMENT) == (good,)


def computed(said: str, calculation: str, quoted: str = FIGURES) -> DraftStatement:
    return replace(statement(said, quoted), support="computed", calculation=calculation)


@pytest.mark.parametrize(
    ("said", "calculation"),
    [
        ("1,204 rose by 1,196.2 (1,204 − 7.8).", "1,204 − 7.8 = 1,196.2"),
        ("7.8 is 1,196.2 lower than 1,204.", "7.8 − 1,204 = −1,196.2"),
        ("Highest: 1,204.", "max(1,204, 7.8) = 1,204"),
        ("The difference is 0.", "7.8 − 7.8 = 0"),
    ],
)
def test_what_a_calculation_gives_is_proven(said: str, calculation: str) -> None:
    assert is_proven(computed(said, calculation))


@pytest.mark.parametrize(
    ("said", "calculation"),
    [
        ("1,204 rose by 1,200 (1,204 − 7.8).", "1,204 − 7.8 = 1,200"),  # wrongly worked out
        ("1,204 rose by 1,202 (1,204 − 2).", "1,204 − 2 = 1,202"),  # an operand that is not cited
        ("1,204 fell by 1,196.2.", "1,204 − 7.8 = 1,196.2"),  # the wrong direction
        ("1,204 is the same as 7.8.", "1,204 − 7.8 = 1,196.2"),
        ("Lowest: 1,204 rose.", "max(1,204, 7.8) = 1,204"),  # no difference, so nothing rose
        ("Crime rose by 1,196.2.", "1,204 − 7.8 = 1,196.2"),  # a word of nobody's
        ("1,204 rose by 1,196.3.", "1,204 − 7.8 = 1,196.2"),  # says another result
        ("1,204 families.", "about 1,204"),  # cannot be read
    ],
)
def test_what_a_calculation_does_not_give_is_not_proven(said: str, calculation: str) -> None:
    assert not is_proven(computed(said, calculation))


def test_words_of_a_calculation_need_one() -> None:
    assert not is_proven(replace(statement("1,204 rose.", FIGURES), support="computed"))
