import math

import pytest

from service.engine import Engine
from service.evidence import SIGNALS, Evidence, Matcher


def signals(evidence: Evidence) -> dict[str, float]:
    return dict(zip(SIGNALS, evidence.signals, strict=True))


def unit_with(engine: Engine, question: str, words: str) -> Evidence:
    return next(e for e in engine.find(engine.understand(question)) if words in e.unit.text)


def test_every_unit_of_the_found_passages_has_all_signals(small_engine: Engine) -> None:
    found = small_engine.find(small_engine.understand("How many family hubs opened in Oakford in 2018?"))
    assert found
    assert all(len(e.signals) == len(SIGNALS) and all(map(math.isfinite, e.signals)) for e in found)
    units = {(e.document.id, e.unit.start) for e in found}
    passages = {e.candidate.passage.id: e.candidate.passage for e in found}
    assert {(p.document_id, u.start) for p in passages.values() for u in p.units} == units


def test_sentence_that_says_more_of_the_question_has_more_of_it(small_engine: Engine) -> None:
    question = "How many posts were filled by agency social workers?"
    said = unit_with(small_engine, question, "14 posts")
    other = unit_with(small_engine, question, "average caseload")
    assert signals(said)["own"] > signals(other)["own"]


def test_wrong_place_and_missing_number_are_seen(small_engine: Engine) -> None:
    question = "How many children waited for adoption in Oakford?"
    elsewhere = unit_with(small_engine, question, "402 days")
    assert signals(elsewhere)["place_wrong"] == 1.0
    words = unit_with(small_engine, question, "Most children in care")
    assert signals(words)["place"] == signals(words)["number_missing"] == 1.0


@pytest.mark.parametrize(
    ("text", "covered"), [("children in care", 1.0), ("looked after children", 1.0), ("family hubs", 0.0)]
)
def test_text_covers_a_term_in_any_of_its_forms(small_engine: Engine, text: str, covered: float) -> None:
    assert Matcher(small_engine.understand("looked after children")).coverage(text) == covered
