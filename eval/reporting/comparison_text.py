"""Two runs side by side as text for the terminal."""

from collections.abc import Sequence

from eval.reporting.cases import said
from eval.reporting.compare import Change, Comparison, Difference, verdict
from eval.reporting.table import figure, layout
from eval.scoring.score import fold
from eval.types import TimedReply

SHOWN = 300  # characters of an answer


def comparison_text(comparison: Comparison) -> str:
    """The comparison for the terminal."""
    rows = [("figure", "before", "after", "change", "95% interval"), *map(difference_cells, comparison.differences)]
    parts = [_conditions(comparison), layout(rows), "\n".join(summary(comparison))]
    parts += [_changes("Better", comparison.better), _changes("Worse", comparison.worse)]
    return "\n\n".join(part for part in parts if part)


def difference_cells(difference: Difference) -> tuple[str, str, str, str, str]:
    """Name, both values, the change and its interval, as they are shown."""
    name, change = difference.name, difference.change
    bounds = "" if difference.interval is None else " to ".join(_signed(name, end) for end in difference.interval)
    moved = "-" if change is None else _signed(name, change)
    return name, figure(name, difference.before), figure(name, difference.after), moved, bounds


def summary(comparison: Comparison) -> list[str]:
    """What the comparison says, a sentence or two a line."""
    right = sum(change.right_before for change in comparison.reworded)
    lines = [
        f"{comparison.questions} questions in both. {verdict(len(comparison.better), len(comparison.worse))}",
        f"Another answer, but as right or wrong as before: {len(comparison.reworded)} ({right} right both times).",
    ]
    if comparison.only_before or comparison.only_after:
        lines.append(
            f"Left out: {comparison.only_before} only in the first, {comparison.only_after} only in the second."
        )
    if not comparison.same_set:
        lines.append("The two runs were not over the same version of the set.")
    return lines


def shortened(timed: TimedReply | None) -> str:
    """The answer in one line, cut where it is long."""
    line = fold(said(timed))
    return line if len(line) <= SHOWN else line[:SHOWN].rstrip() + "…"


def _signed(name: str, value: float) -> str:
    return ("+" if value >= 0 else "") + figure(name, value)


def _conditions(comparison: Comparison) -> str:
    lines = [f"- {c.name}: {c.before} -> {c.after}" for c in comparison.conditions]
    return "\n".join(["What differed between the runs:", *lines]) if lines else ""


def _changes(title: str, changes: Sequence[Change]) -> str:
    lines = [
        f"- {c.id} [{c.type}] {c.question}\n    before: {shortened(c.before)}\n    after:  {shortened(c.after)}"
        for c in changes
    ]
    return "\n".join([f"{title} ({len(changes)}):", *lines]) if changes else ""
