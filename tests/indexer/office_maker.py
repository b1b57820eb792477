"""Office files and web pages with known truth: blocks in their order, made in each format from one description."""

import io
import random
from dataclasses import dataclass, field
from typing import Literal

import docx
import openpyxl
import pptx
from docx.oxml import OxmlElement
from docx.shared import Pt
from openpyxl.styles import Font
from pptx.util import Inches

PLACES = "Oakford Ashby Elmton Thornby Willowdale Maplewick Hazelby Rowanstead".split()
NOUNS = "children plans placements referrals assessments visits reviews carers schools families".split()
VERBS = "rose fell stayed improved worsened doubled".split()
MEASURES = ["Referrals", "Children in care", "Child protection plans", "Placement moves", "Care leavers in work"]

Kind = Literal["heading", "paragraph", "item", "table"]


@dataclass(frozen=True)
class TrueCell:
    """A place of a table that holds words of its own, or is covered by a merged cell (`text` empty)."""

    text: str
    header: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class TrueBlock:
    kind: Kind
    text: str = ""
    level: int = 0
    grid: tuple[tuple[TrueCell, ...], ...] = ()


@dataclass
class Truth:
    """A document's blocks by its pages; a format without pages has them one after the other."""

    pages: list[list[TrueBlock]] = field(default_factory=list)

    @property
    def blocks(self) -> list[TrueBlock]:
        return [block for page in self.pages for block in page]


def make_truth(seed: int, pages: int = 4) -> Truth:
    """A made-up report: each page has a heading, sentences, a list and a table with merged header cells."""
    made = random.Random(seed)
    truth = Truth()
    for page in range(pages):
        blocks = [TrueBlock("heading", f"{made.choice(MEASURES)} {seed}-{page}", 1)]
        blocks += [TrueBlock("paragraph", _sentence(made)) for _ in range(made.randint(1, 3))]
        blocks.append(TrueBlock("table", grid=_grid(made)))
        blocks.append(TrueBlock("paragraph", _sentence(made)))
        blocks += [TrueBlock("item", _sentence(made), made.randint(0, 1)) for _ in range(made.randint(2, 4))]
        truth.pages.append(blocks)
    return truth


def _sentence(made: random.Random) -> str:
    figure = made.choice(
        [f"{made.randint(1, 99)}%", f"£{made.randint(1, 999)},{made.randint(100, 999)}", "one in five"]
    )
    return (
        f"The number of {made.choice(NOUNS)} in {made.choice(PLACES)} {made.choice(VERBS)} "
        f"by {figure} in {made.randint(2009, 2024)}, case {made.randint(1000, 9999)}."
    )


def _grid(made: random.Random) -> tuple[tuple[TrueCell, ...], ...]:
    """Two header rows with a name over several years, rows by place, some of two measures under one merged place."""
    years = [str(year) for year in range(2015, 2015 + made.randint(2, 4))]
    names = made.sample(MEASURES, made.randint(1, 2))
    top = [TrueCell("Area", True, rows=2), TrueCell("Group", True, rows=2)]
    under = [TrueCell("", True), TrueCell("", True)]
    for name in names:
        top += [TrueCell(name, True, columns=len(years)), *[TrueCell("", True)] * (len(years) - 1)]
        under += [TrueCell(year, True) for year in years]
    rows = [tuple(top), tuple(under)]
    for place in made.sample(PLACES, made.randint(2, 4)):
        for number, group in enumerate(("Boys", "Girls")):
            first = TrueCell(place, rows=2) if number == 0 else TrueCell("")
            figures = [TrueCell(_figure(made)) for _ in range(len(years) * len(names))]
            rows.append((first, TrueCell(group), *figures))
    return tuple(rows)


def _figure(made: random.Random) -> str:
    return made.choice([f"{made.randint(1, 999) / 10}%", str(made.randint(1, 9999)), f"{made.uniform(0, 90):.2f}"])


def as_docx(truth: Truth) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Running header"
    for block in truth.blocks:
        if block.kind == "heading":
            document.add_heading(block.text, block.level)
        elif block.kind == "paragraph":
            document.add_paragraph(block.text)
        elif block.kind == "item":
            document.add_paragraph(block.text, style="List Bullet 2" if block.level else "List Bullet")
        else:
            table = document.add_table(len(block.grid), len(block.grid[0]))
            for number, row in enumerate(block.grid):
                if row[0].header:
                    table.rows[number]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
                for column, cell in enumerate(row):
                    place = table.cell(number, column)
                    if cell.text:
                        last = table.cell(number + cell.rows - 1, column + cell.columns - 1)
                        (place.merge(last) if last is not place else place).text = cell.text
    return saved(document)


def as_pptx(truth: Truth) -> bytes:
    """A slide a page; text boxes one below the other, in another order in the file than on the slide."""
    deck = pptx.Presentation()
    for page in truth.pages:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = page[0].text
        places = list(enumerate(page[1:], 2))
        for place, block in reversed(places):
            top = Inches(place * 0.5)
            if block.kind == "table":
                _pptx_table(slide, block, top)
                continue
            paragraph = slide.shapes.add_textbox(0, top, Inches(8), Inches(0.3)).text_frame.paragraphs[0]
            paragraph.text, paragraph.level = block.text, block.level
            if block.kind == "item":
                bullet = paragraph._p.get_or_add_pPr().makeelement(
                    "{http://schemas.openxmlformats.org/drawingml/2006/main}buChar", {"char": "•"}
                )
                paragraph._p.get_or_add_pPr().append(bullet)
    return saved(deck)


def _pptx_table(slide: object, block: TrueBlock, top: int) -> None:
    grid = block.grid
    shape = slide.shapes.add_table(len(grid), len(grid[0]), 0, top, Inches(8), Inches(0.4))
    shape.height = Inches(0.3)
    for number, row in enumerate(grid):
        for column, cell in enumerate(row):
            place = shape.table.cell(number, column)
            if cell.text:
                place.text = cell.text
                if cell.rows * cell.columns > 1:
                    place.merge(shape.table.cell(number + cell.rows - 1, column + cell.columns - 1))


def as_xlsx(truth: Truth) -> bytes:
    """A sheet a page: its heading is the sheet's name, sentences and items are lines of their own."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for page in truth.pages:
        sheet = book.create_sheet(page[0].text)
        at = 1
        for block in page[1:]:
            if block.kind != "table":
                sheet.cell(at, 1, block.text)
                at += 2
                continue
            for number, row in enumerate(block.grid):
                for column, cell in enumerate(row, 1):
                    if cell.text:
                        _put(sheet.cell(at + number, column), cell)
                    if cell.rows * cell.columns > 1:
                        last = (at + number + cell.rows - 1, column + cell.columns - 1)
                        sheet.merge_cells(None, at + number, column, *last)
            at += len(block.grid) + 1
    return saved(book)


def _put(place: object, cell: TrueCell) -> None:
    """The words of a cell as a spreadsheet holds them: a number and its format."""
    text = cell.text
    place.font = Font(bold=cell.header)
    if text.endswith("%"):
        place.value, place.number_format = float(text[:-1]) / 100, "0.0%"
    elif text.isdecimal():
        place.value = int(text)
    elif text.replace(".", "", 1).isdecimal():
        place.value, place.number_format = float(text), "0.00"
    else:
        place.value = text


def as_html(truth: Truth) -> bytes:
    parts = ["<!doctype html><html><body><nav><a>Menu</a></nav>"]
    for block in truth.blocks:
        if block.kind == "heading":
            parts.append(f"<h{block.level}>{block.text}</h{block.level}>")
        elif block.kind == "paragraph":
            parts.append(f"<p>{block.text}</p>")
        elif block.kind == "item":
            parts.append("<ul>" * (block.level + 1) + f"<li>{block.text}</li>" + "</ul>" * (block.level + 1))
        else:
            parts.append(
                "<table>" + "".join(f"<tr>{_html_row(row, block, n)}</tr>" for n, row in enumerate(block.grid))
            )
            parts.append("</table>")
    return "\n".join(parts).encode()


def _html_row(row: tuple[TrueCell, ...], block: TrueBlock, number: int) -> str:
    covered = {
        (n + down, column + across)
        for n, other in enumerate(block.grid)
        for column, cell in enumerate(other)
        for down in range(cell.rows)
        for across in range(cell.columns)
        if down or across
    }
    cells = []
    for column, cell in enumerate(row):
        if (number, column) not in covered:
            name = "th" if cell.header else "td"
            cells.append(f"<{name} rowspan={cell.rows} colspan={cell.columns}>{cell.text}</{name}>")
    return "".join(cells)


def saved(document: object) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def bold_paragraph(document: object, text: str, size: int | None = None) -> None:
    """A paragraph in the ordinary style whose words are bold, as a heading made by hand."""
    run = document.add_paragraph().add_run(text)
    run.bold = True
    if size is not None:
        run.font.size = Pt(size)
