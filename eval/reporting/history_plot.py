"""The plot of recorded results, as a drawing of its own that is readable on light and dark pages."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from eval.errors import EvalError
from eval.gate.history import Entry
from eval.gate.recorded import LOWER_IS_BETTER
from eval.types import Extra

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.typing import RcKeyType

NOTHING = Extra(None, None)

SHOWN = ("correct", "wrong_when_answered", "refusal_precision", "refusal_recall", "citation_recall")
# Stand-ins that are drawn with, and what each becomes: a colour that the drawing's own style sets.
_INK, _LINE, _BAND, _CROSS, _PAGE = "#010101", "#020202", "#030303", "#040404", "#050505"
_STYLE = """<style>
svg {
  --ink: #1f2328; --line: #d0d7de; --band: #2b6cb0; --cross: #a04000; --page: #ffffff;
  background: var(--page);
}
@media (prefers-color-scheme: dark) {
  svg { --ink: #e6edf3; --line: #3d444d; --band: #79b8ff; --cross: #ffa657; --page: #0d1117; }
}
</style>"""
_COLOURS = {
    _INK: "var(--ink)",
    _LINE: "var(--line)",
    _BAND: "var(--band)",
    _CROSS: "var(--cross)",
    _PAGE: "var(--page)",
}


def history_svg(entries: Sequence[Entry]) -> str:
    """Each figure over the recorded runs of one set, with its interval as a band; the same each time."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise EvalError("The plot needs matplotlib: pip install -e '.[eval]'.") from error
    look: dict[RcKeyType, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "history",
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": _LINE,
        **dict.fromkeys(("text.color", "axes.labelcolor", "axes.titlecolor", "xtick.color", "ytick.color"), _INK),
        "axes.edgecolor": _INK,
    }
    names = [name for name in SHOWN if any(name in entry.figures for entry in entries)]
    states = _states(entries)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(look)
        figure = Figure(figsize=(max(6.5, 1.1 * len(states) + 2), 1.7 * len(names) + 1.3), layout="constrained")
        rows = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
        for axes, name in zip(rows, names, strict=True):
            for kind in (False, True):
                _draw(axes, name, [entry for entry in entries if entry.cross_validated == kind], states)
            axes.set_ylim(0, 1.05)
            axes.set_xlim(-0.3, len(states) - 0.5)
            axes.set_ylabel("share")
            axes.set_title(
                name.replace("_", " ") + (", lower is better" if name in LOWER_IS_BETTER else ""), loc="left"
            )
        rows[-1].set_xticks(range(len(states)), list(states.values()))
        rows[-1].set_xlabel("recorded state of the program, the oldest first")
        figure.suptitle(_title(entries[-1]))
        figure.supxlabel(_caption(entries), fontsize=8)
        out = io.StringIO()
        unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(out, format="svg", transparent=True, metadata=unsaid)
    return _coloured(out.getvalue())


def _states(entries: Sequence[Entry]) -> dict[str, str]:
    """The states of the program, each with its label: its name and day. One may have been measured in two ways."""
    states: dict[str, str] = {}
    for entry in entries:
        day = datetime.fromisoformat(entry.commit_date or entry.date)
        states.setdefault(_state(entry), f"{entry.name}\n{day:%d %b %Y}")
    return states


def _state(entry: Entry) -> str:
    return entry.commit or entry.date


def _draw(axes: "Axes", name: str, entries: Sequence[Entry], states: Mapping[str, str]) -> None:
    """One figure of runs of one kind: a line with marks, its interval as a band."""
    place_of = {state: place for place, state in enumerate(states)}
    found = [(place_of[_state(entry)], entry, entry.figures.get(name, NOTHING)) for entry in entries]
    told = [(place, entry, extra.value) for place, entry, extra in found if extra.value is not None]
    banded = [(place, extra.interval) for place, _, extra in found if extra.interval]
    places, lows, highs = [p for p, _ in banded], [low for _, (low, _) in banded], [high for _, (_, high) in banded]
    if not told:
        return
    colour = _CROSS if entries[0].cross_validated else _BAND
    axes.fill_between(places, lows, highs, color=colour, alpha=0.2, linewidth=0)
    axes.vlines(places, lows, highs, color=colour, linewidth=1.5)
    axes.plot([place for place, _, _ in told], [value for _, _, value in told], "-", color=colour, linewidth=1.2)
    for place, entry, value in told:
        face, mark = (_PAGE if entry.in_sample else colour), ("s" if entry.cross_validated else "o")
        axes.plot([place], [value], mark, color=colour, markerfacecolor=face, markersize=6, clip_on=False, zorder=3)
        # The two kinds of one state lie close together: each has its side.
        offset, side = ((-6, -10), "right") if entry.cross_validated else ((6, 4), "left")
        axes.annotate(f"{value:.2f}", (place, value), offset, textcoords="offset points", ha=side, fontsize=8)


def _title(entry: Entry) -> str:
    return f"{entry.set_name}, {entry.questions} questions, 95% intervals"


def _caption(entries: Sequence[Entry]) -> str:
    parts = []
    if any(entry.in_sample for entry in entries):
        parts.append("hollow: fitted on this set, which flatters")
    if any(not entry.in_sample for entry in entries):
        parts.append("filled: not fitted on it")
    if any(entry.cross_validated for entry in entries):
        parts.append("square: cross-validated")
    return "; ".join(parts)


def _coloured(drawn: str) -> str:
    for made_with, colour in _COLOURS.items():
        drawn = drawn.replace(made_with, colour)
    head, defs, rest = drawn.partition("<defs>")
    return f"{head}{_STYLE}\n {defs}{rest}"
