"""Figures that tables hold. The tables are made up."""

import pytest

from indexer.observations.cells import cell_figures
from indexer.types import Cell
from tests.indexer.observations.reading import observe, told

TREND = "Staff turnover (%)\tWests.\tRegion\tSNs\tEngland\n2014\t15.0\t16.0\t19.7\t17.0\n2015\t13.1\t-\t14.7\t15.1\n"


def test_cell_has_measure_place_period_and_unit_of_its_headers() -> None:
    found = observe(TREND)
    assert [(o.value, o.unit, o.place, o.comparator, o.period) for o in found] == [
        (15.0, "%", "Westshire", None, "2014"),
        (16.0, "%", "Region", "region", "2014"),
        (19.7, "%", "Westshire", "statistical neighbours", "2014"),
        (17.0, "%", "England", "England", "2014"),
        (13.1, "%", "Westshire", None, "2015"),
        (14.7, "%", "Westshire", "statistical neighbours", "2015"),
        (15.1, "%", "England", "England", "2015"),
    ]
    assert {o.measure for o in found} == {"Staff turnover"}
    assert len({o.measure_key for o in found}) == 1


def test_cell_names_its_row_column_and_table() -> None:
    first = observe(TREND)[0]
    assert (first.row, first.column) == (("2014",), ("Wests.",))
    assert TREND[first.unit_start : first.unit_end].startswith("2014\t15.0")
    assert "turnover" in first.table


def test_percentage_column_does_not_turn_counts_into_percent() -> None:
    text = "Schools\tNumber inspected\t% good or better\nPrimary\t52\t88.5\nSecondary\t11\t90.9\nSpecial\t6\t100\n"
    assert [(o.value, o.unit) for o in observe(text)] == [
        (52, None), (88.5, "%"), (11, None), (90.9, "%"), (6, None), (100, "%"),
    ]  # fmt: skip


def test_gap_beside_a_value_is_not_observed() -> None:
    text = "Reading\t2012\t2013\nWestshire\t49\t60\nNational\t58 -9\t69 (-9)\nWestshire girls\t52\t61\n"
    national = [o for o in observe(text) if o.comparator == "England"]
    assert [(o.text, o.value, o.period) for o in national] == [("58", 58, "2012"), ("69", 69, "2013")]


def test_columns_of_differences_are_left_out() -> None:
    text = "Score\t2016\tDifference\nBoys\t12.5\t-3\nGirls\t15.5\t+4\nBoth\t14.0\t2\n"
    assert [o.value for o in observe(text)] == [12.5, 15.5, 14.0]


def test_column_of_a_neighbour_is_the_neighbour_s() -> None:
    text = (
        "Bus delays\tWestshire\tRutmoor\tEngland\nJanuary 2016\t12\t15\t18\nJune 2016\t14\t11\t17\nMay 2017\t9\t8\t7\n"
    )
    assert [o.place for o in observe(text)][:3] == ["Westshire", "Rutmoor", "England"]


def test_money_in_thousands_is_multiplied() -> None:
    text = "Budget £000\t2015/16\t2016/17\nRoads\t1,250\t1,300\nParks\t(40)\t35\nTotal\t1,210\t1,335\n"
    assert [(o.value, o.unit) for o in observe(text)][:4] == [
        (1_250_000, "£"), (1_300_000, "£"), (-40_000, "£"), (35_000, "£"),
    ]  # fmt: skip


def test_columns_without_a_name_tell_nothing() -> None:
    text = "Any school judged good\t81.2%\t86.1%\nPrimary schools judged good\t81.7%\t89.5%\n"
    assert told(text) == []


def test_pages_of_a_contents_list_are_left_out() -> None:
    text = "Risks of the year\t9\nControls and rules\t14\nAccounts and notes\t15\nStatements and notes\t35\n"
    assert told(text) == []


def test_month_has_the_report_s_year_and_is_marked_so() -> None:
    text = "Care visits on time\tApr\tMay\tJun\nTarget\t90.0%\t90.0%\t90.0%\nActual visits\t87.5%\t88.1%\t91.0%\n"
    found = observe(text)
    assert {(o.from_year, o.to_year, o.period_inferred) for o in found} == {(2016, 2017, True)}
    assert [o.comparator for o in found] == ["target"] * 3 + [None] * 3


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,284.00", [1284]), ("39.1%", [39.1]), (".5%", [0.5]), ("£911k", [911_000]), ("£1.25M", [1_250_000]),
        ("(12)", [-12]), ("-6.4", [-6.4]), ("↑4", [4]), ("c.6,410", [6410]), ("53 (100%)", [53, 100]),
        ("4 months", [4]),
        ("58 -9", [58]), ("5.3 (+0.3)", [5.3]), ("71% (National 61%)", [71]), ("302*", [302]), ("90.0 %", [90]),
        ("3-6", []), ("9/10", []), ("n/a", []), ("-", []), ("Redacted", []), ("Good (Grade 2)", []), ("", []),
        ("01632 960018", []), ("14/09/2016", []), ("March 2017", []), ("19.6 (24.1)", []), ("0-25", []), ("-4ppt", []),
    ],
)  # fmt: skip
def test_cell_is_one_figure_or_none(text: str, values: list[float]) -> None:
    assert [f.value for f in cell_figures(text, Cell(0, len(text), text))] == values
