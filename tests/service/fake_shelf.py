"""Two small made-up reports, one with pages and a table, as a store would hold them."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import Block, Cell, Document, Observation, PageSpan, Table, TableRow

_PARAGRAPHS = (
    ("heading", "Northmoor Children's Services"),
    ("heading", "Early help"),
    ("paragraph", "Three new family hubs opened in September 2018. Each is open five days a week.\nOne is in Ashby."),
    ("list_item", "• The hubs offer advice on parenting, housing and money."),
    ("list_item", "• A health visitor comes once a fortnight."),
    ("table", ""),
    ("criterion", "Leaders know their services well and act on what they find."),
    ("boilerplate", "Northmoor Council, 2 Mill Lane"),
    ("heading", "Staffing"),
    ("paragraph", "The average caseload fell from 19 to 16 children for each social worker <in 2019> & stayed there."),
)
_HEAD = ("Service", "2018", "2019")
_ROWS = (("Family hubs open", "5", "8"), ("Families helped", "1,204", "1,377"), ("Waiting list", "", "12%"))
CAPTION = "Table 3: Early help services at 31 March"


def _line(cells: Sequence[str], at: int) -> tuple[str, tuple[Cell, ...]]:
    placed, text = [], ""
    for cell in cells:
        text += " | " if placed else ""
        placed.append(Cell(at + len(text), at + len(text) + len(cell), cell))
        text += cell
    return text, tuple(placed)


def _table(at: int) -> tuple[str, Table]:
    text = CAPTION + "\n"
    line, head = _line(_HEAD, at + len(text))
    text += line + "\n"
    rows = []
    for values in _ROWS:
        start = at + len(text)
        line, cells = _line(values, start)
        text += line + "\n"
        header = tuple((name,) if i else () for i, name in enumerate(_HEAD))
        rows.append(TableRow(start, start + len(line), cells, header, (values[0],)))
    note = "Source: the council's own count"
    return text + note, Table(CAPTION, (head,), tuple(rows), note)


def _report() -> tuple[str, tuple[Block, ...]]:
    text, blocks, section = "", [], ()
    for number, (kind, words) in enumerate(_PARAGRAPHS):
        table = None
        if kind == "table":
            words, table = _table(len(text))
        level = 0
        if kind == "heading":
            level = 1 if number == 0 else 2
            section = (*section[: level - 1], words)
        blocks.append(Block(kind, len(text), len(text) + len(words), section, level, table))
        text += words + "\n\n"
    return text, tuple(blocks)


TEXT, _BLOCKS = _report()
SECOND_PAGE = TEXT.index("Staffing")

ANNUAL = Document(
    id="northmoor-annual-2018-19",
    source="northmoor-annual-2018-19.pdf",
    title="Northmoor Children's Services Annual Report 2018-19",
    format="pdf",
    sha256="0" * 64,
    publisher="Northmoor Council",
    place="Northmoor",
    kind="annual report",
    period="2018-19",
    published="2019-07",
    from_year=2018,
    to_year=2019,
    inferred=("period",),
    characters=len(TEXT),
    pages=2,
    unread_pages=(2,),
    tables=1,
    observations=6,
)
LETTER_TEXT = "Ashby inspection letter\n\nInspectors visited in May 2016. They found that help comes early.\n"
LETTER = Document(
    id="ashby-letter-2016",
    source="ashby-letter-2016.txt",
    title="Ashby inspection letter",
    format="txt",
    sha256="1" * 64,
    place="Ashby",
    kind="inspection letter",
    period="2016",
    from_year=2016,
    to_year=2016,
    warnings=("the text has no page breaks",),
    characters=len(LETTER_TEXT),
)


def _observations() -> tuple[Observation, ...]:
    table = next(block.table for block in _BLOCKS if block.table)
    section = ("Northmoor Children's Services", "Early help")
    cells = [
        Observation(
            ANNUAL.id, row.label[0], row.label[0].lower(), "Northmoor", year, int(year), int(year),
            float(cell.text.rstrip("%").replace(",", "")), "%" if "%" in cell.text else None, None, cell.text,
            cell.start, cell.end, row.start, row.end, section, CAPTION, row.label, (year,),
        )
        for row in table.rows
        for cell, year in zip(row.cells[1:], _HEAD[1:], strict=True)
        if cell.text
    ]  # fmt: skip
    sentence = TEXT.index("The average caseload")
    start = TEXT.index("16 children")
    caseload = Observation(
        ANNUAL.id, "average caseload of a social worker", "averag caseload social worker", "Northmoor", "2018-19", 2018,
        2019, 16.0, "children", None, "16", start, start + 2, sentence, TEXT.index("there.") + 6,
        ("Northmoor Children's Services", "Staffing"), period_inferred=True,
    )  # fmt: skip
    return (*cells, caseload)


OBSERVATIONS = _observations()


@dataclass
class FakeStore:
    """Two reports in memory. After `close` it fails, as a real one would."""

    version: str = "fake-1"
    closed: bool = False

    def _open(self) -> None:
        if self.closed:
            raise RuntimeError("the store is closed")

    def documents(self) -> tuple[Document, ...]:
        self._open()
        return (ANNUAL, LETTER)

    def document(self, document_id: str) -> Document | None:
        return next((document for document in self.documents() if document.id == document_id), None)

    def text(self, document_id: str) -> str:
        self._open()
        return TEXT if document_id == ANNUAL.id else LETTER_TEXT

    def pages(self, document_id: str) -> tuple[PageSpan, ...]:
        self._open()
        if document_id != ANNUAL.id:
            return ()
        return (PageSpan(1, "i", 0, SECOND_PAGE), PageSpan(2, None, SECOND_PAGE, len(TEXT)))

    def blocks(self, document_id: str) -> tuple[Block, ...]:
        self._open()
        if document_id == ANNUAL.id:
            return _BLOCKS
        end = LETTER_TEXT.index("\n")
        return (
            Block("heading", 0, end, (LETTER_TEXT[:end],), 1),
            Block("paragraph", end + 2, len(LETTER_TEXT) - 1, (LETTER_TEXT[:end],)),
        )

    def observations_of(self, ids: Sequence[int]) -> list[tuple[int, Observation]]:
        self._open()
        return [(number, OBSERVATIONS[number]) for number in ids if number < len(OBSERVATIONS)]

    def search_observations(
        self,
        measure: str | None,
        place: str | None,
        from_year: int | None,
        to_year: int | None,
        documents: Sequence[str] | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[tuple[int, Observation]]:
        self._open()
        words = (measure or "").lower().split()
        found = [
            (number, one)
            for number, one in enumerate(OBSERVATIONS)
            if all(word in one.measure.lower() for word in words)
            and (place is None or place.casefold() == (one.place or "").casefold())
            and (from_year is None or (one.to_year or 0) >= from_year)
            and (to_year is None or (one.from_year or 9999) <= to_year)
            and (documents is None or one.document_id in documents)
        ]
        return found[offset : offset + limit]

    def close(self) -> None:
        self.closed = True
