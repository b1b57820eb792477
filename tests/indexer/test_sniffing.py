"""What a file is, its bytes decide and not its name."""

import io
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from indexer.readers.sniffing import sniff
from tests.indexer.marks import read_bytes
from tests.indexer.office_maker import as_docx, as_pptx, as_xlsx, make_truth
from tests.indexer.packages import packed, refusal

PAGE = b"<!DOCTYPE html><html><body><h1>Placements</h1><p>Stability has improved in the year.</p></body></html>"
PROSE = b"Stability has improved in the year.\n\nReferrals fell to 120.\n"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def ole2(stream: str) -> bytes:
    return OLE2 + stream.encode("utf-16-le") + bytes(100)


def make_pdf() -> bytes:
    target = io.BytesIO()
    page = canvas.Canvas(target)
    page.drawString(72, 700, "Stability has improved in the year.")
    page.save()
    return target.getvalue()


TRUTH = make_truth(1, pages=1)
REAL = {
    ".docx": (as_docx(TRUTH), "a Word file"),
    ".pptx": (as_pptx(TRUTH), "a PowerPoint file"),
    ".xlsx": (as_xlsx(TRUTH), "an Excel file"),
    ".html": (PAGE, "an HTML file"),
    ".pdf": (make_pdf(), "a PDF file"),
}
NAMES = {"docx": "a Word file", "txt": "a text file", "pdf": "a PDF file", "csv": "a CSV file", "md": "a Markdown file"}


@pytest.mark.parametrize("suffix", REAL)
@pytest.mark.parametrize("name", NAMES)
def test_file_is_read_as_what_it_is_with_a_warning(tmp_path: Path, suffix: str, name: str) -> None:
    content, what = REAL[suffix]
    right = read_bytes(tmp_path, f"right{suffix}", content)
    wrong = read_bytes(tmp_path, f"wrong.{name}", content)
    assert (wrong.text, wrong.marks, wrong.pages) == (right.text, right.marks, right.pages)
    if f".{name}" == suffix:
        assert wrong.warnings == right.warnings
    else:
        assert wrong.warnings[0] == f"is {what}, not {NAMES[name]} as its name says; read as what it is"


@pytest.mark.parametrize("name", ["docx", "pptx", "xlsx", "pdf"])
def test_text_under_another_name_is_read_as_text(tmp_path: Path, name: str) -> None:
    source = read_bytes(tmp_path, f"a.{name}", PROSE)
    assert source.text == PROSE.decode()
    assert source.warnings[0].startswith("is a text file, not ")


def test_csv_under_the_name_of_a_workbook_is_read_as_rows(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.xlsx", b"Area,2016,2017\nOakford,12,13\nAshby,9,8\n")
    assert source.text == "Area\t2016\t2017\nOakford\t12\t13\nAshby\t9\t8"
    assert source.warnings == ("is a CSV file, not an Excel file as its name says; read as what it is",)


@pytest.mark.parametrize("name", ["docx", "txt", "xlsx", "html", "pdf"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ole2("WordDocument"), "is an old Word file (.doc): save it as .docx"),
        (ole2("Workbook"), "is an old Excel file (.xls): save it as .xlsx"),
        (ole2("PowerPoint Document"), "is an old PowerPoint file (.ppt): save it as .pptx"),
        (ole2("EncryptedPackage"), "is protected by a password"),
        (OLE2, "is an old Office file: save it in today's format (.docx, .xlsx, .pptx)"),
        (b"{\\rtf1\\ansi words}", "is a rich text file (.rtf): save it as .docx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "is a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(30), "is a picture"),
        (b"\x1f\x8b\x08" + bytes(30), "is a packed archive"),
        (b"MZ\x90\x00" + bytes(30), "is a program"),
        (packed({"a.txt": b"words"}), "is a zip archive, not an Office file: unpack it and add the files in it"),
        (packed({"content.xml": b"<a/>"}), "is an OpenDocument file: save it in an Office format or as PDF"),
        (packed({"xl/workbook.bin": b"x"}), "is a binary Excel file (.xlsb): save it as .xlsx"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            "is Excel content in a single XML file: save it in Excel's usual format",
        ),
        (
            b"From: a@b.c\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nwords",
            "is a web archive or an e-mail message (MIME): save it as .html or .txt",
        ),
    ],
)
def test_what_is_not_read_is_told_by_its_kind(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    assert refusal(tmp_path, f"a.{name}", content) == reason


@pytest.mark.parametrize("name", ["docx", "pptx", "xlsx", "pdf"])
def test_bytes_that_are_nothing_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, f"a.{name}", bytes(range(256)) * 20).startswith("is not a")
    assert refusal(tmp_path, f"b.{name}", b"oops\n").startswith("is not a")


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_html_without_a_head_is_known_under_an_office_name(tmp_path: Path, name: str) -> None:
    source = read_bytes(tmp_path, f"a.{name}", b"<table><tr><th>Area<th>2016</tr><tr><td>Oakford<td>12</table>")
    assert source.text == "Area\t2016\nOakford\t12"
    assert source.warnings[0].startswith("is an HTML file, not ")


def test_pdf_without_its_head_is_no_text(tmp_path: Path) -> None:
    content = b"1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    assert refusal(tmp_path, "a.pdf", content) == "is not a PDF file although its name says so"


def test_web_pages_are_known_behind_comments_marks_and_in_utf16() -> None:
    assert sniff(b"\xef\xbb\xbf <?xml version='1.0'?><!-- made by hand -->\n" + PAGE) == "HTML"
    assert sniff(PAGE.decode().encode("utf-16")) == "HTML"
    assert sniff(b"<p>a fragment</p>") == "text"


def test_words_about_formats_are_text() -> None:
    assert sniff(b"A PDF begins with %PDF-1.7 in its first line") == "text"
    assert sniff(b"MZ is the sign of a program") == "text"
    assert sniff(b"PK is the sign of an archive") == "text"
