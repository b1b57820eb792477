"""A run's folder: `answers.jsonl` (the reference scorer's form), `retrieved.jsonl`, `figures.json` and the report."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from eval.errors import EvalError, SetError
from eval.questions.sets import BadRecordError, Record, read_lines, take
from eval.scoring.result import Result
from eval.types import Failure, Quoted, Reply, Row, RunFacts, Skipped, TimedReply

RUN, ANSWERS, RETRIEVED = "run.json", "answers.jsonl", "retrieved.jsonl"
FIGURES, REPORT, MARKDOWN = "figures.json", "report.html", "report.md"


def answer_line(question_id: str, timed: TimedReply) -> str:
    """One line of answers.jsonl."""
    reply = timed.reply
    record = {
        "id": question_id,
        "answer": reply.answer,
        "answered": reply.answered,
        "citations": _places(reply.citations),
        "ms": timed.ms,
        "kind": reply.kind,
        "confidence": reply.confidence,
        "refusal": reply.refusal_reason,
        "standalone_question": reply.standalone_question,
        "stages": dict(reply.stages),
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _places(quoted: Iterable[Quoted]) -> list[dict[str, object]]:
    """As the reference scorer reads them, with pages only where there are any."""
    return [{name: value for name, value in asdict(one).items() if value is not None} for one in quoted]


def _parse_places(record: Record, name: str) -> tuple[Quoted, ...]:
    places = take(record, name, list)
    if not all(isinstance(place, dict) for place in places):
        raise BadRecordError(f"'{name}' must be a list of objects")
    return tuple(
        Quoted(take(p, "source", str), take(p, "quote", str), _page(p, "page_start"), _page(p, "page_end"))
        for p in places
    )


def _page(place: Record, name: str) -> int | None:
    return None if place.get(name) is None else take(place, name, int)


def _milliseconds(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRecordError(f"'{name}' must be a number, not {value!r}")
    return value


def _parse_answer(record: Record) -> tuple[str, TimedReply]:
    ms = record.get("ms")
    stages: Record = take(record, "stages", dict, {})
    reply = Reply(
        answer=take(record, "answer", str),
        answered=take(record, "answered", bool),
        citations=_parse_places(record, "citations"),
        kind=record.get("kind"),
        confidence=record.get("confidence"),
        refusal_reason=record.get("refusal"),
        stages={name: _milliseconds(value, f"stages.{name}") for name, value in stages.items()},
        standalone_question=record.get("standalone_question"),
    )
    return take(record, "id", str), TimedReply(reply, None if ms is None else _milliseconds(ms, "ms"))


def read_answers(path: Path) -> dict[str, TimedReply]:
    """The replies of an answers file by question id; of two with the same id the later one."""
    return dict(reply for _, reply in read_lines(path, _parse_answer))


def retrieved_line(question_id: str, passages: Iterable[Quoted]) -> str:
    """One line of retrieved.jsonl: the passages of a search, the best first."""
    return json.dumps({"id": question_id, "retrieved": _places(passages)}, ensure_ascii=False) + "\n"


def _parse_retrieved(record: Record) -> tuple[str, tuple[Quoted, ...]]:
    return take(record, "id", str), _parse_places(record, "retrieved")


def read_replies(folder: Path) -> dict[str, TimedReply]:
    """The replies of a run's folder, with what a search gave where the run made one."""
    replies = read_answers(folder / ANSWERS)
    path = folder / RETRIEVED
    found = dict(one for _, one in read_lines(path, _parse_retrieved)) if path.exists() else {}
    return {key: replace(timed, retrieved=found.get(key)) for key, timed in replies.items()}


def write_replies(folder: Path, replies: Mapping[str, TimedReply]) -> None:
    """Write answers.jsonl and retrieved.jsonl anew; the latter only where something was searched for."""
    found = {key: timed.retrieved for key, timed in replies.items() if timed.retrieved is not None}
    if found:
        write_whole(folder / RETRIEVED, "".join(retrieved_line(key, passages) for key, passages in found.items()))
    else:
        (folder / RETRIEVED).unlink(missing_ok=True)
    write_whole(folder / ANSWERS, "".join(answer_line(key, timed) for key, timed in replies.items()))


def append_reply(folder: Path, question_id: str, timed: TimedReply) -> None:
    """Add one reply to the files, the answer last: one that is there has all that belongs to it."""
    if timed.retrieved is not None:
        _append(folder / RETRIEVED, retrieved_line(question_id, timed.retrieved))
    _append(folder / ANSWERS, answer_line(question_id, timed))


def _append(path: Path, line: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(line)
    except OSError as error:
        raise EvalError(
            f"{path}: cannot be written any more: {error.strerror}. What it holds is kept; go on with --resume."
        ) from error


def write_whole(path: Path, text: str) -> None:
    """Write the file so that whoever is stopped on the way leaves the one before."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def write_figures(folder: Path, result: Result) -> None:
    """Write figures.json: what the reference scorer writes, and beside it intervals, errors and the run."""
    asked = {question.id: question.question for question in result.questions}
    content = result.score.as_dict()
    content["rows"] = [asdict(row) | {"question": asked[row.id]} for row in result.score.rows]
    content["intervals"] = result.intervals
    content["groups"] = {
        key: {name: asdict(group) for name, group in groups.items()} for key, groups in result.groups.items()
    }
    content["calibration"] = asdict(result.calibration) if result.calibration else None
    content["more"] = {name: asdict(extra) for name, extra in result.more.items()}
    content["stages"] = {name: asdict(times) for name, times in result.stages.items()}
    content["notes"] = result.notes
    content["errors"] = [asdict(error) for error in result.errors]
    content["run"] = asdict(result.run)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_whole(folder / FIGURES, text + "\n")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a result folder holds, as it was written."""

    folder: Path
    run: RunFacts
    rows: tuple[Row, ...]
    questions: dict[str, str]
    errors: tuple[Failure, ...]
    replies: dict[str, TimedReply]


def is_unfinished(folder: Path) -> bool:
    """Whether the folder holds a run that was stopped before its end."""
    return (folder / RUN).exists() and not (folder / FIGURES).exists()


def read_result(folder: Path) -> Recorded:
    """What an earlier run wrote; raises `EvalError` where the folder is not that of a run."""
    path = folder / FIGURES
    if is_unfinished(folder):
        raise EvalError(f"{folder}: this run was stopped before its end. Finish it first: run it again with --resume.")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvalError(f"{path}: there is no such file; name the folder that a run wrote.") from None
    except (OSError, ValueError) as error:
        raise EvalError(f"{path}: cannot be read: {error}") from error
    try:
        asked = {row["id"]: row.pop("question") for row in content["rows"]}
        run = _run(content["run"])
        rows = tuple(Row(**row) for row in content["rows"])
        errors = tuple(Failure(**error) for error in content["errors"])
    except (KeyError, TypeError, AttributeError) as error:
        raise EvalError(f"{path}: not written by this version of the evaluation: {error}") from error
    try:
        replies = read_replies(folder)
    except SetError as error:
        raise EvalError(str(error)) from error
    return Recorded(folder, run, rows, asked, errors, replies)


def _run(record: Record) -> RunFacts:
    skipped = tuple(Skipped(**line) for line in record.get("skipped", ()))
    return RunFacts(**record | {"only": tuple(record["only"]), "skipped": skipped})
