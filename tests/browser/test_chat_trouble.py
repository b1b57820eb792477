"""Refusals, errors, a stop: clear words, and nothing lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.canned import answer_with_events, answer_with_problem, events, reply_of
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_refusal_looks_unlike_an_answer_and_shows_the_nearest_thing(visit: Visit) -> None:
    page = visit.open()
    visit.ask("What was the weather?")
    refusal = page.get_by_role("region", name="No answer")
    expect(refusal.get_by_role("heading", name="The reports do not say")).to_be_visible()
    expect(refusal).to_contain_text("do not say anything about the weather")
    expect(refusal).to_contain_text("This is not an answer to the question.")
    expect(refusal.locator(".citation")).to_have_count(2)
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.locator("#announcer")).to_contain_text("No answer.")
    refusal.get_by_role("link", name="Ashby inspection letter").click()
    expect(page.locator(".source mark")).to_have_text("Inspectors visited in May 2016.")
    expect(page.locator(".source .facts")).to_have_text("Ashby · 2016line 3")


def test_error_while_answering_keeps_the_question_to_try_again(visit: Visit) -> None:
    page = visit.open()
    visit.ask("an error please")
    notice = page.locator(".notice.is-error")
    expect(notice).to_contain_text("Something went wrong in the service")
    expect(notice).not_to_contain_text("fake_engine")
    box = page.get_by_label("Your question")
    expect(box).to_have_value("an error please")
    expect(box).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("Something went wrong")
    box.fill("How many hubs?")
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
    assert visit.site.engine.asked[-1]["history"] == ()


def test_service_that_is_down_is_said_so_and_retry_asks_again(visit: Visit) -> None:
    visit.expected = "ERR_FAILED"
    page = visit.open()
    page.route("**/v1/ask", lambda route: route.abort())
    visit.ask("How many hubs?")
    expect(page.locator(".notice.is-error")).to_contain_text("The service cannot be reached.")
    page.unroute("**/v1/ask")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_label("Your question")).to_have_value("")


@pytest.mark.parametrize(
    ("status", "heading", "detail"),
    [
        (503, "The service is not ready yet", "The reports are not indexed yet."),
        (422, "The question was not accepted", "question: is not text"),
        (500, "Something went wrong in the service", "The log tells more."),
    ],
)
def test_problem_is_shown_in_the_services_words(visit: Visit, status: int, heading: str, detail: str) -> None:
    visit.expected = str(status)
    page = visit.open()
    answer_with_problem(page, "**/v1/ask", status, "A title", detail)
    visit.ask("How many hubs?")
    expect(page.locator(".notice").get_by_role("heading")).to_have_text(heading)
    expect(page.locator(".notice")).to_contain_text(detail)
    expect(page.get_by_label("Your question")).to_have_value("How many hubs?")


def test_reply_that_is_no_json_is_an_error_in_plain_words(visit: Visit) -> None:
    visit.expected = "502"
    page = visit.open()
    page.route("**/v1/ask", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    visit.ask("How many hubs?")
    expect(page.locator(".notice")).to_contain_text("The service answered with status 502.")


def test_stream_that_breaks_off_shows_what_came_as_incomplete(visit: Visit) -> None:
    page = visit.open()
    reply = reply_of(visit.site)
    answer_with_events(page, events(("citations", reply["citations"]), ("delta", {"text": "Three new [1] hubs"})))
    visit.ask("How many hubs?")
    expect(page.locator(".is-partial")).to_contain_text("Three new\u00a0[1] hubs", use_inner_text=False)
    expect(page.locator(".notice.is-error")).to_contain_text("The connection ended before the answer was complete.")
    expect(page.locator(".notice.is-error")).to_contain_text("not the whole answer")
    page.locator(".is-partial .cite").click()
    expect(page.locator(".source mark")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("How many hubs?")


def test_stop_ends_the_work_and_keeps_the_question(visit: Visit) -> None:
    page = visit.open()
    page.get_by_label("Your question").fill("a slow one")
    page.keyboard.press("Enter")
    expect(page.locator(".steps li").first).to_have_text("Looking through 2 reports")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("Stopped.")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("a slow one")
    visit.ask("How many hubs?")
    expect(page.locator(".answer")).to_be_visible()
    assert visit.site.engine.asked[-1]["history"] == ()


def test_new_conversation_while_working_leaves_nothing_behind(visit: Visit) -> None:
    page = visit.open()
    page.get_by_label("Your question").fill("a slow one")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("button", name="Ask")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_have_value("")


def test_words_typed_meanwhile_are_not_overwritten_by_an_error(visit: Visit) -> None:
    page = visit.open()
    page.get_by_label("Your question").fill("a slow error")
    page.keyboard.press("Enter")
    page.get_by_label("Your question").fill("my next question")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.is-error")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("my next question")


def test_shelf_that_cannot_be_read_is_said_so_and_tried_again(visit: Visit) -> None:
    visit.expected = "503"
    page = visit.page
    answer_with_problem(page, "**/v1/documents", 503, "No index", "The reports are not indexed yet.")
    page.goto(visit.site.url)
    expect(page.locator("#welcome-lead")).to_contain_text("The reports are not indexed yet.")
    page.unroute("**/v1/documents")
    page.locator("#shelf-summary").click()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#shelf-summary")).to_have_text("2 reports")
    expect(page.locator("#welcome-lead")).to_contain_text("2 public reports")
