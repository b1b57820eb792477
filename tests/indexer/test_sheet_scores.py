from dataclasses import replace

import pytest

from indexer.types import Observation
from tests.indexer.sheet_scores import calendar, cell_is_right, faults, measure_is_right, score
from tests.indexer.sheet_truth import (
    CELLS,
    FIGURES,
    HELD_OUT_CELLS,
    HELD_OUT_FIGURES,
    HELD_OUT_FIGURES_2,
    CellTruth,
    FigureTruth,
    SentenceTruth,
    cell_span,
    cell_truths,
    place_sentence,
    sentence_truths,
)

CELL = CellTruth(
    document="r.txt",
    line=3,
    column_index=2,
    value="112",
    rows=(("Oct 15 – Sept 16",),),
    columns=(("Eastern Region", "Number"),),
    caption="Use of Custody rate per 1,000",
    corner=("Area",),
    kind="two-row header",
)
TEXT = "Intro.\nIn 2015/16 the county had 363 children in care,\na rate of 76 per 10,000 (England 60).\n"
CARE = FigureTruth(
    "363",
    True,
    measures=("children in care",),
    place="Essex",
    periods=("2015/16",),
    values=(363,),
    units=(None,),
    comparators=(None,),
)
RATE = replace(CARE, text="76", measures=("rate of children in care",), values=(76,), units=("per 10,000",))
ENGLAND = replace(RATE, text="60", place="England", values=(60,), comparators=("England",), optional=True)
SENTENCE = SentenceTruth(
    "r.txt",
    2,
    "In 2015/16 the county had 363 children in care, a rate of 76 per 10,000 (England 60).",
    (
        FigureTruth("2015/16", False, why="year"),
        CARE,
        RATE,
        FigureTruth("10,000", False, why="unit"),
        ENGLAND,
    ),
)
SEEN = Observation(
    document_id="r",
    measure="Children in Care",
    measure_key="children in care",
    place="Essex",
    period="2015-16",
    from_year=2015,
    to_year=2016,
    value=363.0,
    unit=None,
    comparator=None,
    text="363",
    start=TEXT.index("363"),
    end=TEXT.index("363") + 3,
    unit_start=7,
    unit_end=len(TEXT) - 1,
)


def at(text: str, **changes: object) -> Observation:
    start = TEXT.index(text)
    return replace(SEEN, text=text, start=start, end=start + len(text), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [CELLS, HELD_OUT_CELLS])
def test_the_sheets_own_paths_are_right(name: str) -> None:
    for truth in cell_truths(name):
        assert all(cell_is_right(row, column, truth) for row in truth.rows for column in truth.columns)


@pytest.mark.parametrize("figures", [FIGURES, HELD_OUT_FIGURES, HELD_OUT_FIGURES_2])
def test_the_sheets_own_readings_are_right(figures: str) -> None:
    for figure in (f for truth in sentence_truths(figures) for f in truth.figures if f.observation):
        seen = replace(
            SEEN,
            text=figure.text,
            measure=figure.measures[0],
            place=figure.place,
            period=figure.periods[0],
            value=figure.values[0],
            unit=figure.units[0],
            comparator=figure.comparators[0],
        )
        assert faults(seen, figure) == ()


def test_a_cell_is_right_whatever_the_case_markup_and_spacing_of_its_paths() -> None:
    assert cell_is_right(["Oct 15 - Sept 16"], ["**Eastern  region**", "<p>Number</p>"], CELL)
    assert cell_is_right(["Oct 15 – Sept 16"], ["Eastern Region Number"], CELL)


def test_a_cell_may_hold_its_caption_and_corner_as_outermost_elements() -> None:
    assert cell_is_right(["Area", "Oct 15 – Sept 16"], ["Use of Custody rate", "Eastern Region", "Number"], CELL)


def test_an_outermost_element_may_stand_in_the_tables_caption_instead() -> None:
    truth = replace(CELL, rows=(("Safeguarding services", "Partnerships"),), columns=((),), caption="Findings")
    assert cell_is_right(["Partnerships"], [], truth, caption="Findings: Safeguarding services")
    assert not cell_is_right(["Partnerships"], [], truth, caption="Findings")
    assert not cell_is_right([], [], truth, caption="Safeguarding services: Partnerships and Safeguarding services")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Oct 14 – Sept 15"], ["Eastern Region", "Number"]),
        (["Oct 15 – Sept 16"], ["Number"]),
        (["Oct 15 – Sept 16"], ["England", "Number"]),
        (["Oct 15 – Sept 16"], ["Number", "Eastern Region"]),
        (["Change", "Oct 15 – Sept 16"], ["Eastern Region", "Number"]),
        ([], ["Eastern Region", "Number"]),
        (["Oct 15 – Sept 16"], []),
    ],
)
def test_a_cell_with_a_missing_other_or_further_header_is_wrong(row: list[str], column: list[str]) -> None:
    assert not cell_is_right(row, column, CELL)


def test_a_cell_without_labels_has_none() -> None:
    truth = replace(CELL, rows=((),))
    assert cell_is_right([], ["Eastern Region", "Number"], truth)
    assert not cell_is_right(["112"], ["Eastern Region", "Number"], truth)


def test_any_alternative_path_is_right() -> None:
    truth = replace(CELL, columns=(("Rate",), ("Eastern Region", "Rate")))
    assert cell_is_right(["Oct 15 – Sept 16"], ["Rate"], truth)
    assert cell_is_right(["Oct 15 – Sept 16"], ["Eastern Region", "Rate"], truth)


def test_a_cell_is_found_by_its_line_and_tab() -> None:
    text = "a\nb\tc\nx\ty\t 112 \tz"
    start, end = cell_span(text, CELL)
    assert text[start:end] == "112"


def test_a_sentence_over_two_lines_and_its_figures_are_found_in_order() -> None:
    placed = place_sentence(TEXT, SENTENCE)
    assert TEXT[placed.start : placed.end].startswith("In 2015/16")
    assert [TEXT[a:b] for a, b in placed.figures] == ["2015/16", "363", "76", "10,000", "60"]


def test_a_sentence_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="is not there"):
        place_sentence(TEXT, replace(SENTENCE, sentence="Something else."))


def test_an_observation_that_says_what_the_sheet_says_has_no_faults() -> None:
    assert faults(SEEN, CARE) == ()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"text": "36"}, "text"),
        ({"value": 36.3}, "value"),
        ({"unit": "%"}, "unit"),
        ({"measure": "children adopted"}, "measure"),
        ({"place": "England"}, "place"),
        ({"place": None}, "place"),
        ({"period": "2014/15"}, "period"),
        ({"period": "2015"}, "period"),
        ({"period": "2016/17", "period_inferred": True}, "period"),
        ({"comparator": "England"}, "comparator"),
    ],
)
def test_each_thing_that_is_wrong_is_named(changes: dict[str, object], fault: str) -> None:
    found = faults(replace(SEEN, **changes), CARE)  # type: ignore[arg-type]
    assert [f.split()[0] for f in found] == [fault]


def test_a_period_that_the_sentence_does_not_say_is_the_reports() -> None:
    unsaid = replace(CARE, periods=(None,))
    assert faults(replace(SEEN, period="2016/17", period_inferred=True), unsaid) == ()
    assert faults(replace(SEEN, period="currently"), unsaid) == ()
    assert faults(replace(SEEN, period="2015/16"), unsaid) != ()


def test_a_measure_needs_most_of_the_words_and_those_that_it_must_have() -> None:
    truth = replace(CARE, measures=("looked after children placed out of county",), must=("placed|placement",))
    assert measure_is_right("LAC placements out of county", truth)
    assert not measure_is_right("looked after children", truth)
    assert not measure_is_right("looked after children out of county", truth)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("as of the end of March 2017", "31 March 2017"),
        ("2015-16", "2015/6"),
        ("between April 16 and Jan 17", "April 2016 to January 2017"),
        ("between April and December 2016", "April 2016 - December 2016"),
        ("Q3 2015-16", "third quarter of 2015/16"),
        ("currently", ""),
        ("first quarter", "last 12 months"),
    ],
)
def test_periods_agree_however_they_are_worded(one: str, other: str) -> None:
    assert calendar(one) == calendar(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("March 2017", "2017"),
        ("2016", "2016/17"),
        ("Q3 2015-16", "2015-16"),
        ("March 2016", "March 2017"),
        ("2016", ""),
    ],
)
def test_periods_of_other_times_or_lengths_differ(one: str, other: str) -> None:
    assert calendar(one) != calendar(other)


def test_the_score_counts_right_wrong_and_missed_observations() -> None:
    seen = [
        SEEN,
        at("10,000", value=10000.0),
        at("60", value=60.0, unit="per 10,000", measure="rate of children in care"),
        replace(SEEN, start=0, end=5),
    ]
    result = score([SENTENCE], {"r.txt": TEXT}, {"r.txt": seen})
    assert (result.extracted, result.right, result.labelled, result.found) == (3, 1, 2, 1)
    assert result.precision == pytest.approx(1 / 3)
    assert result.recall == 0.5
    assert "not an observation but unit" in result.wrong[0]
    assert "place 'Essex'" in result.wrong[1]
    assert "comparator None" in result.wrong[1]
    assert "'76'" in result.missed[0]


def test_leaving_out_an_optional_figure_is_no_fault() -> None:
    rate = at("76", value=76.0, unit="per 10,000", measure="rate of children in care")
    result = score([SENTENCE], {"r.txt": TEXT}, {"r.txt": [SEEN, rate]})
    assert (result.precision, result.recall) == (1.0, 1.0)


def test_nothing_extracted_is_precise_but_finds_nothing() -> None:
    result = score([SENTENCE], {"r.txt": TEXT}, {})
    assert (result.precision, result.recall) == (1.0, 0.0)
