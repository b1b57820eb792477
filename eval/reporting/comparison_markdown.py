"""Two runs side by side in Markdown, to be read in a pull request."""

from collections.abc import Sequence
from pathlib import Path

from eval.reporting.compare import Change, Comparison, Difference
from eval.reporting.comparison_page import HEADS, INTERVALS
from eval.reporting.comparison_text import difference_cells, shortened, summary
from eval.reporting.markdown import SHOWN, markdown_table, plain
from eval.reporting.run_facts import when


def comparison_markdown(comparison: Comparison) -> str:
    """Everything that the page has, with long answers cut."""
    parts = [
        f"# Two runs of {plain(Path(comparison.after.set_path).name)}",
        plain(f"Before: {when(comparison.before)}. After: {when(comparison.after)}."),
        "\n".join(f"- {plain(line)}" for line in summary(comparison)),
        _conditions(comparison),
        f"## Figures\n\n{_differences('Figure', comparison.differences)}\n\n{INTERVALS}",
        f"## Right answers by type of question\n\n{_differences('Type', comparison.types)}",
        _changes("Better", comparison.better),
        _changes("Worse", comparison.worse),
        _changes("Another answer, as right or wrong as before", comparison.reworded),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _conditions(comparison: Comparison) -> str:
    rows = [(plain(c.name), plain(c.before), plain(c.after)) for c in comparison.conditions]
    told = markdown_table(("What", "Before", "After"), rows) if rows else "Nothing but the time."
    return f"## What differed between the runs\n\n{told}"


def _differences(head: str, differences: Sequence[Difference]) -> str:
    return markdown_table((head, "Questions", *HEADS), map(_cells, differences), 6)


def _cells(difference: Difference) -> list[str]:
    name, before, after, change, bounds = map(plain, difference_cells(difference))
    return [name, str(difference.n), before, after, f"**{change}**" if difference.clear else change, bounds]


def _changes(title: str, changes: Sequence[Change]) -> str:
    listed = "\n".join(_change(change) for change in changes)
    return f"## {title} ({len(changes)})\n\n{listed}" if changes else ""


def _change(change: Change) -> str:
    wanted = "" if change.wanted is None else f"  - wanted: {plain(change.wanted, SHOWN)}\n"
    return (
        f"- **{plain(change.id)}** ({plain(change.type)}) {plain(change.question)}\n{wanted}"
        f"  - before: {plain(shortened(change.before))}\n"
        f"  - after: {plain(shortened(change.after))}"
    )
