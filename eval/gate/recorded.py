"""The recorded figures that a gate holds a change against: `gate.json`, written from a run over a part of a set."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.errors import EvalError
from eval.reporting.comparison_text import shortened
from eval.run_folder import FIGURES, read_result
from eval.scoring.score import MEANS
from eval.types import Extra, Row

GATED = (
    "correct",
    "wrong_when_answered",
    "refusal_precision",
    "refusal_recall",
    "citation_verbatim",
    "citation_recall",
    "citation_precision",
    "numbers_supported",
    "recall@5",
)
TIMES = ("ms_p50", "ms_p95")
LOWER_IS_BETTER = frozenset({"wrong_when_answered"})
Z = 1.96  # of a 95% interval


@dataclass(frozen=True, slots=True)
class Told:
    """What was said to a question and whether it was right."""

    id: str
    type: str
    question: str
    correct: bool
    answer: str


@dataclass(frozen=True, slots=True)
class GateRun:
    """The figures of a run and what it said. `set_sha256` is of the whole set, of which `rows` are a part."""

    set_path: str
    set_sha256: str
    date: str
    commit: str | None
    index_version: str | None
    model: str | None
    settings: dict[str, Any]
    machine: dict[str, Any]
    figures: dict[str, Extra]
    rows: tuple[Told, ...]


def run_of(folder: Path, set_path: str, set_sha256: str) -> GateRun:
    """What a run's folder tells a gate."""
    result = read_result(folder)
    run = result.run
    rows = tuple(
        Told(row.id, row.type, result.questions[row.id], row.correct, shortened(result.replies.get(row.id)))
        for row in result.rows
    )
    figures = figures_of(folder)
    gated = {name: _bounded(name, figures[name], result.rows) for name in (*GATED, *TIMES) if name in figures}
    return GateRun(
        set_path=set_path,
        set_sha256=set_sha256,
        date=run.date,
        commit=run.commit,
        index_version=run.index_version,
        model=run.model,
        settings=run.settings,
        machine=run.machine,
        figures=gated,
        rows=rows,
    )


def _bounded(name: str, extra: Extra, rows: Sequence[Row]) -> Extra:
    """The figure with an interval that has a width. Where all questions agree, a bootstrap has none, however few they
    are; Wilson's interval has. Quotes that are not verbatim are a fault of the program: not one is let through.
    """
    if name not in MEANS or name == "citation_verbatim" or extra.value not in (0.0, 1.0):
        return extra
    count = sum(MEANS[name](row) is not None for row in rows)
    certain = round(count / (count + Z * Z), 4)
    return Extra(extra.value, (certain, 1.0) if extra.value == 1.0 else (0.0, round(1 - certain, 4)))


def figures_of(folder: Path) -> dict[str, Extra]:
    """Every figure of a run's folder with its interval, those that only some sets have among them."""
    return figures_in(json.loads((folder / FIGURES).read_text(encoding="utf-8")))


def figures_in(content: Mapping[str, Any]) -> dict[str, Extra]:
    """The same from the content of a file, with or without further figures."""
    usual = {name: Extra(value, _pair(content["intervals"].get(name))) for name, value in content["figures"].items()}
    return usual | {name: Extra(e["value"], _pair(e["interval"])) for name, e in content.get("more", {}).items()}


def _pair(bounds: list[float] | None) -> tuple[float, float] | None:
    return None if bounds is None else (bounds[0], bounds[1])


def write_gate(path: Path, run: GateRun) -> None:
    """Write the recorded figures anew."""
    content = {"note": "written by python -m eval gate --update", **asdict(run)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{path}: cannot be written: {error.strerror}.") from error


def read_gate(path: Path) -> GateRun:
    """What `write_gate` wrote; `EvalError` says what to do where there is nothing, or nothing that can be read."""
    again = "Write it anew: python -m eval gate --update."
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvalError(f"{path}: there are no recorded figures. {again}") from None
    except (OSError, ValueError) as error:
        raise EvalError(f"{path}: cannot be read: {error}. {again}") from error
    try:
        del content["note"]
        content["figures"] = {
            name: Extra(extra["value"], _pair(extra["interval"])) for name, extra in content["figures"].items()
        }
        content["rows"] = tuple(Told(**row) for row in content["rows"])
        return GateRun(**content)
    except (KeyError, TypeError, AttributeError) as error:
        raise EvalError(f"{path}: not written by this version of the evaluation: {error}. {again}") from error
