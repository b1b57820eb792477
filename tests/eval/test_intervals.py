"""Bootstrap intervals: known cases, and the same every time."""

import math

import numpy as np
import pytest

from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.run_folder import read_answers
from eval.scoring.intervals import (
    RESAMPLES,
    SEED,
    figure_intervals,
    mean_interval,
    paired_interval,
    percentile_interval,
)
from eval.scoring.score import MEANS, PERCENTILES, score
from tests.eval.fakes import ANSWERS, CORPUS, QUESTIONS


def test_the_interval_of_a_share_is_about_two_standard_errors_to_each_side() -> None:
    bounds = mean_interval([1.0] * 80 + [0.0] * 120)

    assert bounds is not None
    error = math.sqrt(0.4 * 0.6 / 200)
    assert bounds[0] == pytest.approx(0.4 - 1.96 * error, abs=0.01)
    assert bounds[1] == pytest.approx(0.4 + 1.96 * error, abs=0.01)


def test_values_that_do_not_apply_count_for_nothing() -> None:
    assert mean_interval([1.0, None, None]) == (1.0, 1.0)
    assert mean_interval([None]) is None
    assert mean_interval([]) is None


def test_pairs_that_do_not_differ_give_no_width_and_pairs_are_drawn_together() -> None:
    values = [1.0, 0.0] * 50
    assert paired_interval(values, values) == (0.0, 0.0)
    assert paired_interval(values, [v + 1 for v in values]) == (1.0, 1.0)
    assert paired_interval([], []) is None


def test_every_figure_but_the_counts_has_an_interval_around_it_and_the_same_each_time() -> None:
    scored = score(read_set(QUESTIONS).questions, read_answers(ANSWERS), from_folder(CORPUS).folded)

    intervals = figure_intervals(scored.rows)

    assert set(intervals) == {*MEANS, *PERCENTILES}
    assert intervals == figure_intervals(scored.rows)
    figures = dict(scored.figures.items())
    for name, bounds in intervals.items():
        value = figures[name]
        assert bounds is not None
        assert value is not None
        assert bounds[0] <= value <= bounds[1], name


def test_a_large_set_is_drawn_block_by_block_and_gets_the_interval_that_one_draw_gives() -> None:
    values = [float(number % 3 == 0) for number in range(5000)]
    picks = np.random.default_rng(SEED).integers(0, len(values), size=(RESAMPLES, len(values)))

    at_once = np.quantile(np.array(values)[picks].mean(axis=1), (0.025, 0.975))

    assert mean_interval(values) == pytest.approx(tuple(at_once), abs=5e-5)


def test_the_interval_of_a_percentile_is_made_of_values() -> None:
    times = [float(number) for number in range(100)]

    found = percentile_interval(times, 0.5)

    assert found is not None
    assert found[0] < 50 < found[1]
    assert set(found) <= {number / 2 for number in range(200)}
    assert percentile_interval([], 0.5) is None
