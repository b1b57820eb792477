"""The part of the report that shows how long answers take."""

from collections.abc import Mapping, Sequence

from eval.reporting import plots
from eval.reporting.parts import bar, plotted, row, table
from eval.reporting.table import milliseconds
from eval.scoring.score import percentile

TIME_EDGES = (10, 20, 50, 100, 150, 200, 500, 1000, 2000, 5000)  # milliseconds


def times_part(times: Sequence[float], stages: Mapping[str, tuple[float, float]]) -> str:
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


def _stages(stages: Mapping[str, tuple[float, float]]) -> str:
    rows = (row(name, [milliseconds(median), milliseconds(slow)]) for name, (median, slow) in stages.items())
    each = "; ".join(f"{name} {milliseconds(p50)}, {milliseconds(p95)}" for name, (p50, p95) in stages.items())
    said = f"Milliseconds of each stage, for half and for 95% of the questions: {each}."
    numbers = table(("Stage", "p50 ms", "p95 ms"), rows, 3)
    return plotted("Time of each stage", plots.stages(stages, said), numbers)
