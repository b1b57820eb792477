import pytest
from hypothesis import given
from hypothesis import strategies as some

from indexer.sentences import split_sentences
from tests.indexer.reading import texts


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


def test_sentences_end_at_full_stops_question_marks_and_exclamations() -> None:
    assert sentences("Are they safe? Yes! Most are. ") == ["Are they safe?", "Yes!", "Most are."]


@pytest.mark.parametrize(
    "text",
    [
        "It rose by 7.8% e.g. Peterborough doubled.",
        "The chair, Dr. Russell Wate, left.",
        "The review by J. Smith was published.",
        "The fig. 3 of Rev. Jones shows it.",
        "Version 2.1 was used for 1.5 years.",
        "We met at no. 12 Mill Lane.",
    ],
)
def test_full_stop_within_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


def test_closing_quotes_and_brackets_stay_with_their_sentence() -> None:
    assert sentences("They said “it works.” Others (see above.) A third group left.") == [
        "They said “it works.”",
        "Others (see above.)",
        "A third group left.",
    ]


def test_sentence_that_opens_with_a_figure_or_a_currency_is_one_of_its_own() -> None:
    assert sentences("Costs rose. £1.2m was spent. 14 left.") == ["Costs rose.", "£1.2m was spent.", "14 left."]


def test_only_the_asked_part_of_a_text_is_split() -> None:
    text = "Before. Here one. Here two. After."
    start, end = text.index("Here"), text.index(" After")
    assert [text[a:b] for a, b in split_sentences(text, start, end)] == ["Here one.", "Here two."]


@given(texts, some.integers(0, 40))
def test_sentences_cover_the_text_in_order_and_are_trimmed(text: str, start: int) -> None:
    position = min(start, len(text))
    for begin, end in split_sentences(text, position, len(text)):
        assert not text[position:begin].strip()
        assert text[begin:end] == text[begin:end].strip() != ""
        position = end
    assert not text[position:].strip()


def test_answer_on_its_question_s_line_stays_with_it() -> None:
    assert sentences("Have the costs been cleared? Yes") == ["Have the costs been cleared? Yes"]
