"""Units of a table's rows: short ones whole, prose by sentences and points."""

from indexer.types import Unit
from tests.indexer.reading import LONG, passages_of


def units(text: str) -> list[Unit]:
    return [unit for passage in passages_of(text) for unit in passage.units]


def test_short_row_is_one_unit() -> None:
    (row,) = units("Moves\t2016\t2017\nNorth\t7.8%\t8.1%\n")
    assert (row.kind, row.text) == ("row", "North: 2016: 7.8%; 2017: 8.1%")


def test_points_of_a_cell_are_items_led_by_their_column() -> None:
    text = (
        "Strengths\tWeaknesses\n"
        "<ul> • good training • good partners • a conference</ul>\t<ul> • few trainers • no venue • late notice</ul>\n"
    )
    found = [(u.kind, u.text, u.lead) for u in units(text)]
    assert found[0] == ("item", "good training", "Strengths")
    assert found[-1] == ("item", "late notice", "Weaknesses")
    assert len(found) == 6


def test_point_is_quoted_without_its_bullet_and_markup() -> None:
    text = "Strengths\tWeaknesses\n<ul> • good training • good partners</ul>\t<ul> • few trainers • no venue</ul>\n"
    quotes = [text[u.start : u.end] for u in units(text)]
    assert quotes == ["good training", "good partners", "few trainers", "no venue"]


def test_long_cell_is_read_by_sentences_and_short_ones_beside_it_stay_values() -> None:
    prose = f"{LONG}. {LONG} again. A third sentence tells of the costs of it all in the next year, which are high."
    text = f"Project\tWhat was done\tStart\nFamily hubs\t{prose * 4}\tApril 2017\nHomes\tTwo closed\tMay 2017\n"
    found = [u for u in units(text) if u.evidence]
    assert [u.kind for u in found[:3]] == ["sentence", "sentence", "sentence"]
    assert all("Family hubs" in u.lead and "What was done" in u.lead for u in found[:3])
    start = next(u for u in found if u.kind == "row" and "April 2017" in u.text)
    assert start.text == "Family hubs: Start: April 2017"
    assert text[start.start : start.end] == "April 2017"
    assert found[-1].text == "Homes: What was done: Two closed; Start: May 2017"


def test_first_line_of_a_text_in_a_cell_names_what_follows() -> None:
    text = (
        "Title and description\tDate\n"
        f"<p>Family hubs</p> <p>{LONG}.</p> <p>{LONG} again, and more often.</p>\tMay 2017\n"
        f"<p>Homes</p> <p>{LONG}.</p> <p>{LONG} twice.</p>\tJune 2017\n"
    )
    found = units(text)
    assert found[1].lead.endswith("Family hubs")
    assert next(u.text for u in found if u.kind == "row") == "Family hubs: Date: May 2017"


def test_source_row_proves_nothing() -> None:
    text = "Moves\t2016\t2017\nNorth\t7.8%\t8.1%\nSource: national data\t\t\n"
    assert [u.evidence for u in units(text)] == [True, False]
