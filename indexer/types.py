"""The data that travels through the indexer, and from it to the service. Frozen: made once, never changed.

Offsets are character offsets into `SourceText.text`, the end exclusive, everywhere.
"""

from dataclasses import dataclass, field
from typing import Literal

MarkKind = Literal["heading", "paragraph", "list_item", "table", "row", "cell", "boilerplate"]
BlockKind = Literal["heading", "paragraph", "list_item", "table", "criterion", "boilerplate"]
PassageKind = Literal["prose", "list", "table"]
UnitKind = Literal["sentence", "item", "row", "heading"]
Comparator = Literal["England", "region", "statistical neighbours", "target", "previous"]


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
    format calls it a header cell. Cells lie within their row, rows within their table. `rows` and `columns` are how
    many places of the grid a merged cell covers, itself included; the places it covers have empty cells of their own.
    "boilerplate" is what the format tells to be no part of the text's flow, as a running header.
    """

    start: int
    end: int
    kind: MarkKind
    level: int = 0
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class SourceText:
    """One file as a reader gives it: its whole text, and what the format knows about that text.

    `unread_pages` are pages that show something but gave no text (scans without OCR, damaged ones); `ocr_pages` are
    those whose text was recognised from their picture. Both count from 1.
    """

    text: str
    pages: tuple[PageSpan, ...] = ()
    marks: tuple[Mark, ...] = ()
    title: str | None = None
    warnings: tuple[str, ...] = ()
    unread_pages: tuple[int, ...] = ()
    ocr_pages: tuple[int, ...] = ()


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
    unread_pages: tuple[int, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    tables: int = 0
    observations: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; an empty one has start == end. `rows` and `columns` are how far a merged one reaches."""

    start: int
    end: int
    text: str
    rows: int = 1
    columns: int = 1


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
    """A piece of a document's structure: its place in the text and the headings above it, outermost first.

    `gaps` are spans within it that are not part of it, as a page number in mid-sentence; they are not stored.
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    level: int = 0
    table: Table | None = None
    gaps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that can prove an answer: a sentence, a list item or a table row.

    `text` is for reading and searching (markup out, a row written with its headers); the quote is cut from the
    document by `start` and `end`. `lead` is what must be known to understand it: a list's lead-in, a table's caption.
    `evidence` is False for words that state nothing: a form's standards, a pointer to a chart that is not in the text.
    `row` is set for a row. `repeated` is set where reports of other places on the shelf say the very same.
    """

    kind: UnitKind
    start: int
    end: int
    text: str
    lead: str = ""
    evidence: bool = True
    row: TableRow | None = None
    repeated: bool = False

    @property
    def states(self) -> bool:
        """Whether it says something about its report's subject, so that an answer may rest on it."""
        return self.evidence and not self.repeated


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
class Observation:
    """One figure that the report states: of what, where, when, how much.

    `start` and `end` are the figure's own place in the text, `unit_start` and `unit_end` those of the sentence or row
    that states it. `measure` is what is counted in the report's words, `measure_key` the same for comparing (lower
    case, acronyms and synonyms folded, no place or period in it). `place` is whose figure it is: the report's place
    unless another is named; England's has place and comparator "England". A comparator says that the figure is not
    the place's own but what it is held against; one of statistical neighbours, of a target or of the time before
    keeps the place that it is for. `period` is as worded ("2016/17", "March 2017"); where neither the sentence nor the
    table tells, it is the report's and `period_inferred` is set. `value` is in `unit` ("%", "£", "per 10,000", "days",
    None for a bare count); a figure such as "£1.2m" has value 1200000. `text` is the figure as printed.
    `row` and `column` are the label and header paths of a table's cell, empty for a sentence.
    """

    document_id: str
    measure: str
    measure_key: str
    place: str | None
    period: str | None
    from_year: int | None
    to_year: int | None
    value: float
    unit: str | None
    comparator: Comparator | None
    text: str
    start: int
    end: int
    unit_start: int
    unit_end: int
    section: tuple[str, ...] = ()
    table: str = ""
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    period_inferred: bool = False


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file in a build. A renamed one has its name of before in the reason."""

    source: str
    status: Literal["indexed", "unchanged", "renamed", "skipped", "failed", "removed"]
    reason: str = ""
    passages: int = 0
    tables: int = 0
    observations: int = 0
    pages: int | None = None
    unread_pages: tuple[int, ...] = ()
    ocr_pages: tuple[int, ...] = ()
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
