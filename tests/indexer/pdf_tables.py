"""Tables of many styles with known cells: rules of every sort or none, cells of several lines, grouped headers."""

import random
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.indexer.pdf_files import A4, drawn

RULES = ("grid", "rows", "head", "shades", "none")
_TOPICS = (
    "Children with a plan,Timely initial assessments,Care leavers in work,Placement moves within the year,"
    "Referrals that were repeated,Young people who went missing from care,Health checks,Dental checks,"
    "Adoption orders,Average caseload of social workers,Persistent absence,Personal education plans"
).split(",")
_COMMENTS = (
    "Above the target that was agreed,Stable,Below the national average for the third year,Improving slowly,"
    "No change,To be reviewed by the panel in the spring,Data under review"
).split(",")


@dataclass(frozen=True, slots=True)
class TableTruth:
    """A page with one table among text: the cells as a reader must give them, and how many rows head the table."""

    pdf: bytes
    grid: list[list[str]]
    header_rows: int
    rules: str


def table_page(seed: int) -> TableTruth:
    """One table, all about it chosen by the seed."""
    chance = random.Random(seed)
    rules = RULES[seed % len(RULES)]
    columns = chance.randint(3, 6)
    grouped = rules == "grid" and columns >= 5 and chance.random() < 0.6
    comments = chance.random() < 0.5
    grid = _grid(chance, chance.randint(4, 12), columns, comments=comments)
    wide = [150.0, *([60.0] * (columns - 1))]
    if comments:
        wide[-1] = 110.0
    size = chance.choice((8.0, 9.0, 10.0))

    def page(canvas: Canvas) -> None:
        _prose(
            canvas, 90, "The table shows what was reported to the panel at the end of the year and in the year before."
        )
        end = _set(canvas, grid, wide, size, rules, grouped=grouped, top=150)
        _prose(
            canvas,
            end + 30,
            "The panel noted these figures and asked for a further report before the next meeting in May.",
        )

    truth = [["", "Council", *[""] * (columns - 3), "Notes"], *grid] if grouped else grid
    return TableTruth(drawn(page), truth, 2 if grouped else 1, rules)


def _grid(chance: random.Random, rows: int, columns: int, *, comments: bool) -> list[list[str]]:
    head = ["Measure", *(str(2011 + n) for n in range(columns - 1))]
    if comments:
        head[-1] = "Comment"
    body = []
    for topic in chance.sample(_TOPICS, min(rows, len(_TOPICS))):
        row = [topic, *(_figure(chance) for _ in range(columns - 1))]
        if comments:
            row[-1] = chance.choice(_COMMENTS)
        body.append(row)
    return [head, *body]


def _figure(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.08:
        return ""
    if kind < 0.16:
        return "-"
    return f"{chance.uniform(0, 100):.1f}" if kind < 0.6 else f"{chance.randint(100, 99999):,}"


def _prose(canvas: Canvas, top: float, sentence: str) -> None:
    canvas.setFont("Helvetica", 10)
    words, line = sentence.split(), ""
    for word in words:
        if stringWidth(f"{line} {word}", "Helvetica", 10) > 430:
            canvas.drawString(60, A4[1] - top, line)
            line, top = "", top + 12.5
        line = f"{line} {word}".strip()
    canvas.drawString(60, A4[1] - top, line)


def _set(
    canvas: Canvas, grid: list[list[str]], wide: list[float], size: float, rules: str, *, grouped: bool, top: float
) -> float:
    right = 60 + sum(wide)
    y = top
    if grouped:
        y = _group_head(canvas, wide, size, y)
    if rules in ("rows", "head"):
        canvas.line(60, A4[1] - y, right, A4[1] - y)
    for number, row in enumerate(grid):
        font = "Helvetica-Bold" if number == 0 else "Helvetica"
        lines = [_wrapped(cell, font, size, space - 10) for cell, space in zip(row, wide, strict=True)]
        tall = max(len(cell) for cell in lines) * size * 1.15 + 6
        x = 60.0
        for column, (cell, space) in enumerate(zip(lines, wide, strict=True)):
            if rules == "shades" and number % 2 == 0:
                canvas.setFillGray(0.8 if number == 0 else 0.92)
                canvas.rect(x, A4[1] - y - tall, space, tall, fill=1, stroke=0)
                canvas.setFillGray(0)
            if rules == "grid":
                canvas.rect(x, A4[1] - y - tall, space, tall)
            canvas.setFont(font, size)
            for depth, line in enumerate(cell):
                base = A4[1] - y - 3 - size * 0.85 - depth * size * 1.15
                if column and len(row[column]) < 9:
                    canvas.drawRightString(x + space - 5, base, line)
                else:
                    canvas.drawString(x + 5, base, line)
            x += space
        y += tall
        if rules == "rows" or (rules == "head" and number in (0, len(grid) - 1)):
            canvas.line(60, A4[1] - y, right, A4[1] - y)
    return y


def _group_head(canvas: Canvas, wide: list[float], size: float, y: float) -> float:
    """A row over the header in which one cell covers all columns of figures but the last."""
    canvas.setFont("Helvetica-Bold", size)
    tall = size * 1.15 + 6
    spans = [(60.0, wide[0], ""), (60 + wide[0], sum(wide[1:-1]), "Council"), (60 + sum(wide[:-1]), wide[-1], "Notes")]
    for left, space, text in spans:
        canvas.rect(left, A4[1] - y - tall, space, tall)
        canvas.drawCentredString(left + space / 2, A4[1] - y - 3 - size * 0.85, text)
    return y + tall


def _wrapped(text: str, font: str, size: float, room: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and stringWidth(longer, font, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
