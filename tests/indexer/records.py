"""Hand-made records, so that the tests of the store do not hang on how files are read."""

from dataclasses import replace
from typing import Any

from indexer.records import DocumentRecord
from indexer.types import Block, Cell, Document, Observation, PageSpan, Passage, Table, TableRow, Unit


def sentence(text: str, words: str, *, lead: str = "") -> Unit:
    start = text.index(words)
    return Unit("sentence", start, start + len(words), words, lead)


def passage(document: Document, ordinal: int, units: tuple[Unit, ...], section: tuple[str, ...] = ()) -> Passage:
    return Passage(
        document.id,
        ordinal,
        "prose",
        units[0].start,
        units[-1].end,
        section,
        context=" · ".join((document.title, *section)),
        body=" ".join(unit.text for unit in units),
        units=units,
    )


def plain_record(name: str, sentences: tuple[str, ...], place: str | None = None) -> DocumentRecord:
    """A document with one passage for each sentence."""
    text = "\n".join(sentences)
    document = Document(
        name, f"{name}.txt", f"Report {name}", "txt", f"hash of {name}", place=place, characters=len(text)
    )
    units = [sentence(text, words) for words in sentences]
    passages = tuple(passage(document, n, (unit,)) for n, unit in enumerate(units))
    blocks = tuple(Block("paragraph", unit.start, unit.end) for unit in units)
    return DocumentRecord(document, "entry", text, (), blocks, passages)


def full_record() -> DocumentRecord:
    """A document that uses every field there is, with signs from beyond ASCII."""
    text = "Café – réport\nPlacements\nYear\t2016\nMoves\t14%\nMoved three times “or more”.\n"
    document = Document(
        "full",
        "sub/full report.pdf",
        "Café – réport",
        "pdf",
        "ab" * 32,
        publisher="A council",
        place="Oakford",
        kind="annual report",
        period="2015/16",
        published="2016-07",
        url="https://example.org/a?b=1",
        licence="OGL",
        from_year=2015,
        to_year=2016,
        inferred=("place", "period"),
        warnings=("two pages hold no text",),
        characters=len(text),
        pages=2,
        unread_pages=(2,),
        ocr_pages=(1,),
        tables=1,
        observations=1,
    )
    cells = (_cell(text, "Moves"), _cell(text, "14%"))
    row = TableRow(cells[0].start, cells[1].end, cells, (("Year",), ("Year", "2016")), ("Moves",))
    table = Table("Placements", ((_cell(text, "Year"), _cell(text, "2016")),), (row,), "provisional")
    start = text.index("Year")
    section = ("Café – réport", "Placements")
    blocks = (
        Block("heading", 0, 13, (), 1),
        Block("table", start, row.end, section, 0, table),
        Block("paragraph", text.index("Moved"), len(text) - 1, section),
    )
    units = (
        Unit("row", row.start, row.end, "Moves: 2016: 14%", "Placements", row=row),
        Unit("sentence", text.index("Moved"), len(text) - 1, "Moved three times “or more”.", "lead:", evidence=False),
    )
    pages = (PageSpan(1, "i", 0, 25), PageSpan(2, None, 25, len(text)))
    moves = observation(document, text, "14%", row, "Moves", table="Placements", section=section, row=("Moves",))
    passages = (passage(document, 0, units, section),)
    return DocumentRecord(document, "entry hash", text, pages, blocks, passages, (moves,))


def observation(
    document: Document,
    text: str,
    figure: str,
    unit: Unit | TableRow,
    measure: str,
    **others: Any,  # noqa: ANN401
) -> Observation:
    start = text.index(figure, unit.start)
    values: dict[str, Any] = {
        "place": "Oakford",
        "period": "2016",
        "from_year": 2016,
        "to_year": 2016,
        "value": 14.0,
        "unit": "%",
        "comparator": None,
    }
    return Observation(
        document.id,
        measure,
        measure.lower(),
        text=figure,
        start=start,
        end=start + len(figure),
        unit_start=unit.start,
        unit_end=unit.end,
        **(values | others),
    )


def record_with_figures(name: str, *figures: tuple[str, str, str | None, int]) -> DocumentRecord:
    """A document with one sentence for each figure: its measure, the figure, the place and the year."""
    sentences = tuple(f"{measure} was {figure} in {year}." for measure, figure, _, year in figures)
    record = plain_record(name, sentences)
    observations = tuple(
        observation(
            record.document, record.text, figure, passage.units[0], measure, place=place, from_year=year, to_year=year
        )
        for passage, (measure, figure, place, year) in zip(record.passages, figures, strict=True)
    )
    document = replace(record.document, observations=len(observations))
    return replace(record, document=document, observations=observations)


def _cell(text: str, words: str) -> Cell:
    start = text.index(words)
    return Cell(start, start + len(words), words)
