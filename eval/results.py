"""A run's folder: `answers.jsonl` (the reference scorer's form), `figures.json` and `report.html`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.errors import EvalError, SetError
from eval.questions.sets import BadRecordError, Record, read_lines, take
from eval.scoring.result import Result
from eval.types import Failure, Quoted, Reply, Row, RunFacts, TimedReply

ANSWERS, FIGURES, REPORT = "answers.jsonl", "figures.json", "report.html"


def answer_line(question_id: str, timed: TimedReply) -> str:
    """One line of answers.jsonl."""
    reply = timed.reply
    record = {
        "id": question_id,
        "answer": reply.answer,
        "answered": reply.answered,
        "citations": [asdict(citation) for citation in reply.citations],
        "ms": timed.ms,
        "kind": reply.kind,
        "confidence": reply.confidence,
        "refusal": reply.refusal_reason,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _parse_answer(record: Record) -> tuple[str, TimedReply]:
    citations = take(record, "citations", list)
    if not all(isinstance(c, dict) for c in citations):
        raise BadRecordError("'citations' must be a list of objects")
    ms = record.get("ms")
    if ms is not None and (isinstance(ms, bool) or not isinstance(ms, int | float)):
        raise BadRecordError(f"'ms' must be a number or null, not {ms!r}")
    reply = Reply(
        answer=take(record, "answer", str),
        answered=take(record, "answered", bool),
        citations=tuple(Quoted(take(c, "source", str), take(c, "quote", str)) for c in citations),
        kind=record.get("kind"),
        confidence=record.get("confidence"),
        refusal_reason=record.get("refusal"),
    )
    return take(record, "id", str), TimedReply(reply, ms)


def read_answers(path: Path) -> dict[str, TimedReply]:
    """The replies of an answers file by question id; of two with the same id the later one."""
    return dict(reply for _, reply in read_lines(path, _parse_answer))


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
    (folder / FIGURES).write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a result folder holds, as it was written."""

    folder: Path
    run: RunFacts
    rows: tuple[Row, ...]
    questions: dict[str, str]
    errors: tuple[Failure, ...]
    replies: dict[str, TimedReply]


def read_result(folder: Path) -> Recorded:
    """What an earlier run wrote; raises `EvalError` where the folder is not that of a run."""
    path = folder / FIGURES
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvalError(f"{path}: there is no such file; name the folder that a run wrote.") from None
    except (OSError, ValueError) as error:
        raise EvalError(f"{path}: cannot be read: {error}") from error
    try:
        asked = {row["id"]: row.pop("question") for row in content["rows"]}
        run = RunFacts(**content["run"] | {"only": tuple(content["run"]["only"])})
        rows = tuple(Row(**row) for row in content["rows"])
        errors = tuple(Failure(**error) for error in content["errors"])
    except (KeyError, TypeError, AttributeError) as error:
        raise EvalError(f"{path}: not written by this version of the evaluation: {error}") from error
    try:
        replies = read_answers(folder / ANSWERS)
    except SetError as error:
        raise EvalError(str(error)) from error
    return Recorded(folder, run, rows, asked, errors, replies)
