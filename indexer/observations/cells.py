"""Figures that a table's cells hold."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.observations.figures import CURRENCIES, find_figures, parse
from indexer.observations.headers import COUNT, Part, joined, read_part
from indexer.observations.lists import lists
from indexer.observations.places import Places
from indexer.observations.plain import View, tidy
from indexer.observations.times import Time, year_before
from indexer.types import Cell, Comparator, Document, Table, TableRow

PROSE = 7  # a cell of so many words is read as sentences
_ARROW = r"[↑↓→←▲▼►◄⇧⇩⬆⬇\s]*"
_CELL = re.compile(
    rf"{_ARROW}(?:c\.\s?|circa\s|approx\.?\s|~|<|>|≤"
    rf"|≥)?(?P<figure>\(?[-–−+]?\s?[£$€]?\s?[-–−]?\.?\d[\d,]*(?:\.\d+)?\s?(?:%|k|m|bn|million|ppts?|pts?)?\s?%?\)?)"
    rf"(?:\s(?P<time>days|weeks|months|years|hours"
    rf"|minutes))?(?P<gap>\s?\([-+−–]\s?\d+(?:\.\d+)?\s?%?\)|\s[-+−–]\d+(?:\.\d+)?\s?%?)?(?P<second>\s?\(\s?\d+(?:\.\d+)?\s?%\s?\))?"
    rf"(?P<aside>\s\([A-Z][^()]{{2,60}}\))?(?:\s?\*+|\s?†)?{_ARROW}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST_LETTERS = 5
_FEWEST_PAGES = 4
_CAPTION_WORDS = 16
_HEADING_WORDS = 7
NUMBERING = re.compile(r"^\W*(?:table\s\d+\W*|\d+(?:\.\d+)*[.)]?\s|[a-z][.)]\s)\s*", re.IGNORECASE)
# What a pointer such as "The table below shows the number of visits" names.
SHOWN = re.compile(
    r"\b(?:chart|graph|table|figure|diagram)s?\b.*?\b(?:shows?|indicates?|sets\sout|illustrates?|gives|summarises|"
    r"provides\s(?:information|details|data)\son)\s(?:the\s)?(?P<what>.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A cell's figure; `start` and `end` are in the document."""

    value: float
    unit: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """An observation of a cell in the making."""

    figure: CellFigure
    measure: str
    unit: str | None
    value: float
    place: str | None
    comparator: Comparator | None
    time: Time | None
    column: tuple[str, ...]


def cell_figures(text: str, cell: Cell) -> list[CellFigure]:
    """The figure of a cell, and its share in brackets where it has one; none for anything but a single figure."""
    view = View.of(text, cell.start, cell.end)
    words = view.words.strip()
    match = _CELL.fullmatch(words)
    if match is None or re.search(r"(?<![\d.,])0\d", match.group("figure")):
        return []
    first = _first(match, view)
    if first is None:
        return []
    found = [first]
    if match.group("second"):
        inside = next(iter(find_figures(match.group("second"))), None)
        if inside is not None and first.unit is None:
            start, end = view.span(match.start("second") + inside.start, match.start("second") + inside.end)
            found.append(CellFigure(inside.value, "%", start, end))
    return found


def _first(match: re.Match[str], view: View) -> CellFigure | None:
    raw = match.group("figure").rstrip()
    core = raw.strip("()+-–− ")
    core = re.sub(r"^([£$€])\s?[-–−]\s?", r"\1", core)
    core = re.sub(r"%\s?%", "%", core)
    figure = parse(core) or parse(core.replace(" ", ""))
    if figure is None or figure.unit == "percentage points" or re.search(r"\d\s?pts?$", core):
        return None
    bracketed = raw.startswith("(") and raw.endswith(")")
    if raw.startswith("(") != raw.endswith(")"):
        return None
    negative = bracketed or re.match(r"\s?(?:[£$€]\s?)?[-–−]", raw.strip("( ")) is not None
    start, end = view.span(match.start("figure"), match.start("figure") + len(raw))
    value = -figure.value if negative else figure.value
    unit = match.group("time").lower() if match.group("time") else figure.unit
    return CellFigure(value, unit, start, end)


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads the rows of one table."""

    text: str
    document: Document
    places: Places
    caption: Part
    heading: str
    contents: bool
    places_in_labels: bool
    places_in_headers: bool

    @classmethod
    def of(cls, text: str, document: Document, places: Places, table: Table, section: Sequence[str]) -> "TableReader":
        """With what the table's caption and the heading above it tell."""
        words = table.caption
        if re.match(r"\W*source\b", words, re.IGNORECASE):
            words = ""
        headers = {part for row in table.rows for path in row.header for part in path}
        labels = {part for row in table.rows for part in row.label}
        corner = {cell.text.lower() for row in table.head for cell in row[:1]}
        caption = read_part(_name_of(words), places, whole=False)
        heading = NUMBERING.sub("", section[-1]) if section else ""
        in_labels = bool(corner & lists().place_columns) or _name_places(labels, places)
        contents = _lists_pages(text, table)
        return cls(text, document, places, caption, heading, contents, in_labels, _name_places(headers, places))

    def read(self, row: TableRow) -> Iterator[Told]:
        """The figures of a row that can be told with confidence."""
        figures = [
            (index, found)
            for index, cell in enumerate(row.cells)
            if cell.text and cell.text not in row.label and (found := cell_figures(self.text, cell))
        ]
        first = row.cells[0] if row.cells else None
        if not row.label and first is not None and first.text and not cell_figures(self.text, first):
            row = replace(row, label=(first.text,))
        nameless = [index for index, _ in figures if index >= len(row.header) or not row.header[index]]
        label = [self._part(part, self.places_in_labels) for part in row.label]
        if any(not part.measured for part in label):
            return
        for index, found in figures:
            path = row.header[index] if index < len(row.header) else ()
            if not path and (len(nameless) > 1 or not row.label or self.contents):
                continue
            header = [self._part(part, self.places_in_headers) for part in path]
            if any(not part.measured for part in header):
                continue
            yield from self._tell(found, header, label, path)

    def _part(self, words: str, among_places: bool) -> Part:
        """A label or header taken apart; among those of places, an unknown name is a place too."""
        part = read_part(words, self.places)
        if among_places and not part.place and not part.comparator and self.places.is_name(part.measure):
            return replace(part, measure="", place=part.measure)
        return part

    def _tell(
        self, found: list[CellFigure], header: list[Part], label: list[Part], path: tuple[str, ...]
    ) -> Iterator[Told]:
        parts = [*label, *header]
        own = joined([part.measure for part in parts])
        if any(part.unit == COUNT and not part.measure for part in header) and self.caption.unit not in (None, COUNT):
            own = joined([own, "number"])  # the caption tells of a rate or a share, this column of a count
        measure = self._measure(own)
        if sum(map(len, re.findall(r"[^\W\d_]{2,}", measure))) < _FEWEST_LETTERS:
            return
        comparator = next((part.comparator for part in reversed(parts) if part.comparator), None)
        place = next((part.place for part in reversed(parts) if part.place), None) or self.document.place
        time = self._time(header, label, comparator)
        for number, figure in enumerate(found):
            unit, scale = self._unit(figure, header, label)
            if number and unit != "%":
                continue
            value = figure.value
            year = _YEAR.fullmatch(self.text[figure.start : figure.end]) is not None
            if year or (unit == "%" and figure.unit is None and not -100 <= value <= 100):
                continue
            if self.text[figure.start] == "(" and unit not in CURRENCIES:
                continue
            value = round(value * scale, 6)
            yield Told(figure, measure, unit, value, place, comparator, time, path)

    def _measure(self, own: str) -> str:
        """Caption, row and column in one; the heading where there is no caption."""
        short = len(self.heading.split()) <= _HEADING_WORDS
        heading = self.heading if short or len(re.findall(r"[^\W\d_]{3,}", own)) < 1 else ""
        return joined([tidy(self.caption.measure or heading), own])

    def _unit(self, figure: CellFigure, header: list[Part], label: list[Part]) -> tuple[str | None, float]:
        parts = (*reversed(header), *reversed(label), self.caption)
        scale = next((part.scale for part in parts if part.scale != 1), 1.0)
        if figure.unit is not None:
            money = figure.unit in CURRENCIES and not re.search(r"[a-z]", self.text[figure.start : figure.end], re.I)
            return figure.unit, scale if money else 1.0
        for part in parts:
            if part.unit == COUNT:
                return None, 1.0
            if part.unit is not None or part.scale != 1:
                return part.unit, part.scale
        heading = read_part(self.heading, self.places, whole=False) if not self.caption.measure else self.caption
        return (heading.unit, heading.scale) if heading.unit not in (COUNT, None) else (None, 1.0)

    def _time(self, header: list[Part], label: list[Part], comparator: Comparator | None) -> Time | None:
        times = [part.time for part in (*reversed(header), *reversed(label)) if part.time is not None]
        month = next((part.month for part in (*reversed(header), *reversed(label)) if part.month), None)
        heading = None if self.caption.measure else read_part(self.heading, self.places, whole=False).time
        time = next(iter(times), None) or self.caption.time or heading
        if comparator == "previous" and not times:
            time = year_before(time.words if time is not None else self.document.period) or Time(None, None, None)
        if month is not None:
            first = time.from_year if time is not None else self.document.from_year
            last = time.to_year if time is not None else self.document.to_year
            words = f"{month} {time.words}" if time is not None and time.words else month
            return Time(words, first, last, inferred=time is None)
        return time


def _name_places(parts: Iterable[str], places: Places) -> bool:
    """Whether one of the labels or headers is nothing but a place or a comparator."""
    read = [read_part(part, places) for part in parts]
    return any((part.place or part.comparator) and not part.measure for part in read)


def _lists_pages(text: str, table: Table) -> bool:
    """Whether the last column only ever rises through bare whole numbers, as the pages of a contents list do."""
    last = [found for row in table.rows if row.cells and (found := cell_figures(text, row.cells[-1]))]
    values = [found[0].value for found in last]
    whole = all(found[0].unit is None and found[0].value == int(found[0].value) for found in last)
    return len(values) >= _FEWEST_PAGES and whole and values == sorted(values)


def _name_of(caption: str) -> str:
    """What a caption names: its first part, or what the sentence above the table says that it shows."""
    first = re.split(r"\s–\s(?=\S)", caption)[0]
    shown = SHOWN.search(first)
    first = shown.group("what") if shown is not None else re.sub(r"\b(?:indicates?|shows?)\b.*", "", first)
    telling = re.match(r"\W*(?:however|this|these|it|that|they|we|our)\b", first, re.IGNORECASE) or re.search(
        r"\d\s?%", first
    )
    return "" if telling or len(first.split()) > _CAPTION_WORDS else first


def prose(cell: Cell) -> bool:
    """Whether a cell is read as sentences."""
    return len(cell.text.split()) >= PROSE
