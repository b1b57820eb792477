"""Tables of PDFs: many styles with known cells, and what must not become a table."""

from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.readers.pdf import read_pdf
from indexer.types import SourceText
from tests.indexer.marks import check_marks, marked, table_cells
from tests.indexer.pdf_files import boxes, drawn, rotated
from tests.indexer.pdf_tables import RULES, table_page

CELLS_RIGHT = 0.97


def header_rows(source: SourceText) -> int:
    rows = [mark for mark in source.marks if mark.kind == "row"]
    cells = [mark for mark in source.marks if mark.kind == "cell"]
    return sum(all(c.level == 1 for c in cells if r.start <= c.start and c.end <= r.end) for r in rows)


def merged(source: SourceText) -> list[tuple[str, int, int]]:
    cells = (m for m in source.marks if m.kind == "cell" and m.rows * m.columns > 1)
    return [(source.text[m.start : m.end], m.rows, m.columns) for m in cells]


def count(source: SourceText, kind: str) -> int:
    return sum(mark.kind == kind for mark in source.marks)


@pytest.mark.parametrize("rules", RULES)
def test_cells_of_tables_with_every_sort_of_rules(rules: str) -> None:
    right = total = heads = tables = 0
    for seed in range(RULES.index(rules), 120, len(RULES)):
        truth = table_page(seed)
        source = read_pdf(truth.pdf)
        check_marks(source)
        found = table_cells(source) if count(source, "table") == 1 else []
        for row, cells in enumerate(truth.grid):
            for column, cell in enumerate(cells):
                total += 1
                right += row < len(found) and column < len(found[row]) and found[row][column] == cell
        tables += 1
        heads += header_rows(source) == truth.header_rows
    assert right / total >= CELLS_RIGHT
    assert heads / tables >= CELLS_RIGHT


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_pages_give_the_same_cells(angle: int) -> None:
    for seed in range(5):
        truth = table_page(seed)
        assert table_cells(read_pdf(rotated(truth.pdf, angle))) == table_cells(read_pdf(truth.pdf))


def test_cells_merged_over_columns_and_rows_say_how_far_they_reach() -> None:
    def page(canvas: Canvas) -> None:
        boxes(
            canvas,
            [
                (60, 100, 100, 40, "Area"),
                (160, 100, 160, 20, "Referrals"),
                (160, 120, 80, 20, "2015"),
                (240, 120, 80, 20, "2016"),
                (60, 140, 100, 40, "North"),
                (160, 140, 80, 20, "120"),
                (240, 140, 80, 20, "131"),
                (160, 160, 160, 20, "not reported"),
            ],
        )

    source = read_pdf(drawn(page))
    assert table_cells(source) == [
        ["Area", "Referrals", ""],
        ["", "2015", "2016"],
        ["North", "120", "131"],
        ["", "not reported", ""],
    ]
    assert merged(source) == [("Area", 2, 1), ("Referrals", 1, 2), ("North", 2, 1), ("not reported", 1, 2)]


def test_lines_of_a_drawn_cell_are_one_text_and_a_cut_word_is_joined() -> None:
    def page(canvas: Canvas) -> None:
        cells = [(60, 100, 120, 40, "Timely assess-\nments"), (180, 100, 120, 40, "Self-\nassessment done")]
        boxes(canvas, [*cells, (60, 140, 120, 20, "North"), (180, 140, 120, 20, "")])

    assert table_cells(read_pdf(drawn(page))) == [["Timely assessments", "Self-assessment done"], ["North", ""]]


def test_rows_of_figures_without_rules_between_them_are_rows() -> None:
    def page(canvas: Canvas) -> None:
        cells = [(60, 100, 120, 20, "Area"), (180, 100, 80, 20, "2015"), (260, 100, 80, 20, "2016")]
        cells += [
            (60, 120, 120, 60, "North\nSouth\nWest"),
            (180, 120, 80, 60, "12\n9\n31"),
            (260, 120, 80, 60, "7\n8\n40"),
        ]
        boxes(canvas, cells)

    assert table_cells(read_pdf(drawn(page))) == [
        ["Area", "2015", "2016"],
        ["North", "12", "7"],
        ["South", "9", "8"],
        ["West", "31", "40"],
    ]


@pytest.mark.parametrize("repeat", [True, False])
def test_table_over_pages_is_one_and_its_header_stands_once(repeat: bool) -> None:
    def page(first: int) -> object:
        def draw(canvas: Canvas) -> None:
            head = [(60, 60, 150, 20, "Area of the county"), (210, 60, 100, 20, "Children"), (310, 60, 100, 20, "Rate")]
            canvas.setFont("Helvetica-Bold", 10)
            if repeat or first == 0:
                boxes(canvas, head)
            canvas.setFont("Helvetica", 10)
            for number in range(20):
                top = 80 + 20 * number
                name = f"Area {first + number}"
                boxes(canvas, [(60, top, 150, 20, name), (210, top, 100, 20, "12"), (310, top, 100, 20, "3.4")])

        return draw

    source = read_pdf(drawn(page(0), page(20), page(40)))  # type: ignore[arg-type]
    assert count(source, "table") == 1
    assert table_cells(source) == [
        ["Area of the county", "Children", "Rate"],
        *([f"Area {number}", "12", "3.4"] for number in range(60)),
    ]
    assert [source.text[p.start : p.start + 7] for p in source.pages[1:]] == ["Area 20", "Area 40"]
    assert header_rows(source) == 1


def test_two_columns_of_prose_are_no_table() -> None:
    lines = [
        "The council considered how", "placements had changed in the", "year and what the panel could",
        "do about them before summer.", "Foster carers were asked for", "their views on the new plan",
        "and most of them agreed that", "it was clear and could work.",
    ]  # fmt: skip

    def page(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(60, 760 - 12 * number, line)
            canvas.drawString(310, 760 - 12 * number, line.replace("council", "board").replace("Foster", "Kinship"))

    source = read_pdf(drawn(page))
    assert count(source, "table") == 0
    left, right = source.text.split("\n\n")[:2] if source.text.count("\n\n") == 1 else ("", "")
    joined = " ".join(lines)
    assert (left or source.text).replace("\n", " ").startswith(joined[:100])
    assert "placements had changed in the year and what the panel could do about them" in source.text
    assert right == "" or right.startswith("The board")


def test_contents_page_is_boilerplate_and_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, 780, "Contents")
        canvas.setFont("Helvetica", 10)
        for number, name in enumerate(("Summary", "Placements", "Health", "Education", "Finance")):
            canvas.drawString(60, 740 - 16 * number, f"{number + 1} {name} {'.' * 60} {4 + 3 * number}")
            canvas.drawString(60, 600 - 16 * number, f"{number + 6} {name} again")
            canvas.drawRightString(500, 600 - 16 * number, str(20 + 3 * number))

    source = read_pdf(drawn(page))
    assert next(words for _, words in marked(source, "boilerplate")).startswith("1 Summary")
    assert sum(words[0].isdigit() for _, words in marked(source, "boilerplate")) >= 5
    assert all(left.end <= right.start for left, right in pairwise(m for m in source.marks if m.kind == "boilerplate"))
