"""Two runs side by side over the questions that both were asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.reporting.compare import compare, comparison_text, sign_test
from eval.results import Recorded
from eval.scoring.result import make_result
from eval.types import Quoted, Reply, TimedReply
from tests.eval.fakes import CORPUS, QUESTIONS, recorded_replies, run_facts

RIGHT = TimedReply(Reply("8 staff [1].", True, (Quoted("oakford-libraries-2020.md", "| Mill Road | 8 | 40 |"),)), 20.0)
WRONG = TimedReply(Reply("14.5 staff.", True), 10.0)
REFUSED = TimedReply(Reply("The reports do not say.", False), 10.0)


def recorded(*without: str, **changed: TimedReply) -> Recorded:
    """The recorded answers with some changed, over the set without some questions."""
    questions = tuple(q for q in read_set(QUESTIONS).questions if q.id not in without)
    replies = recorded_replies() | changed
    result = make_result(run_facts(), questions, replies, (), from_folder(CORPUS).folded)
    return Recorded(Path("a"), result.run, result.score.rows, {q.id: q.question for q in questions}, (), replies)


def test_a_run_does_not_differ_from_itself() -> None:
    comparison = compare(recorded(), recorded())

    assert comparison.better == comparison.worse == ()
    assert comparison.p_value == 1.0
    assert all(d.change == 0 for d in comparison.differences)
    assert all(d.interval == (0.0, 0.0) for d in comparison.differences if not d.name.startswith("ms_"))


def test_questions_that_got_better_or_worse_are_shown_with_both_answers() -> None:
    comparison = compare(recorded(r05=WRONG), recorded(r13=REFUSED))

    assert [(c.id, c.before, c.after) for c in comparison.better] == [("r05", "14.5 staff.", "8.0 staff [1].")]
    assert [(c.id, c.after) for c in comparison.worse] == [("r13", "(refused) The reports do not say.")]
    text = comparison_text(comparison)
    assert "20 questions in both; 1 better, 1 worse (sign test p = 1.000)." in text
    assert "- r05 [table] How many staff work at Mill Road in Oakford?\n    before: 14.5 staff." in text


def test_the_change_of_a_figure_lies_within_its_interval() -> None:
    differences = {d.name: d for d in compare(recorded(r05=WRONG), recorded(r05=RIGHT)).differences}

    correct = differences["correct"]
    assert correct.change == pytest.approx(1 / 20)
    assert correct.interval is not None
    assert correct.interval[0] <= 0.05 <= correct.interval[1]
    assert correct.interval[0] == 0.0


def test_only_shared_questions_count_and_a_reply_that_is_missing_is_shown_as_such() -> None:
    comparison = compare(recorded("r01", "r02"), recorded("r03", r18=WRONG))

    assert (comparison.questions, comparison.only_before, comparison.only_after) == (17, 1, 2)
    assert "Left out: 1 only in the first, 2 only in the second." in comparison_text(comparison)


def test_runs_without_a_common_question_cannot_be_compared() -> None:
    everything = [q.id for q in read_set(QUESTIONS).questions]
    with pytest.raises(EvalError, match="no question in common"):
        compare(recorded(*everything[1:]), recorded(everything[0]))


def test_another_version_of_the_set_is_said() -> None:
    other = recorded()
    other = replace(other, run=replace(other.run, set_sha256="other"))

    assert "not over the same version of the set" in comparison_text(compare(recorded(), other))


def test_the_sign_test_is_the_exact_two_sided_one() -> None:
    assert sign_test(0, 0) == 1.0
    assert sign_test(5, 0) == pytest.approx(2 / 32)
    assert sign_test(8, 2) == pytest.approx(2 * (1 + 10 + 45) / 1024)
    assert sign_test(3, 3) == 1.0
