"""What travels over HTTP about documents; mirrors `indexer.types` under the same names."""

from service.schemas import Reply


class DocumentOut(Reply):
    """One report of the shelf.

    `topics` are the headings that most of its text stands under; `inferred` names what was read from the text because
    the catalogue does not tell it.
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
    characters: int
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
