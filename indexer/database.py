"""The SQLite file of an index: documents, structure, passages, observations and the full text.

SQL is written here, and for observations in observation_rows.py.

A file is written once, whole, and then only read, which is why it is opened as immutable.
"""

import errno
import json
import queue
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from indexer import observation_rows, schema
from indexer.errors import IndexDamagedError
from indexer.records import (
    DocumentRecord,
    document_from,
    observation_from,
    strings_from,
    table_from,
    to_json,
    units_from,
)
from indexer.types import Block, Document, Observation, PageSpan, Passage

_FULL_TEXTS = ("passages_fts", "observations_fts")
_PASSAGE = "document_id, ordinal, kind, start, end, section, context, body, units, id"
_DAMAGED = "The database of the index cannot be read. Build the index again."
# Seconds to wait for a connection of another reader where no new one can be opened.
_PATIENCE = 10.0


def write_database(path: Path, records: Iterable[DocumentRecord]) -> None:
    """Writes the records in their order; passage ids count through them from 0. Raises OSError when that fails."""
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            # A half-written file is thrown away, so no journal is kept; the caller syncs the whole file.
            connection.executescript(
                f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {schema.SCHEMA} {observation_rows.SCHEMA} BEGIN;"
            )
            first = 0
            observations = observation_rows.Rows()
            for position, record in enumerate(records):
                _write_record(connection, position, first, record)
                first += len(record.passages)
                for row, words in observations.of(record.observations):
                    connection.execute(observation_rows.INSERT, row)
                    connection.execute(observation_rows.INSERT_WORDS, words)
            for words_of in _FULL_TEXTS:
                connection.execute(f"INSERT INTO {words_of}({words_of}) VALUES ('optimize')")
            connection.execute("COMMIT")
        finally:
            connection.close()
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, f"the database could not be written: {error}") from error


def _write_record(connection: sqlite3.Connection, position: int, first: int, record: DocumentRecord) -> None:
    document = record.document
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            position,
            document.source,
            record.entry_hash,
            first,
            len(record.passages),
            to_json(document),
            record.text,
        ),
    )
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)",
        [(document.id, n, p.number, p.label, p.start, p.end) for n, p in enumerate(record.pages)],
    )
    connection.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (document.id, n, b.kind, b.start, b.end, to_json(b.section), b.level, to_json(b.table) if b.table else None)
            for n, b in enumerate(record.blocks)
        ],
    )
    rows = [
        (document.id, p.ordinal, p.kind, p.start, p.end, to_json(p.section), p.context, p.body, to_json(p.units), i)
        for i, p in enumerate(record.passages, first)
    ]
    connection.executemany(f"INSERT INTO passages ({_PASSAGE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.executemany(
        "INSERT INTO passages_fts (rowid, body, context) VALUES (?, ?, ?)",
        [(i, p.body, p.context) for i, p in enumerate(record.passages, first)],
    )


class Database:
    """A finished file, read only. Safe from several threads: each query borrows a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._opened = False
        self._closed = False

    @contextmanager
    def _borrow(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._connection()
            try:
                yield connection
            finally:
                self._idle.put(connection)
                if self._closed:
                    self.close()
        except sqlite3.DatabaseError as error:
            raise IndexDamagedError(_DAMAGED) from error

    def _connection(self) -> sqlite3.Connection:
        """An idle connection, else a new one, else (a build has removed the file meanwhile) the next one given back."""
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            pass
        try:
            connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        except sqlite3.OperationalError as error:
            if not self._opened:
                raise
            try:
                return self._idle.get(timeout=_PATIENCE)
            except queue.Empty:
                raise error from None
        self._opened = True
        return connection

    def close(self) -> None:
        """Closes the connections; one that is in use is closed by its user when it is given back."""
        self._closed = True
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return

    def _rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        with self._borrow() as connection:
            return connection.execute(sql, parameters).fetchall()

    def documents(self) -> list[tuple[Document, str, int, int]]:
        """Each document in order, with its entry hash, its first passage id and its number of passages."""
        sql = "SELECT details, entry_hash, first_passage, passages FROM documents ORDER BY position"
        with self._borrow() as connection:
            return [(document_from(d), h, first, count) for d, h, first, count in connection.execute(sql)]

    def text(self, document_id: str) -> str | None:
        """The whole text of a document."""
        rows = self._rows("SELECT text FROM documents WHERE id = ?", document_id)
        return str(rows[0][0]) if rows else None

    def pages(self, document_id: str) -> tuple[PageSpan, ...]:
        """The pages of a document in order."""
        sql = "SELECT number, label, start, end FROM pages WHERE document_id = ? ORDER BY ordinal"
        with self._borrow() as connection:
            return tuple(PageSpan(*row) for row in connection.execute(sql, (document_id,)))

    def blocks(self, document_id: str) -> tuple[Block, ...]:
        """The blocks of a document in order."""
        sql = "SELECT kind, start, end, section, level, table_json FROM blocks WHERE document_id = ? ORDER BY ordinal"
        with self._borrow() as connection:
            return tuple(
                Block(kind, start, end, strings_from(section), level, table_from(table))
                for kind, start, end, section, level, table in connection.execute(sql, (document_id,))
            )

    def observations(self, document_id: str) -> tuple[Observation, ...]:
        """The observations of a document in order."""
        sql = "SELECT details FROM observations WHERE document_id = ? ORDER BY position"
        with self._borrow() as connection:
            return tuple(observation_from(details) for (details,) in connection.execute(sql, (document_id,)))

    def numbered_observations(self, document_id: str) -> tuple[tuple[int, Observation], ...]:
        """The observations of a document with their ids, in order."""
        sql = "SELECT id, details FROM observations WHERE document_id = ? ORDER BY position"
        with self._borrow() as connection:
            return tuple(
                (number, observation_from(details)) for number, details in connection.execute(sql, (document_id,))
            )

    def observations_of(self, ids: Sequence[int]) -> dict[int, Observation]:
        """The observations of these ids, those that there are."""
        sql = "SELECT id, details FROM observations WHERE id IN (SELECT value FROM json_each(?))"
        with self._borrow() as connection:
            rows = connection.execute(sql, (json.dumps(list(ids)),))
            return {number: observation_from(details) for number, details in rows}

    def search_observations(
        self,
        measure: str | None,
        place: str | None,
        from_year: int | None,
        to_year: int | None,
        documents: Sequence[str] | None,
        limit: int,
        offset: int,
    ) -> list[tuple[int, Observation]]:
        """Ids and observations that fit; what is None does not narrow the search."""
        sql, values = observation_rows.query(measure, place, from_year, to_year, documents)
        with self._borrow() as connection:
            rows = connection.execute(f"{sql} LIMIT ? OFFSET ?", (*values, max(limit, 0), max(offset, 0)))
            return [(number, observation_from(details)) for number, details in rows]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in the order of the ids in the file."""
        sql = f"SELECT {_PASSAGE} FROM passages WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
        with self._borrow() as connection:
            return [
                Passage(
                    document_id, ordinal, kind, start, end, strings_from(section), context, body, units_from(units), id_
                )
                for document_id, ordinal, kind, start, end, section, context, body, units, id_ in connection.execute(
                    sql, (json.dumps(list(ids)),)
                )
            ]

    def search(
        self, terms: Sequence[str], limit: int, documents: Sequence[str] | None, weights: tuple[float, float]
    ) -> list[tuple[int, float]]:
        """Passage ids and BM25 scores, greater is better; `weights` are those of body and context."""
        match = " OR ".join(_quoted(terms))
        if not match or limit <= 0:
            return []
        sql = "SELECT rowid, -bm25(passages_fts, ?, ?) AS score FROM passages_fts WHERE passages_fts MATCH ?"
        parameters: list[object] = [*weights, match]
        if documents is not None:
            sql += (
                " AND EXISTS (SELECT 1 FROM passages WHERE passages.id = passages_fts.rowid"
                " AND document_id IN (SELECT value FROM json_each(?)))"
            )
            parameters.append(json.dumps(list(documents)))
        with self._borrow() as connection:
            return connection.execute(f"{sql} ORDER BY score DESC, rowid LIMIT ?", (*parameters, limit)).fetchall()

    def frequency(self, term: str) -> int:
        """In how many passages the term stands, in any of its inflections that the stemmer joins.

        A title stands in the context of every passage, so the bodies are counted, and the contexts only for a word
        that no body holds.
        """
        for quoted in _quoted([term]):
            for match in (f"body : {quoted}", quoted):
                rows = self._rows("SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ?", match)
                if count := int(str(rows[0][0])):
                    return count
        return 0

    def count(self, table: str) -> int:
        """The number of rows of one of this file's tables."""
        return int(str(self._rows(f"SELECT count(*) FROM {table}")[0][0]))

    def problems(self) -> list[str]:
        """What is wrong with the file itself: for SQLite, in the full texts, and by rows that belong to no document."""
        found = [str(row[0]) for row in self._rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
        for table, words in (("passages", "passages_fts"), ("observations", "observations_fts")):
            parted = f"SELECT id FROM {table} EXCEPT SELECT id FROM {words}_docsize"
            strange = f"SELECT id FROM {words}_docsize EXCEPT SELECT id FROM {table}"
            if self._rows(f"SELECT 1 FROM ({parted}) UNION ALL SELECT 1 FROM ({strange}) LIMIT 1"):
                found.append(f"the full-text index does not hold the {table}, every one and no other")
        for table in ("pages", "blocks", "passages", "observations"):
            (row,) = self._rows(f"SELECT count(*) FROM {table} WHERE document_id NOT IN (SELECT id FROM documents)")
            if row[0]:
                found.append(f"{row[0]} {table} belong to no document of the index")
        return found


def _quoted(terms: Sequence[str]) -> list[str]:
    """The terms as FTS5 strings, in which no character has a meaning of its own; those without a word are left out."""
    cleaned = (term.encode("utf-8", "ignore").decode().replace("\0", " ").replace('"', " ") for term in terms)
    return [f'"{term}"' for term in cleaned if any(c.isalnum() for c in term)]
