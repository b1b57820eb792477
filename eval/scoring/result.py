"""A run with its answers and what they are worth, put together from questions and replies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eval.scoring.calibration import Calibration, calibration
from eval.scoring.intervals import figure_intervals, group_intervals
from eval.scoring.score import UNANSWERED, Judge, faults, score
from eval.types import Extra, Failure, Interval, Question, RunFacts, Score, TimedReply


@dataclass(frozen=True, slots=True)
class Result:
    """A run with its answers and what they are worth."""

    run: RunFacts
    questions: tuple[Question, ...]
    replies: dict[str, TimedReply]
    errors: tuple[Failure, ...]
    score: Score
    intervals: dict[str, Interval | None]
    type_intervals: dict[str, Interval | None]
    faults: dict[str, tuple[str, ...]]
    more: dict[str, Extra]
    calibration: Calibration | None


def make_result(
    run: RunFacts,
    questions: tuple[Question, ...],
    replies: dict[str, TimedReply],
    errors: Iterable[Failure],
    texts: Mapping[str, str],
    judge: Judge = faults,
    more: Mapping[str, Extra] | None = None,
) -> Result:
    """Score the replies and put everything together. `more` are figures that only some sets have."""
    scored = score(questions, replies, texts, judge)
    wrong = {q.id: judge(q, replies.get(q.id, UNANSWERED).reply) for q in questions}
    by_type = group_intervals(scored.rows, lambda row: row.type)
    return Result(
        run,
        questions,
        replies,
        tuple(errors),
        scored,
        figure_intervals(scored.rows),
        by_type,
        wrong,
        dict(more or {}),
        calibration(scored.rows, replies),
    )
