"""What confidence is worth, on answers whose confidence and worth are known."""

from dataclasses import replace

import numpy as np
import pytest

from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.reporting.report import report_page
from eval.reporting.table import trust_table
from eval.scoring.calibration import Trust, calibration
from eval.scoring.intervals import RESAMPLES, SEED
from eval.scoring.result import make_result
from eval.scoring.score import score_reply
from eval.types import Question, Reply, Row, TimedReply
from tests.eval.fakes import CORPUS, QUESTIONS, recorded_replies, run_facts


def rows_of(given: list[tuple[float | None, bool]]) -> tuple[list[Row], dict[str, TimedReply]]:
    questions = [
        Question(f"q{n}", "?", "lookup", "easy", True, "yes", must_include=(("yes",),)) for n in range(len(given))
    ]
    replies = {
        q.id: TimedReply(Reply("yes" if right else "no", True, confidence=sure))
        for q, (sure, right) in zip(questions, given, strict=True)
    }
    return [score_reply(q, replies[q.id], {}) for q in questions], replies


def test_bins_hold_the_right_share_and_the_error_weighs_them() -> None:
    rows, replies = rows_of([(0.82, True), (0.84, True), (0.86, False), (0.88, True), (0.15, False), (1.0, True)])

    found = calibration(rows, replies)

    assert found is not None
    assert [(part.low, part.n, part.correct) for part in found.bins] == [(0.1, 1, 0.0), (0.8, 4, 0.75), (0.9, 1, 1.0)]
    assert found.error == pytest.approx((0.15 + 4 * 0.1 + 0.0) / 6, abs=1e-4)
    assert "0.8 to 0.9" in trust_table(found)


def test_the_curve_gives_the_most_trusted_first() -> None:
    rows, replies = rows_of([(0.9, True), (0.8, True), (0.7, True), (0.6, True), (0.2, False)])

    found = calibration(rows, replies)

    assert found is not None
    assert [(point.coverage, point.wrong) for point in found.curve if point.coverage in (0.8, 1.0)] == [
        (0.8, 0.0),
        (1.0, 0.2),
    ]


def test_the_area_under_the_curve_is_the_mean_risk_over_every_number_of_answers_given() -> None:
    rows, replies = rows_of([(0.9, True), (0.8, False), (0.7, True), (0.6, False)])

    found = calibration(rows, replies)

    assert found is not None
    assert found.aurc == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4, abs=1e-4)


def test_answers_of_equal_confidence_have_no_order() -> None:
    right_first, wrong_first = ([(0.5, right) for right in order] for order in ((True, False), (False, True)))

    one, other = (calibration(*rows_of([(0.9, True), *given])) for given in (right_first, wrong_first))

    assert one is not None
    assert other is not None
    assert one.aurc == other.aurc == pytest.approx((0 + 1 / 4 + 1 / 3) / 3, abs=1e-4)
    assert [point.wrong for point in one.curve] == [point.wrong for point in other.curve]


def test_error_area_and_every_point_of_the_curve_have_intervals() -> None:
    given: list[tuple[float | None, bool]] = [(n / 200, n % 200 > n * 7 % 200) for n in range(200)]

    found = calibration(*rows_of(given))

    assert found is not None
    for value, bounds in (
        (found.error, found.error_interval),
        (found.aurc, found.aurc_interval),
        *((point.wrong, point.interval) for point in found.curve),
    ):
        assert bounds is not None
        assert bounds[0] <= value <= bounds[1]
        assert bounds[0] < bounds[1]
    assert found == calibration(*rows_of(given))


def test_intervals_are_those_of_resamples_scored_one_by_one() -> None:
    given: list[tuple[float | None, bool]] = [(0.1 + n % 7 / 8, n % 3 != 0) for n in range(30)]
    ordered = sorted(given, key=lambda pair: -(pair[0] or 0.0))
    picks = np.random.default_rng(SEED).integers(0, len(given), size=(RESAMPLES, len(given)))
    again = [calibration(*rows_of([ordered[place] for place in row])) for row in picks[:100]]

    bootstrapped = np.array([[found.error, found.aurc] for found in again if found])

    trust = Trust([(sure or 0.0, right) for sure, right in ordered])
    assert trust.figures(picks[:100])[:, :2] == pytest.approx(bootstrapped, abs=1e-4)


def test_an_answer_without_a_reply_here_is_left_out() -> None:
    rows, replies = rows_of([(0.9, True), (0.8, False)])
    del replies["q1"]

    found = calibration(rows, replies)

    assert found is not None
    assert found.answers == 1


def test_refusals_and_answers_without_confidence_are_left_out() -> None:
    rows, replies = rows_of([(None, True)])
    assert calibration(rows, replies) is None
    assert calibration([replace(rows[0], answered=False)], {}) is None


def test_the_report_shows_it() -> None:
    questions = read_set(QUESTIONS).questions
    replies = {
        key: replace(timed, reply=replace(timed.reply, confidence=0.35)) for key, timed in recorded_replies().items()
    }
    result = make_result(run_facts(), questions, replies, (), from_folder(CORPUS).folded)

    assert "0.3 to 0.4" in report_page(result)
    assert "What confidence is worth" not in report_page(replace(result, calibration=None))
