"""What travels over HTTP about documents; mirrors `indexer.types` under the same names."""

from indexer import Comparator
from service.schemas import CitationOut, Reply


class DocumentOut(Reply):
    """One report of the shelf.

    `topics` are the headings that most of its text stands under; `inferred` names what was read from the text because
    the catalogue does not tell it. `unread_pages` show something but have no text that could be read; the text of
    `ocr_pages` was recognised from their picture.
    """

    id: str
    source: str
    title: str
    publisher: str | None
    place: str | None
    kind: str | None
    period: str | None
    published: str | None
    from_year: int | None
    to_year: int | None
    url: str | None
    licence: str | None
    format: str
    pages: int | None
    unread_pages: list[int]
    ocr_pages: list[int]
    characters: int
    tables: int
    observations: int
    topics: list[str]
    inferred: list[str]
    warnings: list[str]


class DocumentsReply(Reply):
    """The whole shelf."""

    documents: list[DocumentOut]


class PageOut(Reply):
    """One page of a paged format; `label` is the number printed on it."""

    number: int
    label: str | None
    start: int
    end: int


class TextReply(Reply):
    """A document's stored text, which all offsets count in."""

    id: str
    text: str
    pages: list[PageOut]


class TableCellOut(Reply):
    """One cell as it stands in a table."""

    start: int
    end: int
    text: str


class TableRowOut(Reply):
    """A body row; `header` has each cell's column headings, `label` the row's own labels, outermost first."""

    start: int
    end: int
    label: list[str]
    cells: list[TableCellOut]
    header: list[list[str]]


class TableOut(Reply):
    """A table: its heading rows and its body rows."""

    caption: str
    note: str
    head: list[list[TableCellOut]]
    rows: list[TableRowOut]


class BlockOut(Reply):
    """A piece of a document's structure: what it is, where it stands, and the headings above it."""

    kind: str
    start: int
    end: int
    level: int
    section: list[str]
    table: TableOut | None


class BlocksReply(Reply):
    """The blocks of a document, in order."""

    blocks: list[BlockOut]


class FoundObservationOut(Reply):
    """A figure that a report states, and the row or sentence that states it.

    `measure` is what is counted, in the report's words; `place` and `period` are whose figure it is and of when
    (`period_inferred`: of the report's own period, since the sentence names none). A `comparator` says that it is not
    the place's own figure but what it is held against. `text` is the figure as printed, at `start` to `end` of the
    document's text; `url` shows it there.
    """

    id: int
    measure: str
    place: str | None
    period: str | None
    period_inferred: bool
    from_year: int | None
    to_year: int | None
    value: float
    unit: str | None
    comparator: Comparator | None
    text: str
    start: int
    end: int
    url: str
    citation: CitationOut


class ObservationsReply(Reply):
    """The figures found. `next_offset` is where the next ones begin, where there are more."""

    observations: list[FoundObservationOut]
    next_offset: int | None
