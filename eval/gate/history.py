"""The recorded results: one line a run in `history.jsonl`, with all that a figure hangs on."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.asking.machine import CHANGES, commit_date
from eval.configurations import SERVED
from eval.errors import EvalError
from eval.fitting.ablation import ABLATION
from eval.gate.recorded import figures_in, figures_of
from eval.questions.sets import BadRecordError, Record, read_lines, take
from eval.run_folder import read_result
from eval.types import Extra, Interval, RunFacts

HISTORY, PLOT = "history.jsonl", "history.svg"


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded run. `commit` is that of what answered, `commit_date` tells when it was made.

    `in_sample`: what answered was fitted on this very set, so its figures flatter it. `cross_validated`: each question
    was answered with numbers that were fitted without it.
    """

    name: str
    date: str
    commit: str | None
    commit_date: str | None
    machine: dict[str, Any]
    set_name: str
    set_sha256: str
    questions: int
    over_http: bool
    settings: dict[str, Any]
    index_version: str | None
    model: str | None
    in_sample: bool
    cross_validated: bool
    figures: dict[str, Extra]


def entry_of_run(folder: Path, name: str | None, commit: str | None, in_sample: bool, *, force: bool) -> Entry:
    """The entry for a run's folder; `EvalError` where the run is none to be compared with others.

    `force` takes a run with uncommitted changes or failed questions; a run over a part of a set is never taken.
    """
    result = read_result(folder)
    run = result.run
    if run.limit or run.only:
        raise EvalError(f"{folder}: a run over a part of its set is not recorded: it compares with no other.")
    _refuse_dirty(folder, run.commit, force=force)
    if result.errors and not force:
        failed = ", ".join(error.id for error in result.errors)
        raise EvalError(f"{folder}: questions failed: {failed}. Run them again, or record it with --force.")
    answered_by = commit or run.commit
    return Entry(
        name=name or (answered_by or "unknown")[:7],
        date=run.date,
        commit=answered_by,
        commit_date=commit_date(answered_by) if answered_by else None,
        machine=run.machine,
        set_name=Path(run.set_path).name,
        set_sha256=run.set_sha256,
        questions=len(result.rows),
        over_http=is_over_http(run),
        settings=run.settings,
        index_version=run.index_version,
        model=run.model,
        in_sample=in_sample,
        cross_validated=False,
        figures=figures_of(folder),
    )


def entries_of_ablation(folder: Path, name: str | None, *, force: bool) -> list[Entry]:
    """The cross-validated entries of a table that `ablate --out` wrote: of the served engine, one a set."""
    path = folder / ABLATION
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        served = next((c for c in content["configurations"] if c["name"] == SERVED.name), None)
        if served is None:
            raise EvalError(f"{path}: the served engine is not in the table.")
        if content["limit"]:
            raise EvalError(f"{path}: a table over parts of its sets is not recorded: it compares with no other.")
        _refuse_dirty(folder, content["commit"], force=force)
        return [_of_set(content, served, set_path, name) for set_path in served["sets"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvalError(f"{path}: cannot be read: {error}") from error


def _of_set(content: dict[str, Any], served: dict[str, Any], set_path: str, name: str | None) -> Entry:
    told, commit = served["sets"][set_path], content["commit"]
    return Entry(
        name=name or (commit or "unknown")[:7],
        date=content["date"],
        commit=commit,
        commit_date=commit_date(commit) if commit else None,
        machine=content["machine"],
        set_name=Path(set_path).name,
        set_sha256=content["sets"][set_path],
        questions=told["figures"]["questions"],
        over_http=False,
        settings={"configuration": SERVED.name},
        index_version=content["index_version"],
        model=content["model"],
        in_sample=False,
        cross_validated=True,
        figures=figures_in(told),
    )


def is_over_http(run: RunFacts) -> bool:
    """Whether a service was asked, whose commit the run cannot know."""
    return run.target.startswith(("http://", "https://"))


def _refuse_dirty(folder: Path, commit: str | None, *, force: bool) -> None:
    if not force and (commit is None or commit.endswith(CHANGES)):
        raise EvalError(
            f"{folder}: the run was not of a commit as it stands ({commit}): nobody could measure it again. "
            "Commit and run again, or record it with --force."
        )


def append(path: Path, entry: Entry) -> list[Entry]:
    """Add the entry and return all; `EvalError` where the very run is there already."""
    entries = read_history(path) if path.exists() else []
    if any(_key(entry) == _key(other) for other in entries):
        raise EvalError(f"{path}: this run is recorded already.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
    except OSError as error:
        raise EvalError(f"{path}: cannot be written: {error.strerror}.") from error
    return [*entries, entry]


def _key(entry: Entry) -> tuple[object, ...]:
    return (entry.commit, entry.date, entry.set_sha256, entry.cross_validated)


def read_history(path: Path) -> list[Entry]:
    """All entries in the order of recording; every line that is broken is named in one `SetError`."""
    return [entry for _, entry in read_lines(path, _parse)]


def _parse(record: Record) -> Entry:
    figures = {name: _extra(name, extra) for name, extra in take(record, "figures", dict).items()}
    try:
        return Entry(**record | {"figures": figures})
    except TypeError as error:
        raise BadRecordError(f"not a recorded run of this version: {error}") from error


def _extra(name: str, record: object) -> Extra:
    if not isinstance(record, dict) or "value" not in record:
        raise BadRecordError(f"the figure '{name}' must be an object with a value")
    bounds: Sequence[float] | None = record.get("interval")
    pair: Interval | None = (bounds[0], bounds[1]) if bounds else None
    return Extra(record["value"], pair)


def series_of(entries: Sequence[Entry], entry: Entry) -> list[Entry]:
    """The recorded runs over the same set, the oldest state of the program first."""
    same = [other for other in entries if other.set_sha256 == entry.set_sha256]
    return sorted(same, key=lambda other: (other.commit_date or other.date, other.date))
