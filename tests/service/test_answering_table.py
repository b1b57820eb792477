"""Figures from tables: the asked cell, with its row and column."""

import re

import pytest

from service.engine import Engine
from service.types import CellReference


def figures(text: str) -> list[str]:
    return re.findall(r"\d+\.\d%", text)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What percentage of single assessments were completed within 45 days in Northmoor in 2018?", "71.2%"),
        ("What percentage of single assessments were completed within 45 days in Northmoor in 2020?", "88.3%"),
        ("How many child protection visits were on time in Northmoor in 2019?", "91.7%"),
        ("How many initial health assessments within 20 days were there in Northmoor in 2020?", "73.9%"),
    ],
)
def test_cell_of_the_asked_row_and_year_is_told(willing_engine: Engine, question: str, value: str) -> None:
    answer = willing_engine.ask(question)
    assert answer.kind == "table"
    assert figures(answer.answer) == [value]
    cell = answer.citations[0].cell
    assert cell is not None and cell.value == value
    assert answer.statements[0].support == "cell"


def test_cell_s_citation_names_table_row_column_and_unit(willing_engine: Engine) -> None:
    answer = willing_engine.ask("How many child protection visits were on time in Northmoor in 2020?")
    assert answer.citations[0].cell == CellReference(
        "Timeliness of assessments and visits", ("Child protection visits on time",), ("2020",), "86.4%", "%"
    )


def test_year_that_the_table_does_not_hold_is_not_answered_with_another_year_s_figure(small_engine: Engine) -> None:
    answer = small_engine.ask("How many single assessments were completed within 45 days in Northmoor in 2014?")
    assert not answer.answered


def test_trend_tells_the_figures_of_all_years_in_order(willing_engine: Engine) -> None:
    answer = willing_engine.ask("How has the share of single assessments within 45 days changed in Northmoor?")
    assert answer.kind == "trend"
    assert figures(answer.answer) == ["71.2%", "78.6%", "88.3%"]
    assert [answer.answer.index(year) for year in ("2018", "2019", "2020")] == sorted(
        answer.answer.index(year) for year in ("2018", "2019", "2020")
    )
