"""The plots of a report as inline SVG. The only module that draws; without matplotlib every plot is an empty text."""

import io
import unicodedata
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from eval.reporting.svg import BAR, INK, LINE, QUIET, WRONG, for_page
from eval.types import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

# Of each group: how many questions, the share of them that is right, the interval of it.
Shares: TypeAlias = Mapping[str, tuple[int, float | None, Interval | None]]

WIDTH, HEIGHT = 4.2, 2.8  # inches of 72 units; the page scales them
MOST_GROUPS = 30  # more lines than that are no longer looked at
LONGEST_NAME = 26  # small letters
LOG_FROM = 50.0  # where the longest time is so many times the shortest, the axis is logarithmic

_LOOK: "dict[RcKeyType, Any]" = {
    "svg.fonttype": "none",  # text stays text: it can be searched and read out, and takes the page's font
    "svg.hashsalt": "report",  # otherwise ids differ from run to run
    "text.parse_math": False,  # a document's name may hold dollars
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    **dict.fromkeys(["text.color", "axes.labelcolor", "axes.titlecolor", "xtick.labelcolor", "ytick.labelcolor"], INK),
    **dict.fromkeys(["axes.edgecolor", "xtick.color", "ytick.color"], QUIET),
}


def available() -> bool:
    """Whether plots can be drawn here."""
    try:
        import_module("matplotlib")
    except ImportError:
        return False
    return True


def _drawn(draw: Callable[["Figure"], None], height: float, identity: str, label: str) -> str:
    """What `draw` puts on an empty figure, for the page. The library's settings are as before afterwards."""
    if not available():
        return ""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_LOOK)
        warnings.filterwarnings("ignore", message="Glyph")  # the page's font draws the text, not the library's
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        draw(figure)
        out = io.StringIO()
        # Without the facts of the file, which hold the day and an address.
        unsaid = dict.fromkeys(["Date", "Creator", "Format", "Type"])
        figure.savefig(out, format="svg", transparent=True, metadata=unsaid)
    return for_page(out.getvalue(), identity, label)


def shares(groups: Shares, identity: str, label: str) -> str:
    """A dot for the right share of each group with a line for its interval; of many groups the largest only."""
    largest = sorted(groups, key=lambda name: -groups[name][0])[:MOST_GROUPS]
    shown = [
        (f"{_short(name)} ({n})", share, interval)
        for name, (n, share, interval) in groups.items()
        if name in largest and share is not None
    ]

    def draw(figure: "Figure") -> None:
        axes = figure.add_subplot()
        for place, (_, share, interval) in enumerate(shown):
            if interval:
                axes.hlines(place, *interval, color=BAR, linewidth=2)
            axes.plot([share], [place], "o", color=BAR, markersize=6, clip_on=False)
        _names(axes, [name for name, _, _ in shown])
        _unit(axes, "x")
        axes.set_xlabel("share right")

    return _drawn(draw, 0.75 + 0.24 * len(shown), identity, label) if shown else ""


def reliability(
    points: Sequence[tuple[float, float, Interval | None]],
    counts: Sequence[tuple[float, int]],
    width: float,
    label: str,
) -> str:
    """Right share over mean confidence, with intervals and the diagonal; beneath it how many answers each bin has.

    `points` are confidence, share and interval; `counts` the lower end of each bin, `width` wide, and its answers.
    """

    def draw(figure: "Figure") -> None:
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
        above.plot([0, 1], [0, 1], "--", color=QUIET, linewidth=1)
        above.vlines(
            [sure for sure, _, interval in points if interval],
            [interval[0] for _, _, interval in points if interval],
            [interval[1] for _, _, interval in points if interval],
            color=BAR,
            linewidth=2,
        )
        above.plot([p[0] for p in points], [p[1] for p in points], "o-", color=BAR, linewidth=1, clip_on=False)
        _unit(above, "y")
        above.set_ylabel("share right")
        below.bar([low for low, _ in counts], [n for _, n in counts], width=width * 0.92, align="edge", color=BAR)
        below.locator_params(axis="y", nbins=3, integer=True)
        below.set_ylabel("answers")
        _unit(below, "x")
        below.set_xlabel("confidence")

    return _drawn(draw, HEIGHT + 0.7, "plot-reliability", label)


def risk_coverage(points: Sequence[tuple[float, float, Interval | None]], label: str) -> str:
    """The share of wrong answers over the share of answers given, the most trusted first, with intervals as lines."""

    def draw(figure: "Figure") -> None:
        axes = figure.add_subplot()
        for given, _, interval in points:
            if interval:
                axes.vlines(given, *interval, color=WRONG, linewidth=2, clip_on=False)
        axes.plot([point[0] for point in points], [point[1] for point in points], "o-", color=WRONG, clip_on=False)
        highest = max(max((wrong, *(interval or ()))) for _, wrong, interval in points)
        axes.set_ylim(0, max(0.1, highest) * 1.1)
        axes.set_ylabel("share wrong")
        _unit(axes, "x")
        axes.set_xlabel("share of the answers given, most trusted first")

    return _drawn(draw, HEIGHT, "plot-risk", label)


def latency(times: Sequence[float], median: float, slow: float, label: str) -> str:
    """The share of answers there after each time, in milliseconds, with lines at p50 and p95."""

    def draw(figure: "Figure") -> None:
        axes = figure.add_subplot()
        axes.ecdf(times, color=BAR, linewidth=2)
        for value, share, style in ((median, 0.5, "--"), (slow, 0.95, ":")):
            axes.axvline(value, color=QUIET, linestyle=style, linewidth=1.2)
            axes.plot([value], [share], "o", color=BAR, markersize=6)
        axes.set_title(f"p50 {_rounded(median)} ms (dashed), p95 {_rounded(slow)} ms (dotted)")
        _unit(axes, "y")
        axes.set_ylabel("share of the answers")
        _milliseconds(axes, times)

    return _drawn(draw, HEIGHT, "plot-latency", label)


def stages(times: Mapping[str, tuple[float, float]], label: str) -> str:
    """Two bars for each stage: its p50 and its p95, in milliseconds."""
    names = list(times)

    def draw(figure: "Figure") -> None:
        axes = figure.add_subplot()
        for offset, which, colour, name in ((-0.2, 0, BAR, "p50"), (0.2, 1, QUIET, "p95")):
            places = [place + offset for place in range(len(names))]
            axes.barh(places, [times[stage][which] for stage in names], height=0.36, color=colour, label=name)
        _names(axes, [_short(name) for name in names])
        axes.set_xlabel("milliseconds")
        figure.legend(loc="outside upper center", ncols=2)

    return _drawn(draw, 1.0 + 0.36 * len(names), "plot-stages", label) if names else ""


def recall(points: Sequence[tuple[int, float, Interval | None]], label: str) -> str:
    """The share of the evidence among the first k passages, over k."""

    def draw(figure: "Figure") -> None:
        axes = figure.add_subplot()
        for place, (_, _, interval) in enumerate(points):
            if interval:
                axes.vlines(place, *interval, color=BAR, linewidth=2)
        axes.plot(range(len(points)), [share for _, share, _ in points], "o-", color=BAR, linewidth=1, clip_on=False)
        axes.set_xticks(range(len(points)), [str(k) for k, _, _ in points])
        axes.margins(x=0.15)
        _unit(axes, "y")
        axes.set_ylabel("share of the evidence")
        axes.set_xlabel("passages looked at (k)")

    return _drawn(draw, HEIGHT, "plot-recall", label) if points else ""


def _names(axes: "Axes", names: Sequence[str]) -> None:
    """An axis of names, the first at the top."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(False, axis="y")


def _unit(axes: "Axes", which: str) -> None:
    """An axis of shares, from 0 to 1."""
    if which == "x":
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    else:
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])


def _milliseconds(axes: "Axes", times: Sequence[float]) -> None:
    """An axis of times, in plain numbers, logarithmic where they lie far apart."""
    if min(times) > 0 and max(times) / min(times) > LOG_FROM:
        axes.set_xscale("log")
        axes.grid(False, which="minor")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
        axes.xaxis.set_minor_formatter(lambda *_: "")
        axes.set_xlabel("milliseconds, logarithmic")
        return
    axes.set_xlim(left=0)
    axes.locator_params(axis="x", nbins=6)
    axes.set_xlabel("milliseconds")


def _rounded(milliseconds: float) -> str:
    return f"{milliseconds:,.0f}" if milliseconds >= 10 else f"{milliseconds:.1f}"


def _short(name: str) -> str:
    """A name in one line, its middle left out where it is long: ends tell names of files apart."""
    line = " ".join(name.split())
    kept, room = len(line), LONGEST_NAME
    while kept and sum(map(_width, line[: (kept + 1) // 2] + line[len(line) - kept // 2 :])) > room:
        kept, room = kept - 1, LONGEST_NAME - 1
    return line if kept == len(line) else f"{line[: (kept + 1) // 2]}…{line[len(line) - kept // 2 :]}"


def _width(character: str) -> float:
    """About how wide a character is, in small letters."""
    return 1.6 if character.isupper() or unicodedata.east_asian_width(character) in "WF" else 1.0
