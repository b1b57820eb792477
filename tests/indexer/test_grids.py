"""What a cell's words are."""

import time

import pytest

from indexer.structure.grids import is_figure, is_listed, is_period


@pytest.mark.parametrize(
    "words",
    """58 -9|5.3 (+0.3)|57 00|71% (National 61%)|4/2|2 / 4|39.1% %|90.0 %|↑4|-5ppt|£1,284.00|4 months|.5%|(£1.2m)|<5
    |53 (100%)|10 of 12|3 out of 4|c.120|1 234|12 children|1.4 million|9/10|302*""".replace("\n", "").split("|"),
)
def test_figures_in_any_writing(words: str) -> None:
    assert is_figure(words.strip())


@pytest.mark.parametrize(
    "words",
    [
        "2016 Oakford",
        "2016/17 Measures",
        "Dec 16 Actual",
        "Section 7",
        "16-18 in learning",
        "2015 /16 onwards",
        "Grade 2",
    ],
)
def test_names_that_hold_a_number_are_no_figures(words: str) -> None:
    assert not is_figure(words)


@pytest.mark.parametrize(
    "words",
    """2016|2016/17|Oct 15 – Sept 16|31 March 2017|as at 31 March 2017|Apr|Q3 2016|31/03/2017|2013 - 2016
    |(April 2017)""".split("|"),
)
def test_periods_are_no_figures(words: str) -> None:
    assert is_period(words.strip())
    assert not is_figure(words.strip())


def test_points_in_a_cell() -> None:
    assert is_listed("• one • two")
    assert not is_listed("one • two")


def test_odd_words_are_weighed_fast() -> None:
    begun = time.monotonic()
    for words in ("1 " * 40 + "x!", "1a" + " a" * 60, "by at to " * 40, "(((((1" * 30):
        is_figure(words[:32])
        is_period(words)
    assert time.monotonic() - begun < 0.5
