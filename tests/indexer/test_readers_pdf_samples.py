"""The PDF reader on real files, where they are at hand: none of them is part of the repository."""

import os
import time
from pathlib import Path

import pytest

from indexer.errors import UnreadableFileError
from indexer.readers import read
from indexer.readers.pdf import read_pdf
from indexer.types import SourceText
from tests.indexer.marks import check_marks, table_cells

BESIDE = Path(__file__).parents[2].parent / "shared" / "samples"
SAMPLES = Path(os.environ.get("REPORTQA_TEST_SAMPLES", BESIDE))
FILES = sorted(SAMPLES.rglob("*.pdf"))
LONGEST = 30.0  # seconds a file may take
# What may be said of a file that gives no text.
REASONS = ("holds no text", "is damaged", "is a damaged", "is encrypted", "is not a PDF", "is empty", "is a PDF file")

pytestmark = pytest.mark.skipif(not FILES, reason="the samples are not on this machine")


def sample(name: str) -> SourceText:
    return read_pdf((SAMPLES / "pdf-varied" / name).read_bytes(), ocr_seconds=0)


def tables(source: SourceText) -> list[list[list[str]]]:
    return [table_cells(source, number) for number in range(sum(m.kind == "table" for m in source.marks))]


def in_order(source: SourceText, *words: str) -> bool:
    text = source.text.replace("\n", " ")
    at = [text.find(part) for part in words]
    return min(at) >= 0 and at == sorted(at)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_ends_in_text_or_a_named_reason_in_time(path: Path) -> None:
    began = time.perf_counter()
    try:
        source = read_pdf(data, ocr_seconds=0) if (data := path.read_bytes()).strip() else read(path)
    except UnreadableFileError as refused:
        assert str(refused).startswith(REASONS)
    except Exception as error:
        with pytest.raises(UnreadableFileError):
            read(path)
        assert not isinstance(error, (MemoryError, RecursionError))
    else:
        check_marks(source)
        assert [page.number for page in source.pages] == list(range(1, len(source.pages) + 1))
    assert time.perf_counter() - began < LONGEST


def test_rotated_table_gives_the_same_cells_as_the_upright_one() -> None:
    upright = sample("nics_background_checks_2015_11.pdf")
    turned = sample("nics_background_checks_2015_11_rotated.pdf")
    assert tables(upright) == tables(turned)
    cells = tables(upright)[0]
    assert next(r for r in cells if r[0] == "Alabama")[:5] == ["Alabama", "18,870", "23,022", "22,650", "859"]
    assert len({len(row) for row in cells}) == 1
    assert cells[-1][0] == "Totals" and cells[-1][-1] == "2,236,457"


def test_table_over_sixteen_pages_is_one_with_its_header_once() -> None:
    source = sample("WARN_Report_for_7_1_2015_to_03_25_2016.pdf")
    first = tables(source)[0]
    assert first[0] == ["Notice Date", "Effective", "Received", "Company", "City", "No. Of", "Layoff/Closure"]
    assert sum(row[0] == "Notice Date" for table in tables(source) for row in table) == 1
    assert len(first) > 600
    table = next(m for m in source.marks if m.kind == "table")
    touched = [p.number for p in source.pages if p.start < table.end and p.end > table.start]
    assert len(touched) >= 15


def test_three_columns_of_the_federal_register_stand_in_order() -> None:
    source = sample("federal_register_2020_17221.pdf")
    assert in_order(
        source,
        "SUMMARY: The FAA proposes to supersede Airworthiness Directive",
        "Examining the AD Docket",
        "Comments Invited",
        "Confidential Business Information (CBI)",
        "Background",
        "On October 29, 2018, a Boeing Model 737–8 airplane operated by Lion Air",
    )
    assert source.text.count("VerDate Sep") == 1
    assert [page.label for page in source.pages] == [str(number) for number in range(47698, 47713)]


def test_traffic_figures_stand_row_by_row() -> None:
    first = tables(sample("issue_53_example.pdf"))[0]
    assert first[1][1:] == ["Pax", "y.o.y(%)", "RPK（000's）", "y.o.y(%)", "ASK（000's)", "y.o.y(%)", "L/F(%)"]
    april = ["Apr-2015", "653,278", "107.5", "2,958,643", "108.7", "3,951,483", "103.0", "74.9"]
    assert april in first
    assert first[-1] == ["FY2015 TTL", "6,066,893", "104.5", "28,750,907", "106.1", "36,347,802", "101.1", "79.1"]


def test_two_column_paper_reads_column_by_column() -> None:
    source = sample("multi_column.pdf")
    assert in_order(
        source,
        "Open-domain question answering relies on efficient passage retrieval",
        "1 Introduction",
        "Retrieval in open-domain QA is usually implemented using TF-IDF or BM25",
        "2 Background",
        "3.1 Overview",
    )
    assert ["Natural Questions", "79,168 58,880", "8,757", "3,610"] in [r for t in tables(source) for r in t]


def test_blank_pages_in_the_middle_keep_their_numbers() -> None:
    source = sample("layout_parser_paper_with_empty_pages.pdf")
    assert len(source.pages) == 4
    assert source.unread_pages == ()


def test_values_of_a_filled_form_are_in_the_text() -> None:
    from pypdf import PdfReader

    fields = PdfReader(SAMPLES / "pdf-varied" / "prefilled_f1040.pdf").get_form_text_fields()
    values = {" ".join(str(v).split()) for v in fields.values() if v}
    text = " ".join(sample("prefilled_f1040.pdf").text.split())
    assert values and all(value in text for value in values)


def test_column_titles_over_a_small_unruled_table_belong_to_it() -> None:
    first = tables(sample("embedded_images_tables.pdf"))[0]
    assert [row[1] for row in first[:3]] == ["bc (V/dec)", "", "0.0335"]
    assert first[-1] == ["10", "0.0382", "0.0086", "0.5356", "1.24E-05", "246.080", "0.0919"]
