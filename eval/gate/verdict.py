"""Whether a run is worse than the recorded one: figure by figure, and question by question."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.gate.recorded import GATED, LOWER_IS_BETTER, TIMES, GateRun, Told
from eval.reporting.compare import CHANCE, sign_test
from eval.reporting.table import figure, interval, layout
from eval.types import Extra, Interval


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, then and now. `fails`: it lies beyond the recorded interval on the worse side, or is gone."""

    name: str
    recorded: float | None
    interval: Interval | None
    now: float | None
    fails: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What moved. `worse` and `better` are the questions that changed, as they were and as they are."""

    lines: tuple[Line, ...]
    worse: tuple[tuple[Told, Told], ...]
    better: tuple[tuple[Told, Told], ...]
    p_value: float

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it fails; none where it passes."""
        figures = tuple(f"{line.name} {line.verdict}" for line in self.lines if line.fails)
        if len(self.worse) > len(self.better) and self.p_value < CHANCE:
            counts = f"{len(self.worse)} questions got worse and {len(self.better)} better"
            figures += (f"{counts} (sign test p = {self.p_value:.3f})",)
        return figures


def judge_run(recorded: GateRun, now: GateRun) -> Verdict:
    """Hold a run against the recorded one; both are over the same questions."""
    names = [name for name in (*GATED, *TIMES) if name in recorded.figures or name in now.figures]
    lines = tuple(_line(name, recorded.figures.get(name), now.figures.get(name)) for name in names)
    told = {row.id: row for row in now.rows}
    pairs = [(row, told[row.id]) for row in recorded.rows]
    worse = tuple((a, b) for a, b in pairs if a.correct and not b.correct)
    better = tuple((a, b) for a, b in pairs if b.correct and not a.correct)
    return Verdict(lines, worse, better, sign_test(len(better), len(worse)))


def _line(name: str, then: Extra | None, now: Extra | None) -> Line:
    old, bounds = (then.value, then.interval) if then else (None, None)
    new = now.value if now else None
    fails, verdict = (False, "not gated") if name in TIMES else _compared(name, old, bounds, new)
    return Line(name, old, bounds, new, fails, verdict)


def _compared(name: str, old: float | None, bounds: Interval | None, new: float | None) -> tuple[bool, str]:
    if old is None:
        return False, "not recorded"
    if new is None:
        return True, "is gone"
    low, high = bounds or (old, old)
    if name in LOWER_IS_BETTER:
        return (True, "above its interval") if new > high else (False, _within(old - new))
    return (True, "below its interval") if new < low else (False, _within(new - old))


def _within(gain: float) -> str:
    return "same" if gain == 0 else "better" if gain > 0 else "worse, within its interval"


def verdict_text(verdict: Verdict) -> str:
    """The table, the questions that changed, and the judgement."""
    rows = [("figure", "recorded", "95% interval", "now", "verdict")]
    for line in verdict.lines:
        shown = line.verdict.upper() if line.fails else line.verdict
        bounds = interval(line.name, line.interval)
        rows.append((line.name, figure(line.name, line.recorded), bounds, figure(line.name, line.now), shown))
    counts = f"{len(verdict.better)} questions got better, {len(verdict.worse)} worse"
    parts = [layout(rows), f"{counts} (sign test p = {verdict.p_value:.3f})."]
    parts += [_changes("Worse", verdict.worse), _changes("Better", verdict.better)]
    return "\n\n".join(part for part in parts if part)


def _changes(title: str, pairs: Sequence[tuple[Told, Told]]) -> str:
    lines = [f"- {a.id} [{a.type}] {a.question}\n    before: {a.answer}\n    now:    {b.answer}" for a, b in pairs]
    return "\n".join([f"{title}:", *lines]) if pairs else ""
