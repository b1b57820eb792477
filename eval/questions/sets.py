"""Reading and checking what a run is made from: a question set, and the corpus texts that quotes are looked up in."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

from eval.errors import EvalError, SetError
from eval.questions.documents import from_folder
from eval.types import Difficulty, Evidence, Question, QuestionSet, QuestionType
from service.types import Turn

TYPES: tuple[str, ...] = get_args(QuestionType)
DIFFICULTIES: tuple[str, ...] = get_args(Difficulty)
MOST_PROBLEMS = 20  # named in one message; the rest are counted

Record = dict[str, Any]
T = TypeVar("T")


class BadRecordError(ValueError):
    """What is wrong with one record, without the file and line."""


def read_lines(path: Path, parse: Callable[[Record], T]) -> list[tuple[int, T]]:
    """Each record of a JSON Lines file with its line number; every broken line is named in one `SetError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SetError(f"{path}: there is no such file.") from None
    except UnicodeDecodeError as error:
        raise SetError(f"{path}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    except OSError as error:
        raise SetError(f"{path}: cannot be read: {error.strerror}.") from error
    records: list[tuple[int, T]] = []
    problems: list[str] = []
    # Not splitlines(): JSON strings may hold other characters that it takes for line ends.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            records.append((number, parse(_object(line))))
        except BadRecordError as error:
            problems.append(f"line {number}: {error}")
    raise_problems(path, problems)
    return records


def raise_problems(path: Path, problems: list[str]) -> None:
    """Raise one `SetError` that names them, if there are any."""
    if not problems:
        return
    more = [f"and {len(problems) - MOST_PROBLEMS} more"] if len(problems) > MOST_PROBLEMS else []
    raise SetError("\n  ".join([f"{path}:", *problems[:MOST_PROBLEMS], *more]))


def _object(line: str) -> Record:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadRecordError(f"not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(record, dict):
        raise BadRecordError("not a JSON object")
    return record


NAMES = {str: "a text", bool: "true or false", list: "a list", int: "a whole number", dict: "an object"}


def take(record: Record, name: str, kind: type[T], default: T | None = None) -> T:
    """The field of that type; `default` where it is left out or null and a default is given."""
    value = record.get(name)
    if value is None and default is not None:
        return default
    if name not in record:
        raise BadRecordError(f"'{name}' is missing")
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise BadRecordError(f"'{name}' must be {NAMES[kind]}, not {value!r}")
    return value


def _filled(record: Record, name: str) -> str:
    value = take(record, name, str)
    if not value.strip():
        raise BadRecordError(f"'{name}' is empty")
    return value


def _one_of(record: Record, name: str, choices: tuple[str, ...]) -> Any:  # noqa: ANN401 - a Literal's value
    value = take(record, name, str)
    if value not in choices:
        raise BadRecordError(f"'{name}' must be one of {', '.join(choices)}, not '{value}'")
    return value


def _strings(values: object, name: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise BadRecordError(f"'{name}' must be a list of texts, none of them empty, not {values!r}")
    return tuple(values)


def _within(name: str, index: int, item: object, parse: Callable[[Record], T]) -> T:
    if not isinstance(item, dict):
        raise BadRecordError(f"'{name}' {index}: must be an object, not {item!r}")
    try:
        return parse(item)
    except BadRecordError as error:
        raise BadRecordError(f"'{name}' {index}: {error}") from error


def _parts(record: Record, name: str, parse: Callable[[Record], T], default: list[Any] | None = None) -> tuple[T, ...]:
    items = take(record, name, list, default)
    return tuple(_within(name, index, item, parse) for index, item in enumerate(items, 1))


def _evidence(record: Record) -> Evidence:
    line = take(record, "line", int) if record.get("line") is not None else None
    return Evidence(_filled(record, "doc"), _filled(record, "quote"), line, take(record, "alt", bool, False))


def _turn(record: Record) -> Turn:
    return Turn(_filled(record, "question"), take(record, "answer", str))


def parse_question(record: Record) -> Question:
    """A question from its JSON object; raises `BadRecordError` with the first thing that is wrong."""
    question = Question(
        id=_filled(record, "id"),
        question=_filled(record, "question"),
        type=_one_of(record, "type", TYPES),
        difficulty=_one_of(record, "difficulty", DIFFICULTIES),
        answerable=take(record, "answerable", bool),
        answer=take(record, "answer", str),
        must_include=tuple(_strings(group, "must_include") for group in take(record, "must_include", list)),
        must_not_include=_strings(take(record, "must_not_include", list, []), "must_not_include"),
        evidence=_parts(record, "evidence", _evidence),
        history=_parts(record, "history", _turn, []),
    )
    if any(not group for group in question.must_include):
        raise BadRecordError("'must_include' has an empty group, which nothing can meet")
    return question


def read_set(path: Path) -> QuestionSet:
    """The whole set, or a `SetError` that names every bad line: a partly read set would give figures that mislead."""
    seen: dict[str, int] = {}
    problems: list[str] = []
    questions: list[Question] = []
    for number, question in read_lines(path, parse_question):
        if question.id in seen:
            problems.append(f"line {number}: the id '{question.id}' is already that of line {seen[question.id]}")
        seen.setdefault(question.id, number)
        questions.append(question)
    raise_problems(path, problems)
    if not questions:
        raise SetError(f"{path}: there is no question in it.")
    return QuestionSet(path.as_posix(), hashlib.sha256(path.read_bytes()).hexdigest(), tuple(questions))


def choose(questions: tuple[Question, ...], only: tuple[str, ...], limit: int | None) -> tuple[Question, ...]:
    """The questions of these types (all, where none is named), the first `limit` of them."""
    chosen = [q for q in questions if not only or q.type in only][:limit]
    if not chosen:
        raise EvalError(f"The set has no question of type {', '.join(only)}.")
    return tuple(chosen)


def read_texts(corpus: Path) -> dict[str, str]:
    """The folded text of each plain-text report by file name: what quotes and evidence are looked up in."""
    return dict(from_folder(corpus).folded)


def unknown_documents(questions: tuple[Question, ...], texts: dict[str, str]) -> dict[str, int]:
    """Documents that the evidence names and that have no text here, each with its number of questions."""
    missing = sorted({(e.document, q.id) for q in questions for e in q.evidence if e.document not in texts})
    return {name: sum(name == other for other, _ in missing) for name, _ in missing}
