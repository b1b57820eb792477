"""Charts: what stands in the reports is drawn, and can do no harm in a page or a spreadsheet."""

import csv
import io
import math
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from indexer import Observation
from service.charting import csv_file, is_line, points_of, svg, vega_lite

BASE = Observation(
    "d",
    "Phonics",
    "phonic",
    "Oakford",
    "2014",
    2014,
    2014,
    49.0,
    "%",
    None,
    "49%",
    0,
    3,
    0,
    20,
    ("Results",),
    "Phonics",
)
OWN = [replace(BASE, period=str(y), from_year=y, to_year=y, value=float(v)) for y, v in ((2016, 77), (2014, 49))]
ENGLAND = [replace(one, place="England", comparator="England", value=one.value + 5) for one in OWN]
WILD = "</text><script>alert(1)</script>&\x00\x0b\ud800"


def drawn(observations: list[Observation]) -> ElementTree.Element:
    return ElementTree.fromstring(svg(observations))


def words(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]


def test_periods_are_put_in_order_and_each_side_is_a_line() -> None:
    points = points_of([*OWN, *ENGLAND])
    assert [(p.series, p.x, p.value) for p in points] == [
        ("Oakford", "2014", 49.0),
        ("England", "2014", 54.0),
        ("Oakford", "2016", 77.0),
        ("England", "2016", 82.0),
    ]
    root = drawn([*OWN, *ENGLAND])
    assert len(list(root.iter("{http://www.w3.org/2000/svg}polyline"))) == 2
    assert {"2014", "2016", "Oakford", "England", "49", "82"} <= set(words(root))


def test_one_period_is_drawn_as_bars_side_by_side() -> None:
    pair = [OWN[0], ENGLAND[0]]
    assert not is_line(pair)
    root = drawn(pair)
    assert not list(root.iter("{http://www.w3.org/2000/svg}polyline"))
    assert {"Oakford", "England"} <= set(words(root))


def test_figure_of_another_unit_has_no_place_on_the_axis() -> None:
    odd = replace(BASE, unit="days", value=400.0)
    assert [p.unit for p in points_of([*OWN, odd])] == ["%", "%"]


@pytest.mark.parametrize("units", ["% days children", "children % days", "days children %"])
def test_of_units_as_frequent_the_first_is_drawn(units: str) -> None:
    each = units.split()
    figures = [replace(BASE, unit=unit, value=float(i)) for i, unit in enumerate(each)]
    assert [p.unit for p in points_of(figures)] == each[:1]


def test_specification_holds_the_figures() -> None:
    spec = vega_lite([*OWN, *ENGLAND])
    assert spec["mark"] == {"type": "line", "point": True}
    assert spec["encoding"]["color"]["field"] == "series"
    assert spec["encoding"]["x"]["sort"] == ["2014", "2016"]
    assert {"series": "Oakford", "x": "2016", "value": 77.0} in spec["data"]["values"]


def test_words_of_a_report_stay_words() -> None:
    wild = [replace(one, measure=WILD, place=WILD, period=f"{one.period}{WILD}") for one in (*OWN, *ENGLAND)]
    root = drawn(wild)
    assert not [e for e in root.iter() if "script" in e.tag]
    assert any("<script>" in text for text in words(root)) or "script" in svg(wild)


@given(some.lists(some.floats(-1e12, 1e12, allow_nan=False), min_size=1, max_size=12))
def test_any_figures_can_be_drawn_within_the_picture(values: list[float]) -> None:
    observations = [replace(BASE, value=v, from_year=i, to_year=i, period=str(i)) for i, v in enumerate(values, 2000)]
    for circle in drawn(observations).iter("{http://www.w3.org/2000/svg}circle"):
        y = float(circle.attrib["cy"])
        assert math.isfinite(y) and 30 <= y <= 290


def test_table_has_a_line_for_each_figure_with_its_address() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_file([(OWN[0], "/documents/d?start=0&end=3")]))))
    assert rows == [
        {
            "measure": "Phonics",
            "place": "Oakford",
            "comparator": "",
            "period": "2016",
            "value": "77",
            "unit": "%",
            "text": "49%",
            "source": "/documents/d?start=0&end=3",
        }
    ]


@pytest.mark.parametrize("words", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"])
def test_no_cell_is_a_formula(words: str) -> None:
    (row,) = csv.DictReader(io.StringIO(csv_file([(replace(BASE, measure=words, text="-4%"), "")])))
    assert row["measure"] == f"'{words}"
    assert row["text"] == "-4%"
