"""CSV and its kin: the delimiter is found from the rows; titles above a table and notes below it are told apart."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from indexer.errors import UnreadableFileError
from indexer.readers.composing import WIDEST_ROW, Composer, fold, storable
from indexer.readers.decoding import decode
from indexer.readers.sheet_blocks import MOST_CELLS, compose_sheet
from indexer.readers.sheet_tables import SheetCell, text_cell
from indexer.types import SourceText

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 400
# A cell of prose may be longer than the 131,072 characters that the library takes by itself.
_LONGEST_FIELD = 10_000_000
# A field over more lines than this comes from a quote that is never closed.
_MOST_LINES = 60
_DECLARED = re.compile(r"sep=(.)\n", re.IGNORECASE)


def read_delimited(data: bytes) -> SourceText:
    """One table or several, parted by empty rows; the words around them are paragraphs. No title of its own."""
    text, warnings = decode(data, "a CSV file")
    declared = _DECLARED.match(text)
    if declared is not None:
        text = text[declared.end() :]
    delimiter = declared[1] if declared is not None else best_delimiter(text)[0]
    composer, notes = Composer(), list(warnings)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
    if _quotes_run_on(text, delimiter):
        quoting = csv.QUOTE_NONE
        notes.append("has a quotation mark that is never closed; quotation marks were read as plain characters")
    cells = _cells(_records(text, delimiter, quoting), notes)
    compose_sheet(composer, cells, first_row_names=True)
    source = composer.source_text(warnings=tuple(notes))
    if not source.text:
        raise UnreadableFileError("holds no text")
    return source


def is_delimited(data: bytes) -> bool:
    """Whether a text is clearly rows of cells: nearly all its rows have the same number of them, and more than one."""
    try:
        text, _ = decode(data[:_SAMPLE_CHARACTERS], "a CSV file")
    except UnreadableFileError:
        return False
    return best_delimiter(text)[1] >= 0.9


def best_delimiter(text: str) -> tuple[str, float]:
    """The delimiter that cuts the rows most evenly, and the share of rows (of two or more) with the usual width."""
    best, best_score, best_share = ",", 0.0, 0.0
    for delimiter in _DELIMITERS:
        rows = [row for row in _sample(text, delimiter) if any(field.strip() for field in row)]
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if len(rows) < 2 or not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        share = count / len(rows)
        # Among delimiters that cut as evenly, the one that cuts finer; a comma within words cuts unevenly.
        score = share + min(width, 20) / 100
        if score > best_score:
            best, best_score, best_share = delimiter, score, share
    return best, best_share


def _sample(text: str, delimiter: str) -> list[list[str]]:
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > _SAMPLE_CHARACTERS:
        sample = sample[: sample.rfind("\n") + 1]
    try:
        return list(islice(_records(sample, delimiter, csv.QUOTE_MINIMAL), _SAMPLE_ROWS))
    except csv.Error:
        return []


def _records(text: str, delimiter: str, quoting: Literal[0, 3]) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, skipinitialspace=True)


def _quotes_run_on(text: str, delimiter: str) -> bool:
    try:
        return any(
            field.count("\n") > _MOST_LINES
            for record in _records(text, delimiter, csv.QUOTE_MINIMAL)
            for field in record
            if len(field) > _MOST_LINES
        )
    except csv.Error:
        return True


def _cells(records: Iterator[list[str]], notes: list[str]) -> dict[tuple[int, int], SheetCell]:
    """The filled cells by row and column, as many as are read; what is left out is noted."""
    cells: dict[tuple[int, int], SheetCell] = {}
    too_wide = 0
    for number, record in enumerate(records):
        if len(cells) > MOST_CELLS:
            notes.append(f"only the first {number:,} rows are read: the file has more than {MOST_CELLS:,} cells")
            break
        too_wide += any(field.strip() for field in record[WIDEST_ROW:])
        for column, field in enumerate(record[:WIDEST_ROW]):
            words = fold(storable(field))
            if words:
                cells[number, column] = text_cell(words)
    if too_wide:
        notes.append(f"{too_wide:,} rows have more than {WIDEST_ROW} cells; those beyond are left out")
    return cells
