"""The journal: answers that were given and what people said of them, in one SQLite file. Its SQL is written here.

The file is made when something is first kept. It is opened anew for each write, so that several processes may write to
it, and so that its owner may delete it while the service runs.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from service.types import Answer, Turn

Rating = Literal["right", "wrong", "missing"]

# Seconds to wait for another writer.
_PATIENCE = 5.0
_VERSION = 1
_SCHEMA = """
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    time TEXT NOT NULL,
    question TEXT NOT NULL,
    history TEXT NOT NULL,
    standalone_question TEXT NOT NULL,
    answered INTEGER NOT NULL,
    answer TEXT NOT NULL,
    kind TEXT NOT NULL,
    confidence REAL NOT NULL,
    refusal_reason TEXT,
    citations TEXT NOT NULL,
    index_version TEXT NOT NULL,
    answerer TEXT NOT NULL,
    documents TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE feedback (
    answer_id TEXT PRIMARY KEY REFERENCES answers (id) ON DELETE CASCADE,
    rating TEXT NOT NULL,
    comment TEXT NOT NULL,
    time TEXT NOT NULL
) WITHOUT ROWID;
"""
_JSON_COLUMNS = ("history", "citations", "documents")

_Row: TypeAlias = dict[str, Any]


class JournalError(Exception):
    """The journal cannot be read or written; the message names the file, for its owner and not for an asker."""


class UnknownAnswerError(Exception):
    """Feedback on an answer that nobody remembers."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What is kept of a citation."""

    source: str
    quote: str
    page_start: int | None
    page_end: int | None
    line_start: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer or a refusal, and what was asked. `documents` are the files that the question was narrowed to."""

    id: str
    time: str
    question: str
    history: tuple[Turn, ...]
    standalone_question: str
    answered: bool
    answer: str
    kind: str
    confidence: float
    refusal_reason: str | None
    citations: tuple[Cited, ...]
    index_version: str
    answerer: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person said of an answer; `comment` is empty where they only pressed a button."""

    answer_id: str
    rating: Rating
    comment: str
    time: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer with the newest feedback on it, if there was any."""

    asked: Asked
    feedback: Feedback | None


_COLUMNS = tuple(field.name for field in fields(Asked))
_FEEDBACK_COLUMNS = tuple(field.name for field in fields(Feedback))


def now() -> str:
    """The time as the journal has it: UTC, to the second, so that texts in order are times in order."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def asked_of(answer: Answer, history: Sequence[Turn], documents: Sequence[str]) -> Asked:
    """What the journal keeps of an answer that was given just now."""
    return Asked(
        id=answer.id,
        time=now(),
        question=answer.question,
        history=tuple(history),
        standalone_question=answer.standalone_question,
        answered=answer.answered,
        answer=answer.answer,
        kind=answer.kind,
        confidence=answer.confidence,
        refusal_reason=answer.refusal.reason if answer.refusal else None,
        citations=tuple(Cited(c.source, c.quote, c.page_start, c.page_end, c.line_start) for c in answer.citations),
        index_version=answer.index_version,
        answerer=answer.answerer,
        documents=tuple(documents),
    )


def keep_answer(path: Path, asked: Asked) -> None:
    """Write the answer down; one that is there already stays as it is. Raises `JournalError`."""
    with _writing(path) as connection:
        _insert(connection, asked)


def keep_feedback(path: Path, feedback: Feedback, asked: Asked | None) -> bool:
    """Write the feedback down in the place of any earlier one on the same answer; whether there was one.

    `asked` is the answer where the caller has it; without it the answer must be in the journal already, else
    `UnknownAnswerError` is raised. Raises `JournalError` where the file does not let itself be written.
    """
    if asked is None and not path.exists():
        raise UnknownAnswerError
    with _writing(path) as connection:
        if asked is not None:
            _insert(connection, asked)
        elif not _has(connection, "answers", "id", feedback.answer_id):
            raise UnknownAnswerError
        replaced = _has(connection, "feedback", "answer_id", feedback.answer_id)
        _insert_row(connection, "REPLACE INTO feedback", asdict(feedback))
    return replaced


def read_journal(path: Path) -> tuple[Entry, ...]:
    """Everything in the journal, the oldest answer first. Raises `JournalError`, also where there is no such file."""
    if not path.is_file():
        raise JournalError(f"{path}: there is no journal. It is made when the first feedback is given.")
    try:
        # Opened as if to write, where that is allowed: so SQLite can clear away what a killed writer left beside it.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE)) as connection:
            _check(path, connection)
            connection.row_factory = sqlite3.Row
            answers = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM answers ORDER BY time, id")
            entries = [_asked_from(dict(row)) for row in answers]
            said = connection.execute(f"SELECT {', '.join(_FEEDBACK_COLUMNS)} FROM feedback")
            feedback = {row["answer_id"]: Feedback(**dict(row)) for row in said}
    except (sqlite3.Error, OSError, ValueError, TypeError) as error:
        raise JournalError(f"{path}: the journal cannot be read ({error}).") from error
    return tuple(Entry(asked, feedback.get(asked.id)) for asked in entries)


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection within a transaction that is kept if nothing goes wrong."""
    try:
        _make_file(path)
        with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
            if _check(path, connection) == 0:
                _make_readable_meanwhile(connection)
            connection.execute("BEGIN IMMEDIATE")
            if _check(path, connection) == 0:
                _create(connection)
            yield connection
            connection.execute("COMMIT")
    except (sqlite3.Error, OSError, UnicodeError) as error:
        raise JournalError(f"{path}: the journal cannot be written ({error}).") from error


def _make_file(path: Path) -> None:
    """An empty file that only its owner can read, where there is none: questions are nobody else's business."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)


def _make_readable_meanwhile(connection: sqlite3.Connection) -> None:
    """Write-ahead logging, which the file remembers: readers and writers do not wait for one another."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself for another process that makes this very change.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _check(path: Path, connection: sqlite3.Connection) -> int:
    """The version of the journal, 0 for a new file; a file that is something else is let be."""
    # One statement, so that no other process makes its tables in between.
    look = "SELECT user_version, EXISTS (SELECT 1 FROM sqlite_schema) FROM pragma_user_version"
    version, has_tables = connection.execute(look).fetchone()
    if version not in (0, _VERSION):
        raise JournalError(f"{path}: the journal was made by another version of the program.")
    if version == 0 and has_tables:
        raise JournalError(f"{path}: this is a database, but no journal. Name another file.")
    return int(version)


def _create(connection: sqlite3.Connection) -> None:
    for statement in filter(str.strip, _SCHEMA.split(";")):  # executescript would end the transaction
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={_VERSION}")


def _insert(connection: sqlite3.Connection, asked: Asked) -> None:
    row = asdict(asked)
    row |= {name: json.dumps(row[name], ensure_ascii=False) for name in _JSON_COLUMNS}
    _insert_row(connection, "INSERT OR IGNORE INTO answers", row)


def _insert_row(connection: sqlite3.Connection, how: str, row: _Row) -> None:
    marks = ", ".join(f":{name}" for name in row)
    connection.execute(f"{how} ({', '.join(row)}) VALUES ({marks})", row)


def _has(connection: sqlite3.Connection, table: str, column: str, value: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (value,)).fetchone() is not None


def _asked_from(row: _Row) -> Asked:
    row |= {name: json.loads(row[name]) for name in _JSON_COLUMNS}
    return Asked(
        **row
        | {
            "answered": bool(row["answered"]),
            "history": tuple(Turn(**turn) for turn in row["history"]),
            "citations": tuple(Cited(**cited) for cited in row["citations"]),
            "documents": tuple(row["documents"]),
        }
    )
