"""Two runs side by side, over the questions that both were asked."""

import math
from dataclasses import dataclass

from eval.errors import EvalError
from eval.reporting.table import figure, layout
from eval.results import Recorded
from eval.scoring.intervals import paired_interval
from eval.scoring.score import MEANS, PERCENTILES, fold, mean, percentile
from eval.types import Interval, Row

SHOWN = 300  # characters of an answer


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two runs. The interval is that of the difference, None for times."""

    name: str
    before: float | None
    after: float | None
    interval: Interval | None

    @property
    def change(self) -> float | None:
        """After less before; None where one of them is missing."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Change:
    """A question that one run got right and the other did not, with both answers."""

    id: str
    type: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved from one run to the next. `p_value`: of the sign test over the questions that changed."""

    questions: int
    only_before: int
    only_after: int
    same_set: bool
    differences: tuple[Difference, ...]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    p_value: float


def sign_test(better: int, worse: int) -> float:
    """How likely a split at least as uneven is, if a change were as often for the better as for the worse."""
    changed = better + worse
    as_uneven = sum(math.comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, 2.0 * as_uneven / math.pow(2, changed))


def compare(before: Recorded, after: Recorded) -> Comparison:
    """The figures and questions that moved; raises `EvalError` where the runs share no question."""
    old = {row.id: row for row in before.rows}
    new = {row.id: row for row in after.rows}
    shared = [question_id for question_id in old if question_id in new]
    if not shared:
        raise EvalError(f"{before.folder} and {after.folder} have no question in common.")
    pairs = [(old[question_id], new[question_id]) for question_id in shared]
    better = tuple(_change(a, before, after) for a, b in pairs if b.correct and not a.correct)
    worse = tuple(_change(a, before, after) for a, b in pairs if a.correct and not b.correct)
    return Comparison(
        questions=len(shared),
        only_before=len(old) - len(shared),
        only_after=len(new) - len(shared),
        same_set=before.run.set_sha256 == after.run.set_sha256,
        differences=_differences([a for a, _ in pairs], [b for _, b in pairs]),
        better=better,
        worse=worse,
        p_value=sign_test(len(better), len(worse)),
    )


def _differences(old: list[Row], new: list[Row]) -> tuple[Difference, ...]:
    means = [
        Difference(name, mean(map(value, old)), mean(map(value, new)), _interval(name, old, new))
        for name, value in MEANS.items()
    ]
    times = [
        Difference(name, percentile((row.ms for row in old), share), percentile((row.ms for row in new), share), None)
        for name, share in PERCENTILES.items()
    ]
    return (*means, *times)


def _interval(name: str, old: list[Row], new: list[Row]) -> Interval | None:
    value = MEANS[name]
    return paired_interval([value(row) for row in old], [value(row) for row in new])


def _change(row: Row, before: Recorded, after: Recorded) -> Change:
    return Change(row.id, row.type, before.questions[row.id], _said(before, row.id), _said(after, row.id))


def _said(result: Recorded, question_id: str) -> str:
    timed = result.replies.get(question_id)
    if timed is None:
        return "(no reply)"
    answer = fold(timed.reply.answer)
    short = answer if len(answer) <= SHOWN else answer[:SHOWN].rstrip() + "…"
    return short if timed.reply.answered else f"(refused) {short}"


def comparison_text(comparison: Comparison) -> str:
    """The comparison for the terminal."""
    rows = [("figure", "before", "after", "change", "95% interval")]
    for d in comparison.differences:
        change = "-" if d.change is None else _signed(d.name, d.change)
        bounds = "" if d.interval is None else " to ".join(_signed(d.name, end) for end in d.interval)
        rows.append((d.name, figure(d.name, d.before), figure(d.name, d.after), change, bounds))
    parts = [layout(rows), _summary(comparison)]
    parts += [_changes("Better", comparison.better), _changes("Worse", comparison.worse)]
    return "\n\n".join(part for part in parts if part)


def _signed(name: str, value: float) -> str:
    return ("+" if value >= 0 else "") + figure(name, value)


def _summary(comparison: Comparison) -> str:
    lines = [
        f"{comparison.questions} questions in both; {len(comparison.better)} better, {len(comparison.worse)} worse "
        f"(sign test p = {comparison.p_value:.3f})."
    ]
    if comparison.only_before or comparison.only_after:
        lines.append(
            f"Left out: {comparison.only_before} only in the first, {comparison.only_after} only in the second."
        )
    if not comparison.same_set:
        lines.append("The two runs were not over the same version of the set.")
    return "\n".join(lines)


def _changes(title: str, changes: tuple[Change, ...]) -> str:
    lines = [f"- {c.id} [{c.type}] {c.question}\n    before: {c.before}\n    after:  {c.after}" for c in changes]
    return "\n".join([f"{title} ({len(changes)}):", *lines]) if changes else ""
