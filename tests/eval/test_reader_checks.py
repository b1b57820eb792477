"""The figures of the reader's check, on small made-up material."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.fitting.fit import Example
from eval.reader.documents import Said, ask, cross_validated, curve, matches, mixed_texts, prose_texts, refusals
from eval.reader.held_out import bm25, rank, separation, windows
from eval.reader.records import Candidate, Record
from eval.reader.shelf import place
from eval.types import Question
from indexer import Document, Passage, Unit
from service.evidence import SIGNALS, Evidence
from service.evidence import Candidate as Found
from service.places import Places
from service.question import read_question
from service.reader import CrossEncoder, Reading
from service.rereading import text_of
from service.vocabulary import Vocabulary


class NumberReader(CrossEncoder):
    """Takes the text with the most digits for the right one, and its first number for the answer."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def read(self, question: str, texts: Sequence[str], limit: int = 160) -> list[Reading]:
        assert limit <= 160
        self.asked += [(question, text) for text in texts]
        found = []
        for text in texts:
            number = re.search(r"\d[\d.]*\d|\d", text)
            digits = sum(c.isdigit() for c in text)
            found.append(Reading(digits, number.span() if number else None, 0.9, 0.1 if number else 0.95))
        return found


def test_words_rank_by_bm25() -> None:
    score = bm25(["foster carers left", "roads were mended", "carers of roads"])
    scores = score("Which foster carers?", ["foster carers left", "carers of roads", "roads were mended"])
    assert scores[0] > scores[1] > scores[2] == 0.0


def test_held_out_questions_are_ranked_within_one_kind() -> None:
    candidates = (
        Candidate("It rained on harbours.", False, "sentence"),
        Candidate("It was 1807.", True, "sentence"),
        Candidate("Number 18070000 is a passage.", False, "passage"),
    )
    one = Record("qed", "1", "When did it rain on harbours?", True, ("1807",), candidates, "It was 1807.", 7)
    none = Record("qed", "2", "Who?", False, (), candidates, "It rained.", None)
    found = rank([one, none], NumberReader(), None)
    assert [(r.set, r.kind, r.right) for r in found] == [("qed", "sentence", {"words": [0.0], "reader": [1.0]})]
    (window,) = windows([one, none], NumberReader())
    assert (window.exact, window.overlap, window.answered, window.unanswered) == ([1.0], [1.0], [0.1], [0.95])


def test_separation_is_the_area_under_the_curve() -> None:
    assert separation([0.1, 0.5], [0.5, 0.9]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)


def test_texts_are_cut_from_prose_and_tables() -> None:
    assert prose_texts("One. Two. Three. Four.\n\nFive.") == ["One. Two. Three.", "Two. Three. Four.", "Five."]
    table = "Sales rose. They fell.\n\n|  | 2018 | 2019 |\n| --- | --- | --- |\n| Total | 4 | 5 |\n"
    assert mixed_texts(table) == ["Sales rose.", "They fell.", "Total | 2018: 4 | 2019: 5"]


def test_an_answer_matches_as_whole_words_and_with_little_else() -> None:
    assert matches("about $1,202.9 in all", ["$1,202.9"])
    assert not matches("1202.95", ["1,202.9"])
    assert not matches("word " * 60 + "nine", ["nine"])


def test_questions_are_put_to_their_own_document(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("The fort fell in 1415. It was small.", encoding="utf-8")
    (tmp_path / "docs" / "b.txt").write_text("Nothing was counted there.", encoding="utf-8")
    questions = [
        {"question": "When?", "answerable": True, "answers": ["1415"], "meta": {"doc": "a.txt"}},
        {"question": "How many?", "answerable": False, "answers": [], "meta": {"doc": "b.txt"}},
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    said = ask(tmp_path, NumberReader(), prose_texts, lambda _: True)
    assert [(s.answer, s.right) for s in said] == [("1415", True), ("", False)]
    assert said[0].trust > said[1].trust


def made_up(trusts: Sequence[tuple[float, bool]]) -> list[Said]:
    return [Said({"answerable": answerable}, "", "", trust, answerable) for trust, answerable in trusts]


def test_refusals_are_counted_at_a_threshold() -> None:
    found = refusals(made_up([(0.1, False), (0.2, True), (0.3, False), (0.9, True)]), 0.25)
    assert (found.precision, found.recall, found.answered_right) == (0.5, 0.5, 0.5)


def test_the_threshold_comes_from_the_other_folds() -> None:
    found = made_up([(float(n), n >= 30) for n in range(60)])
    assert cross_validated(found, 0.9).precision > 0.85
    assert cross_validated(found, 0.9).recall == 1.0
    shares = [at.recall for at in curve(found)]
    assert shares == sorted(shares)


def evidence(text: str, place_in_order: int, score: float) -> Evidence:
    document = Document("d", "d.txt", "Report", "txt", "0", place="Long Wick", period="2017")
    unit = Unit("sentence", 0, len(text), text, "By age")
    passage = Passage("d", 0, "prose", 0, len(text), ("Care",), "", text, (unit,))
    signals = (score, *(0.0 for _ in SIGNALS[1:]))
    return Evidence(unit, Found(passage, document, 0.0, 0.0, place_in_order), signals)


def test_the_reader_gets_a_unit_with_what_leads_it() -> None:
    assert text_of(evidence("It fell.", 0, 0.5)) == "Long Wick 2017. Care. By age. It fell."


def test_gold_is_placed_with_and_without_the_reader() -> None:
    asked = read_question("How many carers?", (), Vocabulary.of([]), lambda _: 1.0, Places.of([]))
    random = np.random.default_rng(0)
    examples = []
    for number in range(20):
        found = tuple(evidence(text, i, random.random()) for i, text in enumerate(("Few.", "1234 carers.", "Many.")))
        question = Question(f"q{number}", "How many carers?", "lookup", "easy", True, "1234")
        examples.append(Example(question, asked, found, (False, True, False), number % 10))
    placed = {p.name: np.mean([v for v in p.found[1] if v is not None]) for p in place(examples, NumberReader(), 3)}
    assert placed["ranker"] < 0.8
    assert placed["relevance"] == placed["score and reader"] == placed["signals and reader"] == 1.0
