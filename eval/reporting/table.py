"""Tables for the terminal, as plain text."""

from collections.abc import Mapping, Sequence

from eval.scoring.calibration import Calibration
from eval.scoring.groups import Groups, row_groups
from eval.scoring.intervals import figure_intervals
from eval.scoring.result import Result
from eval.scoring.stages import StageTimes
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
    error = f"{number(found.error)} ({interval('', found.error_interval)})"
    area = f"{number(found.aurc)} ({interval('', found.aurc_interval)})"
    return f"{layout(rows)}\nexpected calibration error {error}, area under the risk-coverage curve {area}"


def figures_table(scored: Score, more: Mapping[str, Extra] | None = None) -> str:
    """All figures with their intervals, and the right share of each type and difficulty.

    `more` are figures that only some sets have.
    """
    figures = _figure_rows(scored, figure_intervals(scored.rows), more or {})
    return f"{layout(figures)}\n\n{layout(_group_rows(row_groups(scored.rows)))}"


def result_table(result: Result) -> str:
    """Everything that was measured, closely set: figures, calibration, stages, groups, and what is left out."""
    figures = _figure_rows(result.score, result.intervals, result.more)
    if (trust := result.calibration) is not None:
        figures.append(("calibration_error", number(trust.error), interval("", trust.error_interval)))
        figures.append(("aurc", number(trust.aurc), interval("", trust.aurc_interval)))
    parts = [layout(figures), _stage_table(result.stages), layout(_group_rows(result.groups)), *result.notes]
    return "\n\n".join(part for part in parts if part)


def _figure_rows(
    scored: Score, intervals: Mapping[str, Interval | None], more: Mapping[str, Extra]
) -> list[tuple[str, str, str]]:
    rows = [("figure", "value", "95% interval")]
    for name, value in scored.figures.items():
        rows.append((name, figure(name, value), interval(name, intervals.get(name))))
    for name, extra in more.items():
        rows.append((name, figure(name, extra.value), interval(name, extra.interval)))
    return rows


def _group_rows(groups: Groups) -> list[tuple[str, str, str, str]]:
    """Types always; what has one group only says nothing that the figures do not."""
    rows: list[tuple[str, str, str, str]] = []
    for key, parts in groups.items():
        if key != "type" and len(parts) < 2:
            continue
        rows.append((f"correct by {key}", "n", "share", "95% interval"))
        for name, group in parts.items():
            rows.append((f"  {name}", str(group.n), number(group.correct), interval("", group.interval)))
    return rows


def _stage_table(stages: Mapping[str, StageTimes]) -> str:
    if not stages:
        return ""
    rows = [("stage, ms", "n", "p50", "95% interval", "p95", "95% interval")]
    for name, times in stages.items():
        half = (milliseconds(times.p50), interval("ms_", times.p50_interval))
        rows.append((name, str(times.n), *half, milliseconds(times.p95), interval("ms_", times.p95_interval)))
    return layout(rows)
