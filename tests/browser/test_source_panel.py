"""The source beside the answer: opened at the quote, leafed through, closed again."""

import pytest
from playwright.sync_api import expect

from tests.browser.canned import SCRIPT, answer_with_problem, block, put_document
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

QUOTE = "Three new family hubs opened in September 2018."


def test_citation_opens_its_document_with_the_quote_marked_and_escape_gives_the_focus_back(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    link = page.locator(".answer .cite").first
    link.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Northmoor Children's Services Annual Report 2018-19")
    expect(panel.locator("mark")).to_have_text(QUOTE)
    expect(panel.locator("mark")).to_be_in_viewport()
    expect(panel.get_by_role("heading", name="Early help")).to_be_attached()
    expect(panel.get_by_role("listitem").first).to_have_text("The hubs offer advice on parenting, housing and money.")
    expect(panel.locator("#source-title")).to_be_focused()
    expect(link).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(link).to_be_focused()
    expect(page.locator("[aria-current]")).to_have_count(0)


def test_cited_cell_is_marked_within_its_table(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    page.locator(".answer .cite").nth(1).click()
    table = page.locator(".source").get_by_role("table", name="Table 3: Early help services at 31 March")
    expect(table.get_by_role("columnheader")).to_have_text(["Service", "2018", "2019"])
    expect(table.locator("tr.cited")).to_have_text("Family hubs open58")
    expect(table.locator("tr.cited").get_by_role("rowheader")).to_have_text("Family hubs open")
    expect(table.locator(".cited-value")).to_have_text("8")
    expect(table.locator("mark")).to_have_text(["Family hubs open", "5", "8"])
    expect(page.locator(".source figcaption")).to_have_text("Source: the council's own count")


def test_citations_are_leafed_through_by_keyboard(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    page.locator(".answer .cite").first.click()
    following = page.get_by_role("button", name="Next source")
    following.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source .label").first).to_have_text("Source 2 of 2")
    expect(page.locator(".source .cited-value")).to_have_text("8")
    expect(following).to_be_focused()
    expect(following).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".answer .cite").nth(1)).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Previous source").click()
    expect(page.locator(".source mark")).to_have_text(QUOTE)


def test_whole_document_opens_at_the_quote_and_coming_back_loses_nothing(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    page.locator(".citation a").first.click()
    page.get_by_role("link", name="Open the whole document").click()
    expect(page.locator("main mark")).to_have_text(QUOTE)
    page.go_back()
    expect(page.locator(".answer")).to_contain_text(QUOTE)


def test_document_that_cannot_be_fetched_still_shows_the_quote_and_can_be_tried_again(visit: Visit) -> None:
    visit.expected = "503"
    page = visit.open()
    visit.ask("How many hubs?")
    answer_with_problem(page, "**/v1/documents/*/text", 503, "Not ready", "The index is being exchanged.")
    page.locator(".answer .cite").first.click()
    expect(page.locator(".source").get_by_role("alert")).to_contain_text("The index is being exchanged.")
    expect(page.locator(".source blockquote")).to_have_text(QUOTE)
    page.unroute("**/v1/documents/*/text")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".source article mark")).to_have_text(QUOTE)


def test_quote_that_is_not_in_the_document_any_more_is_said_so(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    text = "A shorter text."
    put_document(page, text, [block("paragraph", 0, len(text))])
    page.route("**/v1/documents/northmoor*/text", lambda route: route.fulfill(json={"text": text, "pages": []}))
    page.route("**/v1/documents/northmoor*/blocks", lambda route: route.fulfill(json={"blocks": []}))
    page.locator(".answer .cite").first.click()
    expect(page.locator(".source .notice")).to_contain_text("not in this version")


def test_markup_in_a_document_is_shown_as_text(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    page.route("**/v1/documents/northmoor*/text", lambda route: route.fulfill(json={"text": SCRIPT, "pages": []}))
    blocks = {"blocks": [block("paragraph", 0, len(SCRIPT))]}
    page.route("**/v1/documents/northmoor*/blocks", lambda route: route.fulfill(json=blocks))
    page.locator(".answer .cite").first.click()
    expect(page.locator(".source article p").last).to_have_text(SCRIPT)
    assert page.locator(".source img, .source script").count() == 0
