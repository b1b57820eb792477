"""Bootstrap 95% intervals: how far a figure would move with another set of questions of the same kind."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from eval.scoring.score import MEANS, PERCENTILES, percentile_index
from eval.types import Interval, Row

RESAMPLES = 2000
SEED = 20170831  # any number, but always the same: two runs over the same answers print the same table
BOUNDS = (0.025, 0.975)
BLOCK = 2_000_000  # numbers drawn at a time, so that a large set needs no more memory than a small one

Floats = npt.NDArray[np.float64]
Picks = npt.NDArray[np.int64]


def bootstrap(count: int, statistic: Callable[[Picks], Floats]) -> Floats:
    """The statistic of each resample of `count` things, in a row of its own or as one number.

    `statistic` is given resamples as rows of the indices drawn.
    """
    chance = np.random.default_rng(SEED)
    rows = max(1, BLOCK // count)
    sizes = [min(rows, RESAMPLES - start) for start in range(0, RESAMPLES, rows)]
    return np.concatenate([statistic(chance.integers(0, count, size=(size, count))) for size in sizes])


def bounds(samples: Floats) -> Interval | None:
    """The interval that holds 95% of the samples that are numbers; None where there is none."""
    there = samples[~np.isnan(samples)]
    if not len(there):
        return None
    low, high = np.quantile(there, BOUNDS)
    return round(float(low), 4), round(float(high), 4)


def _resampled_means(values: Sequence[float | None], picks: Picks) -> Floats:
    """The mean of each resample over the values that are there; NaN where it drew none of them."""
    there = np.array([value is not None for value in values])
    filled = np.array([0.0 if value is None else float(value) for value in values])
    counts = there[picks].sum(axis=1)
    sums = filled[picks].sum(axis=1)
    means: Floats = np.divide(sums, counts, out=np.full(len(picks), np.nan), where=counts > 0)
    return means


def mean_interval(values: Sequence[float | None]) -> Interval | None:
    """The interval of a mean over those values that are there; None where there is nothing to resample."""
    return bounds(bootstrap(len(values), lambda picks: _resampled_means(values, picks))) if values else None


def paired_interval(before: Sequence[float | None], after: Sequence[float | None]) -> Interval | None:
    """The interval of the difference of two means over the same questions, each resample drawing the same for both."""
    if not before:
        return None
    return bounds(
        bootstrap(len(before), lambda picks: _resampled_means(after, picks) - _resampled_means(before, picks))
    )


def percentile_interval(times: Sequence[float], share: float) -> Interval | None:
    """The interval of a percentile; None where there is nothing to resample."""
    if not times:
        return None
    values, index = np.array(times, dtype=np.float64), percentile_index(len(times), share)
    return bounds(bootstrap(len(times), lambda picks: np.partition(values[picks], index, axis=1)[:, index]))


def figure_intervals(rows: Sequence[Row]) -> dict[str, Interval | None]:
    """The interval of every figure that has one, under the figure's name."""
    times = [row.ms for row in rows if row.ms is not None]
    return {name: mean_interval([value(row) for row in rows]) for name, value in MEANS.items()} | {
        name: percentile_interval(times, share) for name, share in PERCENTILES.items()
    }
