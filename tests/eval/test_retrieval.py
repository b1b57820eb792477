"""What a search is worth: known lists with known figures."""

import math
import sys

import pytest

from eval.errors import EvalError
from eval.scoring.retrieval import found_evidence, measures, retrieval_figures, search_figures
from eval.types import Evidence, Question, Quoted, Reply, TimedReply

TEXT = " ".join(f"word{number}" for number in range(400))
TEXTS = {"a.txt": TEXT, "b.txt": TEXT}


def stretch(start: int, end: int) -> str:
    return " ".join(f"word{number}" for number in range(start, end))


def passage(start: int, end: int, source: str = "a.txt") -> Quoted:
    return Quoted(source, stretch(start, end))


def question(*evidence: Evidence, question_id: str = "q", answerable: bool = True) -> Question:
    return Question(question_id, "?", "lookup", "easy", answerable, "", evidence=evidence)


def place(start: int, end: int, alternative: bool = False, document: str = "a.txt") -> Evidence:
    return Evidence(document, stretch(start, end), alternative=alternative)


def searched(*passages: Quoted) -> dict[str, TimedReply]:
    return {"q": TimedReply(Reply("", False), retrieved=passages)}


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


def test_a_passage_meets_evidence_by_its_place_and_what_was_met_before_gains_nothing() -> None:
    asked = question(place(10, 20), place(50, 60))
    passages = [passage(200, 240), passage(0, 30), passage(5, 25), passage(10, 20, "b.txt"), passage(55, 80)]

    assert found_evidence(asked, passages, TEXTS) == ([0, 1, 0, 0, 1], 2)
    figures = search_figures([asked], searched(*passages), TEXTS)["q"]
    assert figures["recall@1"] == 0.0
    assert figures["recall@5"] == 1.0
    assert figures["mrr@10"] == 0.5
    assert figures["ndcg@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(6)) / (1 + 1 / math.log2(3)))


def test_a_passage_with_too_little_of_the_evidence_does_not_meet_it() -> None:
    assert found_evidence(question(place(10, 20)), [passage(18, 40)], TEXTS) == ([0], 1)


def test_a_passage_that_holds_two_pieces_of_evidence_counts_for_both() -> None:
    asked = question(place(10, 20), place(25, 35), place(300, 310))

    figures = search_figures([asked], searched(passage(0, 40)), TEXTS)["q"]

    assert figures["recall@1"] == pytest.approx(2 / 3)
    assert figures["recall@10"] == pytest.approx(2 / 3)
    assert figures["mrr@10"] == 1.0
    assert figures["ndcg@10"] == pytest.approx(2 / (2 + 1 / math.log2(3)))


def test_everything_at_the_top_is_worth_one_in_one_passage_or_in_two() -> None:
    asked = question(place(10, 20), place(25, 35))

    assert set(search_figures([asked], searched(passage(0, 40)), TEXTS)["q"].values()) == {1.0}
    parted = search_figures([asked], searched(passage(0, 22), passage(24, 40)), TEXTS)["q"]
    assert parted == {"recall@1": 0.5, "recall@5": 1.0, "recall@10": 1.0, "mrr@10": 1.0, "ndcg@10": 1.0}


def test_alternatives_are_one_together_and_beside_several_pieces_of_evidence_they_are_not_asked_for() -> None:
    either = question(place(10, 20), place(100, 110, alternative=True))
    beside = question(place(10, 20), place(50, 60), place(100, 110, alternative=True))

    assert found_evidence(either, [passage(100, 110), passage(10, 20)], TEXTS) == ([1, 0], 1)
    assert found_evidence(beside, [passage(100, 110), passage(10, 20)], TEXTS) == ([0, 1], 2)


def test_figures_are_over_the_questions_to_which_they_apply() -> None:
    asked = [
        question(place(10, 20), question_id="hit"),
        question(place(10, 20), question_id="miss"),
        question(place(10, 20), question_id="not searched"),
        question(place(10, 20, document="c.pdf"), question_id="no text"),
        question(place(10, 20), question_id="unanswerable", answerable=False),
        question(question_id="no evidence"),
        question(place(10, 20), question_id="no reply"),
    ]
    reply = Reply("", False)
    replies = {q.id: TimedReply(reply, retrieved=(passage(10, 20),)) for q in asked if q.id != "no reply"}
    replies["miss"] = TimedReply(reply, retrieved=())
    replies["not searched"] = TimedReply(reply)

    found = retrieval_figures(asked, replies, TEXTS)

    assert {name: extra.value for name, extra in found.items()} == dict.fromkeys(found, 0.5)
    assert found["recall@5"].interval == (0.0, 1.0)
    assert list(found) == ["recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10"]


def test_without_a_search_there_are_no_figures_and_no_library_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)

    assert retrieval_figures([question(place(10, 20))], {"q": TimedReply(Reply("", False))}, TEXTS) == {}


def test_a_search_of_which_nothing_can_be_judged_has_no_figures() -> None:
    assert retrieval_figures([question()], searched(passage(10, 20)), TEXTS) == {}
