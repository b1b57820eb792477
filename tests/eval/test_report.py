"""The report is one page that needs nothing else and shows every wrong answer beside what was wanted."""

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.reporting.report import report_page, write_report
from eval.scoring.result import Result, make_result
from eval.types import Evidence, Extra, Failure, Question, Quoted, Reply, Skipped, TimedReply
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


@pytest.mark.parametrize(("told", "shown"), [("How many <b>?", True), (" What   about it? ", False), (None, False)])
def test_a_question_that_was_understood_otherwise_says_how(told: str | None, shown: bool) -> None:
    asked = Question("q", "What about it?", "lookup", "easy", True, "Rain.", (("rain",),))
    replies = {"q": TimedReply(Reply("Sun.", True, standalone_question=told))}

    page = BeautifulSoup(report_page(make_result(run_facts(), (asked,), replies, (), {})), "lxml")

    assert ("Understood as: How many <b>?" in page.select_one("article").text) == shown
    assert ("Understood as" in page.text) == shown


def test_figures_types_errors_and_conditions_are_on_the_page(page: BeautifulSoup) -> None:
    text = page.get_text()

    for expected in ("correct_answerable", "0.6111", "unanswerable", "HTTP 500: <b>broken</b>", "2 cores", "abc123"):
        assert expected in text


def test_wrong_answers_can_be_chosen_by_type_and_by_what_came_back(page: BeautifulSoup) -> None:
    cards = page.select("article")
    for kind, names in {"type": {c["data-type"] for c in cards}, "outcome": {"answered", "refused", "nothing"}}.items():
        assert {radio["id"] for radio in page.select(f"input[name={kind}]")} == {f"{kind}-{n}" for n in {"all", *names}}
        for name in names:
            assert f"body:has(#{kind}-{name}:checked) article:not([data-{kind}={name}])" in str(page)


def test_where_two_choices_leave_no_card_the_page_says_so(page: BeautifulSoup) -> None:
    there = {(card["data-type"], card["data-outcome"]) for card in page.select("article")}
    types = {name for name, _ in there}

    for name in types:
        rule = f"body:has(#type-{name}:checked):has(#outcome-refused:checked) .none{{display:block}}"
        assert (rule in str(page)) == ((name, "refused") not in there)


def test_the_page_has_no_script_and_no_address_outside(page: BeautifulSoup) -> None:
    assert page.select("script, link, img, iframe, [onload], [onclick]") == []
    assert not re.search(r"https?://|//[a-z]|@import|url\((?!#)", str(page))
    assert all(link["href"].startswith("#") for link in page.select("[href]"))


def test_every_entry_of_the_contents_leads_to_a_section(page: BeautifulSoup) -> None:
    entries = [link["href"].removeprefix("#") for link in page.select("nav a")]

    assert entries == [section["id"] for section in page.select("section")]
    assert {"figures", "groups", "time", "failed", "wrong", "right", "run"} <= set(entries)


def test_each_plot_has_its_numbers_beside_it(page: BeautifulSoup) -> None:
    figures = page.select("figure")

    assert len(figures) == 7
    assert all(figure.select("svg") and figure.select("details table tbody tr") for figure in figures)
    (types,) = (figure for figure in figures if "By type" in figure.text)
    assert [cell.text for cell in types.select("td")][:3] == ["1", "1.0000", "1.0000 to 1.0000"]


def test_groups_are_shown_from_the_best_to_the_worst_and_difficulty_and_length_in_their_own_order(
    page: BeautifulSoup,
) -> None:
    types, difficulties, documents, lengths = page.select("#groups figure")

    for figure in (types, documents):
        shares = [float(row.select("td")[1].text) for row in figure.select("tbody tr")]
        assert shares == sorted(shares, reverse=True)
    assert [name.text for name in difficulties.select("tbody th")] == ["easy", "medium", "hard"]
    assert [name.text for name in lengths.select("tbody th")] == ["1 to 10 words", "11 to 20 words"]


def test_each_stage_has_its_times_with_intervals() -> None:
    staged = {
        question_id: replace(timed, reply=replace(timed.reply, stages={"search": 10.0, "compose": 5.0}))
        for question_id, timed in recorded_replies().items()
    }

    page = BeautifulSoup(report_page(make(**staged)), "lxml")

    assert [row.get_text(" ") for row in page.select("#time figure")[1].select("tbody tr")] == [
        "search 19 10.0 (10.0 to 10.0) 10.0 (10.0 to 10.0)",
        "compose 19 5.0 (5.0 to 5.0) 5.0 (5.0 to 5.0)",
    ]


def test_confidence_has_its_error_and_area_with_intervals() -> None:
    sure = {
        question_id: replace(timed, reply=replace(timed.reply, confidence=0.5))
        for question_id, timed in recorded_replies().items()
    }
    result = make(**sure)

    text = BeautifulSoup(report_page(result), "lxml").select_one("#confidence p").text

    assert result.calibration is not None
    low, high = result.calibration.error_interval or (0.0, 0.0)
    assert f"calibration error {result.calibration.error:.4f} ({low:.4f} to {high:.4f})" in text
    assert f"risk-coverage curve {result.calibration.aurc:.4f}" in text


def test_what_could_not_be_measured_is_said() -> None:
    page = BeautifulSoup(report_page(replace(make(), notes=("No <search>.",))), "lxml")

    assert page.select_one("#figures p.note").text == "No <search>."


def test_without_the_library_the_page_says_so_and_has_all_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    page = BeautifulSoup(report_page(make()), "lxml")

    assert page.select("svg, figure details") == []
    assert len(page.select("figure table")) == 7
    assert "matplotlib is not installed" in page.select_one("p.note").text


def test_with_the_library_nothing_is_said_about_it(page: BeautifulSoup) -> None:
    assert page.select("p.note") == []


def test_right_answers_are_listed_folded_away(page: BeautifulSoup) -> None:
    right = [row.id for row in make().score.rows if row.correct]

    listed = page.select("#right details:not([open]) dt small")

    assert [small.text.split(",")[0] for small in listed] == right
    assert "8.0 staff [1]." in page.select_one("#right").text


def test_a_failed_question_says_why_in_its_card(page: BeautifulSoup) -> None:
    (card,) = page.select("article:-soup-contains('r18')")
    assert "No reply" in card.text
    assert card.select_one(".fault").text == "no reply, which counts as a refusal"
    assert "HTTP 500: <b>broken</b>" in card.text


def test_lines_that_were_not_asked_are_named() -> None:
    run = replace(run_facts(), skipped=(Skipped(7, "'id' is missing <i>"),))

    page = BeautifulSoup(report_page(replace(make(), run=run)), "lxml")

    assert page.select_one("#skipped tr").get_text(" ") == "line 7 'id' is missing <i>"


def test_recall_of_the_search_has_a_curve_in_the_order_of_k() -> None:
    more = {f"recall@{k}": Extra(k / 10, (0.0, 1.0)) for k in (10, 1, 5)} | {"something": Extra(None, None)}

    page = BeautifulSoup(report_page(replace(make(), more=more)), "lxml")

    assert [row.get_text(" ") for row in page.select("#search tbody tr")] == [
        f"{k} {k / 10:.4f} 0.0000 to 1.0000" for k in (1, 5, 10)
    ]
    assert "10% within the first 1, 50% within the first 5" in page.select_one("#search svg title").text


def one_answer(evidence: Sequence[Evidence], *citations: Quoted) -> BeautifulSoup:
    """The page of one question, answered wrongly with these citations."""
    asked = Question("q", "Why?", "why", "easy", True, "Rain.", (("rain",),), evidence=tuple(evidence))
    replies = {"q": TimedReply(Reply("Sun.", True, citations), 1.0)}
    return BeautifulSoup(report_page(make_result(run_facts(), (asked,), replies, (), {})), "lxml")


def test_a_citation_shows_what_it_shares_with_the_evidence_of_its_document() -> None:
    shared = "were visited 1,204,300 times\n in 2018/19 <b>"
    evidence = [Evidence("a.pdf", f"The libraries {' '.join(shared.split())} as planned", page=3)]

    page = one_answer(evidence, Quoted("a.pdf", f"We {shared} now", 2, 3), Quoted("b.pdf", shared))

    assert [mark.text for mark in page.select("mark")] == [shared]
    assert [cite.text for cite in page.select("cite")] == ["a.pdf, page 3", "a.pdf, pages 2 to 3", "b.pdf"]


def test_types_of_any_name_can_be_chosen() -> None:
    asked = tuple(
        Question(name, "Why?", name, "easy", True, "Rain.", (("rain",),))  # type: ignore[arg-type]
        for name in ("multi span", "a]{}</style>", "why")
    )

    page = BeautifulSoup(report_page(make_result(run_facts(), asked, {}, (), {})), "lxml")

    assert [radio["id"] for radio in page.select("input[name=type]")][1:] == [
        "type-a_____style_",
        "type-multi_span",
        "type-why",
    ]
    assert len(page.select("article[data-type=multi_span]")) == 1
    assert "article:not([data-type=multi_span])" in page.select_one("section style").text


def test_a_run_without_any_reply_has_a_page() -> None:
    result = make_result(run_facts(), read_set(QUESTIONS).questions, {}, (), from_folder(CORPUS).folded)

    page = BeautifulSoup(report_page(result), "lxml")

    assert len(page.select("article[data-outcome=nothing]")) == len([r for r in result.score.rows if not r.correct])
    assert page.select("#time, #confidence") == []


def test_page_and_markdown_are_written_beside_each_other_and_are_the_same_each_time(tmp_path: Path) -> None:
    path = write_report(tmp_path, make())
    first = [(tmp_path / name).read_bytes() for name in ("report.html", "report.md")]
    write_report(tmp_path, make())

    assert path == tmp_path / "report.html"
    assert [(tmp_path / name).read_bytes() for name in ("report.html", "report.md")] == first


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
