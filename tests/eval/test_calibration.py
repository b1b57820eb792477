"""What confidence is worth, on answers whose confidence and worth are known."""

from dataclasses import replace

import pytest

from eval.questions.sets import read_set, read_texts
from eval.reporting.report import report_page
from eval.reporting.table import trust_table
from eval.scoring.calibration import calibration
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


def test_refusals_and_answers_without_confidence_are_left_out() -> None:
    rows, replies = rows_of([(None, True)])
    assert calibration(rows, replies) is None
    assert calibration([replace(rows[0], answered=False)], {}) is None


def test_the_report_shows_it() -> None:
    questions = read_set(QUESTIONS).questions
    replies = {
        key: replace(timed, reply=replace(timed.reply, confidence=0.35)) for key, timed in recorded_replies().items()
    }
    result = make_result(run_facts(), questions, replies, (), read_texts(CORPUS))

    assert "0.3 to 0.4" in report_page(result)
    assert "What confidence is worth" not in report_page(replace(result, calibration=None))
