"""Two runs side by side, over the questions that both were asked: what moved, and by how much chance moves it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eval.errors import EvalError
from eval.reporting.run_facts import NOT_TOLD, run_facts
from eval.run_folder import Recorded
from eval.scoring.intervals import paired_interval
from eval.scoring.score import MEANS, PERCENTILES, fold, mean, percentile
from eval.types import Interval, Row, RunFacts, TimedReply

CHANCE = 0.05  # splits that are less likely than this are not put down to chance
Pairs = list[tuple[Row, Row]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two runs, over `n` questions. The interval is that of the difference, None for times."""

    name: str
    n: int
    before: float | None
    after: float | None
    interval: Interval | None

    @property
    def change(self) -> float | None:
        """After less before; None where one of them is missing."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def clear(self) -> bool:
        """Whether the interval leaves no change out."""
        return self.interval is not None and not self.interval[0] <= 0 <= self.interval[1]


@dataclass(frozen=True, slots=True)
class Change:
    """A question with another answer. `wanted` is None where the set of the runs is not there any more."""

    id: str
    type: str
    question: str
    wanted: str | None
    right_before: bool
    right_after: bool
    before: TimedReply | None
    after: TimedReply | None


@dataclass(frozen=True, slots=True)
class Condition:
    """Something under which the two runs were not alike."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved from one run to the next. `reworded`: another answer, as right or as wrong as the one before.

    `p_value` is that of the exact McNemar test over the questions that got better or worse.
    """

    before: RunFacts
    after: RunFacts
    questions: int
    only_before: int
    only_after: int
    conditions: tuple[Condition, ...]
    differences: tuple[Difference, ...]
    types: tuple[Difference, ...]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    reworded: tuple[Change, ...]
    p_value: float

    @property
    def same_set(self) -> bool:
        """Whether both runs were over the same version of the set."""
        return self.before.set_sha256 == self.after.set_sha256


def sign_test(better: int, worse: int) -> float:
    """How likely a split at least as uneven is, if a change were as often for the better as for the worse.

    This is the exact McNemar test, two-sided: the sign test over the questions that changed.
    """
    changed = better + worse
    as_uneven = sum(math.comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, 2 * as_uneven / (1 << changed))


def verdict(better: int, worse: int) -> str:
    """The test in words."""
    if not better and not worse:
        return "No question changed between right and wrong."
    p_value = sign_test(better, worse)
    judged = "hardly chance" if p_value < CHANCE else "could be chance"
    return f"{better} better, {worse} worse, {_p_value(p_value)} (exact McNemar test): {judged}."


def _p_value(p_value: float) -> str:
    if p_value < 0.001:
        return "p < .001"
    return "p = 1" if p_value > 0.995 else f"p = {p_value:.{2 if p_value >= 0.01 else 3}f}".replace("0.", ".", 1)


def compare(before: Recorded, after: Recorded, wanted: Mapping[str, str] | None = None) -> Comparison:
    """The figures and questions that moved; raises `EvalError` where the runs share no question.

    `wanted` are the set's own answers by question id, to be shown beside the others.
    """
    old = {row.id: row for row in before.rows}
    new = {row.id: row for row in after.rows}
    shared = [question_id for question_id in old if question_id in new]
    if not shared:
        raise EvalError(f"{before.folder} and {after.folder} have no question in common.")
    pairs = [(old[question_id], new[question_id]) for question_id in shared]
    changes = [
        Change(
            a.id,
            a.type,
            before.questions[a.id],
            (wanted or {}).get(a.id),
            a.correct,
            b.correct,
            before.replies.get(a.id),
            after.replies.get(a.id),
        )
        for a, b in pairs
    ]
    better = tuple(c for c in changes if c.right_after and not c.right_before)
    worse = tuple(c for c in changes if c.right_before and not c.right_after)
    return Comparison(
        before=before.run,
        after=after.run,
        questions=len(shared),
        only_before=len(old) - len(shared),
        only_after=len(new) - len(shared),
        conditions=_conditions(before.run, after.run),
        differences=_differences(pairs),
        types=_types(pairs),
        better=better,
        worse=worse,
        reworded=tuple(c for c in changes if c.right_before == c.right_after and _words(c.before) != _words(c.after)),
        p_value=sign_test(len(better), len(worse)),
    )


def _conditions(before: RunFacts, after: RunFacts) -> tuple[Condition, ...]:
    old, new = _facts(before), _facts(after)
    names = dict.fromkeys([*old, *new])
    sides = ((name, old.get(name, NOT_TOLD), new.get(name, NOT_TOLD)) for name in names)
    return tuple(Condition(name, a, b) for name, a, b in sides if a != b)


def _facts(run: RunFacts) -> dict[str, str]:
    """All conditions but the date, each setting by itself."""
    told = {name: text for name, text in run_facts(run).items() if name not in {"Date", "Settings"}}
    return told | {f"Setting {name}": str(value) for name, value in run.settings.items()}


def _differences(pairs: Pairs) -> tuple[Difference, ...]:
    means = (_difference(name, value, pairs) for name, value in MEANS.items())
    times = (
        Difference(
            name,
            len(pairs),
            percentile((row.ms for row, _ in pairs), share),
            percentile((row.ms for _, row in pairs), share),
            None,
        )
        for name, share in PERCENTILES.items()
    )
    return (*means, *times)


def _types(pairs: Pairs) -> tuple[Difference, ...]:
    """The change of `correct` in each type."""
    names = sorted({row.type for row, _ in pairs})
    by_type = {name: [pair for pair in pairs if pair[0].type == name] for name in names}
    return tuple(_difference(name, MEANS["correct"], inside) for name, inside in by_type.items())


def _difference(name: str, value: Callable[[Row], float | None], pairs: Pairs) -> Difference:
    old, new = [value(row) for row, _ in pairs], [value(row) for _, row in pairs]
    return Difference(name, len(pairs), mean(old), mean(new), paired_interval(old, new))


def _words(timed: TimedReply | None) -> tuple[bool, str] | None:
    return None if timed is None else (timed.reply.answered, fold(timed.reply.answer))
