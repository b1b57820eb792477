import shutil
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import UnreadableFileError
from indexer.readers import read
from indexer.readers.pdf import read_pdf
from indexer.types import SourceText
from tests.indexer.marks import marked, read_bytes
from tests.indexer.pdf_files import drawn, encrypt, make_pdf, scan

REPORT = [["Annual Report 2016/17", "Placement stability (3+ moves)"], ["7.8% moved, £911k overspent"], ["The end"]]
SCANNED = "Placement stability improved in every locality"
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def pages_of(source: SourceText) -> list[str]:
    return [source.text[page.start : page.end].strip() for page in source.pages]


def refusal(folder: Path, content: bytes) -> str:
    path = folder / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as refused:
        read(path)
    return str(refused.value)


def test_every_page_has_its_span_in_the_text(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.pdf", make_pdf(REPORT))
    assert pages_of(source) == ["\n\n".join(lines) for lines in REPORT]
    assert source.text == "".join(source.text[page.start : page.end] for page in source.pages)
    assert all(source.text[page.start] == lines[0][0] for page, lines in zip(source.pages, REPORT, strict=True))
    assert [(page.number, page.label) for page in source.pages] == [(1, None), (2, None), (3, None)]
    assert source.warnings == ()


def test_blank_pages_keep_their_number_and_are_neither_unread_nor_recognised(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.pdf", make_pdf([["Words"], [], [], ["More words"], []]))
    assert pages_of(source) == ["Words", "", "", "More words", ""]
    assert (source.unread_pages, source.ocr_pages, source.warnings) == ((), (), ())


def test_page_labels_of_the_file_are_kept(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.pdf", make_pdf(REPORT, first_label=107))
    assert [page.label for page in source.pages] == ["107", "108", "109"]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Annual Report 2016/17", "Annual Report 2016/17"),
        ("Microsoft Word - Annual report", "Annual report"),
        ("Microsoft Word - report_v3.doc", None),
        ("Untitled", None),
        ("", None),
        ("scan0001", None),
    ],
)
def test_title_is_the_file_s_own_where_it_is_one(tmp_path: Path, given: str, title: str | None) -> None:
    assert read_bytes(tmp_path, "a.pdf", make_pdf(REPORT, title=given)).title == title


@needs_tesseract
def test_pages_without_a_text_layer_are_recognised() -> None:
    words = make_pdf([["Words"]])
    assert read_pdf(words).ocr_pages == ()
    source = read_pdf(drawn(lambda c: c.drawString(72, 700, "Typed words"), scan(SCANNED, "and was reported")))
    assert (source.ocr_pages, source.unread_pages) == ((2,), ())
    assert SCANNED in source.text[source.pages[1].start :]
    assert source.warnings == ("page 2 has text recognised from the picture (OCR), which may hold errors",)


def test_pages_without_a_text_layer_are_named_where_none_is_recognised() -> None:
    source = read_pdf(drawn(lambda c: c.drawString(72, 700, "Typed words"), scan(SCANNED)), ocr_seconds=0)
    assert (source.ocr_pages, source.unread_pages) == ((), (2,))
    assert source.warnings == ("page 2 has no text layer and cannot be quoted",)


def test_scan_without_any_text_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match=r"holds no text \(scanned: pages 1-2 have no text layer\)"):
        read_pdf(drawn(scan(SCANNED), scan(SCANNED)), ocr_seconds=0)


def test_file_whose_pages_show_nothing_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, make_pdf([[], []])) == "holds no text (its pages are blank)"


def test_passwords(tmp_path: Path) -> None:
    assert pages_of(read_bytes(tmp_path, "a.pdf", encrypt(make_pdf(REPORT), user_password="")))[2] == "The end"
    locked = encrypt(make_pdf(REPORT), user_password="secret")
    assert refusal(tmp_path, locked) == "is encrypted and needs a password: give it in the catalogue"
    assert pages_of(read_pdf(locked, "secret"))[2] == "The end"
    with pytest.raises(UnreadableFileError, match="the password in the catalogue does not open it"):
        read_pdf(locked, "wrong")


def test_files_that_are_not_pdfs_are_refused(tmp_path: Path) -> None:
    reason = "is not a PDF file although its name says so"
    assert refusal(tmp_path, b"words alone") == reason
    assert refusal(tmp_path, b" " * 1024 + make_pdf(REPORT)) == reason
    assert pages_of(read_bytes(tmp_path, "a.pdf", b"junk\n" + make_pdf(REPORT)))[2] == "The end"


def test_damaged_files_end_in_text_or_a_reason(tmp_path: Path) -> None:
    good = make_pdf(REPORT, title="Annual Report", first_label=1)
    damaged = [good[:at] for at in range(10, len(good), 97)]
    damaged += [good[:at] + b"\x00<<[(" + good[at + 5 :] for at in range(10, len(good) - 5, 61)]
    reasons = 0
    for number, content in enumerate(damaged):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(content)
        try:
            assert read(path).text
        except UnreadableFileError as refused:
            reasons += 1
            assert str(refused)
    assert 0 < reasons < len(damaged)


def test_headings_have_levels_by_their_size(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(60, 760, "Annual report")
        for number, name in enumerate(("Placements", "Health")):
            canvas.setFont("Helvetica-Bold", 13)
            canvas.drawString(60, 720 - 90 * number, f"{number + 1} {name}")
            canvas.setFont("Helvetica", 10)
            for line in range(4):
                canvas.drawString(
                    60, 700 - 90 * number - 13 * line, "The council reported its results to the panel in May"
                )

    source = read_bytes(tmp_path, "a.pdf", drawn(page))
    assert marked(source, "heading") == [(1, "Annual report"), (2, "1 Placements"), (2, "2 Health")]


@needs_tesseract
def test_recognition_stops_when_its_time_is_over() -> None:
    content = drawn(lambda c: c.drawString(72, 700, "Typed words"), scan(SCANNED))
    source = read_pdf(content, ocr_seconds=1e-9)
    assert (source.ocr_pages, source.unread_pages) == ((), (2,))
    assert source.warnings[-1] == "page 2 has not been recognised by OCR: its time for one file was over"
