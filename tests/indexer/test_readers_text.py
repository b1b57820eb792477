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
    assert (source.marks, source.pages, source.title, source.warnings) == ((), (), None, ())


def test_line_ends_are_folded_and_byte_order_mark_dropped(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.txt", b"\xef\xbb\xbfone\r\ntwo\rthree\n").text == "one\ntwo\nthree\n"


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
        (b"%PDF-1.7\nwords", "is a PDF file, not a text file as its name says"),
        (b"PK\x03\x04 words", "is a zip or Office file, not a text file as its name says"),
        (b"\xff\xfeodd", "begins with a UTF-16-LE mark but is not UTF-16-LE"),
        (b"words \x01\x02\x03\x04", "is not a text file: it is binary"),
        (b"-- \n***\n", "holds no text"),
    ],
)
def test_text_file_that_is_something_else_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    assert refusal(tmp_path, "a.txt", content).startswith(reason)


def test_unknown_suffix_missing_file_folder_and_size_are_refused_with_their_reason(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.exe", b"words").startswith("is not of a kind that is read (.docx, .htm,")
    assert refusal(tmp_path, "b.txt", b"words", max_bytes=4) == "is larger than is read (5 of at most 4 bytes)"
    (tmp_path / "folder.txt").mkdir()
    for name, reason in (("none.txt", "does not exist"), ("folder.txt", "is not a file")):
        with pytest.raises(UnreadableFileError, match=reason):
            read(tmp_path / name)
