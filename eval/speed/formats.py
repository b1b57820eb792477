"""The same reports in every format that is read, so that the speeds of reading them can be compared."""

import csv
import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from indexer.readers import read
from indexer.structure import read_blocks
from indexer.structure.lines import clean

# What counts as a page in a format that has none: about what a printed page of a report holds.
PAGE_CHARACTERS = 3000
_SLIDE_PIECES = 6
_SHEET_NAME = "Report {}"


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a report in the simplest form: `rows` for a table, else `text`."""

    kind: Literal["heading", "paragraph", "list_item", "table"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def pieces_of(path: Path) -> list[Piece]:
    """The blocks of a report that carry text, in order."""
    source = read(path)
    pieces: list[Piece] = []
    for block in read_blocks(source):
        if block.table is not None:
            rows = [*block.table.head, *(row.cells for row in block.table.rows)]
            pieces.append(Piece("table", rows=tuple(tuple(cell.text for cell in row) for row in rows)))
        elif block.kind in ("heading", "paragraph", "list_item"):
            pieces.append(Piece(block.kind, clean(source.text[block.start : block.end])))
    return pieces


def write_pdf(pieces: Sequence[Piece], path: Path) -> None:
    """A4, eleven points, ruled tables, a page number in the footer."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    styles = getSampleStyleSheet()
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    small = styles["BodyText"].clone("cell", fontSize=8, leading=9)
    named = {"heading": styles["Heading2"], "paragraph": styles["BodyText"], "list_item": styles["BodyText"]}
    story: list[Flowable] = []
    for piece in pieces:
        if piece.kind == "table":
            width = max(len(row) for row in piece.rows)
            cells = [
                [Paragraph(html.escape(text), small) for text in (*row, *[""] * (width - len(row)))]
                for row in piece.rows
            ]
            story += [Table(cells, colWidths=[460 / width] * width, style=grid, splitInRow=1), Spacer(1, 8)]
        else:
            bullet = "\N{BULLET}" if piece.kind == "list_item" else None
            story.append(Paragraph(html.escape(piece.text), named[piece.kind], bulletText=bullet))

    def footer(canvas: object, document: object) -> None:
        canvas.drawCentredString(297, 30, f"Page {document.page}")  # type: ignore[attr-defined]

    SimpleDocTemplate(str(path), pagesize=A4).build(story, onFirstPage=footer, onLaterPages=footer)


def write_docx(pieces: Sequence[Piece], path: Path) -> None:
    """Word's own heading and list styles, and its tables."""
    import docx

    document = docx.Document()
    styles = {"heading": "Heading 2", "paragraph": None, "list_item": "List Bullet"}
    for piece in pieces:
        if piece.kind == "table":
            table = document.add_table(0, max(len(row) for row in piece.rows))
            for row in piece.rows:
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    cell.text = text
        else:
            document.add_paragraph(piece.text, style=styles[piece.kind])
    document.save(str(path))


def write_pptx(pieces: Sequence[Piece], path: Path) -> None:
    """A few pieces a slide; a table has a slide of its own."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    for number, (is_table, some) in enumerate(_slides(pieces), 1):
        slide = deck.slides.add_slide(deck.slide_layouts[5 if is_table else 1])
        slide.shapes.title.text = f"Part {number}"
        if is_table:
            rows = some[0].rows
            width = max(len(row) for row in rows)
            table = slide.shapes.add_table(len(rows), width, Inches(1), Inches(2), Inches(8), Inches(4)).table
            for at, row in enumerate(rows):
                for column, text in enumerate(row):
                    table.cell(at, column).text = text
        else:
            slide.placeholders[1].text = "\n".join(piece.text for piece in some)
    deck.save(str(path))


def _slides(pieces: Sequence[Piece]) -> Iterator[tuple[bool, list[Piece]]]:
    for is_table, run in groupby(pieces, key=lambda piece: piece.kind == "table"):
        found = list(run)
        step = 1 if is_table else _SLIDE_PIECES
        for first in range(0, len(found), step):
            yield is_table, found[first : first + step]


def write_xlsx(pieces: Sequence[Piece], path: Path) -> None:
    """One sheet: text in the first column, tables over as many as they have."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET_NAME.format(1))
    for row in _grid(pieces):
        sheet.append(row)
    book.save(str(path))


def write_csv(pieces: Sequence[Piece], path: Path) -> None:
    """The same grid with commas."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(_grid(pieces))


def _grid(pieces: Sequence[Piece]) -> Iterator[list[str]]:
    for piece in pieces:
        if piece.kind == "table":
            yield []
            yield from (list(row) for row in piece.rows)
            yield []
        else:
            yield [piece.text.lstrip("=+-@")]


def write_html(pieces: Sequence[Piece], path: Path) -> None:
    """Headings, paragraphs, list items and tables."""
    tags = {"heading": "h2", "paragraph": "p", "list_item": "li"}
    parts = ["<!doctype html><html><body>"]
    for piece in pieces:
        if piece.kind == "table":
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in piece.rows)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            parts.append(f"<{tags[piece.kind]}>{html.escape(piece.text)}</{tags[piece.kind]}>")
    path.write_text("\n".join([*parts, "</body></html>"]), encoding="utf-8")


def write_markdown(pieces: Sequence[Piece], path: Path) -> None:
    """Headings, list items and pipe tables."""
    before = {"heading": "## ", "paragraph": "", "list_item": "- "}
    parts = []
    for piece in pieces:
        if piece.kind == "table":
            lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in piece.rows]
            parts.append("\n".join([lines[0], "|---" * len(piece.rows[0]) + "|", *lines[1:]]))
        else:
            parts.append(before[piece.kind] + piece.text)
    path.write_text("\n\n".join(parts), encoding="utf-8")


def write_text(pieces: Sequence[Piece], path: Path) -> None:
    """Blank lines between blocks, TABs between cells."""
    parts = ["\n".join("\t".join(row) for row in p.rows) if p.kind == "table" else p.text for p in pieces]
    path.write_text("\n\n".join(parts), encoding="utf-8")


WRITERS: dict[str, Callable[[Sequence[Piece], Path], None]] = {
    "pdf": write_pdf,
    "docx": write_docx,
    "pptx": write_pptx,
    "xlsx": write_xlsx,
    "csv": write_csv,
    "html": write_html,
    "md": write_markdown,
    "txt": write_text,
}
