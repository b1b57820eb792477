"""The parts of a set: who belongs where, and how right each part is."""

from dataclasses import replace

import pytest

from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.run_folder import read_answers
from eval.scoring.groups import all_groups, document_of, length_of
from eval.scoring.score import score
from eval.types import Evidence, Question
from tests.eval.fakes import ANSWERS, CORPUS, QUESTIONS

PLAIN = Question("q", "How many?", "lookup", "easy", True, "Nine.")


def test_types_and_difficulties_are_the_reference_scorers_with_intervals() -> None:
    questions = read_set(QUESTIONS).questions
    scored = score(questions, read_answers(ANSWERS), from_folder(CORPUS).folded)

    groups = all_groups(questions, scored.rows)

    for key, parts in scored.by.items():
        assert [(name, part.n, part.correct) for name, part in groups[key].items()] == [
            (name, part.n, part.correct) for name, part in parts.items()
        ]
    assert groups["type"]["comparison"].interval == (0.0, 0.0)
    assert groups["type"]["trend"].interval == (1.0, 1.0)
    low, high = groups["type"]["lookup"].interval or (1.0, 0.0)
    assert low < 0.6 < high
    for parts in groups.values():
        assert sum(part.n for part in parts.values()) == len(questions)


@pytest.mark.parametrize(
    ("documents", "answerable", "expected"),
    [
        (["a.txt", "a.txt"], True, "a.txt"),
        (["a.txt", "b.txt"], True, "several"),
        (["a.txt"], False, "none"),
        ([], True, "none"),
    ],
)
def test_a_question_belongs_to_the_document_of_its_evidence(
    documents: list[str], answerable: bool, expected: str
) -> None:
    evidence = tuple(Evidence(name, "nine") for name in documents)
    assert document_of(replace(PLAIN, evidence=evidence, answerable=answerable)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (1, "1 to 10 words"),
        (10, "1 to 10 words"),
        (11, "11 to 20 words"),
        (20, "11 to 20 words"),
        (21, "21 words and more"),
    ],
)
def test_a_question_belongs_to_its_number_of_words(words: int, expected: str) -> None:
    assert length_of(replace(PLAIN, question=" ".join(["word"] * words))) == expected


def test_lengths_stand_from_short_to_long() -> None:
    questions = [replace(PLAIN, id=f"q{n}", question="word " * n) for n in (30, 12, 3)]

    groups = all_groups(questions, score(questions, {}, {}).rows)

    assert list(groups["length"]) == ["1 to 10 words", "11 to 20 words", "21 words and more"]
    assert list(groups["document"]) == ["none"]
