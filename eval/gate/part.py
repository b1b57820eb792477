"""A fixed part of a question set: always the same questions, each type in its share."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from eval.types import Question


def choose_part(questions: Sequence[Question], size: int) -> tuple[Question, ...]:
    """About `size` of the questions, in their order: of each type its share, at least one.

    Which ones hangs on the ids alone, so a question that joins the set later moves the fewest others.
    """
    if size >= len(questions):
        return tuple(questions)
    by_type: defaultdict[str, list[Question]] = defaultdict(list)
    for question in questions:
        by_type[question.type].append(question)
    chosen: set[str] = set()
    for same in by_type.values():
        count = max(1, round(size * len(same) / len(questions)))
        chosen.update(question.id for question in sorted(same, key=_number)[:count])
    return tuple(question for question in questions if question.id in chosen)


def _number(question: Question) -> str:
    return hashlib.sha256(question.id.encode()).hexdigest()
