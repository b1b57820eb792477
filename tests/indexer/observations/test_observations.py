"""Observations of whole texts: spans, order, no figure twice, and what can be told of any text."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.observations.figures import parse
from tests.indexer.observations.reading import observe

REPORT = """1. HOUSING

The council let 412 homes in 2016/17, **12%** of them to key workers.

- 43% of tenants were satisfied with repairs
- 1,200 boilers were replaced

Rent arrears\t2015/16\t2016/17
Council tenants\t4.1%\t3.9%
Other tenants\t5.0%\t5.2%
"""
NUMBERS = st.sampled_from(
    ["12%", "4,310", "£1.2m", "76 per 10,000", "nineteen", "3.5", "2016/17", "(12)", "0-25", "5+"]
)
WORDS = st.sampled_from(
    "the of in to fell from rose by children homes were let is target average England nationally compared with "
    "**bold** March and , . ; ( ) : \t \n - % £ per cent Seventeen year".split(" ")
)
TEXTS = st.lists(NUMBERS | WORDS, max_size=40).map(" ".join)


def test_figures_come_in_order_and_once() -> None:
    found = observe(REPORT)
    spans = [(o.start, o.end) for o in found]
    assert spans == sorted(set(spans))
    assert [o.text for o in found] == ["412", "12%", "43%", "1,200", "4.1%", "3.9%", "5.0%", "5.2%"]


def test_sentence_or_row_around_the_figure_is_given() -> None:
    for o in observe(REPORT):
        assert o.unit_start <= o.start < o.end <= o.unit_end
        assert "\n" not in REPORT[o.unit_start : o.unit_end].strip()


def test_form_s_own_standards_are_not_observed() -> None:
    form = "".join(
        f"{n}.1) At least 90% of visits of kind {n} are made on time.\n\nSummary:\n\nWe do it.\n\n" for n in range(1, 9)
    )
    assert [o for o in observe(form) if "visits of kind" in form[o.unit_start : o.unit_end]] == []


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_span_lies_in_the_text_and_parses_to_its_value(text: str) -> None:
    for o in observe(text):
        assert 0 <= o.unit_start <= o.start < o.end <= o.unit_end <= len(text)
        printed = " ".join(re.sub(r"\*+", " ", text[o.start : o.end]).split())
        assert printed == o.text
        figure = parse(re.sub(r"[()\s]|^[-–−+]", "", printed)) or parse(printed)
        assert figure is not None
        assert abs(o.value) in {figure.value, figure.value * 1e3, figure.value * 1e6}


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789.,%£()-–/+ abc\t\n", max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for o in observe(text):
        assert o.measure
        assert o.measure_key is not None
