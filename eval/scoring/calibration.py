"""How far confidence can be trusted: reliability table, expected calibration error, risk-coverage curve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.scoring.intervals import mean_interval
from eval.types import Interval, Row, TimedReply

BINS = 10
# The shares of the given answers, the most trusted first, at which the curve is told.
COVERAGES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """The given answers with a confidence from `low` to under `high`, and the share of them that is right."""

    low: float
    high: float
    n: int
    confidence: float
    correct: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """The share of wrong answers among the most trusted `coverage` of them, the least of which has `confidence`."""

    coverage: float
    confidence: float
    wrong: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What confidence is worth over the given answers.

    `error` is the expected calibration error (Naeini, Cooper and Hauskrecht 2015): the difference of mean confidence
    and right share, weighted by the answers in each bin.
    """

    answers: int
    error: float
    bins: tuple[Bin, ...]
    curve: tuple[RiskPoint, ...]


def calibration(rows: Sequence[Row], replies: Mapping[str, TimedReply]) -> Calibration | None:
    """The calibration of a run's given answers; None where none of them tells its confidence."""
    given = [
        (reply.confidence, row.correct)
        for row in rows
        if row.answered and (reply := replies[row.id].reply).confidence is not None
    ]
    if not given:
        return None
    ordered = sorted(given, key=lambda pair: -pair[0])
    bins = tuple(found for number in range(BINS) if (found := _bin(number, ordered)))
    error = sum(part.n * abs(part.confidence - part.correct) for part in bins) / len(ordered)
    return Calibration(len(ordered), round(error, 4), bins, tuple(_point(share, ordered) for share in COVERAGES))


def _bin(number: int, given: Sequence[tuple[float, bool]]) -> Bin | None:
    inside = [(sure, right) for sure, right in given if min(BINS - 1, int(sure * BINS)) == number]
    if not inside:
        return None
    right = [float(right) for _, right in inside]
    return Bin(
        number / BINS,
        (number + 1) / BINS,
        len(inside),
        round(sum(sure for sure, _ in inside) / len(inside), 4),
        round(sum(right) / len(right), 4),
        mean_interval(right),
    )


def _point(share: float, ordered: Sequence[tuple[float, bool]]) -> RiskPoint:
    kept = ordered[: max(1, round(share * len(ordered)))]
    return RiskPoint(share, round(kept[-1][0], 4), round(sum(not right for _, right in kept) / len(kept), 4))
