"""A set's skeleton from the journal and from lists of questions."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval import __main__ as commands
from eval.questions.draft import chosen_entries, draft_record
from eval.questions.draft_file import read_questions
from service.journal import Asked, Cited, Entry, Feedback, Rating, keep_answer, keep_feedback
from service.settings import ServiceSettings
from service.types import Turn
from tests.eval.fakes import FakeServedEngine

FIELDS = {
    "id", "draft", "question", "history", "type", "difficulty", "answerable", "answer", "must_include",
    "must_not_include", "evidence", "asked",
}  # fmt: skip
ASKED = Asked(
    id="a1",
    time="2026-01-02T03:04:05+00:00",
    question="How many hubs were open in 2019?",
    history=(),
    standalone_question="How many hubs were open in 2019?",
    answered=True,
    answer="In 2019, 8 hubs were open [1], 12.5 per cent more than before [2, 3].",
    kind="table",
    confidence=0.75,
    refusal_reason=None,
    citations=(
        Cited("annual.pdf", "Family hubs open | 5 | 8", 3, 3, None),
        Cited("letter.txt", "12.5% more hubs", None, None, 40),
        Cited("letter.txt", "12.5% more hubs", None, None, 40),
    ),
    index_version="g7",
    answerer="extractive",
    documents=(),
)
REFUSED = replace(ASKED, id="a2", question="What was the weather?", answered=False, answer="", kind="lookup")


def said(rating: Rating, comment: str = "", time: str = "2026-01-03T00:00:00+00:00", of: Asked = ASKED) -> Entry:
    return Entry(of, Feedback(of.id, rating, comment, time))


def test_draft_has_every_field_of_a_set_and_what_the_owner_wants_to_see() -> None:
    record = draft_record(said("right", "Well put."))
    assert set(record) == FIELDS
    assert record["question"] == ASKED.question
    assert (record["type"], record["difficulty"], record["answerable"]) == ("table", "medium", True)
    assert record["answer"] == "In 2019, 8 hubs were open, 12.5 per cent more than before."
    assert record["must_include"] == [["8"], ["12.5 per cent"]]
    assert record["evidence"] == [
        {"doc": "annual.pdf", "quote": "Family hubs open | 5 | 8", "page": 3},
        {"doc": "letter.txt", "quote": "12.5% more hubs", "line": 40},
    ]
    assert record["asked"] == {
        "rating": "right",
        "comment": "Well put.",
        "confidence": 0.75,
        "answer_id": "a1",
        "index_version": "g7",
        "time": ASKED.time,
    }


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (Entry(ASKED, None), "Check: is the answer right, is this its evidence? Then delete this field."),
        (said("right"), "Marked right. Check: is the answer right"),
        (said("wrong", "It was 9."), "Marked wrong (“It was 9.”): write the right answer, its key words"),
        (said("wrong"), "Marked wrong: write the right answer"),
        (said("missing", "Which?"), "Something is missing (“Which?”): complete the answer"),
        (Entry(replace(ASKED, answer="Some [1]."), None), "Write what a right one must say (must_include)."),
        (Entry(REFUSED, None), "Refused: do the reports really not say?"),
        (said("right", of=REFUSED), "Refused, and marked right: check that the reports do not say."),
        (said("wrong", "p. 4", of=REFUSED), "Refused, and marked wrong (“p. 4”): look whether the reports do say."),
    ],
)
def test_draft_says_what_is_left_to_do_in_this_very_record(entry: Entry, told: str) -> None:
    left = draft_record(entry)["draft"]
    assert told in left
    assert left.endswith("Then delete this field.")


def test_wrong_answer_gives_no_key_words() -> None:
    record = draft_record(said("wrong"))
    assert record["must_include"] == []
    assert record["answer"].startswith("In 2019")


def test_refusal_is_drafted_as_unanswerable_without_its_nearest_things() -> None:
    record = draft_record(Entry(REFUSED, None))
    assert (record["type"], record["answerable"]) == ("unanswerable", False)
    assert record["answer"] == "The reports do not say."
    assert (record["must_include"], record["evidence"]) == ([], [])


def test_grade_is_a_key_word_where_one_was_asked_for() -> None:
    graded = replace(ASKED, kind="judgement", answer="Ofsted found it Requires Improvement; leadership was good [1].")
    assert draft_record(Entry(graded, None))["must_include"] == [["requires improvement"], ["good"]]
    assert draft_record(Entry(replace(graded, kind="why"), None))["must_include"] == []


def test_key_words_are_the_numbers_that_the_question_did_not_give() -> None:
    answer = "Ashby, 2011/12: in 2015/16 1,204, then 76 per 10,000 and £3.5 million in 2019; 76 is low [1]. Grade 2."
    quote = Cited("annual.pdf", "It had been 1,204 in 2015/16.", 3, 3, None)
    graded = replace(ASKED, kind="judgement", answer=answer, citations=(quote,))
    assert draft_record(Entry(graded, None))["must_include"] == [["grade 2"], ["2015/16"], ["1,204"], ["76"], ["3.5"]]


def test_the_number_of_a_list_item_and_the_figures_of_a_name_are_no_key_words() -> None:
    roads = replace(ASKED, kind="lookup", answer="2 Roads: the A466 is shut until 14 May [1].")
    assert draft_record(Entry(roads, None))["must_include"] == [["14"]]


def test_question_that_leans_on_its_history_is_a_follow_up() -> None:
    turns = (Turn("How many hubs in 2018?", "Five [1]."), Turn(" ", "Nothing."))
    leaning = replace(ASKED, question="And in 2019?", history=turns)
    record = draft_record(Entry(leaning, None))
    assert record["type"] == "followup"
    assert record["history"] == [{"question": "How many hubs in 2018?", "answer": "Five [1]."}]
    alone = draft_record(Entry(replace(ASKED, history=turns), None))
    assert (alone["type"], len(alone["history"])) == ("table", 1)


def test_documents_that_the_question_was_narrowed_to_are_named() -> None:
    assert draft_record(Entry(replace(ASKED, documents=("annual.pdf",)), None))["documents"] == ["annual.pdf"]


def test_same_question_is_taken_once_and_the_newest_feedback_wins() -> None:
    again = replace(ASKED, id="a3", question="how many  hubs were open in 2019?", time="2026-02-01T00:00:00+00:00")
    entries = [
        said("right", time="2026-01-05T00:00:00+00:00"),
        said("wrong", time="2026-01-04T00:00:00+00:00", of=replace(ASKED, id="a4")),
        Entry(again, None),
    ]
    (chosen,) = chosen_entries(entries)
    assert chosen == entries[0]
    assert chosen_entries(entries, ["wrong"]) == []
    assert chosen_entries(entries, ["right", "missing"]) == [entries[0]]


def test_same_words_after_other_turns_or_of_other_documents_are_other_questions() -> None:
    follow_ups = [
        replace(ASKED, id=before, question="And in 2019?", history=(Turn(before, "Five."),))
        for before in ("How many hubs?", "How many schools?")
    ]
    narrowed = replace(ASKED, id="n", documents=("annual.pdf",))
    entries = [Entry(asked, None) for asked in (*follow_ups, ASKED, narrowed)]
    assert len(chosen_entries(entries)) == 4
    assert len({draft_record(entry)["id"] for entry in entries}) == 4


def test_questions_with_feedback_come_first() -> None:
    plain = Entry(replace(REFUSED, time="2025-01-01T00:00:00+00:00"), None)
    assert chosen_entries([plain, said("right")]) == [said("right"), plain]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal with an answer marked wrong, one marked right, and one of which nothing was said."""
    path = tmp_path / "journal.sqlite3"
    keep_feedback(path, Feedback("a1", "wrong", "It was 9 — “net”.", "2026-01-03T00:00:00+00:00"), ASKED)
    right = replace(ASKED, id="a5", question="How many schools?")
    keep_feedback(path, Feedback("a5", "right", "", "2026-01-04T00:00:00+00:00"), right)
    keep_answer(path, REFUSED)
    return path


def draft(out: Path, *flags: object, breaks_on: Sequence[str] = ()) -> int:
    def engine_factory(_settings: ServiceSettings) -> FakeServedEngine:
        return FakeServedEngine(breaks_on)

    return commands.main(["draft", "--out", str(out), *map(str, flags)], engine_factory=engine_factory)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_journal_becomes_drafts_one_a_line(tmp_path: Path, journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sets" / "mine.jsonl"
    assert draft(out, "--journal", journal) == 0
    assert [record["asked"]["rating"] for record in records(out)] == ["wrong", "right", None]
    assert "It was 9 — “net”." in out.read_text(encoding="utf-8")
    assert f"3 drafts added to {out}." in capsys.readouterr().out


def test_journal_of_the_settings_is_the_one_read(
    tmp_path: Path, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTQA_JOURNAL", str(journal))
    assert draft(tmp_path / "mine.jsonl", "--rating", "right", "--rating", "missing") == 0
    assert [record["question"] for record in records(tmp_path / "mine.jsonl")] == ["How many schools?"]


def test_second_run_adds_nothing_and_finished_records_stay_as_they_are(
    tmp_path: Path, journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine.jsonl"
    draft(out, "--journal", journal, "--rating", "right")
    finished = records(out)[0] | {"question": "How many schools are there now?"}
    del finished["draft"]
    mine = {"id": "own-1", "question": "what WAS the weather?", "note": "by hand"}
    written = f"{json.dumps(finished)}\n\n{json.dumps(mine)}"
    out.write_text(written, encoding="utf-8")
    assert draft(out, "--journal", journal) == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith(f"{written}\n")
    assert [json.loads(line)["question"] for line in text.splitlines() if line][2:] == [ASKED.question]
    assert "1 drafts added" in (told := capsys.readouterr().out)
    assert "2 were there already" in told
    assert draft(out, "--journal", journal) == 0
    assert out.read_text(encoding="utf-8") == text


def test_file_with_a_broken_line_is_not_touched(
    tmp_path: Path, journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine.jsonl"
    for broken, told in (("{half", "not JSON"), ("[1]", "not a JSON object")):
        out.write_text(f'{{"id": "x"}}\n{broken}\n', encoding="utf-8")
        assert draft(out, "--journal", journal) == 1
        assert f"{out}, line 2: {told}" in capsys.readouterr().err
        assert out.read_text(encoding="utf-8") == f'{{"id": "x"}}\n{broken}\n'


def test_questions_of_a_list_are_asked_once_and_only_those_that_are_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, out = tmp_path / "questions.txt", tmp_path / "mine.jsonl"
    listed.write_text("\ufeff# Our own\nHow many libraries?\n\n  Which are new?  \nhow many libraries?\n", "utf-8")
    assert draft(out, "--questions", listed) == 0
    first, second = records(out)
    assert (first["question"], second["question"]) == ("How many libraries?", "Which are new?")
    assert set(first) == FIELDS
    assert first["answer"] == "Nine libraries."
    evidence = {"doc": "millbrook-libraries-2019.txt", "quote": "The nine libraries of Millbrook"}
    assert first["evidence"][0].items() >= evidence.items()
    assert first["asked"].items() >= {"rating": None, "confidence": 0.75, "index_version": "g7"}.items()
    listed.write_text("How many libraries?\nWhy?\n", encoding="utf-8")
    assert draft(out, "--questions", listed) == 0
    assert [record["question"] for record in records(out)][2:] == ["Why?"]
    assert "1 drafts added" in (told := capsys.readouterr().out)
    assert "1 were there already" in told


def test_list_and_journal_go_together_where_both_are_named(tmp_path: Path, journal: Path) -> None:
    listed = tmp_path / "questions.txt"
    listed.write_text("How many schools?\nWhy?\n", encoding="utf-8")
    assert draft(tmp_path / "mine.jsonl", "--questions", listed, "--journal", journal) == 0
    assert len(records(tmp_path / "mine.jsonl")) == 4


def test_question_that_fails_is_named_and_the_others_are_drafted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "questions.txt"
    listed.write_text("One?\nTwo?\nThree?\n", encoding="utf-8")
    assert draft(tmp_path / "mine.jsonl", "--questions", listed, breaks_on=["Two?"]) == 3
    assert [record["question"] for record in records(tmp_path / "mine.jsonl")] == ["One?", "Three?"]
    assert "“Two?” failed: ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("q.csv", 'who,Question\nme,"How many, in all?"\nyou,"Why\nso?"\n'),
        ("q.csv", '\ufeff"question";who\r\n"How many, in all?";me\r\n"Why\nso?";you\r\n'),
        ("q.tsv", "who\tquestion\nme\tHow many, in all?\nyou\tWhy so?\n\n"),
    ],
)
def test_questions_are_read_from_a_table(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    assert [" ".join(question.split()) for question in read_questions(path)] == ["How many, in all?", "Why so?"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("q.txt", b"# nothing\n\n", "there is no question in it"),
        ("q.csv", b"text,who\nWhy?,me\n", "no column 'question'; there are: text, who"),
        ("q.csv", b"", "no column 'question'"),
        ("q.csv", b'question,who\n"Why?"x,me\n', "after line 1: not as a table should be"),
        ("q.txt", b"caf\xe9\n", "not UTF-8 at byte 3"),
        ("q.txt", None, "there is no such file"),
    ],
)
def test_list_that_cannot_be_used_is_told_and_nothing_is_asked(
    tmp_path: Path, name: str, content: bytes | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert draft(tmp_path / "mine.jsonl", "--questions", tmp_path / name) == 1
    assert told in (error := capsys.readouterr().err)
    assert name in error
    assert not (tmp_path / "mine.jsonl").exists()


def test_missing_journal_and_file_that_cannot_be_written_are_told(
    tmp_path: Path, journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draft(tmp_path / "mine.jsonl", "--journal", tmp_path / "none") == 1
    assert "there is no journal" in (told := capsys.readouterr().err)
    assert "--journal" in told
    assert draft(journal / "mine.jsonl", "--journal", journal) == 1
    assert "drafts cannot be written there" in capsys.readouterr().err


def test_service_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "questions.txt"
    listed.write_text("One?\n", encoding="utf-8")
    assert draft(tmp_path / "mine.jsonl", "--questions", listed, "--url", "http://127.0.0.1:9") == 1
    assert "No service answers at" in capsys.readouterr().err
