"""Tables from grids: headers, labels, groups, captions."""

from tests.indexer.reading import blocks_of, grid, table_of


def labels(text: str) -> list[tuple[str, ...]]:
    return [row.label for row in table_of(text).rows]


def test_each_value_stands_under_its_column_and_beside_its_row() -> None:
    text = "Placement moves\t2016\t2017\nNorth\t7.8%\t8.1%\nSouth\t9.0%\t-\n"
    assert grid(text) == [{"2016": "7.8%", "2017": "8.1%"}, {"2016": "9.0%", "2017": "-"}]
    assert labels(text) == [("North",), ("South",)]
    assert table_of(text).caption == "Placement moves"


def test_offsets_of_cells_cut_their_words_from_the_text() -> None:
    text = "A paragraph.\n\nArea\t2016\n North \t 7.8% \n\nThe end of it all."
    cells = [cell for row in table_of(text).rows for cell in row.cells]
    assert [text[cell.start : cell.end] for cell in cells] == ["North", "7.8%"]


def test_two_header_rows_give_a_path_and_the_outer_one_reaches_over_empty_cells() -> None:
    text = "Area\t2016\t\t2017\t\n\tNumber\tRate\tNumber\tRate\nNorth\t12\t3.4\t14\t4.0\nSouth\t22\t5.4\t24\t5.0\n"
    assert grid(text)[0] == {"2016 / Number": "12", "2016 / Rate": "3.4", "2017 / Number": "14", "2017 / Rate": "4.0"}


def test_row_with_words_in_its_first_cell_alone_names_the_rows_below() -> None:
    text = "Age\t2016\t2017\nBoys\t\t\n0 to 4\t12\t14\n5 to 9\t20\t22\nGirls\t\t\n0 to 4\t11\t13\n"
    assert labels(text) == [("Boys", "0 to 4"), ("Boys", "5 to 9"), ("Girls", "0 to 4")]


def test_groups_within_a_group_are_told_by_the_blank_line_before_the_next_one() -> None:
    text = (
        "Safety\t\t\nAll in all\tgood\t2\nStaff\t\t\nTraining\tfair\t3\n"
        "\nHealth\t\t\nAll in all\tgood\t2\nStaff\t\t\nTraining\tgood\t2\n"
    )
    assert labels(text)[1][:2] == ("Safety", "Staff")
    assert labels(text)[-1][:2] == ("Health", "Staff")


def test_group_name_with_no_rows_below_it_is_kept_as_a_row() -> None:
    text = "Age\t2016\t2017\n0 to 4\t12\t14\nFigures are provisional\t\t\n"
    assert labels(text) == [("0 to 4",), ("Figures are provisional",)]


def test_table_of_one_filled_column_keeps_every_row() -> None:
    assert labels("First point\t\nSecond point\t\nThird point\t\n") == [
        ("First point",),
        ("Second point",),
        ("Third point",),
    ]


def test_label_carries_down_over_empty_cells() -> None:
    text = "Area\tSex\t2016\t2017\nNorth\tBoys\t12\t14\n\tGirls\t11\t13\nSouth\tBoys\t5\t6\n"
    assert labels(text) == [("North", "Boys"), ("North", "Girls"), ("South", "Boys")]


def test_repeated_header_after_a_page_break_is_no_row() -> None:
    text = "Area\t2016\t2017\nNorth\t12\t14\n\nArea\t2016\t2017\nSouth\t22\t24\n"
    assert labels(text) == [("North",), ("South",)]


def test_new_periods_inside_the_body_are_the_header_of_what_follows() -> None:
    text = "Moves\t2015\t2016\nNorth\t12\t14\nSouth\t1\t2\n\t2017\t2018\nNorth\t15\t16\n"
    assert [set(row) for row in grid(text)] == [{"2015", "2016"}, {"2015", "2016"}, {"2017", "2018"}]


def test_two_records_side_by_side_become_a_row_each_left_half_first() -> None:
    text = "Term\tMeaning\tTerm\tMeaning\nCIC\tin care\tLAC\tlooked after\nCP\tprotection\tSCR\tcase review\n"
    assert [row.cells[0].text for row in table_of(text).rows] == ["CIC", "CP", "LAC", "SCR"]
    assert [row.cells[1].text for row in table_of(text).rows] == [
        "in care",
        "protection",
        "looked after",
        "case review",
    ]


def test_line_of_dashes_is_no_row() -> None:
    assert labels("Area\t2016\n---\t---\nNorth\t12\nSouth\t13\n") == [("North",), ("South",)]


def test_table_with_another_header_is_another_table() -> None:
    text = "Area\t2016\t2017\nNorth\t12\t14\n\nStaff\tPosts\tVacant\nSocial workers\t30\t4\n"
    assert [len(block.table.rows) for block in blocks_of(text) if block.table] == [1, 1]


def test_sentence_that_introduces_a_table_is_its_caption() -> None:
    text = "The service grew. The table below shows placements by type:\n\nType\t2016\t2017\nFoster care\t120\t131\n"
    assert "The table below shows placements by type" in table_of(text).caption
    assert "grew" not in table_of(text).caption


def test_numbers_and_periods_are_told_apart_in_headers() -> None:
    text = "Measure\tQ1\tQ2\nMoves\t12\t2,016\nCost\t£1.2m\t£980k\n"
    assert grid(text) == [{"Q1": "12", "Q2": "2,016"}, {"Q1": "£1.2m", "Q2": "£980k"}]


def test_corner_of_one_word_names_its_column_where_the_table_has_a_caption() -> None:
    text = "The table below shows timeliness.\n\nMeasure\t2018\t2019\nVisits\t90.1%\t91.7%\n"
    assert table_of(text).caption == "The table below shows timeliness."
    assert grid(text) == [{"Measure": "Visits", "2018": "90.1%", "2019": "91.7%"}]
