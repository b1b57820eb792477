import pytest

from service.periods import Period, period_of, shifted, told, without_years


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("since 2015", Period(2015, None)),
        ("from 2009 to 2017", Period(2009, 2017)),
        ("from the 2009 inspection up to spring 2017", Period(2009, 2017)),
        ("between 2009 and 2012", Period(2009, 2012)),
        ("in the year to March 2017", Period(2016, 2017)),
        ("until summer 2016", Period(None, 2016)),
        ("in early 2017", Period(2017, 2017)),
        ("in 2016/17", Period(2016, 2017)),
        ("this morning", None),
    ],
)
def test_period_of_a_question(text: str, period: Period | None) -> None:
    assert period_of(text) == period


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("How many were adopted last year?", "How many were adopted in 2020?"),
        ("How many hubs opened this year in Oakford?", "How many hubs opened in 2021 in Oakford?"),
        ("Did it fall over the last three years?", "Did it fall since 2018?"),
        ("How many were there two years ago?", "How many were there in 2019?"),
        ("Was 2017 better than last year?", "Was 2017 better than last year?"),
        ("How many moved in the year?", "How many moved in the year?"),
    ],
)
def test_time_told_from_now_is_seen_from_the_latest_report(text: str, meant: str) -> None:
    assert told(text, 2021) == meant
    assert told(text, None) == text


@pytest.mark.parametrize(
    ("text", "before"),
    [("in 2016/17", "in 2015/16"), ("1999-2000", "1998-1999"), ("in March 2017", "in March 2016"), ("no year", "")],
)
def test_year_before(text: str, before: str) -> None:
    assert shifted(text, -1) == before


def test_year_that_names_a_report_stays_when_periods_are_taken_out() -> None:
    assert without_years("What does the 2016 report say of visits in March 2017?") == (
        "What does the 2016 report say of visits ?"
    )
