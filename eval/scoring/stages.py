"""Where the time of an answer goes: the stages that a system tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.scoring.intervals import percentile_interval
from eval.scoring.score import PERCENTILES, percentile_index
from eval.types import Interval, Question, TimedReply


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Milliseconds of one stage over the `n` replies that tell it."""

    n: int
    p50: float
    p95: float
    p50_interval: Interval | None
    p95_interval: Interval | None


def stage_times(questions: Sequence[Question], replies: Mapping[str, TimedReply]) -> dict[str, StageTimes]:
    """Each stage's times, in the order in which the replies first name them; empty where no reply tells any."""
    told: dict[str, list[float]] = {}
    for question in questions:
        if question.id in replies:
            for name, ms in replies[question.id].reply.stages.items():
                told.setdefault(name, []).append(ms)
    return {name: _times(times) for name, times in told.items()}


def _times(times: Sequence[float]) -> StageTimes:
    ordered, shares = sorted(times), (PERCENTILES["ms_p50"], PERCENTILES["ms_p95"])
    half, most = (ordered[percentile_index(len(ordered), share)] for share in shares)
    return StageTimes(len(ordered), half, most, *(percentile_interval(ordered, share) for share in shares))
