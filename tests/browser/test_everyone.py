"""The page for everyone: small screens, dark, zoom, print, names and contrast."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import low_contrast, nameless_controls, overflows
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
REPORT = "/documents/northmoor-annual-2018-19?start=0&end=10"


@pytest.mark.parametrize("context_options", [PHONE], ids=["phone"])
def test_phone_never_scrolls_sideways_and_the_source_lies_over_the_page(visit: Visit) -> None:
    page = visit.open()
    assert not overflows(page)
    page.get_by_text("2 reports").click()
    assert not overflows(page)
    visit.ask("How many hubs? " + "x" * 300)
    visit.ask("What was the weather?")
    assert not overflows(page)
    page.locator(".answer .cite").nth(1).click()
    expect(page.locator(".source .cited-value")).to_be_in_viewport()
    assert not overflows(page)
    assert page.locator("#main").evaluate("element => element.inert")
    assert page.locator(".source").bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    page.get_by_role("button", name="Close the source").click()
    assert not page.locator("#main").evaluate("element => element.inert")
    expect(page.locator(".answer .cite").nth(1)).to_be_focused()
    visit.open(REPORT)
    expect(page.locator("#quote")).to_be_visible()
    assert not overflows(page)


@pytest.mark.parametrize("context_options", [{"viewport": {"width": 320, "height": 256}}], ids=["zoomed"])
def test_great_zoom_leaves_room_to_read(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    assert not overflows(page)
    assert page.locator("#ask").evaluate("element => getComputedStyle(element).position") == "static"
    page.locator(".answer .cite").first.click()
    expect(page.locator(".source mark")).to_be_in_viewport()


@pytest.mark.parametrize(
    "context_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=["light", "dark"]
)
def test_every_text_has_contrast_and_every_control_a_name(visit: Visit) -> None:
    page = visit.open()
    problems = low_contrast(page) + nameless_controls(page)
    visit.ask("What was the weather?")
    visit.ask("an error please")
    visit.ask("How many hubs?")
    page.get_by_text("How this was looked for").last.click()
    page.locator(".answer .cite").nth(1).click()
    expect(page.locator(".source .cited-value")).to_be_visible()
    page.locator(".source").evaluate("element => Promise.all(element.getAnimations().map((one) => one.finished))")
    problems += low_contrast(page) + nameless_controls(page)
    visit.open(REPORT)
    expect(page.locator("#quote")).to_be_visible()
    problems += low_contrast(page) + nameless_controls(page)
    assert problems == []


@pytest.mark.parametrize("context_options", [{"color_scheme": "dark"}], ids=["dark"])
def test_dark_scheme_is_dark(visit: Visit) -> None:
    page = visit.open()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 27)"


@pytest.mark.parametrize("context_options", [{"reduced_motion": "reduce"}], ids=["reduced-motion"])
def test_nothing_moves_for_those_who_asked_for_it(visit: Visit) -> None:
    page = visit.open()
    page.get_by_label("Your question").fill("a slow one")
    page.keyboard.press("Enter")
    expect(page.locator(".steps li").first).to_have_text("Looking through 2 reports")
    assert page.evaluate("document.getAnimations().length") == 0


def test_print_holds_the_answer_and_its_sources_and_no_controls(visit: Visit) -> None:
    page = visit.open()
    visit.ask("How many hubs?")
    page.locator(".answer .cite").first.click()
    page.emulate_media(media="print")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".citation").first).to_be_visible()
    for hidden in (".bar", ".ask", ".source", ".suggestions", ".feedback"):
        expect(page.locator(hidden)).to_be_hidden()
