import time
from pathlib import Path

import pytest

from indexer.readers import delimited
from indexer.types import SourceText
from tests.indexer.marks import marked, read_bytes, table_cells

ROWS = [["Area", "2015", "2016"], ["Oakford", "12.5%", "13%"], ["Ashby", "9", "8"]]


def headers(source: SourceText) -> list[str]:
    return [words for level, words in marked(source, "cell") if level]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_encoding_are_found(tmp_path: Path, delimiter: str, encoding: str) -> None:
    content = "\r\n".join(delimiter.join(row) for row in ROWS).encode(encoding)
    source = read_bytes(tmp_path, "a.csv", content)
    assert table_cells(source) == ROWS
    assert headers(source) == ROWS[0]
    assert source.warnings == ()


def test_windows_encoding_is_read_with_a_warning(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.csv", "Area,Cost\nOakford,£5\nAshby,£7\n".encode("cp1252"))
    assert table_cells(source)[1] == ["Oakford", "£5"]
    assert "not UTF-8" in source.warnings[0]


def test_quotes_hold_delimiters_line_ends_and_quotes(tmp_path: Path) -> None:
    text = 'Area,Note,Rate\n"Oakford, town","He said ""yes""\nand left","1,200"\nAshby,,3\n'
    assert table_cells(read_bytes(tmp_path, "a.csv", text)) == [
        ["Area", "Note", "Rate"],
        ["Oakford, town", 'He said "yes" and left', "1,200"],
        ["Ashby", "", "3"],
    ]


def test_title_above_and_notes_below_are_paragraphs(tmp_path: Path) -> None:
    text = 'Table 3: "moves" by area,,\n\nArea,2015,2016\nOakford,1,2\nAshby,3,4\n\nSource: the council,,\n'
    source = read_bytes(tmp_path, "a.csv", text)
    assert [words for _, words in marked(source, "paragraph")] == ['Table 3: "moves" by area', "Source: the council"]
    assert table_cells(source) == [["Area", "2015", "2016"], ["Oakford", "1", "2"], ["Ashby", "3", "4"]]
    assert headers(source) == ["Area", "2015", "2016"]


def test_ragged_rows_are_filled_up(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.csv", "Area,2015,2016\nOakford,1\nAshby,2,3,late\n")
    assert table_cells(source) == [["Area", "2015", "2016", ""], ["Oakford", "1", "", ""], ["Ashby", "2", "3", "late"]]


def test_table_of_words_has_its_first_row_as_header(tmp_path: Path) -> None:
    assert headers(read_bytes(tmp_path, "a.csv", "Name,Role\nSmith,Chair\nJones,Clerk\n")) == ["Name", "Role"]


def test_declared_delimiter_is_believed(tmp_path: Path) -> None:
    assert table_cells(read_bytes(tmp_path, "a.csv", "sep=;\r\na;1,5\r\nb;2,5\r\n")) == [["a", "1,5"], ["b", "2,5"]]


def test_quote_that_is_never_closed_costs_nothing(tmp_path: Path) -> None:
    lines = "".join(f"place {number},{number}\n" for number in range(200))
    source = read_bytes(tmp_path, "a.csv", f'Area,Rate\n"open,1\n{lines}')
    assert len(table_cells(source)) == 202
    assert "never closed" in source.warnings[0]


def test_long_file_is_bounded_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_CELLS", 1000)
    text = "Area,Rate\n" + "".join(f"place {number},{number}\n" for number in range(5000))
    source = read_bytes(tmp_path, "a.csv", text)
    assert len(table_cells(source)) == 501
    assert source.warnings == ("only the first 501 rows are read: the file has more than 1,000 cells",)


def test_very_wide_rows_are_cut_and_said_so(tmp_path: Path) -> None:
    wide = ",".join(str(number) for number in range(400))
    source = read_bytes(tmp_path, "a.csv", f"{wide}\n{wide}\n")
    assert len(table_cells(source)[0]) == 300
    assert source.warnings == ("2 rows have more than 300 cells; those beyond are left out",)


def test_prose_under_the_name_is_kept_whole(tmp_path: Path) -> None:
    text = "Stability has improved in the year, as planned.\n\nReferrals fell.\n"
    source = read_bytes(tmp_path, "a.csv", text)
    assert "Referrals fell." in source.text
    assert "as planned." in source.text


def test_a_very_long_cell_is_read(tmp_path: Path) -> None:
    words = "word " * 40_000
    source = read_bytes(tmp_path, "a.csv", f'Area,Note\nOakford,"{words}"\n')
    assert table_cells(source)[1] == ["Oakford", words.strip()]
    assert source.warnings == ()


def test_time_for_rows_parted_by_empty_ones_does_not_grow_with_their_square() -> None:
    lines = "".join(f"place {number},{number % 1000}\n\n" for number in range(8000))
    began = time.process_time()
    source = delimited.read_delimited(f"Area,Rate\n{lines}".encode())
    assert time.process_time() - began < 4
    assert len(marked(source, "row")) == 8001
