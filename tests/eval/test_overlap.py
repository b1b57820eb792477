"""A citation is marked where it says the words of the evidence, and nowhere else."""

import pytest

from eval.reporting.overlap import marked

LONG = "one two three four five six seven"


@pytest.mark.parametrize(
    ("quote", "evidence", "expected"),
    [
        (LONG, [LONG], f"<mark>{LONG}</mark>"),
        (f"zero {LONG} eight", [LONG], f"zero <mark>{LONG}</mark> eight"),
        ("a one  two\nthree four five\tsix b", [LONG], "a <mark>one  two\nthree four five\tsix</mark> b"),
        (f"({LONG}), and", [f"{LONG}."], f"<mark>({LONG}),</mark> and"),
        ("a one two three four five b", [LONG], "a one two three four five b"),
        ("a b c", ["x b c y"], "a b c"),
        ("seven", [LONG], "<mark>seven</mark>"),
        (f"x {LONG} y {LONG}", [f"x {LONG}", f"y {LONG}"], f"<mark>x {LONG} y {LONG}</mark>"),
        ("a <b> & c", ["a <b> & c"], "<mark>a &lt;b&gt; &amp; c</mark>"),
        ("a <b>", [], "a &lt;b&gt;"),
        ("", [LONG], ""),
        (LONG, ["", " "], LONG),
    ],
)
def test_the_words_shared_are_marked(quote: str, evidence: list[str], expected: str) -> None:
    assert marked(quote, evidence) == expected
