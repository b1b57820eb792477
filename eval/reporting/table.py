"""Tables for the terminal, as plain text."""

from collections.abc import Mapping, Sequence

from eval.scoring.calibration import Calibration
from eval.scoring.intervals import figure_intervals, group_intervals
from eval.types import Extra, Interval, Score


def number(value: float | None) -> str:
    """A figure as it is shown: counts whole, shares to four places, nothing as a dash."""
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def milliseconds(value: float | None) -> str:
    """A time to a tenth of a millisecond."""
    return "-" if value is None else f"{value:.1f}"


def figure(name: str, value: float | None) -> str:
    """The figure of that name as it is shown."""
    return milliseconds(value) if name.startswith("ms_") else number(value)


def interval(name: str, bounds: Interval | None) -> str:
    """The two ends of an interval, or nothing."""
    return "" if bounds is None else f"{figure(name, bounds[0])} to {figure(name, bounds[1])}"


def layout(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns: the first column to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def trust_table(found: Calibration) -> str:
    """The reliability table as text."""
    rows = [("confidence", "answers", "mean", "right", "95% interval")]
    for part in found.bins:
        shares = (number(part.confidence), number(part.correct), interval("", part.interval))
        rows.append((f"{part.low:.1f} to {part.high:.1f}", str(part.n), *shares))
    return f"{layout(rows)}\nexpected calibration error {number(found.error)}"


def figures_table(scored: Score, more: Mapping[str, Extra] | None = None) -> str:
    """All figures with their intervals, and the right share of each type and difficulty.

    `more` are figures that only some sets have.
    """
    intervals = figure_intervals(scored.rows)
    by_type = group_intervals(scored.rows, lambda row: row.type)
    figures = [("figure", "value", "95% interval")]
    for name, value in scored.figures.items():
        figures.append((name, figure(name, value), interval(name, intervals.get(name))))
    for name, extra in (more or {}).items():
        figures.append((name, figure(name, extra.value), interval(name, extra.interval)))
    groups = [("correct by", "n", "share", "95% interval")]
    for name, group in scored.by["type"].items():
        groups.append((name, str(group.n), number(group.correct), interval(name, by_type[name])))
    graded = scored.by["difficulty"]
    for name, group in graded.items() if len(graded) > 1 else ():
        groups.append((name, str(group.n), number(group.correct), ""))
    return f"{layout(figures)}\n\n{layout(groups)}"
