"""The report is one page that needs nothing else and shows every wrong answer beside what was wanted."""

import re

import pytest
from bs4 import BeautifulSoup

from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.reporting.report import report_page
from eval.scoring.result import Result, make_result
from eval.types import Failure, Quoted, Reply, TimedReply
from tests.eval.fakes import CORPUS, QUESTIONS, recorded_replies, run_facts

HOSTILE = '<script>alert(1)</script> & "quoted"'


def make(**changed: TimedReply) -> Result:
    questions = read_set(QUESTIONS).questions
    errors = (Failure("r18", "HTTP 500: <b>broken</b>"),)
    return make_result(run_facts(), questions, recorded_replies() | changed, errors, from_folder(CORPUS).folded)


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return BeautifulSoup(report_page(make()), "lxml")


def test_every_wrong_answer_and_no_other_has_a_card(page: BeautifulSoup) -> None:
    wrong = {row.id for row in make().score.rows if not row.correct}

    shown = [card.select_one("p.quiet:not(:has(+ p.quiet))").text.split(",")[0] for card in page.select("article")]

    assert set(shown) == wrong
    assert len(shown) == len(wrong)


def test_a_card_shows_question_fault_wanted_answer_evidence_and_citations(page: BeautifulSoup) -> None:
    (card,) = (card for card in page.select("article") if "r02" in card.text)

    assert "How much did visits to Millbrook's libraries grow?" in card.text
    assert "does not say “4.5%”" in card.text
    assert "By 4.5%." in card.text
    assert "By 14.5 per cent [1]." in card.text
    assert "millbrook-libraries-2019.txt, line 6" in card.text
    assert "4.5 per cent more\nthan in the year before" in card.text


def test_a_follow_up_shows_the_turns_before(page: BeautifulSoup) -> None:
    (card,) = (card for card in page.select("article") if "r16" in card.text)
    assert "Before: What share of Millbrook readers was satisfied? — 91%." in card.text


def test_figures_types_errors_and_conditions_are_on_the_page(page: BeautifulSoup) -> None:
    text = page.get_text(" ")

    for expected in ("correct_answerable", "0.6111", "unanswerable", "HTTP 500: <b>broken</b>", "2 cores", "abc123"):
        assert expected in text


def test_each_type_with_wrong_answers_can_be_chosen(page: BeautifulSoup) -> None:
    types = {card["data-type"] for card in page.select("article")}

    assert {radio["id"] for radio in page.select("input[type=radio]")} == {"only-all"} | {f"only-{t}" for t in types}
    for name in types:
        assert f"body:has(#only-{name}:checked) article:not([data-type={name}])" in str(page)


def test_the_page_has_no_script_and_no_address_outside(page: BeautifulSoup) -> None:
    assert page.select("script, link, img, iframe") == []
    assert not re.search(r"https?://|//[a-z]|@import|url\(", str(page))


def test_what_a_system_says_is_shown_and_not_run() -> None:
    reply = Reply(HOSTILE, True, (Quoted(HOSTILE, HOSTILE),), kind=HOSTILE, refusal_reason=HOSTILE)

    page = report_page(make(r05=TimedReply(reply, 1.0)))

    assert "<script>" not in page
    assert BeautifulSoup(page, "lxml").get_text().count(HOSTILE) == 4


def test_a_run_without_a_wrong_answer_says_so() -> None:
    questions = tuple(q for q in read_set(QUESTIONS).questions if q.id == "r05")

    page = report_page(make_result(run_facts(), questions, recorded_replies(), (), from_folder(CORPUS).folded))

    assert "<p>None.</p>" in page
    assert "<article" not in page
