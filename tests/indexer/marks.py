"""Helpers to look at what a reader marked, and the property that every reader's marks must have."""

from itertools import pairwise
from pathlib import Path

from indexer import readers
from indexer.types import Mark, MarkKind, SourceText


def read_bytes(folder: Path, name: str, content: bytes | str) -> SourceText:
    """Writes a file and reads it, then checks its marks."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    source = readers.read(path)
    check_marks(source)
    return source


def marked(source: SourceText, kind: MarkKind) -> list[tuple[int, str]]:
    """Level and words of all marks of a kind."""
    return [(m.level, source.text[m.start : m.end]) for m in source.marks if m.kind == kind]


def table_cells(source: SourceText, table: int = 0) -> list[list[str]]:
    """The words of a table's cells, row by row."""
    outer = [m for m in source.marks if m.kind == "table"][table]
    rows = [m for m in source.marks if m.kind == "row" and within(m, outer)]
    return [[source.text[c.start : c.end] for c in source.marks if c.kind == "cell" and within(c, row)] for row in rows]


def within(inner: Mark, outer: Mark) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def check_marks(source: SourceText) -> None:
    """Marks lie in the text and are trimmed; cells lie in a row, rows in a table; a row's cells stand in order."""
    for mark in source.marks:
        assert 0 <= mark.start <= mark.end <= len(source.text)
        words = source.text[mark.start : mark.end]
        if mark.kind in ("heading", "paragraph", "list_item", "cell"):
            assert words == words.strip()
        if mark.kind in ("heading", "paragraph", "list_item"):
            assert words
    tables = [m for m in source.marks if m.kind == "table"]
    rows = [m for m in source.marks if m.kind == "row"]
    for row in rows:
        assert sum(within(row, table) for table in tables) == 1
        cells = [m for m in source.marks if m.kind == "cell" and within(m, row)]
        assert cells
        assert all(left.end <= right.start for left, right in pairwise(cells))
    for cell in (m for m in source.marks if m.kind == "cell"):
        assert sum(within(cell, row) for row in rows) == 1
