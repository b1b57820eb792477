"""Trends and extremes of a table's figures, and the figure of the year before."""

from dataclasses import replace

import pytest

from indexer import Unit
from service.answering.earlier import year_before
from service.answering.extremes import extreme_answer
from service.answering.timing import Period, periods_in, without_period
from service.answering.trend import table_trend
from service.evidence import Evidence
from tests.service.table_maker import MadeTable, made_table, read

PHONICS = made_table(
    "Outcomes",
    "Subject\t2012\t2013\t2014\t2015\t2016",
    "Phonics Oakford\t49\t60\t81\t70\t77",
    "Phonics National\t58 -9\t69 -9\t74 7\t77 -7\t81 -4",
    "Maths Oakford\t60\t61\t62\t61\t60",
    "Maths National\t61 -1\t61 00\t60 2\t63 -2\t64 -4",
)
SPENDING = made_table(
    "Spending to March 2017",
    "Item\tAmount",
    "Unit costs\t£153,840",
    "Training\t£40,000",
    "Other\t£37,422",
    "TOTAL\t£231,262",
)
MONTHS = made_table(
    "Care leavers in suitable accommodation %",
    "\tApr\tMay\tJun\tJul",
    "%\t69.6 %\t88.7 %\t81.7 %\t83.5 %",
)
DOWN = made_table("Exclusions", "Year\tNumber", "2016\t27", "2014\t95", "2015\t43")


def test_change_is_computed_from_the_first_to_the_last_with_the_peak_between() -> None:
    (statement,) = table_trend(read("How has phonics in Oakford changed?"), PHONICS.ranked(), PHONICS.neighbours)
    assert "49 in 2012, highest 81 in 2014, 77 in 2016, up 28 (77 − 49)" in statement.text
    assert statement.calculation == "77 − 49 = 28; max(49, 60, 81, 70, 77) = 81"
    assert [one.text for one in statement.observed] == ["49", "60", "81", "70", "77"]
    assert PHONICS.proves(statement)


def test_asked_years_bound_the_trend() -> None:
    question = read("How did phonics in Oakford change from 2014 to 2016?")
    (statement,) = table_trend(question, PHONICS.ranked(), PHONICS.neighbours)
    assert [one.period for one in statement.observed] == ["2014", "2015", "2016"]
    assert "down 4 (77 − 81)" in statement.text


def test_gap_to_another_is_told_where_it_is_asked() -> None:
    question = read("How has phonics in Oakford moved since 2012, and is the gap to England getting smaller?")
    own, gap = table_trend(question, PHONICS.ranked(1), PHONICS.neighbours)
    assert "Phonics Oakford" in own.text
    assert gap.text == "Phonics National: 58 in 2012, 81 in 2016; gap narrowed from 9 to 4."
    assert PHONICS.proves(own) and PHONICS.proves(gap)


def test_sentence_that_tells_of_a_break_is_told_too() -> None:
    said = "The changes to tests in 2016 mean that comparisons are difficult."
    passage = replace(DOWN.passage, units=(*DOWN.passage.units, Unit("sentence", 0, len(said), said)))
    statements = table_trend(read("How have exclusions changed?"), DOWN.ranked(), lambda _: [passage])
    assert [statement.text for statement in statements][1:] == [said]
    assert statements[1].support == "quoted"


def test_periods_down_a_column_are_put_in_order() -> None:
    (statement,) = table_trend(read("How have exclusions changed?"), DOWN.ranked(), DOWN.neighbours)
    assert [one.period for one in statement.observed] == ["2014", "2015", "2016"]
    assert "down 68" in statement.text
    assert DOWN.proves(statement)


@pytest.mark.parametrize(
    ("table", "question", "said"),
    [
        (PHONICS, "In which year was phonics in Oakford highest?", "highest in 2014, 81"),
        (PHONICS, "In which year was phonics in Oakford lowest?", "lowest in 2012, 49"),
        (MONTHS, "Which month had the best share of care leavers in suitable accommodation?", "best in May, 88.7 %"),
        (SPENDING, "What was the largest item of spending?", "largest is Unit costs, Amount £153,840"),
        (SPENDING, "What was the smallest item of spending?", "smallest is Other, Amount £37,422"),
        (
            PHONICS,
            "In which year was Oakford level with England in maths?",
            "2013: Maths Oakford 61, Maths",
        ),
        (PHONICS, "In which year was phonics in Oakford higher than national?", "2014: Phonics Oakford 81"),
    ],
)
def test_extreme_and_relation_are_computed_over_all_figures(table: MadeTable, question: str, said: str) -> None:
    statements = extreme_answer(read(question), table.ranked(), table.neighbours)
    assert statements and said in statements[0].text
    assert statements[0].support == "computed"
    assert all(table.proves(statement) for statement in statements)


def test_share_of_the_total_is_computed() -> None:
    question = read("What was the largest item of spending, and about what share of all spending was it?")
    _, share = extreme_answer(question, SPENDING.ranked(), SPENDING.neighbours)
    assert share.text == "£153,840 of £231,262 is 67%."
    assert share.calculation == "153,840 ÷ 231,262 × 100 = 67"
    assert SPENDING.proves(share)


def test_less_is_better_where_the_measure_says_so() -> None:
    table = made_table("Vacancy rate", "Team\t2015\t2016\t2017", "Front line\t12%\t9%\t27%")
    question = read("In which year was the vacancy rate best?")
    (statement,) = extreme_answer(question, table.ranked(), table.neighbours)
    assert "best in 2016, 9%" in statement.text


def test_widest_gap_is_looked_for_among_the_gaps_whatever_their_sign() -> None:
    table = made_table(
        "Expected standard", "Group\tOakford\tDifference from all", "Boys\t53\t-5", "FSM\t31\t-27", "Girls\t63\t5"
    )
    question = read("Which group had the widest gap to all pupils in Oakford?")
    (statement,) = extreme_answer(question, table.ranked(), table.neighbours)
    assert "widest is FSM, Difference from all -27" in statement.text
    assert statement.calculation == "max(5, 27, 5) = 27"
    assert table.proves(statement)


def test_widest_gap_is_not_told_of_a_table_without_gaps() -> None:
    question = read("Which item of spending had the widest gap to the plan?")
    assert extreme_answer(question, SPENDING.ranked(), SPENDING.neighbours) == []


def test_question_without_an_extreme_has_none() -> None:
    assert extreme_answer(read("What was phonics in Oakford in 2014?"), PHONICS.ranked(), PHONICS.neighbours) == []


def sentence(text: str) -> list[Evidence]:
    base = SPENDING.evidence[0]
    return [replace(base, unit=Unit("sentence", 0, len(text), text))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("35 deaths were reported, which is 6 deaths more than the previous year.", "29 the year before (35 − 6)."),
        ("There were 120 referrals, 15 fewer than last year.", "135 the year before (120 + 15)."),
        ("The board held 44 reviews, an increase of 4 on the previous year.", "40 the year before (44 − 4)."),
    ],
)
def test_year_before_is_worked_out_from_the_change(text: str, said: str) -> None:
    statement = year_before(read("How many were there, and how many the year before?"), sentence(text))
    assert statement is not None and statement.text == said


@pytest.mark.parametrize(
    "text",
    [
        "35 deaths were reported.",
        "Of 80 children 35 moved, 6 more than the previous year.",
    ],
)
def test_year_before_is_not_guessed(text: str) -> None:
    assert year_before(read("How many the year before?"), sentence(text)) is None


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Dec 16 Actual", (Period(2016, 2016, 12),)),
        ("2016/17", (Period(2016, 2017),)),
        ("December 2016", (Period(2016, 2016, 12),)),
        ("2012 to 2016", (Period(2012, 2016),)),
        ("Nov", (Period(0, 0, 11),)),
        ("Nothing of 300", ()),
    ],
)
def test_periods_are_read(text: str, periods: tuple[Period, ...]) -> None:
    assert periods_in(text) == periods


@pytest.mark.parametrize(
    ("own", "asked", "fit"),
    [
        (Period(2016, 2016), Period(2016, 2016), 1.0),
        (Period(2016, 2016, 12), Period(2016, 2017), 0.5),
        (Period(0, 0, 11), Period(2016, 2017), 0.5),
        (Period(0, 0, 11), Period(2016, 2016, 11), 1.0),
        (Period(0, 0, 11), Period(2016, 2016, 12), 0.0),
        (Period(2015, 2015), Period(2016, 2016), 0.0),
    ],
)
def test_period_fits_an_asked_one(own: Period, asked: Period, fit: float) -> None:
    assert own.fit(asked) == fit


def test_span_can_be_read_year_by_year() -> None:
    assert [p.first for p in periods_in("2017 to 2019", apart=True)] == [2017, 2018, 2019]
    assert without_period("Dec 16 Actual") == "Actual"
