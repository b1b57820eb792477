"""The part of the report that shows what confidence is worth."""

from eval.reporting.parts import bar, table
from eval.reporting.table import number
from eval.scoring.calibration import Calibration


def trust_section(found: Calibration | None) -> str:
    """The reliability table and the risk-coverage curve; nothing where no answer told its confidence."""
    if found is None:
        return ""
    bins = (
        f'<tr><th scope="row">{part.low:.1f} to {part.high:.1f}</th><td class=number>{part.n}</td>'
        f"<td class=number>{number(part.confidence)}</td><td class=number>{number(part.correct)}</td>"
        f"<td>{bar(part.correct, part.interval)}</td></tr>"
        for part in found.bins
    )
    curve = (
        f'<tr><th scope="row">{point.coverage:.0%}</th><td class=number>{number(point.confidence)}</td>'
        f"<td class=number>{number(point.wrong)}</td><td>{bar(point.wrong)}</td></tr>"
        for point in found.curve
    )
    heads = ("Confidence", "Answers", "Mean", "Right", "Share right, with its 95% interval as a line")
    return (
        f"<section><h2>What confidence is worth</h2><p class=quiet>{found.answers} answers given; expected calibration "
        f"error {number(found.error)}.</p>{table(heads, bins, 4)}"
        "<p class=quiet>If only the most trusted answers were given:</p>"
        f"{table(('Given', 'Least confidence', 'Wrong', 'Share wrong'), curve, 3)}</section>"
    )
