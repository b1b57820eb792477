"""Our figures are those of the reference scorer."""

import json
import time

import pytest

from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.run_folder import read_answers
from eval.scoring.score import faults, find_spans, normal, percentile, says, score, score_reply
from eval.types import Evidence, Question, Quoted, Reply, TimedReply
from tests.eval.fakes import ANSWERS, CORPUS, QUESTIONS, RECORDED


def test_figures_groups_and_rows_equal_those_that_the_reference_scorer_recorded() -> None:
    questions = read_set(QUESTIONS).questions
    ours = score(questions, read_answers(ANSWERS), from_folder(CORPUS).folded).as_dict()

    recorded = json.loads((RECORDED / "figures.json").read_text(encoding="utf-8"))

    assert ours == recorded


@pytest.mark.parametrize(
    ("answer", "wanted", "expected"),
    [
        ("68 children", "8", False),
        ("8 children", "8", True),
        ("8.5 children", "8", False),
        ("8.0 children", "8", True),
        ("80 children", "8", False),
        ("£1,204", "1204", True),
        ("inadequate", "adequate", False),
        ("goods", "good", True),
        ("ranked 4.5 per cent", "4.5%", True),
        ("14.5%", "4.5%", False),
        ("“Good” – mostly", '"good" - m', True),
        ("eight [8]", "8", False),
    ],
)
def test_wanted_text_must_start_a_word_or_be_a_whole_number(answer: str, wanted: str, expected: bool) -> None:
    assert says(normal(answer), normal(wanted)) is expected


def test_overlapping_places_of_a_quote_are_all_found() -> None:
    assert find_spans("aaaa", "aa") == [(0, 2), (1, 3), (2, 4)]
    assert find_spans("aaaa", "") == []


def _question(**changes: object) -> Question:
    fields: dict[str, object] = {
        "id": "q",
        "question": "How many?",
        "type": "lookup",
        "difficulty": "easy",
        "answerable": True,
        "answer": "Nine.",
        "must_include": (("nine", "9"),),
        "must_not_include": ("ten",),
    }
    return Question(**(fields | changes))  # type: ignore[arg-type]


def test_every_fault_of_a_wrong_answer_is_named() -> None:
    reply = Reply("ten " + "1 2 3 4 5 " + "word " * 90, answered=True)

    assert faults(_question(), reply) == (
        "too long: 96 words, at most 90",
        "a heap of figures: 5 numbers, at most 4",
        "does not say “nine” or “9”",
        "says “ten”",
    )


def test_a_right_answer_has_no_fault_and_a_refusal_of_an_answerable_question_has() -> None:
    assert faults(_question(), Reply("There are 9.", answered=True)) == ()
    assert faults(_question(), Reply("There are 9.", answered=False)) == ("refused, but the reports do say",)


def test_an_unanswerable_question_is_right_only_when_refused() -> None:
    question = _question(answerable=False, must_include=())
    assert faults(question, Reply("Nine.", answered=True)) == ("answered, but the reports do not say",)
    assert faults(question, Reply("", answered=False)) == ()


def test_evidence_in_a_document_without_text_is_not_judged() -> None:
    questions = read_set(QUESTIONS).questions
    texts = {name: text for name, text in from_folder(CORPUS).folded.items() if name.endswith(".txt")}

    rows = {row.id: row for row in score(questions, read_answers(ANSWERS), texts).rows}

    assert rows["r05"].citation_recall is None
    assert rows["r05"].citation_precision is None
    assert rows["r01"].citation_recall == 1.0


def test_a_number_is_supported_by_one_quote_and_marks_do_not_run_from_one_quote_into_the_next() -> None:
    quotes = (Quoted("one.txt", "see [1,"), Quoted("one.txt", "2] above"))

    row = score_reply(_question(), TimedReply(Reply("2 of 3", True, quotes)), {"one.txt": "see [1, 2] above"})

    assert row.numbers_supported == 0.5


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([5.0, None, 1.0, 3.0, 2.0], 0.5) == 3.0
    assert percentile([5.0, 1.0], 0.95) == 5.0
    assert percentile([None], 0.5) is None


def test_quotes_of_a_few_letters_that_stand_in_thousands_of_places_take_no_longer() -> None:
    text = "a b " * 50_000
    question = _question(evidence=(Evidence("one.txt", "a"),))
    began = time.process_time()

    row = score_reply(question, TimedReply(Reply("9", True, (Quoted("one.txt", "b"),))), {"one.txt": text})

    assert row.citation_recall == 0.0
    assert time.process_time() - began < 5  # pair by pair it would be minutes
