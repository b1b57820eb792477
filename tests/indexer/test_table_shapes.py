"""Tables of the harder shapes: cut by pages, side by side, merged, of boxes, without a header."""

import pytest

from indexer.structure.tables import make_table
from indexer.types import Cell, PageSpan, Table
from tests.indexer.reading import blocks_of, grid, table_of


def labels(text: str) -> list[tuple[str, ...]]:
    return [row.label for row in table_of(text).rows]


def merged(*rows: list[str | tuple[str, int, int]]) -> Table:
    """A table from cells as words, or as words with the rows and columns they reach over."""
    at, made = 0, []
    for row in rows:
        cells = []
        for cell in row:
            words, down, across = cell if isinstance(cell, tuple) else (cell, 1, 1)
            cells.append(Cell(at, at + len(words), words, down, across))
            at += len(words) + 1
        made.append(tuple(cells))
    return make_table(made, "")


def test_cell_cut_by_a_page_break_is_one_cell() -> None:
    text = (
        "Area\tOutcome\tSource\nCulture\tStaff were trained in the year\tThe audit of March identified practice\n\n"
        "\t\tstrengths in this area.\nHealth\tChecks were on time\tThe yearly return\n"
    )
    table = table_of(text)
    cell = table.rows[0].cells[2]
    assert cell.text == "The audit of March identified practice strengths in this area."
    assert " ".join(text[cell.start : cell.end].split()) == cell.text
    assert [row.label for row in table.rows] == [("Culture",), ("Health",)]


def test_row_cut_in_two_halves_keeps_its_whole_label_below() -> None:
    text = (
        "Area for Improvement\tOutcome\tSource\n"
        "Levels of attainment for all children who are also entitled to\tThe gap is closing.\tSection 7\n\n"
        "free school meals and do less well.\tThe gap for others is still too wide.\t\n"
    )
    assert labels(text)[1] == (
        "Levels of attainment for all children who are also entitled to free school meals and do less well.",
    )


def test_header_that_stands_as_bold_lines_above_the_rows() -> None:
    text = (
        "Proportion of children attending\n\n**Oakford\n(April 2017)**\n\n**England\n(April 2017)**\n\n"
        "Any good school\t81.2%\t86.1%\nGood primary school\t81.7%\t89.5%\n"
    )
    assert grid(text)[0] == {"Oakford (April 2017)": "81.2%", "England (April 2017)": "86.1%"}
    assert table_of(text).caption == "Proportion of children attending"


def test_table_beside_another_has_labels_and_headers_of_its_own() -> None:
    text = (
        "Age\tPupils\t2015\t2016\t\t\nYear 1\tPhonics\t49\t60\t\t\n\tMaths\t51\t63\t\t\n"
        "\tPupils\t2017\t\t2017\t\nYear 2\tReading\t68\tProgress\tReading A\t-0.9\n"
        "\tWriting\t61\t\tWriting A\t0.6\n\tMaths\t69\t\tMaths A\t-0.6\n"
    )
    rows = {row.label: {"/".join(h): c.text for h, c in zip(row.header, row.cells, strict=True)} for row in
            table_of(text).rows}  # fmt: skip
    assert rows["Progress", "Writing A"]["2017"] == "0.6"
    assert rows["Year 2", "Writing"]["2017"] == "61"


def test_names_beside_values_are_part_of_their_header() -> None:
    text = (
        "Team\tClients\tWith children\t\nAlcohol\t606\tNumber\t108\n\t\t%\t17.8%\n"
        "Opiates\t938\tNumber\t130\n\t\t%\t13.8%\n"
    )
    found = [(row.label, row.header[3], row.cells[3].text) for row in table_of(text).rows]
    assert found[1] == (("Alcohol",), ("With children", "%"), "17.8%")
    assert found[2] == (("Opiates",), ("With children", "Number"), "130")


def test_boxes_of_points_have_headers_and_no_labels() -> None:
    text = (
        "Strengths\tWeaknesses\n<ul> • good training • good partners</ul>\t<ul> • few trainers • no venue</ul>\n"
        "Opportunities\tThreats\n<ul> • a joint unit • new tools</ul>\t<ul> • cost savings • a new manager</ul>\n"
    )
    rows = table_of(text).rows
    assert [row.header for row in rows] == [(("Strengths",), ("Weaknesses",)), (("Opportunities",), ("Threats",))]
    assert [row.label for row in rows] == [(), ()]


def test_form_of_labels_and_answers_has_no_header() -> None:
    assert labels("Name:\tAnn Lee\nTelephone:\t\nEmail:\ta@b.uk\n") == [("Name:",), ("Telephone:",), ("Email:",)]


def test_row_without_values_among_rows_with_values_is_no_group() -> None:
    assert labels("Area\t2016\t2017\nNorth\t12\t14\nSouth\t\t\nEast\t11\t13\n") == [("North",), ("South",), ("East",)]


def test_values_without_a_label_stand_under_their_periods() -> None:
    text = "Permanent exclusions trend\n\n2009/10\t2010/11\t2011/12\n78\t95\t43\n"
    (row,) = table_of(text).rows
    assert row.label == ()
    assert row.header[1] == ("2010/11",)
    assert table_of(text).caption == "Permanent exclusions trend"


def test_header_with_periods_and_what_they_are() -> None:
    text = "\t2016/17 Measures\tDec 16 Actual\nCare leavers\t75%\t59.6%\nTeenage mothers\t45%\t41.1%\n"
    assert grid(text)[0] == {"2016/17 Measures": "75%", "Dec 16 Actual": "59.6%"}


def test_label_that_begins_with_a_year() -> None:
    text = "\tGood level\tPoints\n2016 Oakford\t62.9\t34.1\n2016 National\t69.3\t34.5\n"
    assert labels(text) == [("2016 Oakford",), ("2016 National",)]


def test_running_number_before_the_name_is_part_of_the_label() -> None:
    assert labels("No\tItem\t2016\t2017\n1\tSalaries\t400\t410\n2\tRent\t100\t120\n")[0] == ("1", "Salaries")


def test_merged_header_covers_its_columns_and_no_others() -> None:
    table = merged(
        ["", ("2016", 1, 2), "", "Change"], ["Area", "Number", "Rate", ""], ["North", "12", "3.4", "1"],
        ["South", "14", "4.0", "2"],
    )  # fmt: skip
    assert table.rows[0].header[1:] == (("2016", "Number"), ("2016", "Rate"), ("Change",))


def test_merged_label_carries_down_as_far_as_it_reaches() -> None:
    table = merged(
        ["Area", "Sex", "2016"], [("North", 2, 1), "Boys", "12"], ["", "Girls", "11"], ["", "All", "40"],
    )  # fmt: skip
    assert [row.label for row in table.rows] == [("North", "Boys"), ("North", "Girls"), ("All",)]


def test_source_and_note_below_and_number_above_belong_to_the_table() -> None:
    text = (
        "Table 3: Placement moves\n\nArea\t2016\t2017\nNorth\t12\t14\nSouth\t10\t11\n\n"
        "Source: the yearly return\n\n* provisional\n\nThe moves fell.\n"
    )
    assert table_of(text).caption == "Table 3: Placement moves"
    assert table_of(text).note == "Source: the yearly return provisional"


def test_source_above_a_table_is_its_note_and_no_caption() -> None:
    text = "School inspections\n\nSource: national data\n\nKind\tGood\tFair\nPrimary\t144\t27\nSecondary\t18\t4\n"
    assert (table_of(text).caption, table_of(text).note) == ("School inspections", "Source: national data")


@pytest.mark.parametrize(
    ("above", "caption"),
    [
        ("Absence is around 3% in all areas.", "Moves of children"),
        ("The share is 86%. However this is below last year:", "The share is 86%. However this is below last year"),
    ],
)
def test_sentence_above_is_a_caption_only_where_it_introduces(above: str, caption: str) -> None:
    text = f"{above}\n\nMoves of children\t2016\t2017\nNorth\t12\t14\n"
    assert caption in table_of(text).caption
    assert ("Absence" in table_of(text).caption) is False


def test_heading_right_above_a_table_ends_with_it() -> None:
    text = "HEALTH\n\nMoves of children\n\nArea\t2016\t2017\nNorth\t12\t14\n\nThe checks were on time in the year.\n"
    after = blocks_of(text)[-1]
    assert after.section == ("HEALTH",)
    assert next(b for b in blocks_of(text) if b.table).section == ("HEALTH", "Moves of children")


def test_table_over_pages_is_one_though_a_page_number_and_its_header_stand_between() -> None:
    text = "Area\t2016\t2017\nNorth\t12\t14\n\n12\n\nArea\t2016\t2017\nSouth\t22\t24\n"
    assert labels(text) == [("North",), ("South",)]


def test_rows_below_a_short_paragraph_keep_the_header_above_it() -> None:
    text = "Area\t2016\t2017\nNorth\t12\t14\n\nThe rows below are new.\n\nSouth\t22\t24\nEast\t2\t4\n"
    tables = [b.table for b in blocks_of(text, [PageSpan(1, None, 0, len(text))]) if b.table]
    assert [table.rows[0].header[2] for table in tables] == [("2017",), ("2017",)]


def test_units_in_a_line_of_their_own_are_part_of_the_caption() -> None:
    text = "Cost of placements\n\n(£000)\n\nKind\t2016\t2017\nFostering\t120\t140\nHomes\t300\t310\n"
    assert table_of(text).caption == "Cost of placements (£000)"


def test_corner_that_names_its_column_does_not_name_the_table() -> None:
    text = "HEALTH\n\nThe year was good.\n\nAssessment type\t2016\t2017\nReading\t22%\t30%\nWriting\t11%\t12%\n"
    assert table_of(text).caption == ""
    assert grid(text)[0]["Assessment type"] == "Reading"


def test_dates_beside_the_name_are_values() -> None:
    text = "Home\tOpened on\tPlaces\nOak House\t3 May 2016\t12\nElm House\t4 June 2017\t8\n"
    assert labels(text) == [("Oak House",), ("Elm House",)]


def test_remarks_below_their_rows_are_no_groups() -> None:
    remark = "Travel from the county hall to the capital for the yearly meeting of all boards"
    rows = "".join(f"X{n}\tStaff travel\t{n}0.50\n{remark} {n}\t\t\n" for n in range(1, 6))
    assert labels(f"Code\tPayee\tAmount\n{rows}")[2] == ("X2", "Staff travel")


def test_value_that_reaches_over_two_columns_has_both_names() -> None:
    table = merged(["Area", "2016", "2017", "2018"], ["North", ("12", 1, 2), "", "14"], ["South", "1", "2", "3"])
    assert table.rows[0].header[1] == ("2016, 2017",)


def test_source_in_the_last_row_is_the_table_s_note() -> None:
    text = "Moves of all\t2016\t2017\nNorth\t12\t14\nSouth\t1\t2\nSource: the yearly return\t\t\n"
    assert table_of(text).note == "Source: the yearly return"


def test_second_header_row_that_the_format_does_not_mark() -> None:
    cells = [["", "2016", "", "2017", ""], ["", "No", "Rate", "No", "Rate"], ["North", "1", "2.0", "3", "4.0"]]
    rows = [tuple(Cell(0, 0, words) for words in row) for row in [*cells, ["South", "1", "2.0", "3", "4.0"]]]
    assert make_table(rows, "", header_rows=1).rows[0].header[2] == ("2016", "Rate")
