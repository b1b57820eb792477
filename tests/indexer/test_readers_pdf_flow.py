"""How lines of PDFs become sentences: columns, page breaks, hyphens, footnotes, running lines, forms."""

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.readers.pdf import read_pdf
from indexer.readers.pdf.hyphens import Hyphens
from tests.indexer.marks import check_marks, marked
from tests.indexer.pdf_files import A4, drawn

BODY = "The council considered how placements had changed in the year and what the panel could do"


def lines(*texts: str, top: float = 760, left: float = 60, size: float = 10) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, text in enumerate(texts):
            canvas.drawString(left, top - 1.25 * size * number, text)

    return draw


def both(*parts: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw


def footer(number: int) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 800, "Example County annual report")
        canvas.drawCentredString(A4[0] / 2, 30, f"Page {number} of 30")

    return draw


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the assess-", "ments were late", "the assessments were late"),
        ("a self-", "assessment of it", "a self-assessment of it"),
        ("the follow-", "up was late", "the follow-up was late"),
        ("decision-", "making", "decision-making"),
        ("for South-", "East England", "for South-East England"),
        ("in 2015–", "16 the rate", "in 2015–16 the rate"),
        ("see www.example.", "org/report", "see www.example.org/report"),
    ],
)
def test_words_cut_at_a_line_s_end(before: str, after: str, joined: str) -> None:
    hyphens = Hyphens(["Other words stand here", before, after])
    assert f"{hyphens.joined(before, after)}{after}" == joined


def test_a_compound_that_the_document_writes_elsewhere_keeps_its_hyphen() -> None:
    hyphens = Hyphens(["A child-centred plan", "it was child-", "centred throughout"])
    assert hyphens.joined("it was child-", "centred throughout") == "it was child-"
    hyphens = Hyphens(["The network met", "a net-", "work of carers"])
    assert hyphens.joined("a net-", "work of carers") == "a net"


def test_sentence_over_a_page_break_reads_on_without_the_footer_in_it() -> None:
    pages = [
        both(footer(1), lines(f"{BODY} in", "the region of the county, which the board", top=90)),
        both(footer(2), lines("had asked for in the spring before it was closed.", f"{BODY}.", top=760)),
        both(footer(3), lines("The last page says little.", top=760)),
    ]
    source = read_pdf(drawn(*pages))
    check_marks(source)
    whole = "which the board had asked for in the spring before it was closed."
    at = source.text.index(whole)
    second = source.pages[1].start
    assert source.text[second:].startswith("had asked for")
    assert at < second < at + len(whole)
    assert source.text.count("Example County annual report") == 1
    assert [words for _, words in marked(source, "boilerplate")] == ["Example County annual report", "Page 1 of 30"]
    assert [page.label for page in source.pages] == ["1", "2", "3"]


def test_footnote_at_the_foot_of_a_page_does_not_stand_in_the_sentence_that_goes_on() -> None:
    first = both(
        lines(
            *([f"{BODY} in"] * 3),
            "the region, and this was what the board of the county had wanted to have been",
            top=140,
        ),
        lines("1 A note on the figures that were used in this chapter.", top=60, size=7),
    )
    source = read_pdf(drawn(first, lines("told in the spring before the report was closed.", f"{BODY}.")))
    check_marks(source)
    assert "had wanted to have been told in the spring before the report was closed." in source.text
    assert source.text.index("1 A note on the figures") < source.text.index("told in the spring")
    assert source.text[source.pages[1].start :].startswith("told in the spring")


def test_list_items_keep_their_words_and_depth() -> None:
    def page(canvas: Canvas) -> None:
        lines("The panel asked that the council should:")(canvas)
        for number, (left, sign, text) in enumerate(
            [
                (70, "•", "review all placements that were made"),
                (90, "–", "within the county"),
                (90, "–", "outside the county"),
                (70, "•", "report to the board"),
            ]
        ):
            canvas.drawString(left, 740 - 16 * number, sign)
            canvas.drawString(left + 12, 740 - 16 * number, text)
        lines("(a) first the budget", "(b) then the plan", top=640)(canvas)

    assert marked(read_pdf(drawn(page)), "list_item") == [
        (0, "review all placements that were made"),
        (1, "within the county"),
        (1, "outside the county"),
        (0, "report to the board"),
        (0, "(a) first the budget"),
        (0, "(b) then the plan"),
    ]


def test_values_of_form_fields_stand_at_their_place() -> None:
    def page(canvas: Canvas) -> None:
        lines("Name of the authority:", top=700)(canvas)
        canvas.acroForm.textfield(name="name", value="Northmoor", x=180, y=695, width=120, height=16, borderWidth=0)
        lines("Children in care:", top=660)(canvas)
        canvas.acroForm.textfield(name="children", value="412", x=180, y=655, width=120, height=16, borderWidth=0)
        lines("Signed", top=620)(canvas)
        canvas.acroForm.checkbox(name="signed", checked=True, x=180, y=615, size=14)
        lines("Dated", top=580)(canvas)
        canvas.acroForm.checkbox(name="dated", checked=False, x=180, y=575, size=14)

    text = read_pdf(drawn(page)).text.replace("\n", " ").replace("\t", " ")
    assert "Name of the authority: Northmoor" in text
    assert "Children in care: 412" in text
    assert "Signed ☒" in text
    assert text.count("☒") == 1


def test_text_across_the_page_s_direction_stays_out_of_sentences() -> None:
    def page(canvas: Canvas) -> None:
        lines(*([f"{BODY} in"] * 4), "the region.")(canvas)
        canvas.saveState()
        canvas.translate(40, 500)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Number of children")
        canvas.restoreState()
        for number in range(5):
            canvas.drawString(60, 500 + 20 * number, str(10 * number))

    source = read_pdf(drawn(page))
    check_marks(source)
    assert {"Number of children", "10", "40"} <= {words for _, words in marked(source, "boilerplate")}
    assert len(marked(source, "paragraph")) == 1


def test_landscape_text_drawn_sideways_reads_upright() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -A4[0])
        canvas.setFont("Helvetica", 10)
        for number in range(3):
            canvas.drawString(60, 400 - 12.5 * number, f"{BODY} in")
        canvas.drawString(60, 400 - 37.5, "the region.")

    assert f"{BODY} in {BODY} in {BODY} in the region." in read_pdf(drawn(page)).text.replace("\n", " ")
