"""Two runs side by side as a page, with every answer that got better or worse in full."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from eval.reporting.cases import got
from eval.reporting.compare import Change, Comparison, Difference
from eval.reporting.comparison_text import difference_cells, shortened, summary
from eval.reporting.meanings import meaning
from eval.reporting.page import Section, page
from eval.reporting.parts import row, table
from eval.reporting.run_facts import when

HEADS = ("Before", "After", "Change", "95% interval")
INTERVALS = (
    "The interval is that of the change, over the same questions in both runs. A change whose interval holds 0 could "
    "be chance; the others are set in bold."
)


def comparison_page(comparison: Comparison) -> str:
    """The whole page."""
    better, worse, reworded = comparison.better, comparison.worse, comparison.reworded
    sections = [
        Section("conditions", "What differed between the runs", _conditions(comparison)),
        Section(
            "figures",
            "Figures",
            _differences("Figure", comparison.differences) + f"<p class=quiet>{escape(INTERVALS)}</p>",
        ),
        Section("types", "Right answers by type of question", _differences("Type", comparison.types)),
        Section("better", f"Better ({len(better)})", "".join(_card(change, "better") for change in better)),
        Section("worse", f"Worse ({len(worse)})", "".join(_card(change, "worse") for change in worse)),
        Section("reworded", f"Another answer, as right or wrong as before ({len(reworded)})", _reworded(reworded)),
    ]
    title = f"Two runs of {Path(comparison.after.set_path).name}"
    subtitle = f"Before: {when(comparison.before)}. After: {when(comparison.after)}."
    first, *others = summary(comparison)
    lead = f"<p class=lead>{escape(first)}</p>" + "".join(f"<p>{escape(line)}</p>" for line in others)
    return page(title, subtitle, lead, sections)


def _conditions(comparison: Comparison) -> str:
    if not comparison.conditions:
        return "<p>Nothing but the time.</p>"
    rows = (
        f'<tr><th scope="row">{escape(c.name)}</th><td>{escape(c.before)}</td><td>{escape(c.after)}</td></tr>'
        for c in comparison.conditions
    )
    return table(("What", "Before", "After"), rows, 0)


def _differences(head: str, differences: Sequence[Difference]) -> str:
    return table((head, *HEADS), map(_difference, differences), 5)


def _difference(difference: Difference) -> str:
    name, *cells = difference_cells(difference)
    small = meaning(name) or f"{difference.n} questions"
    return row(name, cells, small=small, kind="clear" if difference.clear else "")


def _card(change: Change, direction: str) -> str:
    wanted = f"<h4>Wanted</h4><p class=wanted>{escape(change.wanted)}</p>" if change.wanted is not None else ""
    return (
        f"<article class={direction}><h3>{escape(change.question)}</h3>"
        f"<p class=quiet>{escape(change.id)}, {escape(change.type)}</p>{wanted}"
        f"<div class=sides><div>{got(change.before, when='Before: ')}</div>"
        f"<div>{got(change.after, when='After: ')}</div></div></article>"
    )


def _reworded(changes: Sequence[Change]) -> str:
    if not changes:
        return ""
    listed = "".join(map(_short, changes))
    return f"<details><summary>Show all {len(changes)}</summary><dl class=answers>{listed}</dl></details>"


def _short(change: Change) -> str:
    judged = "right both times" if change.right_after else "wrong both times"
    return (
        f"<dt>{escape(change.question)} <small>{escape(change.id)}, {escape(change.type)}, {judged}</small></dt>"
        f"<dd>Before: {escape(shortened(change.before))}</dd><dd>After: {escape(shortened(change.after))}</dd>"
    )
