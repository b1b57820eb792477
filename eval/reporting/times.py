"""The part of the report that shows how long answers take."""

from collections.abc import Mapping, Sequence

from eval.reporting import plots
from eval.reporting.parts import bar, plotted, row, table
from eval.reporting.table import interval, milliseconds
from eval.scoring.score import percentile
from eval.scoring.stages import StageTimes
from eval.types import Interval

TIME_EDGES = (10, 20, 50, 100, 150, 200, 500, 1000, 2000, 5000)  # milliseconds


def times_part(times: Sequence[float], stages: Mapping[str, StageTimes]) -> str:
    """The times of all answers and, where the system tells them, p50 and p95 of each stage."""
    shown = (_all(times) if times else "") + (_stages(stages) if stages else "")
    return f"<div class=plots>{shown}</div>" if shown else ""


def _all(times: Sequence[float]) -> str:
    rows: list[str] = []
    low = 0
    for edge in (*TIME_EDGES, None):
        count = sum(low <= ms and (edge is None or ms < edge) for ms in times)
        if count:
            label = f"{low} to {edge} ms" if edge else f"{low} ms and more"
            rows.append(row(label, [str(count)], bar(count / len(times))))
        low = edge or low
    median, slow = percentile(times, 0.5) or 0.0, percentile(times, 0.95) or 0.0
    said = (
        f"Time until the answer, over {len(times)} questions: half within {milliseconds(median)} ms, "
        f"95% within {milliseconds(slow)} ms, the longest {milliseconds(max(times))} ms."
    )
    numbers = table(("Time", "Questions", "Share"), rows, 2)
    return plotted("Time until the answer", plots.latency(times, median, slow, said), numbers, said)


def _stages(stages: Mapping[str, StageTimes]) -> str:
    rows = (
        row(name, [str(t.n), _with_interval(t.p50, t.p50_interval), _with_interval(t.p95, t.p95_interval)])
        for name, t in stages.items()
    )
    each = "; ".join(f"{name} {milliseconds(t.p50)}, {milliseconds(t.p95)}" for name, t in stages.items())
    said = f"Milliseconds of each stage, for half and for 95% of the questions: {each}."
    numbers = table(("Stage", "Answers", "p50 ms (95% interval)", "p95 ms (95% interval)"), rows, 4)
    plot = plots.stages({name: (times.p50, times.p95) for name, times in stages.items()}, said)
    return plotted("Time of each stage", plot, numbers, "As the system tells them.")


def _with_interval(ms: float, bounds: Interval | None) -> str:
    return milliseconds(ms) + (f" ({interval('ms_', bounds)})" if bounds else "")
