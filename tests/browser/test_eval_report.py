"""The report of a run and the comparison of two, opened from disk in a real browser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.reporting import plots
from eval.reporting.compare import compare
from eval.reporting.comparison_page import comparison_page
from eval.reporting.report import report_page
from eval.run_folder import Recorded
from eval.scoring.result import Result, make_result
from eval.types import Extra, Failure, Quoted, Reply, Skipped, TimedReply
from tests.browser.checks import low_contrast, nameless_controls, overflows
from tests.eval.fakes import CORPUS, QUESTIONS, recorded_replies, run_facts

pytestmark = pytest.mark.browser

HOSTILE = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"
WORD = "Llanfairpwllgwyngyll" * 12
LONG = TimedReply(
    Reply(f"{WORD} {HOSTILE} " + "a long answer " * 300, True, (Quoted(HOSTILE, f"{HOSTILE} {WORD}"),), confidence=0.9),
    12_345.6,
)
NO_REPLY, REFUSED = "r18", TimedReply(Reply("", False, refusal_reason="not_in_documents"), 3.0)
QUESTION_SET = read_set(QUESTIONS).questions


def result_of(questions: tuple[Any, ...] = QUESTION_SET, **changed: TimedReply) -> Result:
    """The recorded answers with some changed and with a confidence, and everything else that a report can show."""
    replies = {
        name: replace(
            timed,
            reply=replace(timed.reply, confidence=(place % 10) / 10, stages={"search": 5.0 + place, HOSTILE: 2.0}),
            ms=20.0 + place,
        )
        for place, (name, timed) in enumerate(recorded_replies().items())
    }
    run = replace(run_facts(), skipped=(Skipped(7, HOSTILE),))
    more = {f"recall@{k}": Extra(share, (share - 0.1, share + 0.1)) for k, share in ((1, 0.5), (5, 0.7), (10, 0.9))}
    errors = (Failure(NO_REPLY, HOSTILE),)
    return make_result(run, questions, replies | changed, errors, from_folder(CORPUS).folded, more=more)


def everything() -> str:
    return report_page(result_of(r05=LONG, r13=REFUSED))


def no_answers() -> str:
    return report_page(make_result(run_facts(), QUESTION_SET, {}, (), from_folder(CORPUS).folded))


def one_type() -> str:
    return report_page(result_of(tuple(q for q in QUESTION_SET if q.type == "table")))


def nothing_wrong() -> str:
    return report_page(result_of(tuple(q for q in QUESTION_SET if q.id == "r05")))


def comparison() -> str:
    before, after = result_of(r05=LONG), result_of(r13=LONG, r02=LONG)
    after = replace(after, run=replace(after.run, commit=WORD, settings={"reranker": HOSTILE}))
    return comparison_page(compare(_recorded(before), _recorded(after), {"r05": HOSTILE}))


def _recorded(result: Result) -> Recorded:
    asked = {question.id: question.question for question in result.questions}
    return Recorded(Path("run"), result.run, result.score.rows, asked, result.errors, result.replies)


PAGES: dict[str, Callable[[], str]] = {
    "everything": everything,
    "no answers": no_answers,
    "one type": one_type,
    "nothing wrong": nothing_wrong,
    "comparison": comparison,
}
# Types, difficulties, documents, lengths, recall, times, stages, reliability and risk; one group alone is not drawn.
PLOTS = {"everything": 9, "no answers": 4, "one type": 8, "nothing wrong": 6, "comparison": 0}
every_page = pytest.mark.parametrize("made", PAGES)


@dataclass
class Opener:
    """Writes a page to disk and opens it; remembers what went wrong and what was asked for."""

    page: Page
    folder: Path
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __call__(self, made: str) -> Page:
        return self.write(PAGES[made]())

    def write(self, html: str) -> Page:
        path = self.folder / "page.html"
        path.write_text(html, encoding="utf-8")
        self.page.goto(path.as_uri())
        return self.page


@pytest.fixture
def opened(context: BrowserContext, tmp_path: Path) -> Iterator[Opener]:
    """A page from disk; at the end it must have asked for nothing but itself, and have run and logged nothing."""
    opener = Opener(context.new_page(), tmp_path)
    page = opener.page
    page.on("console", lambda line: opener.errors.append(line.text))
    page.on("pageerror", lambda error: opener.errors.append(str(error)))
    page.on("request", lambda request: opener.requests.append(request.url))
    yield opener
    assert opener.errors == []
    assert set(opener.requests) == {(tmp_path / "page.html").as_uri()}
    assert page.title() != "run"


# Each drawing without a size, and each of its texts that reaches out of it by more than half a unit.
_BAD_DRAWINGS = """() => [...document.querySelectorAll("svg")].flatMap((svg) => {
  const box = svg.getBoundingClientRect();
  if (box.width < 100 || box.height < 30) return [`no size: ${box.width} x ${box.height}`];
  return [...svg.querySelectorAll("text")].filter((text) => {
    const own = text.getBoundingClientRect();
    return own.left < box.left - .5 || own.right > box.right + .5
      || own.top < box.top - .5 || own.bottom > box.bottom + .5;
  }).map((text) => `outside: ${text.textContent}`);
})"""

# The drawn shapes whose colour is less than 3 to 1 against the page (WCAG 2, 1.4.11), but for the lines of the grid.
_PALE_SHAPES = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const luminance = (colour) => { const [r, g, b] = parts(colour); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = luminance(getComputedStyle(document.body).backgroundColor);
  const grid = luminance(getComputedStyle(document.querySelector("tbody td")).borderBottomColor);
  return [...document.querySelectorAll("svg path, svg use")].flatMap((shape) => {
    const { fill, stroke } = getComputedStyle(shape);
    return [fill, stroke].filter((c) => c.startsWith("rgb(")).map(luminance).filter((l) => l !== grid)
      .map((l) => (Math.max(l, ground) + .05) / (Math.min(l, ground) + .05)).filter((ratio) => ratio < 3);
  });
}"""


@every_page
def test_every_plot_has_a_size_and_its_texts_inside(opened: Opener, made: str) -> None:
    page = opened(made)

    assert page.evaluate(_BAD_DRAWINGS) == []
    assert page.locator("svg").count() == PLOTS[made]
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size") == page.evaluate(
        "document.querySelectorAll('[id]').length"
    )


def test_long_names_and_great_numbers_stay_inside_their_plots(opened: Opener) -> None:
    names = [f"{letter * 20} {letter * 20}.pdf" for letter in "WÄ漢i"]
    drawn = (
        plots.shares(dict.fromkeys(names, (123456, 0.5, (0.1, 1.0))), "plot-shares", "x"),
        plots.shares({"W": (1, 1.0, None)}, "plot-one", "x"),
        plots.stages(dict.fromkeys(names, (1.0, 1234567.0)), "x"),
        plots.latency([0.1, 9_876_543.2], 0.1, 9_876_543.2, "x"),
        plots.risk_coverage([(0.001, 1.0, (0.9, 1.0)), (1.0, 0.0, None)], "x"),
        plots.reliability([(1.0, 1.0, (0.0, 1.0))], [(0.9, 1_000_000)], 0.1, "x"),
        plots.recall([(k, 1.0, None) for k in (1, 1000, 1_000_000)], "x"),
    )
    page = opened.write("<meta charset=utf-8>" + "".join(f"<figure>{plot}</figure>" for plot in drawn))

    assert page.locator("svg").count() == len(drawn)
    assert page.evaluate(_BAD_DRAWINGS) == []


@every_page
@pytest.mark.parametrize("context_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}])
def test_texts_and_shapes_can_be_told_from_their_ground(opened: Opener, made: str) -> None:
    page = opened(made)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert low_contrast(page) == []
    assert page.evaluate(_PALE_SHAPES) == []


@every_page
@pytest.mark.parametrize("context_options", [{"viewport": {"width": 320, "height": 640}}])
def test_a_narrow_screen_is_not_scrolled_sideways(opened: Opener, made: str) -> None:
    page = opened(made)
    assert not overflows(page)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert not overflows(page)
    assert page.evaluate(_BAD_DRAWINGS) == []


@every_page
def test_headings_follow_each_other_and_every_control_has_a_name(opened: Opener, made: str) -> None:
    page = opened(made)

    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((h) => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert nameless_controls(page) == []
    for drawing in page.get_by_role("img").all():
        assert drawing.evaluate("(svg) => svg.querySelector('title').textContent.length") > 20


@every_page
def test_contents_lead_to_their_sections(opened: Opener, made: str) -> None:
    page = opened(made)
    for link in page.locator("nav a").all():
        link.click()
        expect(page.locator("section:target h2")).to_have_text(link.inner_text())


def test_a_choice_of_type_and_outcome_shows_these_cards_only(opened: Opener) -> None:
    page = opened("everything")
    cards, shown = page.locator("article"), page.locator("article:visible")
    everything = cards.count()
    expect(shown).to_have_count(everything)

    page.get_by_label("table (", exact=False).check()
    expect(shown).to_have_count(page.locator("article[data-type=table]").count())
    page.get_by_label("refused (", exact=False).check()
    expect(shown).to_have_count(page.locator("article[data-type=table][data-outcome=refused]").count())
    page.locator("#type-all").check()
    expect(shown).to_have_count(page.locator("article[data-outcome=refused]").count())
    page.locator("#outcome-all").check()
    expect(shown).to_have_count(everything)


def test_where_no_card_is_left_the_page_says_so(opened: Opener) -> None:
    page = opened("everything")
    none = page.get_by_text("No wrong answer is both.")
    expect(none).to_be_hidden()

    page.locator("#type-judgement").check()
    page.locator("#outcome-nothing").check()

    expect(page.locator("article:visible")).to_have_count(0)
    expect(none).to_be_visible()


@every_page
@pytest.mark.parametrize("context_options", [{"viewport": {"width": 680, "height": 1000}}])
def test_no_table_is_cut_off_on_a4(opened: Opener, made: str) -> None:
    page = opened(made)
    page.emulate_media(media="print")

    wider = (
        "(table) => table.getBoundingClientRect().right > table.closest('section').getBoundingClientRect().right + 1"
    )
    assert [table.text_content() for table in page.locator("table").all() if table.evaluate(wider)] == []


@every_page
def test_print_shows_every_card_and_the_numbers_of_every_plot(opened: Opener, made: str) -> None:
    page = opened(made)
    if made == "everything":
        page.locator("#type-table").check()
    page.emulate_media(media="print")

    expect(page.locator("article:visible")).to_have_count(page.locator("article").count())
    expect(page.locator("figure table:visible")).to_have_count(page.locator("figure table").count())
    expect(page.locator("fieldset:visible, nav:visible")).to_have_count(0)
    assert page.evaluate(_BAD_DRAWINGS) == []
    assert page.pdf(format="A4").count(b"/Type /Page\n") > 0


def test_what_a_system_says_is_text(opened: Opener) -> None:
    page = opened("everything")
    expect(page.locator("article p").get_by_text("onerror=").first).to_be_visible()
    assert page.locator("img[src], script").count() == 0
