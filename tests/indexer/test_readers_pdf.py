from pathlib import Path

import pytest

from indexer.errors import UnreadableFileError
from indexer.readers import read
from indexer.types import SourceText
from tests.indexer.marks import read_bytes
from tests.indexer.pdf_maker import encrypt, make_pdf

REPORT = [["Annual Report 2016/17", "Placement stability (3+ moves)"], ["7.8% moved, £911k overspent"], ["The end"]]


def pages_of(source: SourceText) -> list[str]:
    return [source.text[page.start : page.end] for page in source.pages]


def refusal(folder: Path, content: bytes) -> str:
    path = folder / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as refused:
        read(path)
    return str(refused.value)


def test_every_page_has_its_span_in_the_text(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.pdf", make_pdf(REPORT))
    assert pages_of(source) == ["\n".join(lines) for lines in REPORT]
    assert source.text == "\n\n".join(pages_of(source))
    assert [(page.number, page.label) for page in source.pages] == [(1, None), (2, None), (3, None)]
    assert source.warnings == ()


def test_printed_page_numbers_are_labels(tmp_path: Path) -> None:
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


def test_pages_without_a_text_layer_are_named(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.pdf", make_pdf([["Words"], [], ["17"], [], ["More words"], []]))
    assert pages_of(source) == ["Words", "", "17", "", "More words", ""]
    assert source.warnings == ("pages 2-4, 6 have no text layer and cannot be quoted",)


def test_scan_without_any_text_layer_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, make_pdf([[], [], []])) == "holds no text (scanned: pages 1-3 have no text layer)"
    assert refusal(tmp_path, make_pdf([[]])) == "holds no text (scanned: page 1 has no text layer)"


def test_file_encrypted_with_an_empty_password_is_read_and_another_refused(tmp_path: Path) -> None:
    assert pages_of(read_bytes(tmp_path, "a.pdf", encrypt(make_pdf(REPORT), user_password="")))[2] == "The end"
    assert refusal(tmp_path, encrypt(make_pdf(REPORT), user_password="x")) == "is encrypted and needs a password"


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


def test_page_tree_that_holds_itself_is_refused_or_read(tmp_path: Path) -> None:
    looped = make_pdf(REPORT).replace(b"/Kids [5 0 R", b"/Kids [2 0 R")
    path = tmp_path / "a.pdf"
    path.write_bytes(looped)
    with pytest.raises(UnreadableFileError):
        read(path)
