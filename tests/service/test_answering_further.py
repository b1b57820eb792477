"""Further evidence joins an answer where it says what the first leaves open, while the answer stays short."""

from dataclasses import replace

from service.answering.further import MAX_FIGURES, MAX_WORDS, is_short, with_further
from service.answering.prose import fact
from service.engine import Engine
from service.scope import admissible

TWO = "What is the average caseload of a social worker in Oakford, and who is the principal social worker?"


def test_second_thing_asked_is_told_from_its_own_sentence(willing_engine: Engine) -> None:
    answer = willing_engine.ask(TWO).answer
    assert "16 children" in answer and "Maria Lund" in answer


def test_what_says_nothing_more_is_left_out(willing_engine: Engine) -> None:
    answer = willing_engine.ask("Who is the principal social worker in Oakford?").answer
    assert "Maria Lund" in answer
    assert "family hubs" not in answer


def test_nothing_is_said_twice(small_engine: Engine) -> None:
    asked = small_engine.understand(TWO)
    ranked = admissible(asked, small_engine.ranker.rank(small_engine.find(asked)))
    statements = with_further(asked, ranked, [fact(evidence) for evidence in ranked[:3]])
    places = [(quote.document_id, quote.start) for statement in statements for quote in statement.quotes]
    assert len(places) == len(set(places))


def test_answer_is_short_by_words_and_by_figures(small_engine: Engine) -> None:
    asked = small_engine.understand(TWO)
    ranked = admissible(asked, small_engine.ranker.rank(small_engine.find(asked)))
    one = fact(ranked[0])
    assert is_short(asked, [one])
    words = len(one.text.split())
    assert not is_short(asked, [one] * (MAX_WORDS // words + 1))
    assert not is_short(asked, [replace(one, text=" ".join(str(n) for n in range(MAX_FIGURES + 1)))])
