"""Calculations: what is shown is done again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from service import arithmetic
from service.arithmetic import calculations

NUMBERS = some.decimals(-999_999, 999_999, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("77 − 49 = 28", "difference"),
        ("49 − 77 = −28", "difference"),
        ("10 + 20 + 30.5 = 60.5", "sum"),
        ("153,840 ÷ 231,262 × 100 = 67", "share"),
        ("(186 − 161) ÷ 161 × 100 = 15.53", "change"),
        ("(2 + 4) ÷ 2 = 3", "mean"),
        ("max(78, 95, 1,204) = 1,204", "max"),
        ("min(−3, 4) = −3", "min"),
    ],
)
def test_what_comes_out_as_it_says_is_read(text: str, form: str) -> None:
    steps = calculations(text)
    assert steps is not None and [step.form for step in steps] == [form]


@pytest.mark.parametrize(
    "text",
    [
        "77 − 49 = 29",
        "10 + 20 = 31",
        "153,840 ÷ 231,262 × 100 = 68",
        "1 ÷ 0 × 100 = 1",
        "(186 − 161) ÷ 186 × 100 = 13.44",
        "(2 + 4) ÷ 3 = 2",
        "max(78, 95) = 78",
        "min(78, 95) = 95",
        "77 − 49",
        "about 28",
        "",
        "1 − 1 = 0; nonsense",
    ],
)
def test_what_does_not_come_out_or_cannot_be_read_is_none(text: str) -> None:
    assert calculations(text) is None


@given(NUMBERS, NUMBERS)
def test_every_difference_that_is_written_holds(first: Decimal, last: Decimal) -> None:
    (step,) = calculations(arithmetic.difference(first, last)) or ()
    assert step.result == last - first


@given(some.lists(NUMBERS, min_size=2, max_size=6))
def test_every_sum_mean_and_extreme_that_is_written_holds(values: list[Decimal]) -> None:
    written = (
        arithmetic.total(values),
        arithmetic.mean(values),
        arithmetic.extreme(values, "max"),
        arithmetic.extreme(values, "min"),
    )
    for text in written:
        assert calculations(text), text


@given(NUMBERS, NUMBERS.filter(bool))
def test_every_change_and_share_that_is_written_holds(value: Decimal, base: Decimal) -> None:
    assert calculations(arithmetic.change(base, value))
    assert calculations(arithmetic.share(value, base))


def test_several_steps_are_read_one_by_one() -> None:
    steps = calculations("49 − 58 = −9; 77 − 81 = −4; 4 − 9 = −5")
    assert steps is not None and [int(step.result) for step in steps] == [-9, -4, -5]
