import json
from dataclasses import replace
from pathlib import Path

import pytest

from service.doubts import DOUBTS, TOLD
from service.engine import Engine
from service.evidence import SIGNALS
from service.logistic import Logistic
from service.ranker import DATA, Ranker, default_ranker


def test_shipped_numbers_fit_the_program_s_signals() -> None:
    ranker = default_ranker()
    assert ranker.evidence.inputs == SIGNALS
    assert ranker.told.inputs == TOLD
    assert ranker.right.inputs == DOUBTS
    assert 0.0 < ranker.threshold < 1.0


@pytest.mark.parametrize("part", ["evidence", "told", "right"])
def test_numbers_of_other_signals_are_refused(part: str, tmp_path: Path) -> None:
    data = json.loads(DATA.read_text())
    data[part]["inputs"][0] = "another"
    path = tmp_path / "ranker.json"
    path.write_text(json.dumps(data))
    with pytest.raises(ValueError, match="make fit"):
        Ranker.load(path)


def test_probability_is_that_of_the_logistic_curve() -> None:
    logistic = Logistic(("a", "b"), (1.0, 0.0), (2.0, 1.0), (1.0, -1.0), 0.5)
    assert logistic.probabilities([[1.0, 0.5], [3.0, 0.0]]) == pytest.approx([0.5, 1 / (1 + 2.718281828**-1.5)])


def test_evidence_is_ranked_best_first_and_ties_keep_the_documents_order(small_engine: Engine) -> None:
    found = small_engine.find(small_engine.understand("family hubs in Oakford"))
    scores = [e.score for e in small_engine.ranker.rank(found)]
    assert scores == sorted(scores, reverse=True)
    flat = replace(small_engine.ranker.evidence, weights=(0.0,) * len(SIGNALS))
    level = replace(small_engine.ranker, evidence=flat).rank(found)
    assert [(e.document.id, e.unit.start) for e in level] == sorted((e.document.id, e.unit.start) for e in found)


def test_nothing_found_ranks_to_nothing(small_engine: Engine) -> None:
    assert small_engine.ranker.rank([]) == []


def test_question_that_the_shelf_answers_is_trusted_more(willing_engine: Engine) -> None:
    answered = willing_engine.ask("When did three new family hubs open in Oakford?").confidence
    assert answered > willing_engine.ask("How many family hubs in Oakford employ a bus driver?").confidence


def test_confidence_is_that_the_shelf_tells_and_that_the_draft_is_right(small_engine: Engine) -> None:
    asked = small_engine.understand("When did three new family hubs open in Oakford?")
    ranked = small_engine.ranker.rank(small_engine.find(asked))
    even = replace(small_engine.ranker.right, weights=(0.0,) * len(DOUBTS), intercept=0.0)
    judged = replace(small_engine.ranker, right=even).judge(asked, ranked, "Three hubs opened in May 2021.")
    assert 0.0 < judged.told < 1.0
    assert judged.confidence == pytest.approx(judged.told / 2)
