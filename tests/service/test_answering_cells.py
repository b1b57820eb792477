"""Which cells of a table are told: the right row, column and period, whom it is compared with, and what is computed."""

import pytest

from service.answering.comparison import cells_answer
from service.answering.draft import DraftStatement
from tests.service.table_maker import MadeTable, made_table, read

PUPILS = made_table(
    "Percentage achieving the expected standard",
    "Pupils\t2014\t2015\t2016",
    "Combined non-FSM and non-SEN\t66.0\t66.8\t67.1",
    "Combined FSM and any SEN\t8.3\t11.5\t12.9",
    "All pupils\t60.1\t61.2\t62.3",
)
LEVELS = made_table(
    "Outcomes of children in care",
    "Assessment\tCohort size\tOakford CiC\tNational CiC",
    "Y2 writing\t9\t11%\t65%",
    "Y6 writing\t11\t45%\t74%",
)
ABSENCE = made_table(
    "Absence",
    "Year\tOverall %\tOverall %\tPersistent %\tPersistent %\tPersistent %",
    "\tOak\tNational\tOak\tNational\tSNs",
    "2013/14\t4.0 (-0.1)\t4.1\t1.7 (-0.2)\t1.9\t2.3",
    "2014/15\t4.1 (+0.1)\t4.0\t2.0 (-0.1)\t2.1\tNA",
    heads=2,
)
MEASURES = made_table(
    "County measures",
    "Measure\t2016/17 target\tDec 16 actual\t2015/16 actual",
    "Year 12 in learning\t96.5%\t95.4%\t95.8%",
    "Year 13 in learning\t91.0%\t90.1%\t89.9%",
)
PRICES = made_table(
    "Revenue (in thousands)",
    "Item\t2019\t2018\t2017",
    "Due from affiliates\t186\t161\t150",
    "Trade receivables\t1,204\t1,000\t-",
)


def told(table: MadeTable, question: str, best: int = 0) -> list[DraftStatement]:
    statements = cells_answer(read(question), table.ranked(best), table.neighbours)
    assert all(table.proves(statement) for statement in statements), statements
    return statements


def values(statements: list[DraftStatement]) -> list[str]:
    return [q.cell.value for s in statements if s.support == "cell" for q in s.quotes if q.cell]


@pytest.mark.parametrize(
    ("table", "question", "wanted"),
    [
        (PUPILS, "What percentage of Oakford pupils with FSM and special needs achieved it in 2015?", ["11.5"]),
        (PUPILS, "What percentage of all pupils in Oakford achieved the standard in 2014?", ["60.1"]),
        (LEVELS, "What proportion of Year 6 children in care in Oakford met the writing standard?", ["45%"]),
        (LEVELS, "How many children were in the Year 2 writing cohort in Oakford?", ["9"]),
        (MEASURES, "What was the December 2016 actual for Year 12 in learning?", ["95.4%"]),
        (MEASURES, "What was the 2015/16 actual for Year 13 in learning?", ["89.9%"]),
        (PRICES, "What were trade receivables in 2018?", ["1,000"]),
    ],
)
@pytest.mark.parametrize("best", [0, 1])
def test_asked_cell_is_told_whichever_row_ranked_first(
    table: MadeTable, question: str, wanted: list[str], best: int
) -> None:
    assert values(told(table, question, best)) == wanted


def test_each_asked_period_has_its_cell() -> None:
    assert values(told(PRICES, "What was due from affiliates in 2017 and in 2019?")) == ["150", "186"]


def test_comparison_tells_both_sides_and_how_far_they_are_apart() -> None:
    found = told(ABSENCE, "How did persistent absence in Oakford compare with statistical neighbours in 2013/14?")
    assert values(found) == ["1.7 (-0.2)", "2.3"]
    assert found[-1].support == "computed"
    assert found[-1].calculation == "1.7 − 2.3 = −0.6"
    assert "0.6" in found[-1].text and "lower" in found[-1].text


def test_comparator_that_nobody_asked_for_is_not_told() -> None:
    assert values(told(ABSENCE, "What was persistent absence in Oakford in 2014/15?")) == ["2.0 (-0.1)"]


def test_gap_beside_a_value_is_not_said_as_the_value() -> None:
    (statement,) = told(ABSENCE, "What was overall absence in Oakford in 2014/15?")
    assert "4.1%" in statement.text and "0.1)" not in statement.text


def test_empty_cell_is_not_answered() -> None:
    assert told(PRICES, "What were trade receivables in 2017?") == []


@pytest.mark.parametrize(
    ("question", "said", "calculation"),
    [
        ("By how much did amounts due from affiliates rise from 2018 to 2019?", "Up 25.", "186 − 161 = 25"),
        (
            "What was the percentage change in amounts due from affiliates between 2018 and 2019?",
            "Up 15.53%.",
            "(186 − 161) ÷ 161 × 100 = 15.53",
        ),
        (
            "What is the average of amounts due from affiliates for 2018 and 2019?",
            "The average is 173.5.",
            "(161 + 186) ÷ 2 = 173.5",
        ),
        (
            "What is the sum of amounts due from affiliates in 2018 and 2019?",
            "The total is 347.",
            "161 + 186 = 347",
        ),
    ],
)
def test_what_is_to_be_worked_out_is_worked_out(question: str, said: str, calculation: str) -> None:
    last = told(PRICES, question)[-1]
    assert (last.text, last.calculation, last.support) == (said, calculation, "computed")


def test_the_row_is_the_quote_of_its_cells() -> None:
    (statement,) = told(LEVELS, "What proportion of Year 6 children in care in Oakford met the writing standard?")
    (quote,) = statement.quotes
    assert LEVELS.text[quote.start : quote.end] == "Y6 writing\t11\t45%\t74%"
    assert quote.cell is not None
    assert (quote.cell.row, quote.cell.column, quote.cell.unit) == (("Y6 writing",), ("Oakford CiC",), "%")
