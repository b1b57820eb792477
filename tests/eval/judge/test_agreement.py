"""Agreement of the judge with the exact scorer."""

import pytest

from eval.judge.agreement import agreement_of, kappa, kappa_interval
from eval.judge.judging import Case, Judged
from eval.judge.verdicts import Verdict
from eval.types import Question

# The example of every textbook: 20 both right, 15 both wrong, 5 and 10 apart; agreement .7, by chance .5.
TEXTBOOK = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa(TEXTBOOK) == pytest.approx(0.4)
    assert kappa([(True, True), (False, False)]) == 1.0
    assert kappa([(True, False), (False, True)]) == -1.0


def test_kappa_is_not_defined_where_all_are_judged_alike() -> None:
    assert kappa([]) is None
    assert kappa([(True, True)] * 5) is None
    assert kappa_interval([(True, True)] * 5) is None
    assert kappa_interval([]) is None


def test_its_interval_holds_it_and_is_always_the_same() -> None:
    interval = kappa_interval(TEXTBOOK)

    assert interval is not None
    low, high = interval
    assert 0.05 < low < 0.4 < high < 0.7
    assert interval == kappa_interval(TEXTBOOK)


def test_what_has_no_verdict_is_counted_and_not_guessed() -> None:
    cases = [Case(Question(f"q{n}", "?", "lookup", "easy", True, "a"), "said", n != 2) for n in range(1, 6)]
    verdicts = {
        "q1": Verdict("k", "q1", True, "Same."),
        "q2": Verdict("k", "q2", True, "Same in other words."),
        "q3": Verdict("k", "q3", None, "mumble"),
        "q4": Verdict("k", "q4", False, "Other."),
    }

    found = agreement_of(cases, Judged(verdicts, {"q5": "slow"}))

    assert (found.answers, found.n) == (5, 3)
    assert (found.no_verdict, found.not_judged) == (("q3",), ("q5",))
    assert found.right.value == pytest.approx(0.6667)
    assert found.agreement.value == pytest.approx(0.3333)
    assert [(d.id, d.exact, d.judge) for d in found.disagreements] == [("q2", False, True), ("q4", True, False)]


def test_without_a_verdict_nothing_is_claimed() -> None:
    found = agreement_of([], Judged({}, {}))
    assert (found.n, found.right.value, found.agreement.value, found.kappa.value) == (0, None, None, None)
