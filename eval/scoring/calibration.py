"""How far confidence can be trusted: reliability table, expected calibration error, risk-coverage curve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.scoring.intervals import Floats, Picks, bootstrap, bounds, mean_interval
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
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What confidence is worth over the given answers.

    `error` is the expected calibration error (Naeini, Cooper and Hauskrecht 2015): the difference of mean confidence
    and right share, weighted by the answers in each bin. `aurc` is the area under the risk-coverage curve (Geifman,
    Uziel and El-Yaniv 2019): the mean, over every number of answers given, of the share of wrong ones among them.
    Answers of equal confidence come in no order: each counts as the mean of them.
    """

    answers: int
    error: float
    error_interval: Interval | None
    aurc: float
    aurc_interval: Interval | None
    bins: tuple[Bin, ...]
    curve: tuple[RiskPoint, ...]


def calibration(rows: Sequence[Row], replies: Mapping[str, TimedReply]) -> Calibration | None:
    """The calibration of a run's given answers; None where none of them tells its confidence."""
    given = [
        (timed.reply.confidence, row.correct)
        for row in rows
        if row.answered and (timed := replies.get(row.id)) is not None and timed.reply.confidence is not None
    ]
    if not given:
        return None
    ordered = sorted(given, key=lambda pair: -pair[0])
    trust = Trust(ordered)
    everything = np.arange(len(ordered))[None, :]
    risks = trust.risks(everything)[0]
    samples = bootstrap(len(ordered), trust.figures)
    kept = [_kept(share, len(ordered)) for share in COVERAGES]
    return Calibration(
        len(ordered),
        round(float(trust.errors(everything)[0]), 4),
        bounds(samples[:, 0]),
        round(float(risks.mean()), 4),
        bounds(samples[:, 1]),
        tuple(found for number in range(BINS) if (found := _bin(number, ordered))),
        tuple(
            RiskPoint(share, round(ordered[k - 1][0], 4), round(float(risks[k - 1]), 4), bounds(samples[:, 2 + place]))
            for place, (share, k) in enumerate(zip(COVERAGES, kept, strict=True))
        ),
    )


class Trust:
    """The figures of given answers, the most trusted first, and of resamples of them: rows of places in that order."""

    def __init__(self, ordered: Sequence[tuple[float, bool]]) -> None:
        sure = np.array([confidence for confidence, _ in ordered])
        self._wrong = np.array([not right for _, right in ordered], dtype=np.float64)
        self._gap = sure - (1.0 - self._wrong)
        self._bin = np.minimum(BINS - 1, (sure * BINS).astype(np.int64))
        self._tie = np.cumsum(np.diff(sure, prepend=sure[0]) != 0)

    def figures(self, picks: Picks) -> Floats:
        """Calibration error, area and the points of the curve, a row a resample."""
        risks = self.risks(picks)
        points = risks[:, [_kept(share, picks.shape[1]) - 1 for share in COVERAGES]]
        return np.column_stack([self.errors(picks), risks.mean(axis=1), points])

    def errors(self, picks: Picks) -> Floats:
        """The expected calibration error of each resample."""
        cells = _cells(self._bin[picks], BINS)
        gaps = np.bincount(cells.ravel(), self._gap[picks].ravel(), minlength=len(picks) * BINS)
        shares: Floats = np.abs(gaps.reshape(len(picks), BINS)).sum(axis=1) / picks.shape[1]
        return shares

    def risks(self, picks: Picks) -> Floats:
        """The share of wrong answers among the first one, two, three and so on of each resample."""
        ordered = np.sort(picks, axis=1)
        cells = _cells(self._tie[ordered], int(self._tie[-1]) + 1)
        wrong = np.bincount(cells.ravel(), self._wrong[ordered].ravel())
        count = np.bincount(cells.ravel())
        sums: Floats = np.cumsum(wrong[cells] / count[cells], axis=1)
        return sums / np.arange(1, picks.shape[1] + 1)


def _cells(columns: Picks, width: int) -> Picks:
    """The number of each cell in a table with a row for each resample, so that one count does for all of them."""
    return columns + np.arange(len(columns))[:, None] * width


def _kept(share: float, count: int) -> int:
    return max(1, round(share * count))


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
