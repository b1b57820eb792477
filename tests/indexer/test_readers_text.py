"""Plain text, and what `read` refuses whatever the format."""

from pathlib import Path

import pytest

from indexer.errors import UnreadableFileError
from indexer.readers import FORMATS, read
from tests.indexer.marks import read_bytes


def refusal(folder: Path, name: str, content: bytes, *, max_bytes: int = 1_000_000) -> str:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as refused:
        read(path, max_bytes=max_bytes)
    return str(refused.value)


def test_text_is_kept_character_for_character(tmp_path: Path) -> None:
    words = " leading\n\n\n\tTab\tcells \n\x0cpage\u2028end  \n"
    source = read_bytes(tmp_path, "a.txt", words)
    assert source.text == words
    assert (source.marks, source.title, source.warnings) == ((), None, ())


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.txt", "one\n\ftwo\n\f\n\fthree\f\n")
    assert [(page.number, source.text[page.start : page.end]) for page in source.pages] == [
        (1, "one\n"),
        (2, "two\n"),
        (3, "\n"),
        (4, "three"),
    ]
    assert read_bytes(tmp_path, "b.txt", "no pages\n").pages == ()
    assert read_bytes(tmp_path, "c.txt", "one page only\n\f").pages == ()


def test_line_ends_are_folded_and_byte_order_mark_dropped(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.txt", b"\xef\xbb\xbfone\r\ntwo\rthree\n").text == "one\ntwo\nthree\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_known(tmp_path: Path, encoding: str) -> None:
    source = read_bytes(tmp_path, "a.txt", "Children’s\r\nservices £911k".encode(encoding))
    assert (source.text, source.warnings) == ("Children’s\nservices £911k", ())


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1251", "Количество детей под опекой выросло в прошлом году, а число переездов снизилось на треть."),
        ("shift_jis", "昨年度は保護を受けている子どもの数が増加しましたが、転居の回数は三分の一に減りました。"),
        ("iso8859-7", "Ο αριθμός των παιδιών σε φροντίδα αυξήθηκε πέρυσι, ενώ οι μετακινήσεις μειώθηκαν."),
    ],
)
def test_text_that_is_not_western_is_read_in_the_likeliest_encoding(tmp_path: Path, encoding: str, words: str) -> None:
    source = read_bytes(tmp_path, "a.txt", (words * 5).encode(encoding))
    assert source.text == words * 5
    assert source.warnings[0].endswith("which is a guess")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_unicode_with_a_byte_order_mark_is_read(tmp_path: Path, encoding: str) -> None:
    source = read_bytes(tmp_path, "a.txt", "Children’s\r\nservices £911k".encode(encoding))
    assert source.text == "Children’s\nservices £911k"
    assert source.warnings == ()


def test_text_that_is_not_utf8_is_read_as_windows_1252_with_a_warning(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.txt", "Overspend of £911k – agency".encode("cp1252"))
    assert source.text == "Overspend of £911k – agency"
    assert "not UTF-8 (byte 13)" in source.warnings[0]


def test_suffix_in_capitals_is_known(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "REPORT.TXT", "words").text == "words"


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_empty_file_is_refused_in_every_format(tmp_path: Path, suffix: str) -> None:
    assert refusal(tmp_path, f"a{suffix}", b"") == "is empty"
    assert refusal(tmp_path, f"b{suffix}", b" \r\n\t ") == "is empty"


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_random_bytes_are_refused_in_every_format(tmp_path: Path, suffix: str) -> None:
    assert refusal(tmp_path, f"a{suffix}", bytes(range(256)) * 20).startswith("is not a")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\nwords", "is damaged or not a proper PDF file"),
        (b"PK\x03\x04 words", "is damaged or cut off: its zip directory cannot be read"),
        (b"\xff\xfeodd", "begins with a UTF-16-LE mark but is not UTF-16-LE"),
        (b"words \x01\x02\x03\x04", "is not a text file: it is binary"),
        (b"-- \n***\n", "holds no text"),
    ],
)
def test_text_file_that_is_something_else_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    assert refusal(tmp_path, "a.txt", content).startswith(reason)


def test_unknown_suffix_missing_file_folder_and_size_are_refused_with_their_reason(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.exe", b"words").startswith("is not of a kind that is read (.csv, .docx, .htm,")
    assert refusal(tmp_path, "b.txt", b"words", max_bytes=4) == "is larger than is read (5 of at most 4 bytes)"
    (tmp_path / "folder.txt").mkdir()
    for name, reason in (("none.txt", "does not exist"), ("folder.txt", "is not a file")):
        with pytest.raises(UnreadableFileError, match=reason):
            read(tmp_path / name)
