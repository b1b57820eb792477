from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from indexer.readers import sheet_blocks, xlsx, xlsx_parts
from indexer.types import SourceText
from tests.indexer.marks import marked, read_bytes, table_cells
from tests.indexer.office_maker import saved
from tests.indexer.packages import parts_of, refusal, rewritten

HEADED = [["Area", 2015, 2016], ["Oakford", 12, 13], ["Ashby", 9, 8]]


def put(sheet: Worksheet, row: int, column: int, values: Sequence[Sequence[object]]) -> None:
    for down, line in enumerate(values):
        for across, value in enumerate(line):
            sheet.cell(row + down, column + across, value)


def read_sheet(folder: Path, *placed: tuple[int, int, Sequence[Sequence[object]]]) -> SourceText:
    book = openpyxl.Workbook()
    for row, column, values in placed:
        put(book.active, row, column, values)
    return read_bytes(folder, "a.xlsx", saved(book))


def headers(source: SourceText) -> list[str]:
    return [words for level, words in marked(source, "cell") if level]


def test_sheets_are_pages_and_headings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Moves"
    put(book.active, 1, 1, HEADED)
    book.create_sheet("Empty")
    put(book.create_sheet("Care & more"), 1, 1, [["One sentence."]])
    book.properties.title = "Quarterly figures 2016"
    source = read_bytes(tmp_path, "a.xlsx", saved(book))
    assert [(page.number, page.label) for page in source.pages] == [(1, "Moves"), (2, "Empty"), (3, "Care & more")]
    assert [source.text[page.start : page.end].strip() for page in source.pages] == [
        "Moves\n\nArea\t2015\t2016\nOakford\t12\t13\nAshby\t9\t8",
        "",
        "Care & more\n\nOne sentence.",
    ]
    assert marked(source, "heading") == [(1, "Moves"), (1, "Care & more")]
    assert source.title == "Quarterly figures 2016"


def test_values_are_written_as_they_are_shown(tmp_path: Path) -> None:
    shown = [
        (0.123, "0.0%", "12.3%"),
        (1234.5, "£#,##0.00", "£1,234.50"),
        (-1234.5, "#,##0;(#,##0)", "(1,235)"),
        (datetime(2017, 3, 31), "dd/mm/yyyy", "31/03/2017"),
        (date(2017, 3, 31), "mmm-yy", "Mar-17"),
        (2 / 3, "0.00", "0.67"),
        (1, "General", "1"),
        (True, "General", "TRUE"),
        ("#DIV/0!", "General", "#DIV/0!"),
        (7, '0" days"', "7 days"),
    ]
    book = openpyxl.Workbook()
    for number, (value, code, _) in enumerate(shown, 1):
        book.active.cell(number, 1, f"row {number}")
        book.active.cell(number, 2, value).number_format = code
    source = read_bytes(tmp_path, "a.xlsx", saved(book))
    assert [row[1] for row in table_cells(source)] == [words for _, _, words in shown]


def test_raised_note_numbers_do_not_run_into_figures(tmp_path: Path) -> None:
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    values = [["Area", "Rate"], [CellRichText("Oakford", raised), CellRichText("45.2", raised)]]
    assert table_cells(read_sheet(tmp_path, (1, 1, values)))[1] == ["Oakford 1", "45.2 1"]


def test_titles_and_notes_around_a_table_are_paragraphs(tmp_path: Path) -> None:
    source = read_sheet(
        tmp_path,
        (1, 1, [["Table 1: moves by area"], ["Rate per 1,000"]]),
        (3, 1, HEADED),
        (6, 1, [["Source: the council's own figures"], ["* provisional"]]),
    )
    assert [words for _, words in marked(source, "paragraph")] == [
        "Table 1: moves by area",
        "Rate per 1,000",
        "Source: the council's own figures",
        "* provisional",
    ]
    assert table_cells(source) == [["Area", "2015", "2016"], ["Oakford", "12", "13"], ["Ashby", "9", "8"]]
    assert headers(source) == ["Area", "2015", "2016"]


def test_tables_beside_and_below_each_other_are_told_apart(tmp_path: Path) -> None:
    other = [["Team", "Posts", "Vacant"], ["North", 20, 2], ["South", 30, 3]]
    source = read_sheet(tmp_path, (1, 1, HEADED), (1, 5, other), (6, 1, other), (6, 7, HEADED))
    tables = [table_cells(source, number)[0][0] for number in range(4)]
    assert tables == ["Area", "Team", "Team", "Area"]
    assert len([m for m in source.marks if m.kind == "table"]) == 4
    assert len(headers(source)) == 12


def test_empty_rows_and_columns_within_one_table_close_up(tmp_path: Path) -> None:
    source = read_sheet(
        tmp_path,
        (1, 1, [["Area", 2015, None, "Change"]]),
        (3, 1, [["Oakford", 12, None, -1], ["Ashby", 9, None, 2]]),
        (6, 1, [["Elmton", 3, None, 0]]),
    )
    assert table_cells(source) == [
        ["Area", "2015", "Change"],
        ["Oakford", "12", "-1"],
        ["Ashby", "9", "2"],
        ["Elmton", "3", "0"],
    ]
    assert headers(source) == ["Area", "2015", "Change"]


def test_dates_may_head_columns_and_remarks_stand_beside_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, 1, 1, [["Measure", date(2017, 4, 1), date(2017, 5, 1)], ["Moves", 1, 2], ["Posts", 3, 4]])
    for cell in book.active[1][1:]:
        cell.number_format = "mmm-yy"
    put(book.active, 2, 5, [["Posts are counted at the month's end."]])
    source = read_bytes(tmp_path, "a.xlsx", saved(book))
    assert table_cells(source) == [["Measure", "Apr-17", "May-17"], ["Moves", "1", "2"], ["Posts", "3", "4"]]
    assert headers(source) == ["Measure", "Apr-17", "May-17"]
    assert marked(source, "paragraph") == [(0, "Posts are counted at the month's end.")]


def test_group_names_stay_rows_of_their_table(tmp_path: Path) -> None:
    rows = [["Measure", 2015, 2016], ["Boys"], ["Moves", 1, 2], ["Girls"], ["Moves", 3, 4], ["Total", 4, 6]]
    source = read_sheet(tmp_path, (1, 1, rows))
    assert [row[0] for row in table_cells(source)] == ["Measure", "Boys", "Moves", "Girls", "Moves", "Total"]
    assert headers(source) == ["Measure", "2015", "2016"]


def test_names_with_their_values_have_no_header(tmp_path: Path) -> None:
    source = read_sheet(tmp_path, (1, 1, [["Council", "Oakford"], ["Contact", "J. Smith"], ["Children", 1234]]))
    assert headers(source) == []


def test_rows_that_the_sheet_calls_headers_are_headers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, 2, 2, [["Name", "Role"], ["A", "Chair"], ["B", "Clerk"]])
    book.active.add_table(Table(displayName="people", ref="B2:C4"))
    put(book.create_sheet("Bold"), 1, 1, [["Name", "Role"], ["A", "Chair"]])
    for cell in book["Bold"][1]:
        cell.font = Font(bold=True)
    assert headers(read_bytes(tmp_path, "a.xlsx", saved(book))) == ["Name", "Role", "Name", "Role"]


def test_hidden_things_are_left_out_and_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, 1, 1, [["Area", "secret", 2016], ["Oakford", "x", 13], ["hidden row", "y", 14], ["Ashby", "z", 8]])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["C2"].comment = Comment("a remark", "someone")
    put(book.create_sheet("Drafts"), 1, 1, [["draft"]])
    book["Drafts"].sheet_state = "hidden"
    source = read_bytes(tmp_path, "a.xlsx", saved(book))
    assert table_cells(source) == [["Area", "2016"], ["Oakford", "13"], ["Ashby", "8"]]
    assert len(source.pages) == 1
    assert source.warnings == (
        "hidden sheets are left out: 'Drafts'",
        "sheet 'Sheet': 1 hidden row left out",
        "sheet 'Sheet': 1 hidden column left out",
        "sheet 'Sheet': 1 comment left out",
    )


def test_formulas_give_their_stored_results_and_are_named_without(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, 1, 1, [["Area", 2016, 2017], ["Oakford", "=6*7", "=1+1"], ["Ashby", 8, 9]])
    content = saved(book)
    part = "xl/worksheets/sheet1.xml"
    stored = parts_of(content)[part].replace(b"<f>6*7</f><v></v>", b"<f>6*7</f><v>42</v>")
    stored = stored.replace(b"<f>6*7</f><v />", b"<f>6*7</f><v>42</v>").replace(
        b"<f>6*7</f><v/>", b"<f>6*7</f><v>42</v>"
    )
    source = read_bytes(tmp_path, "a.xlsx", rewritten(content, {part: stored}))
    assert table_cells(source)[1] == ["Oakford", "42", ""]
    assert source.warnings == ("1 formulas have no stored result and are left out",)


def test_huge_used_range_is_no_trouble(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, 1, 1, HEADED)
    book.active.cell(1_048_576, 1, "far below")
    book.active.cell(1, 16_384, "far right")
    source = read_bytes(tmp_path, "a.xlsx", saved(book))
    assert table_cells(source)[1] == ["Oakford", "12", "13"]
    assert "far below" in source.text
    assert source.warnings == ("sheet 'Sheet': 1 cell beyond column 300 left out",)


def test_huge_merged_range_is_no_trouble(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, 1, 1, HEADED)
    book.active.cell(10, 1, "all over")
    book.active.merge_cells("A10:B10")
    content = saved(book)
    part = "xl/worksheets/sheet1.xml"
    huge = parts_of(content)[part].replace(b"A10:B10", b"A10:XFD1000000")
    source = read_bytes(tmp_path, "a.xlsx", rewritten(content, {part: huge}))
    assert "all over" in source.text
    assert source.warnings == ("merged cells of more than 5,000 places are read as single cells",)


def test_large_sheets_are_streamed_and_the_number_of_cells_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    put(book.active, 1, 1, [["Area", 2016], *([f"place {n}", n] for n in range(3000))])
    content = saved(book)
    monkeypatch.setattr(xlsx_parts, "_LARGE_SHEETS", 1000)
    streamed = read_bytes(tmp_path, "a.xlsx", content)
    assert table_cells(streamed)[-1] == ["place 2999", "2999"]
    assert streamed.warnings == ("is very large: its merged and hidden cells are read as ordinary ones",)
    monkeypatch.setattr(xlsx, "MOST_CELLS", 100)
    bounded = read_bytes(tmp_path, "b.xlsx", content)
    assert len(table_cells(bounded)) == 50
    assert bounded.warnings[1] == "sheet 'Sheet' is read up to row 51: the file has more than 100 cells"


def test_odd_rules_of_a_sheet_cost_no_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, 1, 1, HEADED)
    book.active.auto_filter.ref = "A1:C3"
    content = saved(book)
    part = "xl/worksheets/sheet1.xml"
    odd = parts_of(content)[part].replace(b'<autoFilter ref="A1:C3"', b'<autoFilter ref="no range"')
    source = read_bytes(tmp_path, "a.xlsx", rewritten(content, {part: odd}))
    assert table_cells(source) == [["Area", "2015", "2016"], ["Oakford", "12", "13"], ["Ashby", "9", "8"]]
    assert source.warnings == ("is damaged in part: read without its filters, rules and views",)


def test_workbook_without_words_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.xlsx", saved(openpyxl.Workbook())) == "holds no text"


def test_limits_are_those_of_a_report() -> None:
    assert sheet_blocks.MOST_CELLS == 400_000
