"""Plots are pieces of a page: in its colours, the same each time, with their text as text and in words beside."""

import re
import sys
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag

from eval.reporting import plots

GROUPS = {"lookup": (12, 0.75, (0.5, 0.92)), "table": (3, 1.0, (1.0, 1.0)), "why <&> $x$ $y$": (1, 0.0, None)}
POINTS = [(0.2, 0.1, (0.0, 0.3)), (0.9, 1.0, None)]
EVERY: dict[str, Callable[[], str]] = {
    "shares": lambda: plots.shares(GROUPS, "by-type", "what it shows"),
    "reliability": lambda: plots.reliability(POINTS, [(0.2, 5), (0.9, 7)], 0.1, "what it shows"),
    "risk": lambda: plots.risk_coverage([(0.5, 0.0, None), (1.0, 0.2, (0.1, 0.4))], "what it shows"),
    "latency": lambda: plots.latency([10.0, 20.0, 35.5], 20.0, 35.5, "what it shows"),
    "stages": lambda: plots.stages({"search": (5.0, 9.0), "answer": (50.0, 90.0)}, "what it shows"),
    "recall": lambda: plots.recall([(1, 0.5, (0.4, 0.6)), (10, 0.9, None)], "what it shows"),
}


def parsed(plot: str) -> Tag:
    (drawing,) = BeautifulSoup(plot, "lxml").select("svg")
    return drawing


@pytest.mark.parametrize("name", EVERY)
def test_a_plot_says_in_words_what_it_shows_and_has_no_size_of_its_own(name: str) -> None:
    drawing = parsed(EVERY[name]())

    assert drawing["role"] == "img"
    assert drawing.select_one(f"#{drawing['aria-labelledby']}").text == "what it shows"
    assert "width" not in drawing.attrs
    assert re.fullmatch(r"0 0 [\d.]+ [\d.]+", str(drawing["viewbox"]))


@pytest.mark.parametrize("name", EVERY)
def test_a_plot_has_the_colours_of_its_page_and_no_address(name: str) -> None:
    plot = EVERY[name]()

    assert "currentColor" in plot
    assert "var(--" in plot
    assert set(re.findall(r"(?:fill|stroke): (#\w+)", plot)) == set()
    assert not re.search(r"https?://|<style|<metadata|font-family", plot)


@pytest.mark.parametrize("name", EVERY)
def test_the_same_plot_is_the_same_text(name: str) -> None:
    assert EVERY[name]() == EVERY[name]()


def test_no_id_of_a_page_is_there_twice_and_every_reference_is_met() -> None:
    page = "".join(draw() for draw in EVERY.values()) + plots.shares(GROUPS, "by-level", "the same again")

    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="|url\()#([^")]+)', page)) <= set(ids)


def test_names_are_shown_as_they_are_and_not_as_markup_or_mathematics() -> None:
    texts = [text.get_text() for text in parsed(plots.shares(GROUPS, "by-type", "x")).select("text")]

    assert "why <&> $x$ $y$ (1)" in texts
    assert "lookup (12)" in texts


def test_a_long_name_keeps_its_ends_and_of_many_groups_the_largest_are_drawn() -> None:
    many = {f"report-{n:03} {'x' * 40} {n}.pdf": (n, 0.5, (0.4, 0.6)) for n in range(1, 100)}

    names = [t.get_text() for t in parsed(plots.shares(many, "by-document", "x")).select("text") if "…" in t.text]

    assert len(names) == plots.MOST_GROUPS
    assert names[0].startswith("report-070")
    assert names[0].endswith("70.pdf (70)")


def test_an_interval_that_rounding_put_beside_its_value_is_drawn() -> None:
    assert plots.shares({"list": (3, 0.3333, (0.3334, 0.5))}, "by-type", "x")


def test_nothing_to_draw_gives_no_plot() -> None:
    assert plots.shares({}, "by-type", "x") == plots.shares({"list": (0, None, None)}, "by-type", "x") == ""
    assert plots.stages({}, "x") == plots.recall([], "x") == ""


@pytest.mark.parametrize("times", [[5.0], [0.0, 0.0], [0.2, 90_000.0]])
def test_times_of_any_size_are_drawn(times: list[float]) -> None:
    assert "milliseconds" in plots.latency(times, times[0], times[-1], "x")


def test_short_times_keep_their_tenths() -> None:
    assert "p50 0.2 ms (dashed), p95 9,000 ms (dotted)" in plots.latency([0.2, 9000.4], 0.2, 9000.4, "x")


def test_drawing_leaves_the_librarys_settings_as_they_were() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    EVERY["shares"]()
    assert dict(matplotlib.rcParams) == before


def test_without_the_library_there_is_no_plot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    assert not plots.available()
    assert {draw() for draw in EVERY.values()} == {""}
