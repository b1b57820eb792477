"""The page of one document: the whole text, the quote marked exactly."""

import pytest
from playwright.sync_api import expect

from tests.browser.canned import SCRIPT, block, put_document
from tests.browser.checks import overflows
from tests.browser.conftest import Visit
from tests.service.fake_engine import ANNUAL, FakeStore

pytestmark = pytest.mark.browser

TEXT = FakeStore().text(ANNUAL.id)


def address(first: str, last: str) -> str:
    """The viewer at the text from `first` to the end of `last`."""
    start = TEXT.index(first)
    return f"/documents/{ANNUAL.id}?start={start}&end={TEXT.index(last, start) + len(last)}"


def test_document_is_shown_whole_with_its_facts_and_the_quote_marked(visit: Visit) -> None:
    page = visit.open(address("Each is open", "a week."))
    expect(page.locator("h1")).to_have_text(ANNUAL.title)
    expect(page).to_have_title(f"{ANNUAL.title} · Report QA")
    expect(page.locator("#facts")).to_have_text("Northmoor · 2018-19Northmoor Councilannual report2 pages")
    expect(page.locator("mark")).to_have_text("Each is open five days a week.")
    expect(page.locator("mark")).to_be_in_viewport(ratio=1)
    expect(page.locator(".page-mark")).to_have_text(["Page 1 (printed i)", "Page 2"])
    expect(page.locator("article")).to_contain_text("for each social worker <in 2019> & stayed there.")
    expect(page.locator(".criterion")).to_contain_text("Wording of the form")
    expect(page.get_by_role("link", name="Go to the quote")).to_be_visible()


def test_quote_over_several_blocks_and_cells_is_marked_piece_by_piece(visit: Visit) -> None:
    page = visit.open(address("advice on parenting", "Family hubs open | 5"))
    pieces = [
        "advice on parenting, housing and money.",
        "A health visitor comes once a fortnight.",
        "Service",
        "2018",
        "2019",
        "Family hubs open",
        "5",
    ]
    expect(page.locator("mark")).to_have_text(pieces)
    expect(page.locator("#quote")).to_have_text(pieces[0])


def test_part_of_a_cell_is_marked_exactly(visit: Visit) -> None:
    page = visit.open(address("helped", "1,2"))
    expect(page.locator("mark")).to_have_text(["helped", "1,2"])
    expect(page.locator("tr.cited")).to_have_text("Families helped1,2041,377")


def test_quote_in_a_caption_or_note_of_a_table_is_shown(visit: Visit) -> None:
    page = visit.open(address("the council's own", "own count"))
    expect(page.locator("mark")).to_have_text("the council's own count")
    expect(page.locator("figure mark")).to_have_count(1)


def test_quote_that_no_block_holds_is_shown_as_a_paragraph(visit: Visit) -> None:
    text = "First part.\n\nLeft out of every block, yet quoted.\n\nLast part."
    blocks = [block("paragraph", 0, 11), block("paragraph", text.index("Last"), len(text))]
    path = put_document(visit.page, text, blocks)
    page = visit.open(f"{path}?start={text.index('yet')}&end={text.index('quoted') + 6}")
    expect(page.locator("p.loose mark")).to_have_text("yet quoted")
    expect(page.locator("article p")).to_have_count(3)


def test_offsets_count_characters_as_the_service_does(visit: Visit) -> None:
    text = "Praise 👏🏽 and 𝒇ancy 𝒍etters. The rate was 12%."
    path = put_document(visit.page, text, [block("paragraph", 0, len(text))])
    start = text.index("The rate")
    page = visit.open(f"{path}?start={start}&end={start + len('The rate was 12%')}")
    expect(page.locator("mark")).to_have_text("The rate was 12%")


def test_right_to_left_and_cjk_text_is_shown(visit: Visit) -> None:
    text = "تقرير سنوي\n\n年次報告書"
    path = put_document(visit.page, text, [block("heading", 0, 10, 1), block("paragraph", 12, len(text))])
    page = visit.open(f"{path}?start=12&end=14")
    expect(page.locator("mark")).to_have_text("年次")
    expect(page.get_by_role("heading", name="تقرير سنوي")).to_be_visible()


def test_markup_in_title_and_text_is_shown_as_text(visit: Visit) -> None:
    path = put_document(visit.page, SCRIPT, [block("paragraph", 0, len(SCRIPT))], title=SCRIPT)
    page = visit.open(f"{path}?start=0&end=5")
    expect(page.locator("h1")).to_have_text(SCRIPT)
    expect(page.locator("article p")).to_have_text(SCRIPT)
    assert page.locator("article img, article script").count() == 0


def test_contents_lead_to_the_headings(visit: Visit) -> None:
    page = visit.open(f"/documents/{ANNUAL.id}")
    contents = page.get_by_role("navigation", name="Contents of this document")
    expect(contents.get_by_role("link")).to_have_text(["Northmoor Children's Services", "Early help", "Staffing"])
    contents.get_by_role("link", name="Staffing").click()
    expect(page.get_by_role("heading", name="Staffing")).to_be_in_viewport()


def test_headings_follow_one_another_without_gaps_whatever_their_levels(visit: Visit) -> None:
    text = "Part A\nStaffing\nHousing\nIn short"
    spots = [(0, 6, 0), (7, 15, 5), (16, 23, 5), (24, 32, 0)]
    page = visit.open(put_document(visit.page, text, [block("heading", *spot) for spot in spots]))
    expect(page.locator("article").get_by_role("heading", level=2)).to_have_text(["Part A", "In short"])
    expect(page.locator("article").get_by_role("heading", level=3)).to_have_text(["Staffing", "Housing"])
    expect(page.locator(".contents li.depth-1")).to_have_text(["Staffing", "Housing"])


@pytest.mark.parametrize("query", ["", "?start=9&end=3", "?start=-1&end=b"])
def test_address_without_a_proper_range_shows_the_document_unmarked(visit: Visit, query: str) -> None:
    page = visit.open(f"/documents/{ANNUAL.id}{query}")
    expect(page.get_by_role("heading", name="Staffing")).to_be_visible()
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator("#notice")).to_be_empty()


def test_range_beyond_the_document_is_said_so(visit: Visit) -> None:
    page = visit.open(f"/documents/{ANNUAL.id}?start=900000&end=900010")
    expect(page.locator("#notice")).to_contain_text("not in this version of the document")


def test_unknown_document_is_said_so(visit: Visit) -> None:
    visit.expected = "404"
    page = visit.open("/documents/no-such-thing")
    expect(page.locator("h1")).to_have_text("There is no such document")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_long_document_is_shown_quickly_at_its_quote(visit: Visit) -> None:
    line = "The board met and noted the figures for the quarter, and asked for a plan by the spring of next year. "
    text = (line + "\n") * 3000
    size = len(line) + 1
    blocks = [block("heading" if n % 30 == 0 else "paragraph", n * size, n * size + len(line), 1) for n in range(3000)]
    path = put_document(visit.page, text, blocks)
    page = visit.page
    devtools = page.context.new_cdp_session(page)
    # The page's own processor time, so that a busy machine does not count.
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    visit.open(f"{path}?start={2500 * size}&end={2500 * size + 40}")
    expect(page.locator("#quote")).to_be_in_viewport()
    metrics = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
    assert 0 < metrics["TaskDuration"] < 1


@pytest.mark.parametrize("context_options", [{"viewport": {"width": 320, "height": 640}}], ids=["phone"])
def test_wide_table_scrolls_within_itself_on_a_phone(visit: Visit) -> None:
    values = [f"measurement{n}" for n in range(12)]
    text = " ".join(values)
    cells = [{"start": text.index(v), "end": text.index(v) + len(v), "text": v} for v in values]
    row = {"start": 0, "end": len(text), "label": [values[0]], "cells": cells, "header": [[] for _ in cells]}
    table = block("table", 0, len(text)) | {"table": {"caption": "Wide", "note": "", "head": [], "rows": [row]}}
    page = visit.open(put_document(visit.page, text, [table]))
    expect(page.get_by_role("table", name="Wide")).to_be_visible()
    assert not overflows(page)
    expect(page.get_by_role("group", name="Wide")).to_have_attribute("tabindex", "0")
