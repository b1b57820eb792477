"""The report in Markdown says the same as the page, and what a system says stays text."""

from dataclasses import replace

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.reporting.markdown import plain, report_markdown
from eval.scoring.result import Result, make_result
from eval.types import Failure, Quoted, Reply, Skipped, TimedReply
from tests.eval.fakes import CORPUS, QUESTIONS, recorded_replies, run_facts

HOSTILE = "<script>alert(1)</script> | [a](b) *b* `c` ~~d~~ &amp; $x$\n\n# e\n- f"


def make(**changed: TimedReply) -> Result:
    questions = read_set(QUESTIONS).questions
    run = replace(run_facts(), skipped=(Skipped(7, "broken"),))
    errors = (Failure("r18", HOSTILE),)
    result = make_result(run, questions, recorded_replies() | changed, errors, from_folder(CORPUS).folded)
    return replace(result, notes=("No *search* here.",))


def rendered(result: Result) -> BeautifulSoup:
    return BeautifulSoup(MarkdownIt("gfm-like", {"linkify": False}).render(report_markdown(result)), "lxml")


def test_all_parts_are_there_with_their_numbers() -> None:
    page = rendered(make())

    assert [heading.text for heading in page.select("h1, h2")] == [
        "Evaluation of questions.jsonl",
        "Figures",
        "By type of question",
        "By difficulty",
        "By document with the evidence",
        "By length of the question",
        "Lines of the set that were not asked",
        "Questions that failed",
        "Wrong answers (8)",
        "How it was run",
    ]
    figures = {
        row.select_one("td").text: row.select("td")[1].text for row in page.select("table")[0].select("tbody tr")
    }
    assert figures["correct_answerable"] == "0.6111"
    assert "No *search* here." in page.text
    assert [cell.text for cell in page.select("table")[2].select("tbody tr td:first-child")] == [
        "easy",
        "medium",
        "hard",
    ]


def test_every_wrong_answer_is_named_with_its_fault_what_was_wanted_and_what_came() -> None:
    wrong = [row.id for row in make().score.rows if not row.correct]

    page = rendered(make())

    assert [item.select_one("strong").text for item in page.select("li:has(strong)")] == wrong
    (item,) = page.select("li:has(strong:-soup-contains('r02'))")
    assert [line.text.strip() for line in item.select("li")] == [
        "does not say “4.5%”",
        "wanted: By 4.5%.",
        "got: By 14.5 per cent [1].",
    ]


def test_what_a_system_says_has_no_meaning_of_its_own() -> None:
    reply = Reply(HOSTILE, True, (Quoted(HOSTILE, HOSTILE),))

    page = rendered(make(r05=TimedReply(reply, 1.0)))

    assert page.get_text().count(" ".join(HOSTILE.split())) == 2
    assert page.select("script, a, em, s") == []
    assert len(page.select("h1")) == 1


def test_a_long_answer_is_cut() -> None:
    assert plain("word " * 100, 20) == "word word word word…"
    assert plain("a|b\n c") == "a\\|b c"
