"""The chat page's main way: ask, watch, read, follow up, begin anew."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import service
from service.types import Turn
from tests.browser.canned import SCRIPT, answer_with_events, events, reply_of
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

ANSWER = "Three new family hubs opened in September 2018."


def test_question_asked_by_keyboard_gives_answer_with_numbered_citations(visit: Visit) -> None:
    page = visit.open()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the question box")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("How many hubs?")
    page.keyboard.press("Enter")
    answer = page.locator(".answer")
    expect(answer).to_contain_text(ANSWER)
    expect(answer.get_by_role("link")).to_have_text(["[1]", "[2]"])
    expect(page.locator(".turn .question")).to_have_text("How many hubs?")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.locator("#announcer")).to_have_text("The answer is ready, with 2 sources.")


def test_sources_show_place_period_page_section_and_the_quote(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    first = page.locator(".citation").first
    expect(first.get_by_role("link")).to_have_text("Northmoor Children's Services Annual Report 2018-19")
    expect(first.locator(".facts")).to_have_text("Northmoor · 2018-19page 1 (printed i)")
    expect(first.locator(".section")).to_have_text("Northmoor Children's Services › Early help")
    expect(first.locator("blockquote")).to_have_text(ANSWER)


def test_source_that_is_a_cell_is_drawn_as_a_small_table(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    table = page.locator(".citation").nth(1).get_by_role("table", name="Table 3: Early help services at 31 March")
    expect(table.get_by_role("columnheader")).to_have_text("2019")
    expect(table.get_by_role("rowheader")).to_have_text("Family hubs open")
    expect(table.locator("mark")).to_have_text("8")


def test_confidence_is_never_shown_as_a_number(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    expect(page.locator(".turn")).not_to_contain_text(re.compile(r"0\.86|86\s?%"))
    expect(page.locator(".caution")).to_have_count(0)
    reply = reply_of(visit.site, confidence=0.1)
    answer_with_events(page, events(("done", reply)))
    visit.ask("How many hubs are there?")
    expect(page.locator(".caution")).to_contain_text("read the source")


def test_steps_are_shown_while_it_works_and_kept_afterwards(visit: Visit) -> None:
    page = visit.open()
    page.get_by_label("Your question").fill("a slow one")
    page.keyboard.press("Enter")
    expect(page.locator(".steps li").first).to_have_text("Looking through 2 reports")
    expect(page.locator(".steps li").nth(1)).to_have_text("Reading the passages found")
    expect(page.locator(".turn")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#announcer")).to_have_text("")
    expect(page.locator(".answer")).to_contain_text(ANSWER)
    page.get_by_text("How this was looked for").click()
    expect(page.locator(".steps li")).to_have_count(3)
    expect(page.locator(".steps li").last).to_have_text("Checking every quote against its source")


def test_shift_enter_begins_a_new_line_and_the_box_grows(visit: Visit) -> None:
    page = visit.open()
    box = page.get_by_label("Your question")
    box.focus()
    height = box.bounding_box()
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    grown = box.bounding_box()
    expect(box).to_have_value("one\ntwo")
    assert height and grown and grown["height"] > height["height"] + 10
    expect(page.locator(".turn")).to_have_count(0)


def test_length_is_told_near_the_limit_and_too_long_is_not_sent(visit: Visit) -> None:
    page = visit.open()
    box, count = page.get_by_label("Your question"), page.locator("#ask-count")
    box.fill("x" * 1500)
    expect(count).to_have_text("")
    box.fill("x" * 1990)
    expect(count).to_have_text("10 characters left")
    box.fill("x" * 2001)
    expect(count).to_have_text("Too long by 1 character")
    expect(box).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(0)
    box.fill(" \n ")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(0)
    assert visit.site.engine.asked == []


def test_follow_up_sends_the_turns_before_and_shows_how_it_was_understood(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    expect(page.locator(".understood")).to_have_count(0)
    visit.ask("And the weather?")
    visit.ask("And in 2019?")
    history = visit.site.engine.asked[-1]["history"]
    assert isinstance(history, tuple)
    assert [turn.question for turn in history] == ["How many hubs?", "And the weather?"]
    assert isinstance(history[0], Turn) and history[0].answer.startswith(ANSWER)
    reply = reply_of(visit.site, question="And then?", standalone_question="How many hubs were open in 2020?")
    answer_with_events(page, events(("done", reply)))
    visit.ask("And then?")
    expect(page.locator(".understood")).to_have_text("Understood as: How many hubs were open in 2020?")


def test_newest_question_is_brought_to_the_top(visit: Visit) -> None:
    page = visit.open()
    for number in range(3):
        visit.ask(f"Question {number}")
    expect(page.locator(".turn").last.locator(".answer")).to_be_in_viewport(ratio=1)
    expect(page.locator(".turn").last.locator(".question")).to_be_in_viewport(ratio=1)


def test_suggestion_and_example_are_asked_when_pressed(visit: Visit) -> None:
    page = visit.open()
    example = page.locator("#examples-list").get_by_role("button").first
    question = example.inner_text()
    assert question.startswith("What does Northmoor's 2019 annual report say about ")
    example.click()
    expect(page.locator(".answer")).to_contain_text(ANSWER)
    assert visit.site.engine.asked[-1]["question"] == question
    page.get_by_role("button", name="What is the average caseload?").click()
    expect(page.locator(".answer")).to_have_count(2)
    assert visit.site.engine.asked[-1]["question"] == "What is the average caseload?"


def test_shelf_lists_the_reports_and_closes_with_escape(visit: Visit) -> None:
    page = visit.open()
    expect(page.locator("#welcome-lead")).to_contain_text("2 public reports about Northmoor and Ashby, 2016 to 2019.")
    page.get_by_text("2 reports").click()
    shelf = page.locator("#shelf-body")
    expect(shelf.get_by_role("listitem")).to_have_count(2)
    expect(shelf.get_by_role("link", name="Ashby inspection letter")).to_have_attribute(
        "href", "/documents/ashby-letter-2016"
    )
    expect(shelf.get_by_role("listitem").last).to_contain_text("Ashby · 2016")
    expect(shelf.get_by_role("listitem").first).to_contain_text("page 2 could not be read")
    expect(shelf.get_by_role("listitem").last).not_to_contain_text("could not be read")
    page.keyboard.press("Escape")
    expect(shelf).to_be_hidden()
    expect(page.locator("#shelf-summary")).to_be_focused()


def test_conversation_outlives_a_reload_until_a_new_one_is_begun(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    page.get_by_label("Your question").fill("half a ques")
    page.reload()
    expect(page.locator(".answer")).to_contain_text(ANSWER)
    expect(page.get_by_label("Your question")).to_have_value("half a ques")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("heading", name="Ask the reports a question")).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    visit.ask("And now?")
    assert visit.site.engine.asked[-1]["history"] == ()


def test_markup_in_question_answer_and_quote_is_shown_as_text(visit: Visit) -> None:
    page = visit.open()
    reply = reply_of(visit.site, answer=f"{SCRIPT} [1] [7]", suggestions=[SCRIPT], standalone_question=SCRIPT + "!")
    reply["citations"][0] |= {"quote": SCRIPT, "title": SCRIPT, "section": [SCRIPT], "url": "javascript:alert(3)"}
    reply["citations"][1]["cell"] |= {"table": SCRIPT, "row": [SCRIPT], "value": SCRIPT}
    stream = events(("status", {"message": SCRIPT}), ("citations", reply["citations"]), ("done", reply))
    answer_with_events(page, stream)
    visit.ask(SCRIPT)
    expect(page.locator(".turn .question")).to_have_text(SCRIPT)
    expect(page.locator(".answer")).to_contain_text(f"{SCRIPT}\u00a0[1]\u00a0[7]", use_inner_text=False)
    expect(page.locator("blockquote")).to_have_text(SCRIPT)
    expect(page.locator(".answer").get_by_role("link")).to_have_count(1)
    assert page.locator(".turn img, .turn script, a[href^=javascript]").count() == 0


def test_everything_the_page_loads_is_small(visit: Visit) -> None:
    visit.open()
    assert service.__file__
    files = [path for path in (Path(service.__file__).parent / "static").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 150_000
    assert any(url.endswith("/js/chat.js") for url in visit.requests)
