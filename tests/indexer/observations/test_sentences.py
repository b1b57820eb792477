"""Figures that sentences state, and numbers that are none. The sentences are made up."""

import pytest

from tests.indexer.observations.reading import figures, measures, observe, told

OWN = "Westshire", None, None


@pytest.mark.parametrize(
    ("sentence", "figure", "value", "unit"),
    [
        ("A total of 412 library visits were recorded at the new branch.", "412", 412, None),
        ("The service supports 1,309 adults with a learning disability.", "1,309", 1309, None),
        ("The vacancy rate for planners is 14.5%.", "14.5%", 14.5, "%"),
        ("Some 7 per cent of all road repairs were done twice.", "7 per cent", 7, "%"),
        ("The council spent £4.3m on road repairs.", "£4.3m", 4_300_000, "£"),
        ("Spending on parks was £29,809.50.", "£29,809.50", 29_809.5, "£"),
        ("The rate of homelessness is 76 per 10,000 households.", "76", 76, "per 10,000"),
        ("The average wait for a hearing aid is 19 days.", "19", 19, "days"),
        ("Nineteen residents were rehoused after the flood.", "Nineteen", 19, None),
        ("We work with over 250 schools in the county.", "250", 250, None),
        ("Around 2000 volunteers helped at the event.", "2000", 2000, None),
        ("There were only .5% of invoices paid late.", ".5%", 0.5, "%"),
    ],
)  # fmt: skip
def test_stated_figure_is_observed(sentence: str, figure: str, value: float, unit: str | None) -> None:
    assert told(sentence) == [(figure, value, unit, *OWN)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The board met in March 2016 and again on 14 September 2017.",
        "The offer is open to young people aged 16-18 and to under 5s.",
        "It helps 16-17 year olds and people up to the age of 25.",
        "This is set out in section 47, on page 12 and in table 3.",
        "Pupils take tests at the end of Key Stage 2 and in Year 6.",
        "Officers must visit within 10 working days.",
        "Requests should be answered in 20 days at 90% of counters.",
        "The helpline is a 24 hour service, open 7 days a week.",
        "The team has grown over the last 12 months and will do so for two years.",
        "Call 01632 960018 or see www.example.org/2016/12 for more.",
        "It is one of the largest parks and one in 5 residents uses it.",
        "By 2031 the population is forecast to grow to 800,000 people.",
        "We plan to open 40 new centres by next spring.",
        "Attendance is 5% higher than in the north of the county.",
        "Between 49 and 60 residents use it each week, some 30-40% of them twice.",
        "This is one of 6 priority areas in the strategy.",
        "The target is met if 95% of bins are emptied.",
        "The report covers 2015/16 and 2016/17.",
        "Up to 20 residents can join each course.",
        "12.",
        "A trustee may use 4.5% of the fees for training, or £15,000, whichever is more.",
        "See 28 C.F.R. § 58.6 and section 152 of title 18.",
        "Any performance over 90% is very good.",
        "The meeting began at 10.30am and ended at 4 pm.",
    ],
)
def test_number_that_is_no_figure_is_left_out(sentence: str) -> None:
    assert told(sentence) == []


def test_figure_is_told_from_the_comparator_beside_it() -> None:
    text = (
        "Our current position, where 10% of tenants have had three or more repairs in the last 12 months, is better "
        "than the average of our statistical neighbours at 12%."
    )
    assert told(text) == [
        ("10%", 10, "%", "Westshire", None, None),
        ("12%", 12, "%", "Westshire", "statistical neighbours", None),
    ]
    assert measures(text) == ["tenants have had three or more repairs in the last 12 months"] * 2


@pytest.mark.parametrize(
    ("ending", "place", "comparator"),
    [
        ("compared with 36% nationally", "England", "England"),
        ("against a target of 36%", "Westshire", "target"),
        ("the England average being 36%", "England", "England"),
        ("and 36% for our statistical neighbours", "Westshire", "statistical neighbours"),
        ("below our stretch target of 36%", "Westshire", "target"),
    ],
)
def test_what_a_figure_is_held_against_is_named(ending: str, place: str, comparator: str) -> None:
    found = observe(f"The share of homes with solar panels is 26%, {ending}.")
    assert [(o.value, o.place, o.comparator) for o in found] == [(26, "Westshire", None), (36, place, comparator)]
    assert found[0].measure_key == found[1].measure_key


def test_comparator_that_has_no_figure_takes_none() -> None:
    assert told("The vacancy rate is 12%, in line with national averages.") == [("12%", 12, "%", *OWN)]


def test_from_and_to_are_the_time_before_and_now() -> None:
    assert told("The number of fires on farms fell from 36 to 29.") == [
        ("36", 36, None, "Westshire", "previous", None),
        ("29", 29, None, "Westshire", None, None),
    ]
    assert told("The recycling rate rose from 60% in April 2015 to 71% in November 2016.") == [
        ("60%", 60, "%", "Westshire", None, "April 2015"),
        ("71%", 71, "%", "Westshire", None, "November 2016"),
    ]


def test_time_before_without_a_date_is_not_the_report_s() -> None:
    before = observe("The number of fires on farms fell from 36 to 29.")[0]
    assert (before.period, before.from_year, before.to_year, before.period_inferred) == (None, None, None, False)


def test_last_year_is_counted_back_from_the_period_of_one_year() -> None:
    found = observe("Last year 95% of permits were issued on time.")
    assert [(o.comparator, o.period, o.from_year, o.to_year) for o in found] == [("previous", "2015/16", 2015, 2016)]
    unclear = observe("Last year 95% of permits were issued on time.", period="April 2014 - March 2017")
    assert [(o.comparator, o.period, o.from_year) for o in unclear] == [("previous", None, None)]


def test_earlier_figure_in_brackets_has_its_own_period() -> None:
    found = observe("The number of grit bins was 48 at the depot (2015/16: 31).")
    assert [(o.text, o.period if not o.period_inferred else None) for o in found] == [("48", None), ("31", "2015/16")]


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("Calls to the helpline rose by 44%.", "increase in Calls to the helpline"),
        ("There has been a 12% decline in the number of complaints.", "decline in number of complaints"),
        ("We saw an increase of 12% in visits to the museum.", "increase in visits to the museum"),
    ],
)
def test_change_is_observed_as_one(sentence: str, measure: str) -> None:
    found = observe(sentence)
    assert [o.measure for o in found] == [measure]


def test_change_of_nothing_that_is_named_is_left_out() -> None:
    assert figures("This is up by 12%.") == []


@pytest.mark.parametrize(
    ("sentence", "period", "years"),
    [
        ("In 2014/15 there were 567 admissions to the ward.", "2014/15", (2014, 2015)),
        ("As of March 2017, 12 tenants were on the list.", "March 2017", (2017, 2017)),
        ("Between April 2016 and March 2017 there were 30 floods.", "Between April 2016 and March 2017", (2016, 2017)),
        ("In Q3 2016-17 there were 30 floods.", "Q3 2016-17", (2016, 2017)),
        ("There have been 30 floods since June 2012.", "since June 2012", (2012, 2017)),
    ],
)
def test_period_of_the_sentence_goes_before_the_report_s(sentence: str, period: str, years: tuple[int, int]) -> None:
    found = observe(sentence)
    assert [(o.period, o.period_inferred) for o in found] == [(period, False)]
    assert (found[0].from_year, found[0].to_year) == years


def test_report_s_period_stands_in_and_is_marked_so() -> None:
    found = observe("The vacancy rate for planners is 14.5%.")
    assert [(o.period, o.from_year, o.to_year, o.period_inferred) for o in found] == [("2016/17", 2016, 2017, True)]


def test_neighbour_s_figure_does_not_become_ours() -> None:
    text = "The neighbour is Fenmoor District Council. In Fenmoor, 40% of buses run late."
    assert told(text) == [("40%", 40, "%", "Fenmoor", None, None)]


def test_heading_that_names_another_place_is_heard() -> None:
    text = (
        "The neighbour is Fenmoor District Council and we work with it closely on all of these matters.\n\n"
        "Fenmoor\n\nThe share of buses that run late is 40%, which is thought to be far too many.\n"
    )
    assert [o.place for o in observe(text)] == ["Fenmoor"]


def test_report_without_a_place_gives_none() -> None:
    assert [o.place for o in observe("The vacancy rate for planners is 14.5%.", place=None)] == [None]


def test_what_the_whole_country_does_is_not_ours() -> None:
    assert told("National evidence suggests that 30% of tenants move within a year.") == []


def test_number_and_its_share_have_one_measure() -> None:
    found = observe("Of our calls 37 (9%) of referrals to the hub were made at night.")
    assert [(o.text, o.unit) for o in found] == [("37", None), ("9%", "%")]
    assert len({o.measure_key for o in found}) == 1


def test_pronoun_leans_on_the_sentence_before() -> None:
    text = "The share of bins emptied on time is 78.5%. This is below our target of 90%."
    found = observe(text)
    assert [(o.text, o.comparator) for o in found] == [("78.5%", None), ("90%", "target")]
    assert found[0].measure_key == found[1].measure_key


def test_pronoun_without_anything_before_it_tells_nothing() -> None:
    assert figures("This is below our target of 90%.") == []


def test_list_of_bare_numbers_tells_nothing() -> None:
    assert figures("The scores were 4, 5 and 6.") == []
    assert figures("They were 20% and 14% respectively for first and second homes.") == []


def test_markup_is_no_part_of_the_figure() -> None:
    text = "The service provided for **252** pupils and **12%** of teachers in the county."
    assert [text[o.start : o.end] for o in observe(text)] == ["252", "12%"]


def test_long_measure_is_cut_short() -> None:
    text = "There were 12 tenants " + "who had asked for a repair of the old roof " * 6 + "in town."
    assert all(len(o.measure.split()) <= 24 for o in observe(text))
