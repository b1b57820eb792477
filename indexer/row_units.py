"""A table's row as units: one where it is short; its sentences and points where it holds prose."""

import re
from collections.abc import Iterator

from indexer.sentences import split_sentences
from indexer.structure.lines import clean
from indexer.types import Cell, TableRow, Unit

# A row of more words than a passage is no fact but a text: it is quoted by sentences and points.
LONGEST_ROW = 120
_LONGEST_LABEL = 100
_PARTS = re.compile(r"(?:^|\s)[•▶►●▪■]\s+|</?(?:p|br|li|ul|ol)\b[^<>]*>")
_NO_STATEMENT = re.compile(r"\W*source\s*[:–-]", re.IGNORECASE)


def row_units(text: str, row: TableRow, caption: str) -> Iterator[Unit]:
    """One unit for a row of values; for a row of prose each sentence and point of its long cells, led by its label."""
    words = row_words(row)
    if not words or not text[row.start : row.end].strip():
        return
    if len(words.split()) <= LONGEST_ROW and not any(len(_points(text, cell)) > 1 for cell in row.cells):
        yield Unit("row", row.start, row.end, words, caption, not _NO_STATEMENT.match(words), row)
        return
    titles = {cell.text: _title(text, cell) for cell in row.cells if cell.text in row.label}
    label = tuple(titles.get(part) or _shortened(part) for part in row.label)
    for cell, header in zip(row.cells, row.header, strict=True):
        if not cell.text:
            continue
        points = _points(text, cell)
        long = len(points) > 1 or len(cell.text.split()) > LONGEST_ROW / 2
        own = cell.text in row.label
        if own and not long:
            yield Unit("sentence", cell.start, cell.end, cell.text, caption, evidence=False)
        elif long:
            outer = label[:-1] if own else label
            lead = " – ".join(dict.fromkeys(part for part in (caption, *outer, *header) if part))
            yield from _prose(text, points, lead, titles.get(cell.text, ""))
        else:
            value = TableRow(cell.start, cell.end, (cell,), (header,), label)
            yield Unit("row", cell.start, cell.end, row_words(value), caption, row=value)


def _prose(text: str, points: list[tuple[int, int]], lead: str, title: str) -> Iterator[Unit]:
    """Sentences and points; those below the cell's first line have it in their lead where it is a title."""
    for begin, finish in points:
        spans = split_sentences(text, begin, finish)
        for start, end in spans:
            words = clean(text[start:end])
            led = lead if begin == points[0][0] or not title else f"{lead} – {title}" if lead else title
            if words:
                yield Unit("item" if len(points) > 2 and len(spans) == 1 else "sentence", start, end, words, led)


def _title(text: str, cell: Cell) -> str:
    """The first point of a label that is a text in itself, where it is short enough to name what follows."""
    points = _points(text, cell)
    first = clean(text[slice(*points[0])]) if len(points) > 1 else ""
    return first if len(first) <= _LONGEST_LABEL else ""


def row_words(row: TableRow) -> str:
    """A row as a person would read it out: its labels, then each value after its column's name."""
    label = " – ".join(row.label)
    parts = []
    for cell, header in zip(row.cells, row.header, strict=True):
        if cell.text and cell.text not in row.label and cell.text not in header:
            name = " / ".join(header)
            parts.append(f"{name}: {cell.text}" if name else cell.text)
    return f"{label}: {'; '.join(parts)}" if label and parts else label or "; ".join(parts)


def _points(text: str, cell: Cell) -> list[tuple[int, int]]:
    """The points or paragraphs of a cell that hold words: spans, in order."""
    edges = [cell.start]
    for found in _PARTS.finditer(text, cell.start, cell.end):
        edges += found.span()
    edges.append(cell.end)
    spans = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in spans if clean(text[start:end])]


def _shortened(label: str) -> str:
    """A label to lead with: its first words where it is a text itself."""
    first = re.split(r"\s[•▶►●▪■]\s|(?<=[.!?])\s", label)[0]
    return first if len(first) <= _LONGEST_LABEL else first[:_LONGEST_LABEL].rsplit(" ", 1)[0]
