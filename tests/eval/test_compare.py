"""Two runs side by side over the questions that both were asked."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from eval import __main__ as commands
from eval.errors import EvalError
from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.reporting.compare import Comparison, compare, sign_test, verdict
from eval.reporting.comparison_files import write_comparison
from eval.reporting.comparison_markdown import comparison_markdown
from eval.reporting.comparison_page import comparison_page
from eval.reporting.comparison_text import comparison_text
from eval.run_folder import ANSWERS, Recorded, answer_line, write_figures
from eval.scoring.result import make_result
from eval.types import Quoted, Reply, TimedReply
from tests.eval.fakes import CORPUS, QUESTIONS, recorded_replies, run_facts

RIGHT = TimedReply(Reply("8 staff [1].", True, (Quoted("oakford-libraries-2020.md", "| Mill Road | 8 | 40 |"),)), 20.0)
WRONG = TimedReply(Reply("14.5 staff.", True), 10.0)
HOSTILE = "<script>alert(1)</script> | [a](b)"
LONG = TimedReply(Reply("long " * 200 + HOSTILE, True, (Quoted(HOSTILE, HOSTILE),)), 20.0)
REFUSED = TimedReply(Reply("The reports do not say.", False), 10.0)


def recorded(*without: str, **changed: TimedReply) -> Recorded:
    """The recorded answers with some changed, over the set without some questions."""
    questions = tuple(q for q in read_set(QUESTIONS).questions if q.id not in without)
    replies = recorded_replies() | changed
    result = make_result(run_facts(), questions, replies, (), from_folder(CORPUS).folded)
    return Recorded(Path("a"), result.run, result.score.rows, {q.id: q.question for q in questions}, (), replies)


def test_a_run_does_not_differ_from_itself() -> None:
    comparison = compare(recorded(), recorded())

    assert comparison.better == comparison.worse == ()
    assert comparison.p_value == 1.0
    assert all(d.change == 0 for d in comparison.differences)
    assert all(d.interval == (0.0, 0.0) for d in comparison.differences if not d.name.startswith("ms_"))


def test_questions_that_got_better_or_worse_are_shown_with_both_answers() -> None:
    comparison = compare(recorded(r05=WRONG), recorded(r13=REFUSED))

    assert [c.id for c in comparison.better] == ["r05"]
    assert [c.id for c in comparison.worse] == ["r13"]
    text = comparison_text(comparison)
    assert "20 questions in both. 1 better, 1 worse, p = 1 (exact McNemar test): could be chance." in text
    assert "- r05 [table] How many staff work at Mill Road in Oakford?\n    before: 14.5 staff." in text
    assert "    after:  (refused) The reports do not say." in text


def test_another_answer_that_is_as_right_or_wrong_is_counted() -> None:
    spaced = TimedReply(Reply("8.0   staff [1].", True), 1.0)
    unlike = TimedReply(Reply("Nobody knows.", True), 1.0)

    comparison = compare(recorded(), recorded(r05=spaced, r13=RIGHT, r02=unlike))
    refused = compare(recorded(r05=RIGHT, r02=unlike), recorded(r02=REFUSED))

    assert [c.id for c in comparison.reworded] == ["r02"]
    assert [(c.id, c.right_after) for c in refused.reworded] == [("r02", False), ("r05", True)]
    assert "as right or wrong as before: 2 (1 right both times)" in comparison_text(refused)


def test_a_long_answer_is_cut_on_the_terminal_and_whole_on_the_page() -> None:
    comparison = compare(recorded(r05=LONG), recorded())

    assert HOSTILE not in comparison_text(comparison)
    assert "long long…" in comparison_text(comparison)
    assert BeautifulSoup(comparison_page(comparison), "lxml").select_one("article.better").text.count(HOSTILE) == 3


def test_each_type_has_its_change_and_the_number_of_its_questions() -> None:
    types = {d.name: d for d in compare(recorded(r05=WRONG), recorded()).types}

    assert (types["table"].n, types["table"].change) == (2, 0.5)
    assert (types["list"].change, types["list"].interval) == (0.0, (0.0, 0.0))
    assert sum(d.n for d in types.values()) == 20


def test_what_differed_between_the_runs_is_named_and_nothing_else() -> None:
    other = recorded()
    run = replace(other.run, commit="def", settings={"reranker": "none"}, date="2025-01-01T00:00:00+00:00", seconds=9.0)

    comparison = compare(recorded(), replace(other, run=run))

    assert [(c.name, c.before, c.after) for c in comparison.conditions] == [
        ("Commit", "abc123", "def"),
        ("Setting answerer", "extractive", "not told"),
        ("Setting reranker", "not told", "none"),
    ]
    assert "- Commit: abc123 -> def" in comparison_text(comparison)
    assert "Nothing but the time." in comparison_page(compare(recorded(), recorded()))


def test_the_change_of_a_figure_lies_within_its_interval() -> None:
    differences = {d.name: d for d in compare(recorded(r05=WRONG), recorded(r05=RIGHT)).differences}

    correct = differences["correct"]
    assert correct.change == pytest.approx(1 / 20)
    assert correct.interval is not None
    assert correct.interval[0] <= 0.05 <= correct.interval[1]
    assert correct.interval[0] == 0.0


def test_only_shared_questions_count_and_a_reply_that_is_missing_is_shown_as_such() -> None:
    comparison = compare(recorded("r01", "r02"), recorded("r03", r18=WRONG))

    assert (comparison.questions, comparison.only_before, comparison.only_after) == (17, 1, 2)
    assert "Left out: 1 only in the first, 2 only in the second." in comparison_text(comparison)


def test_runs_without_a_common_question_cannot_be_compared() -> None:
    everything = [q.id for q in read_set(QUESTIONS).questions]
    with pytest.raises(EvalError, match="no question in common"):
        compare(recorded(*everything[1:]), recorded(everything[0]))


def test_another_version_of_the_set_is_said() -> None:
    other = recorded()
    other = replace(other, run=replace(other.run, set_sha256="other"))

    assert "not over the same version of the set" in comparison_text(compare(recorded(), other))


def test_the_sign_test_is_the_exact_two_sided_one() -> None:
    assert sign_test(0, 0) == 1.0
    assert sign_test(5, 0) == pytest.approx(2 / 32)
    assert sign_test(8, 2) == pytest.approx(2 * (1 + 10 + 45) / 1024)
    assert sign_test(3, 3) == 1.0
    assert sign_test(900, 900) == 1.0
    assert sign_test(3000, 2000) < 1e-9


@pytest.mark.parametrize(
    ("better", "worse", "said"),
    [
        (0, 0, "No question changed between right and wrong."),
        (12, 5, "12 better, 5 worse, p = .14 (exact McNemar test): could be chance."),
        (9, 1, "9 better, 1 worse, p = .02 (exact McNemar test): hardly chance."),
        (20, 4, "20 better, 4 worse, p = .002 (exact McNemar test): hardly chance."),
        (0, 30, "0 better, 30 worse, p < .001 (exact McNemar test): hardly chance."),
    ],
)
def test_the_test_is_said_in_words(better: int, worse: int, said: str) -> None:
    assert verdict(better, worse) == said


def everything() -> Comparison:
    """Better, worse, reworded, another set, and texts that would do harm."""
    before, after = recorded("r01", r05=LONG), recorded("r03", r13=REFUSED, r02=LONG)
    return compare(before, replace(after, run=replace(after.run, set_sha256="1" * 64)), {"r05": f"8 {HOSTILE}"})


def test_the_page_has_both_answers_with_their_citations_beside_what_was_wanted() -> None:
    page = BeautifulSoup(comparison_page(everything()), "lxml")

    (card,) = page.select("article.better")
    assert card.select_one(".wanted").text == f"8 {HOSTILE}"
    assert [head.text for head in card.select(".sides h4")] == [
        "Before: Answered",
        "Citations",
        "After: Answered",
        "Citations",
    ]
    (worse,) = page.select("article.worse")
    assert worse.select(".wanted") == []
    assert "After: Refused" in worse.text
    assert len(page.select("#reworded dt")) == 1
    assert page.select("script, link, img") == []


def test_page_and_markdown_say_what_the_text_says() -> None:
    comparison = everything()

    for text in (
        BeautifulSoup(comparison_page(comparison), "lxml").get_text(),
        BeautifulSoup(MarkdownIt("gfm-like", {"linkify": False}).render(comparison_markdown(comparison)), "lxml").text,
    ):
        assert "18 questions in both. 1 better, 1 worse, p = 1 (exact McNemar test): could be chance." in text
        assert "Left out: 1 only in the first, 1 only in the second." in text
        assert "The two runs were not over the same version of the set." in text


def test_a_change_that_is_not_chance_is_set_in_bold() -> None:
    ids = [q.id for q in read_set(QUESTIONS).questions]
    comparison = compare(recorded(**dict.fromkeys(ids, REFUSED)), recorded())

    assert {d.name for d in comparison.differences if d.clear} >= {"correct", "correct_answerable"}
    page = BeautifulSoup(comparison_page(comparison), "lxml")
    assert "correct" in [row.select_one("th").contents[0] for row in page.select("tr.clear")]
    assert "**+" in comparison_markdown(comparison)


def test_what_a_system_says_has_no_meaning_in_markdown() -> None:
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(comparison_markdown(everything()))

    assert BeautifulSoup(rendered, "lxml").select("script, a") == []
    assert f"wanted: 8 {HOSTILE}" in BeautifulSoup(rendered, "lxml").get_text()


def test_all_three_files_are_written_and_the_data_can_be_read_again(tmp_path: Path) -> None:
    page = write_comparison(tmp_path / "new" / "folder", everything())

    assert page.read_text(encoding="utf-8") == comparison_page(everything())
    assert (page.parent / "comparison.md").read_text(encoding="utf-8") == comparison_markdown(everything())
    data = json.loads((page.parent / "comparison.json").read_text(encoding="utf-8"))
    assert (data["questions"], data["verdict"][:8], data["better"][0]["id"]) == (18, "1 better", "r05")
    assert data["better"][0]["before"]["reply"]["citations"][0]["quote"] == HOSTILE
    correct = next(d for d in data["differences"] if d["name"] == "correct")
    assert correct["change"] == pytest.approx(correct["after"] - correct["before"])


def test_a_place_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EvalError, match="cannot be written there"):
        write_comparison(tmp_path / "file", everything())


def written(folder: Path, **changed: TimedReply) -> Path:
    """The folder of a run with some replies changed."""
    folder.mkdir()
    replies = recorded_replies() | changed
    run = replace(run_facts(), set_sha256=read_set(QUESTIONS).sha256)
    write_figures(folder, make_result(run, read_set(QUESTIONS).questions, replies, (), from_folder(CORPUS).folded))
    (folder / ANSWERS).write_text(
        "".join(answer_line(name, reply) for name, reply in replies.items()), encoding="utf-8"
    )
    return folder


def test_the_command_writes_where_it_is_told_to_and_shows_what_the_set_wants(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = written(tmp_path / "a", r05=WRONG), written(tmp_path / "b")

    assert commands.main(["compare", str(before), str(after)]) == 0
    alone = capsys.readouterr().out
    assert commands.main(["compare", str(before), str(after), "--out", str(tmp_path / "c")]) == 0

    assert "1 better, 0 worse" in alone
    assert capsys.readouterr().out == f"{alone}\n{tmp_path / 'c' / 'comparison.html'}\n"
    assert "<p class=wanted>8 staff</p>" in (tmp_path / "c" / "comparison.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("there", ["gone", "changed", "broken"])
def test_without_the_set_of_the_run_what_it_wants_is_left_out(tmp_path: Path, there: str) -> None:
    folder = written(tmp_path / "a", r05=WRONG)
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    own_set = tmp_path / "set.jsonl"
    figures["run"]["set_path"] = own_set.as_posix()
    (folder / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
    if there != "gone":
        own_set.write_text("{}\n" if there == "broken" else QUESTIONS.read_text(encoding="utf-8") + "\n", "utf-8")

    assert commands.main(["compare", str(written(tmp_path / "b")), str(folder), "--out", str(tmp_path / "c")]) == 0
    assert "Wanted" not in (tmp_path / "c" / "comparison.html").read_text(encoding="utf-8")
