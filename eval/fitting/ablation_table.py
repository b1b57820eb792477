"""The table of configurations: for the terminal, as Markdown and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

from eval.configurations import SERVED
from eval.fitting.ablation import RECALL_AT, Measured
from eval.reporting.markdown import markdown_table
from eval.reporting.table import interval, layout, milliseconds, number
from eval.scoring.intervals import figure_intervals, paired_interval
from eval.types import Interval

HEADS = (
    "",
    "correct",
    "95% interval",
    "change",
    "95% interval",
    "wrong when answered",
    "refusal precision",
    "refusal recall",
    "citation recall",
    f"evidence recall@{RECALL_AT}",
    "ms p50",
)


def ablation_table(measured: Sequence[Measured], index: int) -> str:
    """One set's figures for the terminal, a row a configuration."""
    return layout(_rows(measured, index))


def ablation_markdown(measured: Sequence[Measured], names: Sequence[str]) -> str:
    """The tables of all sets."""
    parts = ["# Configurations\n"]
    for index, name in enumerate(names):
        heads, *rows = _rows(measured, index)
        parts.append(f"## {name}\n\n{markdown_table(heads, rows, len(heads))}\n")
    means = "\n".join(f"- {m.configuration.name}: {m.configuration.means}" for m in measured)
    return "\n".join([*parts, means]) + "\n"


def ablation_data(measured: Sequence[Measured], names: Sequence[str]) -> dict[str, object]:
    """The same with all figures and intervals, and the rows of each question."""
    return {
        "configurations": [
            {
                "name": m.configuration.name,
                "means": m.configuration.means,
                "cross_validated": m.is_cross_validated,
                "ms_p50": m.ms_p50,
                "sets": {name: _set_data(measured, m, index) for index, name in enumerate(names)},
            }
            for m in measured
        ]
    }


def _set_data(measured: Sequence[Measured], own: Measured, index: int) -> dict[str, object]:
    change, bounds = change_of(measured, own, index)
    return {
        "figures": asdict(own.scores[index].figures),
        "intervals": figure_intervals(own.scores[index].rows),
        "change": change,
        "change_interval": bounds,
        "more": {f"evidence recall@{RECALL_AT}": {"value": own.recalls[index], "interval": None}},
        "rows": [asdict(row) for row in own.scores[index].rows],
    }


def change_of(measured: Sequence[Measured], own: Measured, index: int) -> tuple[float | None, Interval | None]:
    """The change of `correct` against the served engine with its paired interval; None where that was not measured."""
    whole = next((m for m in measured if m.configuration == SERVED), None)
    if whole is None or whole is own:
        return None, None
    before, after = ([row.correct for row in m.scores[index].rows] for m in (whole, own))
    return round(sum(after) / len(after) - sum(before) / len(before), 4), paired_interval(before, after)


def _rows(measured: Sequence[Measured], index: int) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [HEADS]
    for own in measured:
        figures = own.scores[index].figures
        change, bounds = change_of(measured, own, index)
        rows.append(
            (
                own.configuration.name,
                number(figures.correct),
                interval("", figure_intervals(own.scores[index].rows)["correct"]),
                "" if change is None else f"{change:+.4f}",
                interval("", bounds),
                number(figures.wrong_when_answered),
                number(figures.refusal_precision),
                number(figures.refusal_recall),
                number(figures.citation_recall),
                number(own.recalls[index]),
                milliseconds(own.ms_p50),
            )
        )
    return rows
