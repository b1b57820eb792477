"""The right share of each part of a set: by type, difficulty, document and length of the question."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.scoring.intervals import mean_interval
from eval.scoring.score import mean
from eval.types import Interval, Question, Row

SEVERAL, NONE = "several", "none"
# The longest question of each group but the last, in words.
LENGTHS = (10, 20)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The right share of one part of a set, with its interval."""

    n: int
    correct: float | None
    interval: Interval | None


Groups = Mapping[str, Mapping[str, GroupFigures]]


def row_groups(rows: Sequence[Row]) -> dict[str, dict[str, GroupFigures]]:
    """By type and by difficulty, with the names and in the order that the reference scorer has."""
    return {
        "type": _grouped(rows, [row.type for row in rows]),
        "difficulty": _grouped(rows, [row.difficulty for row in rows]),
    }


def all_groups(questions: Sequence[Question], rows: Sequence[Row]) -> dict[str, dict[str, GroupFigures]]:
    """By type, difficulty, document and length; `rows` are those of the questions, in the same order."""
    return row_groups(rows) | {
        "document": _grouped(rows, [document_of(question) for question in questions]),
        "length": _grouped(rows, [length_of(question) for question in questions], _length_order),
    }


def document_of(question: Question) -> str:
    """The document that holds the question's evidence; "several", or "none" where nothing answers it."""
    documents = {evidence.document for evidence in question.evidence} if question.answerable else set()
    return SEVERAL if len(documents) > 1 else next(iter(documents), NONE)


def length_of(question: Question) -> str:
    """The group of the question's number of words."""
    words, low = len(question.question.split()), 1
    for most in LENGTHS:
        if words <= most:
            return f"{low} to {most} words"
        low = most + 1
    return f"{low} words and more"


def _length_order(name: str) -> int:
    return int(name.split()[0])


def _grouped(
    rows: Sequence[Row], names: Sequence[str], order: Callable[[str], str | int] = str
) -> dict[str, GroupFigures]:
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for row, name in zip(rows, names, strict=True):
        right[name].append(row.correct)
    return {
        name: GroupFigures(len(right[name]), mean(right[name]), mean_interval(right[name]))
        for name in sorted(right, key=order)
    }
