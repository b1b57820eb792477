"""A run with its answers and what they are worth, put together from questions and replies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eval.errors import LibraryMissingError
from eval.scoring.calibration import Calibration, calibration
from eval.scoring.groups import GroupFigures, all_groups
from eval.scoring.intervals import figure_intervals
from eval.scoring.pages import page_accuracy
from eval.scoring.retrieval import retrieval_figures
from eval.scoring.score import UNANSWERED, Judge, faults, score
from eval.scoring.stages import StageTimes, stage_times
from eval.types import Extra, Failure, Interval, Question, RunFacts, Score, TimedReply


@dataclass(frozen=True, slots=True)
class Result:
    """A run with its answers and what they are worth.

    `more` are the figures beside the reference scorer's, by name; `groups` the right shares by type, difficulty,
    document and length; `stages` the times of each stage that the system tells; `notes` what could not be measured.
    """

    run: RunFacts
    questions: tuple[Question, ...]
    replies: dict[str, TimedReply]
    errors: tuple[Failure, ...]
    score: Score
    intervals: dict[str, Interval | None]
    groups: dict[str, dict[str, GroupFigures]]
    faults: dict[str, tuple[str, ...]]
    more: dict[str, Extra]
    stages: dict[str, StageTimes]
    calibration: Calibration | None
    notes: tuple[str, ...]


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
    searched, notes = _searched(questions, replies, texts)
    paged = page_accuracy(questions, replies, texts)
    return Result(
        run=run,
        questions=questions,
        replies=replies,
        errors=tuple(errors),
        score=scored,
        intervals=figure_intervals(scored.rows),
        groups=all_groups(questions, scored.rows),
        faults={q.id: judge(q, replies.get(q.id, UNANSWERED).reply) for q in questions},
        more=searched | ({"page_accuracy": paged} if paged else {}) | dict(more or {}),
        stages=stage_times(questions, replies),
        calibration=calibration(scored.rows, replies),
        notes=notes,
    )


def _searched(
    questions: tuple[Question, ...], replies: Mapping[str, TimedReply], texts: Mapping[str, str]
) -> tuple[dict[str, Extra], tuple[str, ...]]:
    """The figures of the search. A run is not lost for want of a library: then they are left out, and that is said."""
    try:
        return retrieval_figures(questions, replies, texts), ()
    except LibraryMissingError as error:
        return {}, (f"The figures of the search are left out: {error}",)
