"""Asking a part of a set: the part is written as a set of its own and run as any other."""

import io
import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path

from eval.errors import EvalError
from eval.gate.recorded import GateRun
from eval.questions.sets import read_set
from eval.run_folder import FIGURES
from eval.types import QuestionSet

PART_SIZE = 60
FOLDER = Path("build/gate")

# Takes the arguments of `python -m eval` and returns the exit status.
Command = Callable[[Sequence[str]], int]


def require_same_set(recorded: GateRun, path: Path, found: QuestionSet) -> None:
    """Raise `EvalError` where the set is not the recorded one: figures over other questions are no yardstick."""
    ids = {question.id for question in found.questions}
    gone = [row.id for row in recorded.rows if row.id not in ids]
    again = "Record the figures anew: python -m eval gate --update."
    if gone:
        raise EvalError(f"{path}: questions of the recorded part are gone: {', '.join(gone)}. {again}")
    if found.sha256 != recorded.set_sha256:
        raise EvalError(
            f"{path}: the set has changed since its figures were recorded (sha256 {found.sha256[:12]}, recorded "
            f"{recorded.set_sha256[:12]}). {again}"
        )


def run_part(path: Path, ids: Sequence[str], flags: Sequence[str], command: Command) -> Path:
    """Ask these questions of the set and return the folder of the run; raises `EvalError` where it could not run.

    Questions that fail are in the result, as not answered.
    """
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    FOLDER.mkdir(parents=True)
    part, out = FOLDER / "part.jsonl", FOLDER / "run"
    part.write_text(_lines_of(path, set(ids)), encoding="utf-8")
    with redirect_stdout(io.StringIO()):
        command(["run", str(part), "--out", str(out), *flags])
    if not (out / FIGURES).exists():
        raise EvalError("The part of the set could not be run; the reason stands above.")
    if len(read_set(part).questions) != len(ids):
        raise EvalError(f"{path}: not every recorded question can be asked; check the set.")
    return out


def _lines_of(path: Path, ids: set[str]) -> str:
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    return "".join(f"{line}\n" for line in lines if line.strip() and _id_of(line) in ids)


def _id_of(line: str) -> object:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record.get("id") if isinstance(record, dict) else None
