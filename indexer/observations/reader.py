"""All the figures of one report, from its tables and its prose."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.observations.cells import NUMBERING, SHOWN, TableReader, Told, cell_figures, prose
from indexer.observations.keys import Keys
from indexer.observations.leaning import Stated
from indexer.observations.phrases import VERB
from indexer.observations.places import Places
from indexer.observations.plain import View, tidy
from indexer.observations.sentences import SentenceReader
from indexer.observations.times import Time
from indexer.types import Block, Document, Observation, Passage, TableRow, Unit

_FRAGMENT = 7


def read_observations(
    document: Document, text: str, blocks: Sequence[Block], passages: Sequence[Passage]
) -> tuple[Observation, ...]:
    """All figures that can be read with confidence, in the order in which they stand, each place in the text once."""
    reader = _Reader(document, text)
    found: dict[tuple[int, int], Observation] = {}
    for observation in (*reader.tables(blocks), *reader.prose(passages)):
        found.setdefault((observation.start, observation.end), observation)
    return tuple(found[span] for span in sorted(found))


class _Reader:
    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.places = Places.of(document.place, text)
        self.keys = Keys.of(text)

    def tables(self, blocks: Sequence[Block]) -> Iterator[Observation]:
        """The figures of the tables, prose in their cells among them."""
        for block in blocks:
            if block.table is None:
                continue
            table = TableReader.of(self.text, self.document, self.places, block.table, block.section)
            for row in block.table.rows:
                yield from (self._cell(told, row, block) for told in table.read(row))
                yield from self._prose_cells(row, block)

    def prose(self, passages: Sequence[Passage]) -> Iterator[Observation]:
        """The figures of sentences and list items that can be evidence."""
        reader = SentenceReader(self.text, self.places, self.document.period)
        for passage in passages:
            for unit in passage.units:
                if unit.kind in ("sentence", "item") and unit.evidence:
                    home = self._home(passage.section)
                    topic = _topic(unit, passage.section, self.document.title, self.document.place)
                    for stated in reader.read(unit.start, unit.end, topic, home):
                        yield self._sentence(stated, unit.start, unit.end, passage.section)

    def _home(self, section: Sequence[str]) -> str | None:
        """The place that the headings name, the innermost first, else the report's."""
        for heading in reversed(section):
            other = self.places.other_in(heading)
            if other is not None and self.places.own_in(heading.replace(other, " ")) is None:
                return other
        return self.document.place

    def _prose_cells(self, row: TableRow, block: Block) -> Iterator[Observation]:
        caption = block.table.caption if block.table is not None else ""
        numeric = any(cell_figures(self.text, cell) for cell in row.cells)
        for index, cell in enumerate(row.cells):
            if prose(cell) and not (numeric and cell.text in row.label):
                reader = SentenceReader(self.text, self.places, self.document.period)
                topic = row.label[-1] if row.label and row.label[-1] != cell.text else ""
                column = row.header[index] if index < len(row.header) else ()
                for stated in reader.read(cell.start, cell.end, topic, self._home(block.section)):
                    observed = self._sentence(stated, row.start, row.end, block.section)
                    yield replace(observed, table=caption, row=row.label, column=column)

    def _cell(self, told: Told, row: TableRow, block: Block) -> Observation:
        table = block.table.caption if block.table is not None else ""
        observed = self._observation(
            told.measure, told.place, told.time, (told.figure.start, told.figure.end), block.section
        )
        return replace(
            observed,
            value=told.value,
            unit=told.unit,
            comparator=told.comparator,
            unit_start=row.start,
            unit_end=row.end,
            table=table,
            row=row.label,
            column=told.column,
        )

    def _sentence(self, stated: Stated, start: int, end: int, section: tuple[str, ...]) -> Observation:
        observed = self._observation(stated.measure, stated.place, stated.time, (stated.start, stated.end), section)
        return replace(
            observed,
            value=stated.figure.value,
            unit=stated.unit,
            comparator=stated.comparator,
            unit_start=start,
            unit_end=end,
        )

    def _observation(
        self, measure: str, place: str | None, time: Time | None, span: tuple[int, int], section: tuple[str, ...]
    ) -> Observation:
        """What cells and sentences have in common; a time that is not told is the report's."""
        document = self.document
        if time is not None and time.from_year is not None and time.to_year is None:  # "since 2012"
            time = replace(time, to_year=max(time.from_year, document.to_year or time.from_year))
        time = time or Time(document.period, document.from_year, document.to_year, inferred=True)
        names = [name for name in (document.place, place) if name]
        return Observation(
            document_id=document.id,
            measure=measure,
            measure_key=self.keys.key(measure, names),
            place=place,
            period=time.words,
            from_year=time.from_year,
            to_year=time.to_year,
            value=0.0,
            unit=None,
            comparator=None,
            text=View.of(self.text, *span).words,
            start=span[0],
            end=span[1],
            unit_start=span[0],
            unit_end=span[1],
            section=section,
            period_inferred=time.inferred,
        )


def _topic(unit: Unit, section: Sequence[str], title: str, place: str | None) -> str:
    """What is spoken of where a unit does not say it: what the chart above it shows; for a fragment, its heading."""
    shown = SHOWN.search(unit.lead)
    if shown is not None:
        return tidy(shown.group("what"))
    heading = NUMBERING.sub("", section[-1]) if section else ""
    about_all = heading.lower() in title.lower() or (place or "-").lower() in heading.lower()
    short = len(unit.text.split()) <= _FRAGMENT or (VERB.search(unit.text) is None and unit.text[-1:] != ".")
    fragment = short and len(heading.split()) <= 2 * _FRAGMENT
    return tidy(heading) if fragment and not about_all else ""
