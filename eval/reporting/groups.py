"""The part of the report that shows where answers are right: by type, difficulty, document, length."""

from collections.abc import Mapping

from eval.reporting import plots
from eval.reporting.parts import percent, plotted, row, table
from eval.reporting.plots import MOST_GROUPS, Shares
from eval.reporting.table import interval, number
from eval.scoring.result import Result

TITLES = {
    "type": "By type of question",
    "difficulty": "By difficulty",
    "document": "By document with the evidence",
    "length": "By length of the question",
}


FEW = 5  # questions; the interval of fewer is narrow by chance alone
# Groups without an order of their own are shown from the best to the worst.
ORDERED = {"difficulty": ("easy", "medium", "hard"), "length": ()}


def groups_of(result: Result) -> dict[str, Shares]:
    """The groups of a run's questions, by what they are grouped by."""
    return {
        key: {name: (group.n, group.correct, group.interval) for name, group in groups.items()}
        for key, groups in result.groups.items()
    }


def groups_part(by: Mapping[str, Shares]) -> str:
    """A plot of each grouping with its table. A grouping into one group says nothing and is left out, but for types."""
    shown = ((key, groups) for key, groups in by.items() if len(groups) > 1 or (groups and key == "type"))
    return f"<div class=plots>{''.join(_grouping(key, in_order(key, groups)) for key, groups in shown)}</div>"


def in_order(key: str, groups: Shares) -> Shares:
    """The groups in their own order where they have one, otherwise the best first."""
    if key not in ORDERED:
        return dict(sorted(groups.items(), key=lambda item: (-(item[1][1] or 0.0), item[0])))
    first = [name for name in ORDERED[key] if name in groups]
    return {name: groups[name] for name in dict.fromkeys([*first, *groups])}


def _grouping(key: str, groups: Shares) -> str:
    rows = (row(name, [str(n), number(share), interval("", bounds)]) for name, (n, share, bounds) in groups.items())
    numbers = table((key.capitalize(), "Questions", "Right", "95% interval"), rows, 4)
    notes = ["The share that is right, with its 95% interval."]
    if len(groups) > MOST_GROUPS:
        notes.append(f"The {MOST_GROUPS} with the most questions; the table has all.")
    if any(n < FEW for n, _, _ in groups.values()):
        notes.append(f"A group of fewer than {FEW} questions says little, whatever its interval.")
    title = TITLES[key]
    return plotted(title, plots.shares(groups, f"plot-{key}", _in_words(title, groups)), numbers, " ".join(notes))


def _in_words(title: str, groups: Shares) -> str:
    said = ", ".join(f"{name} {percent(share)} of {n}" for name, (n, share, _) in list(groups.items())[:MOST_GROUPS])
    return f"Share of right answers. {title}: {said}."
