"""The threshold of refusals is chosen for the usual mix of questions, on a plateau."""

import numpy as np
import pytest

from eval.fitting.judging import Drafts, choose_threshold, usual_mix


def drafts(told: list[bool], weights: list[float]) -> Drafts:
    count = len(told)
    return Drafts(
        np.zeros((count, 1)), np.array(told), np.array(told), np.array(weights), np.zeros(count, dtype=np.int64)
    )


def test_unanswerable_questions_of_other_sets_count_as_often_as_the_usual_set_has_them() -> None:
    made = drafts([True] * 9 + [False] + [False] * 20, [1.0] * 10 + [0.3] * 20)

    weights = usual_mix(made)

    assert weights[~made.told].sum() / weights.sum() == pytest.approx(0.1)
    assert weights[:9] == pytest.approx(1.0)
    assert weights[10] / weights[9] == pytest.approx(0.3)


def test_the_threshold_parts_the_unanswerable_from_the_rest() -> None:
    values = np.concatenate([np.linspace(0.0, 0.3, 30), np.linspace(0.6, 1.0, 70)])
    told = values > 0.5

    threshold = choose_threshold(values, told, np.ones(100))

    assert 0.25 <= threshold <= 0.7


def test_a_part_keeps_what_belongs_together() -> None:
    made = drafts([True, False, True], [1.0, 0.5, 0.3])

    part = made.part(~made.told)

    assert part.told.tolist() == [False]
    assert part.weights.tolist() == [0.5]
