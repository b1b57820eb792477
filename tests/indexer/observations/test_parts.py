"""The pieces that observations are read with: numbers, masks, periods, places, keys."""

import pytest

from indexer.observations.figures import find_figures, parse
from indexer.observations.headers import read_part
from indexer.observations.keys import Keys, measure_key
from indexer.observations.masks import masked
from indexer.observations.places import Places, abbreviates
from indexer.observations.plain import View
from indexer.observations.times import header_period, read_time, year_before

NOWHERE = Places.of("Westshire", "")


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("1,234", 1234, None), ("£4.3 million", 4_300_000, "£"), ("£2bn", 2e9, "£"), ("45%", 45, "%"),
        ("twenty-one", 21, None), ("3 percentage points", 3, "percentage points"), ("$1.2m", 1_200_000, "$"),
    ],
)  # fmt: skip
def test_figure_is_parsed_with_its_unit(words: str, value: float, unit: str | None) -> None:
    figure = parse(words)
    assert figure is not None
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize("words", ["KS2", "1.2.3", "2016/17", "6-weekly", "5+", "A1", "3rd", "10,00"])
def test_number_within_a_word_is_no_figure(words: str) -> None:
    assert [f for f in find_figures(words) if not f.worded] == []


@pytest.mark.parametrize(
    "words", ["under 18s", "Key Stage 2", "section 47", "three or more", "14 March", "16-18", "in the last 12 months"]
)
def test_name_age_or_threshold_is_masked(words: str) -> None:
    assert masked(f"It is {words}") != []


def test_average_time_is_not_masked() -> None:
    words = "The average timescale is 26 weeks"
    assert not any(start <= words.index("26") < end for start, end in masked(words))


@pytest.mark.parametrize(
    ("words", "years"),
    [("March 2017", (2017, 2017)), ("2016/17", (2016, 2017)), ("Dec 16", (2016, 2016)), ("15/16", (2015, 2016))],
)
def test_period_is_read_in_years(words: str, years: tuple[int, int]) -> None:
    time = read_time(words)
    assert (time.from_year, time.to_year) == years


def test_header_period_is_found_among_other_words() -> None:
    header = "Dec 16 Actual"
    span = header_period(header)
    assert span is not None
    assert header[slice(*span)] == "Dec 16"
    assert header_period("Number of visits") is None


@pytest.mark.parametrize(
    ("period", "before"), [("2016/17", "2015/16"), ("2021", "2020"), ("April 2016 - March 2017", None), (None, None)]
)
def test_year_before_is_told_only_where_it_is_certain(period: str | None, before: str | None) -> None:
    time = year_before(period)
    assert (time.words if time is not None else None) == before


@pytest.mark.parametrize(
    ("short", "same"), [("Wests", True), ("Westshire", True), ("West", True), ("We", True), ("Essex", False)]
)
def test_short_form_of_a_place_is_known(short: str, same: bool) -> None:
    assert abbreviates(short, "Westshire") is same


def test_other_places_are_those_that_the_text_names_as_such() -> None:
    places = Places.of("Westshire", "Rutmoor City Council and the Care District of our care teams. Eastshire too.")
    assert set(places.others) == {"Rutmoor", "Eastshire"}
    assert places.other_in("Buses in Rutmoor") == "Rutmoor"
    assert places.other_in("Buses in Westshire") is None


@pytest.mark.parametrize(
    ("header", "measure", "unit", "comparator"),
    [
        ("% of visits on time", "visits on time", "%", None),
        ("Visits on time (%)", "Visits on time", "%", None),
        ("Rate per 10,000", "", "per 10,000", None),
        ("Statistical Neighbour Average", "", None, "statistical neighbours"),
        ("National", "", None, "England"),
        ("Phonics National", "Phonics", None, "England"),
        ("Target", "", None, "target"),
    ],
)
def test_header_is_taken_apart(header: str, measure: str, unit: str | None, comparator: str | None) -> None:
    part = read_part(header, NOWHERE)
    assert (part.unit, part.comparator) == (unit, comparator)
    assert part.measure == measure or measure == ""


def test_scale_of_a_header_is_read() -> None:
    part = read_part("Spend (£m)", NOWHERE)
    assert (part.unit, part.scale, part.measure) == ("£", 1e6, "Spend")


def test_key_is_the_same_for_other_words_years_and_places() -> None:
    keys = Keys.of("Young Carers Card (YCC) holders")
    same = {
        keys.key("The proportion of LAC with a PEP in 2016/17"),
        keys.key("looked after children with a personal education plan"),
        keys.key("children in care with a PEP in Westshire", ["Westshire"]),
    }
    assert len(same) == 1
    assert keys.key("YCC holders") == keys.key("young carers card holders")
    assert keys.key("children in care with a PEP") != keys.key("children in care without a PEP")


def test_view_leads_back_to_the_raw_text() -> None:
    raw = "spent  **£4\n million** on <p>roads</p>"
    view = View.of(raw, 0, len(raw))
    start = view.words.index("roads")
    assert raw[slice(*view.span(start, start + 5))] == "roads"
    assert "*" not in view.words


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("LAC with 3+ placement moves", "Proportion of looked after children who had three or more placement changes"),
        ("CiC  in EET", "children in care in education, employment or training"),
        ("Young people leaving care", "care leavers"),
        ("rate of section 47", "s47 per"),
    ],
)
def test_typed_measure_has_the_key_of_the_written_one(typed: str, written: str) -> None:
    assert measure_key(typed) == measure_key(written) == Keys.of("").key(written) != ""


def test_key_of_nothing_is_empty() -> None:
    assert measure_key("") == measure_key("the number of") == ""


def test_key_does_not_hang_on_the_order_of_words_or_on_space() -> None:
    assert measure_key("buses that were late") == measure_key(" late\n buses")
