"""Feedback under an answer: given, changed, with words, told when it fails, and not asked for where none is taken."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from service.journal import Feedback, read_journal
from tests.browser.canned import answer_with_json, answer_with_problem
from tests.browser.checks import low_contrast, nameless_controls, overflows
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
THANKS = "Thank you. You can still change it."


@pytest.fixture(autouse=True)
def _no_feedback_of_other_tests(visit: Visit) -> Iterator[None]:
    visit.site.journal.unlink(missing_ok=True)
    yield


def kept(visit: Visit) -> Feedback:
    """The one feedback that the service has written down."""
    (entry,) = read_journal(visit.site.journal)
    assert entry.feedback is not None
    return entry.feedback


def group(visit: Visit, name: str = "Is this answer right?") -> Locator:
    return visit.page.get_by_role("group", name=name)


def pressed(visit: Visit) -> Locator:
    return visit.page.locator(".feedback [aria-pressed=true]")


def test_answer_is_called_right_with_one_press_and_that_is_told(visit: Visit) -> None:
    visit.open()
    visit.ask("How many hubs?")
    expect(group(visit).get_by_role("button")).to_have_text(["Right", "Wrong", "Something missing"])
    expect(pressed(visit)).to_have_count(0)
    expect(visit.page.get_by_label("Anything to add? (optional)")).to_be_hidden()
    group(visit).get_by_role("button", name="Right").click()
    expect(visit.page.locator(".feedback").get_by_role("status")).to_have_text(THANKS)
    expect(pressed(visit)).to_have_text("Right")
    assert (kept(visit).rating, kept(visit).comment) == ("right", "")
    assert read_journal(visit.site.journal)[0].asked.question == "How many hubs?"


def test_refusal_is_called_wrong_with_words_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open()
    visit.ask("What was the weather?")
    refused = group(visit, "Is it right that there is no answer?")
    refused.get_by_role("button", name="Right").focus()
    page.keyboard.press("Tab")
    expect(refused.get_by_role("button", name="Wrong")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(".feedback-status")).to_have_text(THANKS)
    expect(refused.get_by_role("button", name="Wrong")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    words = page.get_by_label("What is wrong, and what would be right? (optional)")
    expect(words).to_be_focused()
    page.keyboard.type("It rained <b>all</b> June.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send these words")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".feedback-status")).to_have_text("Thank you: your words are kept.")
    assert (kept(visit).rating, kept(visit).comment) == ("wrong", "It rained <b>all</b> June.")


def test_mind_is_changed_and_the_newest_stays_with_the_words(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    group(visit).get_by_role("button", name="Right").click()
    page.get_by_label("Anything to add? (optional)").fill("Well put.")
    page.get_by_role("button", name="Send these words").click()
    expect(page.locator(".feedback-status")).to_have_text("Thank you: your words are kept.")
    with page.expect_response("**/v1/feedback") as reply:
        group(visit).get_by_role("button", name="Something missing").click()
    assert reply.value.json()["replaced"] is True
    expect(pressed(visit)).to_have_text("Something missing")
    assert (kept(visit).rating, kept(visit).comment) == ("missing", "Well put.")
    expect(page.get_by_label("What is missing? (optional)")).to_have_value("Well put.")


def test_quick_presses_leave_the_last_one(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    page.evaluate("document.querySelectorAll('.feedback button[data-rating]').forEach((button) => button.click())")
    expect(page.locator(".feedback-status")).to_have_text(THANKS)
    expect(pressed(visit)).to_have_text("Something missing")
    assert kept(visit).rating == "missing"


def test_failure_is_told_and_the_press_can_be_tried_again(visit: Visit) -> None:
    visit.expected = "503"
    page = visit.open()
    visit.ask("How many hubs?")
    answer_with_problem(page, "**/v1/feedback", 503, "Not kept", "The feedback could not be written down.")
    group(visit).get_by_role("button", name="Wrong").click()
    status = page.locator(".feedback").get_by_role("status")
    expect(status).to_have_text("Not sent. The feedback could not be written down. You can try again.")
    expect(pressed(visit)).to_have_count(0)
    page.unroute("**/v1/feedback")
    group(visit).get_by_role("button", name="Wrong").click()
    expect(status).to_have_text(THANKS)
    expect(pressed(visit)).to_have_text("Wrong")


def test_words_that_could_not_be_sent_stay_in_their_box(visit: Visit) -> None:
    visit.expected = "ERR_FAILED"
    page = visit.open()
    visit.ask("How many hubs?")
    group(visit).get_by_role("button", name="Wrong").click()
    words = page.get_by_label("What is wrong, and what would be right? (optional)")
    words.fill("It was four.")
    page.route("**/v1/feedback", lambda route: route.abort())
    page.get_by_role("button", name="Send these words").click()
    expect(page.locator(".feedback-status")).to_contain_text("Not sent. The service cannot be reached.")
    expect(words).to_have_value("It was four.")
    expect(pressed(visit)).to_have_text("Wrong")
    page.unroute("**/v1/feedback")
    page.get_by_role("button", name="Send these words").click()
    expect(page.locator(".feedback-status")).to_have_text("Thank you: your words are kept.")
    assert kept(visit).comment == "It was four."


def test_what_was_said_is_shown_again_after_a_reload(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    group(visit).get_by_role("button", name="Wrong").click()
    expect(page.locator(".feedback-status")).to_have_text(THANKS)
    page.reload()
    expect(pressed(visit)).to_have_text("Wrong")
    group(visit).get_by_role("button", name="Right").click()
    expect(page.locator(".feedback-status")).to_have_text(THANKS)
    assert kept(visit).rating == "right"


def test_each_turn_has_its_own_and_the_service_is_asked_once(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    visit.ask("What was the weather?")
    group(visit, "Is it right that there is no answer?").get_by_role("button", name="Right").click()
    expect(page.locator(".feedback-status").last).to_have_text(THANKS)
    expect(page.locator(".feedback-status").first).to_be_empty()
    expect(pressed(visit)).to_have_count(1)
    assert sum(url.endswith("/readyz") for url in visit.requests) == 1


def test_none_is_asked_for_where_the_service_takes_none(visit: Visit) -> None:
    page = visit.open()
    answer_with_json(page, "**/readyz", {"status": "ready", "feedback": False})
    with page.expect_response("**/readyz"):
        visit.ask("How many hubs?")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".feedback")).to_be_hidden()


def test_service_that_does_not_say_is_asked_again_with_the_next_answer(visit: Visit) -> None:
    visit.expected = "503"
    page = visit.open()
    answer_with_problem(page, "**/readyz", 503, "Not ready", "The index is being exchanged.")
    visit.ask("How many hubs?")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".feedback")).to_be_hidden()
    page.unroute("**/readyz")
    visit.ask("How many hubs are there?")
    expect(page.locator(".feedback").last).to_be_visible()


def test_stopped_and_failed_turns_are_not_asked_about(visit: Visit) -> None:
    page = visit.open()
    visit.ask("an error please")
    expect(page.locator(".notice.is-error")).to_be_visible()
    expect(page.locator(".feedback")).to_have_count(0)


@pytest.mark.parametrize(
    "context_options",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE],
    ids=["light", "dark", "phone"],
)
def test_every_state_has_contrast_names_and_fits_the_screen(visit: Visit) -> None:
    visit.expected = "503"
    page = visit.open()
    visit.ask("How many hubs?")
    group(visit).get_by_role("button", name="Wrong").click()
    expect(page.locator(".feedback-status")).to_have_text(THANKS)
    problems = low_contrast(page) + nameless_controls(page)
    assert not overflows(page)
    answer_with_problem(page, "**/v1/feedback", 503, "Not kept", "The feedback could not be written down.")
    group(visit).get_by_role("button", name="Right").click()
    expect(page.locator(".feedback-status")).to_have_class("feedback-status is-error")
    assert problems + low_contrast(page) + nameless_controls(page) == []
    assert not overflows(page)
