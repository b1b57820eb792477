"""One document as it is stored, and the JSON form of what has no columns of its own."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from indexer.types import Block, Cell, Document, Observation, PageSpan, Passage, Table, TableRow, Unit


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """All that the index holds of one document. `entry_hash` is that of its catalogue entry."""

    document: Document
    entry_hash: str
    text: str
    pages: tuple[PageSpan, ...]
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]
    observations: tuple[Observation, ...] = ()


def embedded_text(passage: Passage) -> str:
    """The words of a passage that its vector stands for."""
    return f"{passage.context}\n{passage.body}"


def layout() -> str:
    """The fields of every stored dataclass: an index with another layout cannot be read by this program."""
    kinds = (Document, PageSpan, Block, Table, TableRow, Cell, Passage, Unit, Observation)
    return ";".join(f"{kind.__name__}({','.join(f.name for f in fields(kind))})" for kind in kinds)


def to_json(value: object) -> str:
    """Dataclasses and tuples as plain lists, fields in their order."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


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
    document: Document = _reading(Document)(json.loads(text))
    return document


def table_from(text: str | None) -> Table | None:
    """A block's table from `to_json`."""
    table: Table | None = _reading(Table)(json.loads(text)) if text is not None else None
    return table


def units_from(text: str) -> tuple[Unit, ...]:
    """A passage's units from `to_json`."""
    units: tuple[Unit, ...] = _reading(tuple[Unit, ...])(json.loads(text))
    return units


def observation_from(text: str) -> Observation:
    """An observation from `to_json`."""
    observation: Observation = _reading(Observation)(json.loads(text))
    return observation


def record_from(value: object) -> DocumentRecord:
    """A record from what JSON gives of `to_json`; ValueError where it is anything else."""
    record: DocumentRecord = _reading(DocumentRecord)(value)
    return record


@cache
def _reading(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - any type of a field
    """The function that reads a value of this type back from JSON, strictly: nothing is taken for what it is not."""
    if is_dataclass(kind):
        return _reading_dataclass(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _reading_tuple(arguments[0])
    if origin in (Union, UnionType):
        (inner,) = (_reading(argument) for argument in arguments if argument is not NoneType)
        return lambda value: None if value is None else inner(value)
    if origin is Literal:
        return lambda value: value if value in arguments else _refuse(kind)
    if kind is float:
        return lambda value: float(value) if type(value) in (int, float) and math.isfinite(value) else _refuse(kind)
    return lambda value: value if type(value) is kind else _refuse(kind)


def _reading_dataclass(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    hints = get_type_hints(kind)
    parts = [_reading(hints[f.name]) for f in fields(kind)]

    def read(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not list or len(value) != len(parts):
            _refuse(kind)
        return kind(*[part(item) for part, item in zip(parts, value, strict=True)])

    return read


def _reading_tuple(of: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    part = _reading(of)
    return lambda value: tuple([part(item) for item in value]) if type(value) is list else _refuse(tuple)


def _refuse(kind: Any) -> Any:  # noqa: ANN401
    raise ValueError(f"no proper {getattr(kind, '__name__', kind)}")
