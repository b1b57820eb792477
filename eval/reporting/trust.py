"""The part of the report that shows what confidence is worth."""

from eval.reporting import plots
from eval.reporting.parts import bar, percent, plotted, row, table
from eval.reporting.table import interval, number
from eval.scoring.calibration import BINS, Calibration
from eval.types import Interval


def trust_part(found: Calibration | None) -> str:
    """The reliability diagram and the risk-coverage curve; nothing where no answer told its confidence."""
    if found is None:
        return ""
    said = (
        f"{found.answers} answers given. Expected calibration error {_between(found.error, found.error_interval)}; "
        f"area under the risk-coverage curve {_between(found.aurc, found.aurc_interval)}; lower is better for both."
    )
    return f"<p class=quiet>{said}</p><div class=plots>{_reliability(found)}{_risk(found)}</div>"


def _between(value: float, bounds: Interval | None) -> str:
    return number(value) + (f" ({interval('', bounds)})" if bounds else "")


def _reliability(found: Calibration) -> str:
    rows = (
        row(
            f"{part.low:.1f} to {part.high:.1f}",
            [str(part.n), number(part.confidence), number(part.correct), interval("", part.interval)],
        )
        for part in found.bins
    )
    each = ", ".join(
        f"{percent(part.correct)} of {part.n} at confidence {part.low:.1f} to {part.high:.1f}" for part in found.bins
    )
    plot = plots.reliability(
        [(part.confidence, part.correct, part.interval) for part in found.bins],
        [(part.low, part.n) for part in found.bins],
        1 / BINS,
        f"Share of right answers by confidence: {each}. On the dashed line both would be the same.",
    )
    numbers = table(("Confidence", "Answers", "Mean", "Right", "95% interval"), rows, 5)
    note = "On the dashed line confidence is what it says: of answers with .7, seven of ten are right."
    return plotted("Right answers by confidence", plot, numbers, note)


def _risk(found: Calibration) -> str:
    rows = (
        row(
            percent(point.coverage),
            [number(point.confidence), number(point.wrong), interval("", point.interval)],
            bar(point.wrong),
        )
        for point in found.curve
    )
    each = ", ".join(f"{percent(point.wrong)} wrong at {percent(point.coverage)} given" for point in found.curve)
    plot = plots.risk_coverage(
        [(point.coverage, point.wrong, point.interval) for point in found.curve],
        f"If only the most trusted answers were given: {each}.",
    )
    numbers = table(("Given", "Least confidence", "Wrong", "95% interval", "Share wrong"), rows, 4)
    note = "How many answers would be wrong if only the most trusted ones were given."
    return plotted("Risk and coverage", plot, numbers, note)
