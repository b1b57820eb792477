"""Reading a question set, each line by itself."""

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args

from eval.errors import EvalError, SetError
from eval.types import Difficulty, Evidence, Question, QuestionSet, QuestionType, Skipped
from service.types import Turn

TYPES: tuple[str, ...] = get_args(QuestionType)
DIFFICULTIES: tuple[str, ...] = get_args(Difficulty)
MOST_PROBLEMS = 20  # named in one message; the rest are counted
MOST_LINES = 10  # named where one sentence is about several

Record = dict[str, Any]
T = TypeVar("T")


class BadRecordError(ValueError):
    """What is wrong with one record, without the file and line."""


class DraftError(BadRecordError):
    """The record says of itself that something is left to do."""


@dataclass(frozen=True, slots=True)
class Lines(Generic[T]):
    """The records of a JSON Lines file with their line numbers, and the lines that give none."""

    good: list[tuple[int, T]]
    broken: list[Skipped]
    drafts: list[Skipped]

    @property
    def skipped(self) -> list[Skipped]:
        """Broken lines and drafts, in the order of the file."""
        return sorted((*self.broken, *self.drafts), key=lambda skipped: skipped.line)


def sort_lines(path: Path, parse: Callable[[Record], T]) -> Lines[T]:
    """Reads every line; `SetError` only where there is no file to read."""
    lines: Lines[T] = Lines([], [], [])
    # Not splitlines(): JSON strings may hold other characters that it takes for line ends.
    for number, line in enumerate(_bytes(path).removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            lines.good.append((number, parse(_object(line))))
        except DraftError as error:
            lines.drafts.append(Skipped(number, str(error)))
        except BadRecordError as error:
            lines.broken.append(Skipped(number, str(error)))
    return lines


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SetError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise SetError(f"{path}: cannot be read: {error.strerror}.") from error


def read_lines(path: Path, parse: Callable[[Record], T]) -> list[tuple[int, T]]:
    """Each record with its line number; every line that gives none is named in one `SetError`."""
    lines = sort_lines(path, parse)
    raise_named(f"{path}:", lines.skipped)
    return lines.good


def raise_named(head: str, skipped: Sequence[Skipped]) -> None:
    """Raise one `SetError` that names these lines, if there are any."""
    if not skipped:
        return
    told = [f"line {one.line}: {one.message}" for one in skipped[:MOST_PROBLEMS]]
    more = [f"and {len(skipped) - MOST_PROBLEMS} more"] if len(skipped) > MOST_PROBLEMS else []
    raise SetError("\n  ".join([head, *told, *more]))


def _object(line: bytes) -> Record:
    try:
        record = json.loads(line.decode())
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise BadRecordError(f"not UTF-8 at byte {error.start} of the line; save the file as UTF-8") from error
    except UnicodeEncodeError as error:
        raise BadRecordError("holds half a character (\\ud800 to \\udfff without its other half)") from error
    except json.JSONDecodeError as error:
        raise BadRecordError(f"not JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists without end
        raise BadRecordError("not JSON that can be read: a number is too long or the nesting too deep") from error
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


def parts(record: Record, name: str, parse: Callable[[Record], T], default: list[Any] | None = None) -> tuple[T, ...]:
    """The list of objects under a name, each parsed; what is wrong with one is told with its number."""
    items = take(record, name, list, default)
    return tuple(_within(name, index, item, parse) for index, item in enumerate(items, 1))


def _evidence(record: Record) -> Evidence:
    line = take(record, "line", int) if record.get("line") is not None else None
    page = take(record, "page", int) if record.get("page") is not None else None
    if page is not None and page < 1:
        raise BadRecordError(f"'page' must be a whole number from 1, not {page}")
    return Evidence(_filled(record, "doc"), _filled(record, "quote"), line, take(record, "alt", bool, False), page)


def _turn(record: Record) -> Turn:
    return Turn(_filled(record, "question"), take(record, "answer", str))


def parse_question(record: Record) -> Question:
    """A question from its JSON object; raises `BadRecordError` with the first thing that is wrong."""
    left_to_do = take(record, "draft", str, "")
    if left_to_do.strip():
        raise DraftError(f"still a draft: {left_to_do.strip()}")
    question = Question(
        id=_filled(record, "id"),
        question=_filled(record, "question"),
        type=_one_of(record, "type", TYPES),
        difficulty=_one_of(record, "difficulty", DIFFICULTIES),
        answerable=take(record, "answerable", bool),
        answer=take(record, "answer", str),
        must_include=tuple(_strings(group, "must_include") for group in take(record, "must_include", list)),
        must_not_include=_strings(take(record, "must_not_include", list, []), "must_not_include"),
        evidence=parts(record, "evidence", _evidence),
        history=parts(record, "history", _turn, []),
        documents=_strings(take(record, "documents", list, []), "documents"),
    )
    if any(not group for group in question.must_include):
        raise BadRecordError("'must_include' has an empty group, which nothing can meet")
    return question


def without_repeats(lines: Lines[T], id_of: Callable[[T], str]) -> Lines[T]:
    """The same, but of two records with the same id the first counts, and the other's line is broken."""
    first: dict[str, int] = {}
    good, again = [], []
    for number, record in lines.good:
        before = first.setdefault(id_of(record), number)
        if before == number:
            good.append((number, record))
        else:
            again.append(Skipped(number, f"the id '{id_of(record)}' is already that of line {before}"))
    return Lines(good, sorted((*lines.broken, *again), key=lambda skipped: skipped.line), lines.drafts)


def question_lines(path: Path) -> Lines[Question]:
    """The lines of a set, every question knowing its own."""
    lines = without_repeats(sort_lines(path, parse_question), lambda question: question.id)
    return replace(lines, good=[(number, replace(question, line=number)) for number, question in lines.good])


def read_set(path: Path, strict: bool = False) -> QuestionSet:
    """The questions of a set, and the lines that are not asked with what is wrong.

    `SetError` where no line can be asked. With `strict`, any such line is a `SetError` that names them all: what is
    fitted must not hang on a slip in the set.
    """
    lines = question_lines(path)
    if strict:
        raise_named(f"{path}:", lines.skipped)
    require_some(path, lines)
    questions = tuple(question for _, question in lines.good)
    return QuestionSet(path.as_posix(), hashlib.sha256(path.read_bytes()).hexdigest(), questions, tuple(lines.skipped))


def require_some(path: Path, lines: Lines[T]) -> None:
    """`SetError` where no line can be asked."""
    if not lines.good:
        raise_named(f"{path}: no line of it can be asked.", lines.skipped)
        raise SetError(f"{path}: there is no question in it.")


def choose(questions: tuple[Question, ...], only: tuple[str, ...], limit: int | None) -> tuple[Question, ...]:
    """The questions of these types (all, where none is named), the first `limit` of them."""
    chosen = [q for q in questions if not only or q.type in only][:limit]
    if not chosen:
        raise EvalError(f"The set has no question of type {', '.join(only)}.")
    return tuple(chosen)


def unknown_documents(questions: Iterable[Question], sources: Container[str]) -> list[str]:
    """For each document that the questions name and that is not among `sources`, a sentence with the lines."""
    evidence: dict[str, list[int]] = {}
    scope: dict[str, list[int]] = {}
    for question in questions:
        for names, found in (({e.document for e in question.evidence}, evidence), (set(question.documents), scope)):
            for name in names:
                if name not in sources:
                    found.setdefault(name, []).append(question.line)
    return [
        f"{lines_named(lines)}: evidence in '{name}', which is not in the index; citations are not scored there"
        for name, lines in sorted(evidence.items())
    ] + [f"{lines_named(lines)}: asked of '{name}', which is not in the index" for name, lines in sorted(scope.items())]


def lines_named(lines: Sequence[int]) -> str:
    """Some lines in words: "line 7", "lines 7, 9 and 12", "lines 1, 2 and 8 more"."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    shown = lines[:MOST_LINES] if len(lines) > MOST_LINES + 1 else lines[:-1]
    last = f"{len(lines) - MOST_LINES} more" if len(lines) > MOST_LINES + 1 else str(lines[-1])
    return f"lines {', '.join(map(str, shown))} and {last}"
