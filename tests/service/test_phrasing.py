from dataclasses import replace

import pytest

from indexer import Observation
from service.phrasing import comparison_for, question_for, trend_for

CARERS = Observation(
    "d", "foster carers", "carer foster", "Oakford", "March 2017", 2017, 2017, 193.0, None, None, "193", 0, 3, 0, 20
)


def of(measure: str, value: float = 12.0, unit: str | None = None, period: str = "March 2017", **more: object) -> str:
    return question_for(replace(CARERS, measure=measure, value=value, unit=unit, period=period, **more))


@pytest.mark.parametrize(
    ("measure", "unit", "question"),
    [
        ("foster carers", None, "How many foster carers were there in Oakford in March 2017?"),
        (
            "Numbers of looked after children",
            None,
            "How many looked after children were there in Oakford in March 2017?",
        ),
        (
            "number of children subject to child protection plans",
            None,
            "How many children were subject to child protection plans in Oakford in March 2017?",
        ),
        ("children were adopted", None, "How many children were adopted in Oakford in March 2017?"),
        ("plans have been ended", None, "How many plans were ended in Oakford in March 2017?"),
        ("care leavers are in work", "%", "What percentage of care leavers were in work in Oakford in March 2017?"),
        (
            "Proportion of care leavers in work",
            "%",
            "What was the percentage of care leavers in work in Oakford in March 2017?",
        ),
        ("our vacancy rate", "%", "What was the vacancy rate in Oakford in March 2017?"),
        ("turnover rates", "%", "What were the turnover rates in Oakford in March 2017?"),
    ],
)
def test_question_reads_as_a_person_would_ask_it(measure: str, unit: str | None, question: str) -> None:
    assert of(measure, unit=unit) == question


@pytest.mark.parametrize(
    "measure",
    [
        "Y1 phonics check, CiC",
        "A*-C %",
        "N/A",
        "rate",
        "Foster carers - In House",
        "TOTAL EXPENDITURE",
        "we placed children",
        "teams support children and families",
        "increase in referrals",
        "Oakford schools are good",
        "Absence rates are in line with national levels",
        "of those children",
    ],
)
def test_label_that_makes_no_natural_question_makes_none(measure: str) -> None:
    assert of(measure) == ""


@pytest.mark.parametrize(
    ("period", "years", "end"),
    [
        ("2016/17", (2016, 2017), " in 2016/17?"),
        ("2016-2017", (2016, 2017), " in 2016/17?"),
        ("Dec 2016", (2016, 2016), " in December 2016?"),
        ("14 September to 25 September 2009", (2009, 2009), " in 2009?"),
        ("April 2016 - March 2017", (2016, 2017), " in 2016/17?"),
    ],
)
def test_time_is_told_plainly(period: str, years: tuple[int, int], end: str) -> None:
    assert of("foster carers", period=period, from_year=years[0], to_year=years[1]).endswith(end)


def test_time_that_is_not_known_or_too_long_makes_no_question() -> None:
    assert of("foster carers", period="", from_year=None, to_year=None) == ""
    assert of("foster carers", period="2009 to 2016", from_year=2009, to_year=2016) == ""


def test_place_is_not_said_twice() -> None:
    assert of("foster carers in Oakford") == "How many foster carers in Oakford were there in March 2017?"


def test_change_and_comparison_are_asked_of_what_can_be_a_subject() -> None:
    assert trend_for(CARERS) == "How has the number of foster carers in Oakford changed?"
    rates = replace(CARERS, measure="turnover rates", unit="%")
    assert trend_for(rates) == "How have turnover rates in Oakford changed?"
    assert comparison_for(rates, "England") == "How do turnover rates in Oakford compare with England in March 2017?"
    sentence = replace(CARERS, measure="children were adopted")
    assert trend_for(sentence) == comparison_for(sentence, "England") == ""
