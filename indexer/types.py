"""The data that travels through the indexer, and from it to the service. Frozen: made once, never changed.

Offsets are character offsets into `SourceText.text`, the end exclusive, everywhere.
"""

from dataclasses import dataclass, field
from typing import Literal

MarkKind = Literal["heading", "paragraph", "list_item", "table", "row", "cell"]
BlockKind = Literal["heading", "paragraph", "list_item", "table", "criterion", "boilerplate"]
PassageKind = Literal["prose", "list", "table"]
UnitKind = Literal["sentence", "item", "row", "heading"]


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Where one page of a paged format stands in the text. `number` counts from 1; `label` is the printed one."""

    number: int
    label: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What a format itself says of its structure, as HTML and DOCX do; plain text says nothing.

    `level` is the heading level from 1, or the depth of a list item from 0; for a cell it is 1 where the
    format calls it a header cell. Cells lie within their row, rows within their table.
    """

    start: int
    end: int
    kind: MarkKind
    level: int = 0


@dataclass(frozen=True, slots=True)
class SourceText:
    """One file as a reader gives it: its whole text, and what the format knows about that text."""

    text: str
    pages: tuple[PageSpan, ...] = ()
    marks: tuple[Mark, ...] = ()
    title: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One report of the shelf. `id` stays the same for a file name, whatever its content.

    `from_year` and `to_year` are the years that the report speaks for, read from `period`, else from `published`.
    `inferred` names the fields that the catalogue did not give and that were read from the text.
    """

    id: str
    source: str
    title: str
    format: str
    sha256: str
    publisher: str | None = None
    place: str | None = None
    kind: str | None = None
    period: str | None = None
    published: str | None = None
    url: str | None = None
    licence: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    inferred: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    characters: int = 0
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; an empty one has start == end."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One body row, with what a reader needs to understand it alone.

    `header` holds, for each cell, the column's path of header texts, outermost first. `label` is the row's
    path of labels, the carried-down ones first.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    header: tuple[tuple[str, ...], ...]
    label: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands: `head` are its header rows' cells, `rows` its body; both for display and for evidence."""

    caption: str
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[TableRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's structure: its place in the text and the headings above it, outermost first."""

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    level: int = 0
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that can prove an answer: a sentence, a list item or a table row.

    `text` is for reading and searching (markup out, a row written with its headers); the quote is cut from the
    document by `start` and `end`. `lead` is what must be known to understand it: a list's lead-in, a table's caption.
    `evidence` is False for words that state nothing: a form's standards, a pointer to a chart that is not in the text.
    `row` is set for a row.
    """

    kind: UnitKind
    start: int
    end: int
    text: str
    lead: str = ""
    evidence: bool = True
    row: TableRow | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched: a group of units that stands on its own.

    `context` says where it stands (document, place, period, section); it is embedded and searched with `body`.
    """

    document_id: str
    ordinal: int
    kind: PassageKind
    start: int
    end: int
    section: tuple[str, ...]
    context: str
    body: str
    units: tuple[Unit, ...]
    id: int = -1


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file in a build."""

    source: str
    status: Literal["indexed", "unchanged", "skipped", "failed", "removed"]
    reason: str = ""
    passages: int = 0
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The outcome of a build, file by file. `generation` is the one that is live afterwards."""

    generation: str
    changed: bool
    files: tuple[FileOutcome, ...] = field(default_factory=tuple)
    seconds: float = 0.0

    @property
    def failed(self) -> tuple[FileOutcome, ...]:
        """The files that could not be indexed."""
        return tuple(f for f in self.files if f.status == "failed")
