"""How observations stand in the database: their table, their rows, and the queries that find them."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence

from indexer.observations.keys import measure_key, shared_keys
from indexer.records import to_json
from indexer.types import Observation

SCHEMA = """
CREATE TABLE observations (
    id INTEGER PRIMARY KEY, document_id TEXT NOT NULL, position INTEGER NOT NULL UNIQUE, measure TEXT NOT NULL,
    measure_key TEXT NOT NULL, place TEXT, place_key TEXT, from_year INTEGER, to_year INTEGER, comparator TEXT,
    details TEXT NOT NULL
);
CREATE INDEX observations_document ON observations (document_id, position);
CREATE INDEX observations_place ON observations (place_key, from_year, to_year);
CREATE INDEX observations_measure ON observations (measure_key);
CREATE VIRTUAL TABLE observations_fts USING fts5 (
    measure, context, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""
INSERT = "INSERT INTO observations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_WORDS = "INSERT INTO observations_fts (rowid, measure, context) VALUES (?, ?, ?)"
# A whole number that also JavaScript holds exactly.
_ID_BITS = 52
_MOST_WORDS = 24
# Words that say nothing of what is counted.
_SMALL_WORDS = frozenset(
    "a an and are as at by for from in is of on or per that the their to was were who with".split()
)


class Rows:
    """Numbers observations while they are written.

    An id is made from what the observation is, so that it stays the same while its document does, whatever is built
    around it.
    """

    def __init__(self) -> None:
        self._ids: set[int] = set()

    def of(self, observations: Sequence[Observation]) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
        """For each the row of the table and that of the words."""
        for one in observations:
            number = _id(one)
            while number in self._ids:
                number += 1
            position = len(self._ids)
            self._ids.add(number)
            yield (
                (
                    number, one.document_id, position, one.measure, one.measure_key, one.place, _place_key(one.place),
                    one.from_year, one.to_year, one.comparator, to_json(one),
                ),
                (
                    number,
                    f"{one.measure}\n{one.measure_key}",
                    "\n".join((*one.section, one.table, *one.row, *one.column)),
                ),
            )  # fmt: skip


def _id(one: Observation) -> int:
    identity = (one.document_id, one.start, one.end, one.measure_key, one.place, one.from_year, one.to_year)
    digest = hashlib.sha256(repr((*identity, one.comparator)).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _ID_BITS)


def _place_key(place: str | None) -> str | None:
    return " ".join(place.casefold().split()) if place is not None else None


def query(
    measure: str | None,
    place: str | None,
    from_year: int | None,
    to_year: int | None,
    documents: Sequence[str] | None,
) -> tuple[str, list[object]]:
    """The SELECT, with its parameters, for ids and details, best first; LIMIT and OFFSET are the caller's to add.

    A row must hold at least two thirds of the telling words of `measure`, one of them in its own measure; a word of a
    phrase that has other names ("LAC") is held by them too ("children in care"). Rows of the very same normal form
    come first, then those that hold more, then those that hold more in the measure, then the shorter measure. Without a
    measure the rows are in the order of the documents.
    """
    filters, values = _filters(place, from_year, to_year, documents)
    if measure is None:
        where = f" WHERE {' AND '.join(filters)}" if filters else ""
        return f"SELECT id, details FROM observations{where} ORDER BY position", values
    words = _telling(measure)
    if not words:
        return "SELECT id, details FROM observations WHERE 0", []
    one = "SELECT rowid AS id, {} AS own FROM observations_fts WHERE observations_fts MATCH ?"
    hits = " UNION ALL ".join([one.format(0), one.format(1)] * len(words))
    names = _names(measure)
    forms = [" OR ".join(f'"{form}"' for form in (word, *names.get(word, ()))) for word in words]
    matches: list[object] = [match for form in forms for match in (form, f"measure : ({form})")]
    # A word in the measure is hit twice: once as one that stands anywhere.
    sql = (
        f"WITH held AS (SELECT id, sum(1 - own) AS words, sum(own) AS own FROM ({hits}) GROUP BY id)"
        " SELECT observations.id, details FROM held JOIN observations ON observations.id = held.id"
        f" WHERE {' AND '.join(['words * 3 >= ?', 'own > 0', *filters])}"
        " ORDER BY measure_key = ? DESC, words DESC, own DESC, length(measure), position"
    )
    return sql, [*matches, 2 * len(words), *values, measure_key(measure)]


def _telling(measure: str) -> list[str]:
    words = list(dict.fromkeys(re.findall(r"\w+", measure.casefold())))
    return [word for word in words if word not in _SMALL_WORDS][:_MOST_WORDS] or words[:_MOST_WORDS]


def _names(measure: str) -> dict[str, tuple[str, ...]]:
    """For each word of a phrase that has other names the one that stands for them all in normal forms."""
    named = shared_keys().named(measure)
    return {
        word: (" ".join(re.findall(r"\w+", name)),) for phrase, name in named for word in re.findall(r"\w+", phrase)
    }


def _filters(
    place: str | None, from_year: int | None, to_year: int | None, documents: Sequence[str] | None
) -> tuple[list[str], list[object]]:
    """Years are met by an observation whose own years overlap them."""
    filters: list[str] = []
    values: list[object] = []
    for condition, value in (
        ("place_key = ?", _place_key(place)),
        ("to_year >= ?", from_year),
        ("from_year <= ?", to_year),
        (
            "document_id IN (SELECT value FROM json_each(?))",
            None if documents is None else json.dumps(list(documents)),
        ),
    ):
        if value is not None:
            filters.append(condition)
            values.append(value)
    return filters, values
