"""Measures that stand alone: whole, in their own words, and of the figure's own clause; else no observation."""

import pytest

from tests.indexer.observations.reading import figures, measures, observe, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In total 140 tenants attended 12 repair workshops.",
            ["tenants attended repair workshops", "repair workshops"],
        ),
        ("The wardens visited 9 blocks and spoke with 30 tenants.", ["wardens visited blocks"]),
        ("The team recorded 80 repairs linked to 60 tenancies.", ["team recorded repairs linked to tenancies"]),
        (
            "A survey of 900 tenants found that 64% were satisfied with repairs.",
            ["survey of tenants", "survey of tenants were satisfied with repairs"],
        ),
        (
            "There have been 16 new tenancies and 10 leases have been ended.",
            ["new tenancies", "leases have been ended"],
        ),
        (
            "Four courses were held during 2016 73 tenants were invited to them.",
            ["courses were held", "tenants were invited to them"],
        ),
    ],
)
def test_words_of_another_figure_are_no_part_of_a_measure(text: str, expected: list[str]) -> None:
    assert measures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Of the 84 repairs reported, 60% were done in time.",
            ["repairs reported were done in time"],
        ),
        (
            "Of our tenants, 62% live alone and a further 12% live with parents.",
            ["tenants live alone", "tenants live with parents"],
        ),
        (
            "The surgery saw 900 patients, of whom 71% were treated in time.",
            ["surgery saw patients", "surgery saw patients, of whom were treated in time"],
        ),
        (
            "Attendance in primary schools was 94.1% and in secondary schools 91.3%.",
            ["Attendance in primary schools", "Attendance, in secondary schools"],
        ),
        (
            "12% of tenants moved to a flat which was nearer to their work.",
            ["tenants moved to a flat which was nearer to their work"],
        ),
        ("Damp was found in 17% of flats inspected.", ["Damp was found in flats inspected"]),
        ("According to tenants over 90% rated the wardens as good.", ["tenants rated the wardens as good"]),
        ("Rent collection stood at 98.2%.", ["Rent collection"]),
    ],
)
def test_measure_says_of_whom_and_where(text: str, expected: list[str]) -> None:
    assert measures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "62% had a garden.",
        "They include 95 tenants over pension age.",
        "Of all landlords, 5 of our statistical neighbours had lower rents.",
        "No other landlord owned more than 10% of the flats.",
        "18% of these were late.",
        "The Westshire figure is 1.5% of the population under 20.",
        "Although rents rose by law, the arrears with the figure for the year at 7% fell.",
        "The landlord expects to sell £2 million of land.",
        "The council used £1.2m of reserves.",
        "The meeting was well known, with over 200 tenants attending.",
        "325 visits were made between April 16 and Jan 17 in the city.",
        "At the end of the year 58% a new kitchen.",
        "The data states that for flats we have 5 'Fair' and 2 'Poor'.",
    ],
)
def test_figure_whose_measure_is_not_whole_is_left_out(text: str) -> None:
    assert figures(text) == []


def test_items_go_on_with_their_heading_where_it_leads_in() -> None:
    text = "A report\n\nIn inspections of the spring\n\n- 23% found damp\n- 5% found mould\n"
    assert measures(text) in ([], [f"In inspections of the spring: found {what}" for what in ("damp", "mould")])


def test_more_than_is_no_comparison() -> None:
    assert measures("The landlord let 30 flats and we have housed more than 1,000 homeless families.") == [
        "landlord let flats",
        "housed homeless families",
    ]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("There were 363 children and young people waiting as of the end of March 2017.", ["March 2017"]),
        (
            "In 2015/16 we let 29 flats, between April 2016 and June 2016 a further 17 flats were let.",
            ["2015/16", "between April 2016 and June 2016"],
        ),
        ("We housed 412 families in 2016/17, compared with 367 the year before.", ["2016/17", "2015/16"]),
        ("78% of tenants felt safe, compared to 74% in 2014 and 81% nationally.", [None, "2014", None]),
        ("The pension fund deficit at 31 March 2019 was £59.1m (2018: £56.5m).", ["31 March 2019", "2018"]),
        ("The council owed £7 million due in March 2030.", [None]),
    ],
)
def test_period_is_the_figures_own(text: str, periods: list[str | None]) -> None:
    assert [period for *_, period in told(text)] == periods


def test_name_that_begins_with_a_number_is_no_figure() -> None:
    assert [o.text for o in observe("Response times to 999 calls averaged 11 minutes.")] == ["11"]


def test_figures_do_not_lean_on_a_change() -> None:
    assert figures("Costs decreased by £24 or 17.9% to £110, from £134 in 2015.") == ["£24"]
