"""The page over the real engine, model and index: from a question to the marked words in their report."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from indexer import SentenceEncoder
from service.app import create_app
from service.settings import ServiceSettings
from tests.browser.conftest import Site, Visit, serving
from tests.service.fake_engine import FakeEngine
from tests.small_shelf import build_small_index

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, real_encoder: SentenceEncoder) -> Iterator[Site]:
    index = build_small_index(tmp_path_factory.mktemp("small"), real_encoder)
    journal = tmp_path_factory.mktemp("journal") / "journal.sqlite3"
    with serving(create_app(ServiceSettings(index_dir=index, journal=journal))) as url:
        yield Site(url, FakeEngine(), journal, reports=3)  # the fake one is never asked


def test_question_is_answered_and_its_citation_opens_the_report_with_the_words_marked(visit: Visit) -> None:
    page = visit.open()
    visit.ask("When did three new family hubs open in Oakford?")
    expect(page.locator(".answer")).to_contain_text("September 2018")
    page.locator(".answer .cite").first.click()
    panel = page.get_by_role("complementary", name="Oakford Safeguarding Board Annual Report 2018/19")
    expect(panel.locator("mark")).to_have_text("Three new family hubs opened in Oakford in September 2018.")
    expect(panel.locator("mark")).to_be_in_viewport()


def test_cell_of_a_table_is_marked_and_a_follow_up_finds_the_next_one(visit: Visit) -> None:
    page = visit.open()
    visit.ask("What percentage of single assessments were completed within 45 days in Northmoor in 2019?")
    visit.ask("And in 2020?")
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator(".answer").last).to_contain_text("88.3%")
    page.locator(".answer").last.locator(".cite").first.click()
    expect(page.locator(".source .cited-value")).to_have_text("88.3%")


def test_refusal_says_so(visit: Visit) -> None:
    page = visit.open()
    visit.ask("What is the best recipe for chocolate cake?")
    expect(page.locator(".turn")).to_contain_text("The reports do not seem to speak of")
    expect(page.locator(".answer .cite")).to_have_count(0)
