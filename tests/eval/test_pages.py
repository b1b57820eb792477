"""Page accuracy, on citations whose pages are known."""

import pytest

from eval.scoring.pages import page_accuracy
from eval.types import Evidence, Question, Quoted, Reply, TimedReply

TEXT = " ".join(f"word{number}" for number in range(200))
QUOTE = " ".join(f"word{number}" for number in range(50, 60))
NEIGHBOUR = " ".join(f"word{number}" for number in range(56, 66))
ELSEWHERE = " ".join(f"word{number}" for number in range(100, 110))


def question(question_id: str = "q", page: int | None = 3, answerable: bool = True) -> Question:
    evidence = (Evidence("a.pdf", QUOTE, page=page),)
    return Question(question_id, "?", "lookup", "easy", answerable, "", evidence=evidence)


def reply(*citations: Quoted) -> TimedReply:
    return TimedReply(Reply("Nine.", True, citations))


@pytest.mark.parametrize("texts", [{"a.pdf": TEXT}, {}], ids=["by span", "by words alone"])
def test_only_citations_at_the_evidence_count_and_their_pages_must_hold_its_page(texts: dict[str, str]) -> None:
    right = Quoted("a.pdf", QUOTE.replace(" ", "\n"), 3, 3)
    across = Quoted("a.pdf", NEIGHBOUR, 2, 3)
    wrong = Quoted("a.pdf", QUOTE, 4, 5)
    untold = Quoted("a.pdf", QUOTE)
    aside = (Quoted("a.pdf", ELSEWHERE, 9, 9), Quoted("b.pdf", QUOTE, 9, 9), Quoted("a.pdf", " ", 9, 9))

    found = page_accuracy([question()], {"q": reply(right, across, wrong, untold, *aside)}, texts)

    assert found is not None
    assert found.value == 0.5


@pytest.mark.parametrize("texts", [{"a.pdf": TEXT}, {}], ids=["by span", "by words alone"])
def test_a_quote_that_shares_less_than_a_third_of_the_evidence_is_not_at_its_place(texts: dict[str, str]) -> None:
    barely = " ".join(f"word{number}" for number in range(58, 68))

    found = page_accuracy([question()], {"q": reply(Quoted("a.pdf", barely, 3, 3))}, texts)

    assert found is not None
    assert found.value is None


def test_it_is_a_mean_over_the_questions_to_which_it_applies() -> None:
    questions = [question("one"), question("two", page=None), question("three"), question("four"), question("five")]
    good = reply(Quoted("a.pdf", QUOTE, 3))
    bad = reply(*(Quoted("a.pdf", QUOTE, 8, 9) for _ in range(3)))

    found = page_accuracy(questions, {"one": good, "two": good, "three": bad, "four": reply()}, {"a.pdf": TEXT})

    assert found is not None
    assert found.value == 0.5
    assert found.interval == (0.0, 1.0)


def test_without_evidence_that_has_a_page_there_is_no_such_figure() -> None:
    questions = [question(page=None), question("unanswerable", answerable=False)]
    assert page_accuracy(questions, {"q": reply(Quoted("a.pdf", QUOTE, 3, 3))}, {"a.pdf": TEXT}) is None
