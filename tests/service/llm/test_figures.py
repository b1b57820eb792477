import pytest

from service.llm.figures import figures


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("£1.2m, £1,200,000 and 1.2 million", [1.2e6, 1.2e6, 1.2e6]),
        ("an overspend of £911k", [911_000]),
        ("9.4% or 9.4 per cent", [9.4, 9.4]),
        ("Twenty-seven of thirty", [27, 30]),
        ("in 2018/19, 2016-17 and March 2020", []),
        ("on 31 March 2019 there were 31", [31, 31]),
        ("1,950 children in 1950", [1950]),
        ("Q1 and A4 and 3.2.1", []),
        ("from 71.2% in 2018 to 88.3% in 2020, from 71 in 2018 to 88 in 2020", [71.2, 88.3, 71, 88]),
        ("", []),
    ],
)
def test_figures_by_value_without_years(text: str, values: list[float]) -> None:
    assert [figure.value for figure in figures(text)] == pytest.approx(values)


def test_percent_date_and_the_word_one_are_told() -> None:
    percent, date, one = figures("9.4% on 1 March; one child")
    assert (percent.is_percent, date.is_date, one.is_one) == (True, True, True)
