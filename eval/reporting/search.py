"""The part of the report that shows what the search found, apart from the answers."""

from collections.abc import Mapping

from eval.reporting import plots
from eval.reporting.parts import percent, plotted, row, table
from eval.reporting.table import interval, number
from eval.types import Extra

RECALL = "recall@"


def search_part(more: Mapping[str, Extra]) -> str:
    """The curve of recall over the passages looked at; nothing where the run has no such figures."""
    found = [
        (int(name.removeprefix(RECALL)), extra)
        for name, extra in more.items()
        if name.startswith(RECALL) and extra.value is not None
    ]
    points = [
        (k, extra.value, extra.interval) for k, extra in sorted(found, key=lambda f: f[0]) if extra.value is not None
    ]
    if not points:
        return ""
    said = ", ".join(f"{percent(share)} within the first {k}" for k, share, _ in points)
    rows = (row(str(k), [number(share), interval("", bounds)]) for k, share, bounds in points)
    numbers = table(("k", "Recall", "95% interval"), rows, 3)
    plot = plots.recall(points, f"Share of the evidence among the first k passages found: {said}.")
    note = "Of the evidence, the share within the first k passages that a search for the question finds."
    return f"<div class=plots>{plotted('Recall of the search', plot, numbers, note)}</div>"
