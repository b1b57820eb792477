"""What a search is worth: known lists with known figures."""

import math
import sys

import pytest

from eval.errors import EvalError
from eval.scoring.retrieval import measures


def test_figures_of_a_ranked_list_are_those_worked_out_by_hand() -> None:
    qrels = {"q": {"a": 1, "b": 1, "c": 0, "x": -1}}

    found = measures(qrels, {"q": ["c", "a", "x", "y", "z", "b"]})

    ideal = 1 + 1 / math.log2(3)
    assert found["q"] == pytest.approx(
        {
            "recall@1": 0.0,
            "recall@5": 0.5,
            "recall@10": 1.0,
            "mrr@10": 0.5,
            "ndcg@10": (1 / math.log2(3) + 1 / math.log2(7)) / ideal,
        }
    )


def test_what_comes_after_the_tenth_counts_for_nothing_and_what_comes_twice_counts_once() -> None:
    qrels = {"late": {"a": 1}, "twice": {"a": 1}}
    many = [f"d{number}" for number in range(10)]

    found = measures(qrels, {"late": [*many, "a"], "twice": ["x"] * 5 + ["a"]})

    assert set(found["late"].values()) == {0.0}
    assert found["twice"]["mrr@10"] == 0.5
    assert found["twice"]["recall@5"] == 1.0


def test_higher_grades_are_worth_more() -> None:
    found = measures({"q": {"a": 2, "b": 1}}, {"q": ["b", "a"]})

    assert found["q"]["ndcg@10"] == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))


def test_the_order_is_the_lists_and_not_that_of_the_names() -> None:
    names = [f"d{number}" for number in range(9, -1, -1)]

    assert measures({"q": {"d9": 1}}, {"q": names})["q"]["mrr@10"] == 1.0
    assert measures({"q": {"d0": 1}}, {"q": names})["q"]["mrr@10"] == 0.1


def test_a_question_without_a_run_has_nothing_and_one_without_a_relevant_document_is_left_out() -> None:
    found = measures({"asked": {"a": 1}, "lost": {"a": 1}, "empty": {"a": 0}}, {"asked": ["a"], "lost": []})

    assert set(found) == {"asked", "lost"}
    assert set(found["asked"].values()) == {1.0}
    assert set(found["lost"].values()) == {0.0}
    assert set(measures({"lost": {"a": 1}}, {})["lost"].values()) == {0.0}
    assert measures({}, {}) == {}


def test_without_the_library_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)

    with pytest.raises(EvalError, match=r'pip install -e "\.\[eval\]"'):
        measures({"q": {"a": 1}}, {"q": ["a"]})
