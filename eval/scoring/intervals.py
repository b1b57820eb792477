"""Bootstrap 95% intervals: how far a figure would move with another set of questions of the same kind."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from eval.scoring.score import MEANS, PERCENTILES, percentile_index
from eval.types import Interval, Row

RESAMPLES = 2000
SEED = 20170831  # any number, but always the same: two runs over the same answers print the same table
BOUNDS = (0.025, 0.975)

Floats = npt.NDArray[np.float64]


def _picks(count: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng(SEED).integers(0, count, size=(RESAMPLES, count))


def _bounds(samples: Floats) -> Interval | None:
    low, high = np.quantile(samples, BOUNDS) if len(samples) else (np.nan, np.nan)
    return None if np.isnan(low) else (round(float(low), 4), round(float(high), 4))


def _resampled_means(values: Sequence[float | None], picks: npt.NDArray[np.int64]) -> Floats:
    """The mean of each resample over the values that are there; NaN where it drew none of them."""
    there = np.array([value is not None for value in values])
    filled = np.array([0.0 if value is None else float(value) for value in values])
    counts = there[picks].sum(axis=1)
    sums = filled[picks].sum(axis=1)
    means: Floats = np.divide(sums, counts, out=np.full(len(picks), np.nan), where=counts > 0)
    return means


def mean_interval(values: Sequence[float | None]) -> Interval | None:
    """The interval of a mean over those values that are there; None where there is nothing to resample."""
    if not values:
        return None
    means = _resampled_means(values, _picks(len(values)))
    return _bounds(means[~np.isnan(means)])


def paired_interval(before: Sequence[float | None], after: Sequence[float | None]) -> Interval | None:
    """The interval of the difference of two means over the same questions, each resample drawing the same for both."""
    if not before:
        return None
    picks = _picks(len(before))
    differences = _resampled_means(after, picks) - _resampled_means(before, picks)
    return _bounds(differences[~np.isnan(differences)])


def _percentile_interval(times: Sequence[float], share: float) -> Interval | None:
    if not times:
        return None
    resampled = np.sort(np.array(times, dtype=np.float64)[_picks(len(times))], axis=1)
    return _bounds(resampled[:, percentile_index(len(times), share)])


def figure_intervals(rows: Sequence[Row]) -> dict[str, Interval | None]:
    """The interval of every figure that has one, under the figure's name."""
    times = [row.ms for row in rows if row.ms is not None]
    return {name: mean_interval([value(row) for row in rows]) for name, value in MEANS.items()} | {
        name: _percentile_interval(times, share) for name, share in PERCENTILES.items()
    }


def group_intervals(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, Interval | None]:
    """The interval of `correct` in each group of rows."""
    groups: defaultdict[str, list[float | None]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row.correct)
    return {name: mean_interval(values) for name, values in sorted(groups.items())}
