"""One document as it is stored, and the JSON form of what has no columns of its own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from indexer.types import Block, Cell, Document, PageSpan, Passage, Table, TableRow, Unit, UnitKind


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """All that the index holds of one document. `entry_hash` is that of its catalogue entry."""

    document: Document
    entry_hash: str
    text: str
    pages: tuple[PageSpan, ...]
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]


def embedded_text(passage: Passage) -> str:
    """The words of a passage that its vector stands for."""
    return f"{passage.context}\n{passage.body}"


def layout() -> str:
    """The fields of every stored dataclass: an index with another layout cannot be read by this program."""
    kinds = (Document, PageSpan, Block, Table, TableRow, Cell, Passage, Unit)
    return ";".join(f"{kind.__name__}({','.join(f.name for f in fields(kind))})" for kind in kinds)


def to_json(value: object) -> str:
    """Dataclasses and tuples as plain lists, fields in their order."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return [_plain(getattr(value, f.name)) for f in fields(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def strings_from(text: str) -> tuple[str, ...]:
    """A section path."""
    return tuple(json.loads(text))


def document_from(text: str) -> Document:
    """A document from `to_json`."""
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in json.loads(text)]
    return Document(*values)


def table_from(text: str | None) -> Table | None:
    """A block's table from `to_json`."""
    if text is None:
        return None
    caption, head, rows, note = json.loads(text)
    return Table(caption, tuple(_cells(row) for row in head), tuple(_row(row) for row in rows), note)


def units_from(text: str) -> tuple[Unit, ...]:
    """A passage's units from `to_json`."""
    return tuple(_unit(*values) for values in json.loads(text))


def _unit(
    kind: UnitKind,
    start: int,
    end: int,
    text: str,
    lead: str,
    evidence: bool,
    row: Sequence[Any] | None,
    repeated: bool,
) -> Unit:
    return Unit(kind, start, end, text, lead, evidence, _row(row) if row else None, repeated)


def _row(values: Sequence[Any]) -> TableRow:
    start, end, cells, header, label = values
    return TableRow(start, end, _cells(cells), tuple(tuple(path) for path in header), tuple(label))


def _cells(values: Sequence[Sequence[Any]]) -> tuple[Cell, ...]:
    return tuple(Cell(*cell) for cell in values)
