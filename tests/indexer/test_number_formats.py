from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.number_formats import Value, shown

ACCOUNTING = '_-"£"* #,##0.00_-;\\-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-'
DAY = datetime(2017, 3, 5, 14, 7, 9)


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (0.123, "0.0%", "12.3%"),
        (-0.052, "0.0%", "-5.2%"),
        (1234.5, "#,##0", "1,235"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (99.95, "0.0", "100.0"),
        (7, "000", "007"),
        (0.5, ".00", ".50"),
        (3.14159, "0.0##", "3.142"),
        (3, "0.0##", "3.0"),
        (-1234.5, "#,##0.00;[Red](#,##0.00)", "(1,234.50)"),
        (1234.5, "#,##0.0_);(#,##0.0)", "1,234.5"),
        (-7, "0;0", "7"),
        (5.5, "+0.0;-0.0;0.0", "+5.5"),
        (5, "[$£-809]#,##0.00", "£5.00"),
        (12, "#,##0\\ [$€-407]", "12 €"),
        (-3, "£#,##0", "-£3"),
        (1234, ACCOUNTING, "£1,234.00"),
        (-12, ACCOUNTING, "-£12.00"),
        (0, ACCOUNTING, "£-"),
        (1234567, '#,##0.0,,"m"', "1.2m"),
        (1234567, '0.0,"k"', "1234.6k"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (0.75, "# ?/?", "3/4"),
        (2.25, "# ?/?", "2 1/4"),
        (5, '"Q"0', "Q5"),
        (150, '[>=100]"high";0', "high"),
        (5, '[>=100]"high";0', "5"),
        (5, ";;;", ""),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, None, "0.333333333"),
        (44.0, "General", "44"),
        (123456789012, "General", "1.23457E+11"),
        (0.00001234, "General", "1.234E-05"),
        (True, "0", "TRUE"),
        (None, "0", ""),
        ("words", "General", "words"),
        ("words", '"Area: "@', "Area: words"),
        ("words", "0.00", "words"),
        (DAY, "dd/mm/yyyy", "05/03/2017"),
        (DAY, "d mmmm yyyy", "5 March 2017"),
        (DAY, "ddd d mmm yy", "Sun 5 Mar 17"),
        (DAY, "[$-809]dd mmmm yyyy;@", "05 March 2017"),
        (DAY, "dd/mm/yyyy hh:mm:ss", "05/03/2017 14:07:09"),
        (DAY, "h:mm AM/PM", "2:07 PM"),
        (DAY, "mm:ss", "07:09"),
        (DAY, "mm-dd-yy", "2017-03-05 14:07"),
        (date(2017, 3, 5), "mm-dd-yy", "2017-03-05"),
        (time(9, 5), "h:mm", "9:05"),
        (timedelta(hours=30, minutes=2), "[h]:mm", "30:02"),
    ],
)
def test_values_are_shown_as_excel_shows_them(value: Value, code: str | None, words: str) -> None:
    assert shown(value, code) == words


@given(
    st.one_of(st.floats(allow_nan=True), st.integers(), st.booleans(), st.text(max_size=5), st.datetimes(), st.times()),
    st.text(alphabet='0#?.,%;[]"\\_*@Ee+-/ $£dmyhsGeneral<>=1', max_size=14),
)
def test_any_code_gives_words_or_an_error_that_is_caught(value: Value, code: str) -> None:
    with suppress(ValueError, ArithmeticError):
        assert isinstance(shown(value, code), str)
