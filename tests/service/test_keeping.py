import logging
from dataclasses import replace
from pathlib import Path

import pytest

from service import keeping
from service.journal import Feedback, UnknownAnswerError, read_journal
from service.keeping import Keeper
from service.types import Answer
from tests.service.fake_engine import FakeEngine

ANSWER = FakeEngine().ask("How many hubs?")


def numbered(number: int) -> Answer:
    return replace(ANSWER, id=f"a{number}")


def right(answer_id: str) -> Feedback:
    return Feedback(answer_id, "right", "", "2026-01-02T03:04:05+00:00")


def test_only_what_got_feedback_is_written(journal: Path) -> None:
    keeper = Keeper("feedback", journal)
    for number in range(3):
        keeper.note(numbered(number), [], [])
    keeper.stop()
    assert not journal.exists()
    keeper.take(right("a1"))
    assert [entry.asked.id for entry in read_journal(journal)] == ["a1"]


def test_every_question_is_written_where_the_owner_wants_it(journal: Path) -> None:
    keeper = Keeper("questions", journal)
    for number in range(3):
        keeper.note(numbered(number), [], ["a.pdf"])
    keeper.take(right("a1"))
    keeper.stop()
    entries = {entry.asked.id: entry for entry in read_journal(journal)}
    assert set(entries) == {"a0", "a1", "a2"}
    assert [one for one, entry in entries.items() if entry.feedback] == ["a1"]
    assert entries["a0"].asked.documents == ("a.pdf",)


def test_nothing_is_remembered_where_nothing_is_kept(journal: Path) -> None:
    keeper = Keeper("nothing", journal)
    keeper.note(ANSWER, [], [])
    keeper.stop()
    assert not keeper.takes_feedback
    with pytest.raises(UnknownAnswerError):
        keeper.take(right(ANSWER.id))
    assert not journal.exists()


def test_oldest_answers_are_forgotten_by_number(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_ANSWERS", 2)
    keeper = Keeper("feedback", journal)
    for number in range(3):
        keeper.note(numbered(number), [], [])
    with pytest.raises(UnknownAnswerError):
        keeper.take(right("a0"))
    keeper.take(right("a1"))
    keeper.take(right("a2"))


def test_oldest_answers_are_forgotten_by_their_length(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_CHARACTERS", 2500)
    keeper = Keeper("feedback", journal)
    for number in range(3):
        keeper.note(replace(numbered(number), answer="x" * 1000), [], [])
    with pytest.raises(UnknownAnswerError):
        keeper.take(right("a0"))
    keeper.take(right("a1"))
    keeper.take(right("a2"))


def test_answer_in_the_journal_takes_feedback_though_it_is_forgotten(journal: Path) -> None:
    before = Keeper("questions", journal)
    before.note(ANSWER, [], [])
    before.stop()
    assert Keeper("feedback", journal).take(right(ANSWER.id)) is False
    assert [entry.feedback for entry in read_journal(journal)] == [right(ANSWER.id)]


def test_journal_that_cannot_be_written_costs_no_answer_and_is_logged_without_the_question(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    keeper = Keeper("questions", tmp_path / "file" / "journal.sqlite3")
    with caplog.at_level(logging.DEBUG):
        keeper.note(ANSWER, [], [])
        keeper.stop()
    assert "an answer was not written down" in caplog.text
    assert "hubs" not in caplog.text


def test_answers_beyond_those_that_may_wait_are_let_go(
    journal: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeping, "MOST_WAITING", 0)
    keeper = Keeper("questions", journal)
    keeper.note(ANSWER, [], [])
    keeper.stop()
    assert not journal.exists()
    assert "too slow" in caplog.text
    keeper.take(right(ANSWER.id))


def test_keeper_goes_on_after_a_stop(journal: Path) -> None:
    keeper = Keeper("questions", journal)
    keeper.stop()
    keeper.note(ANSWER, [], [])
    keeper.stop()
    assert len(read_journal(journal)) == 1


def test_newer_answer_of_the_same_id_is_the_one_remembered(journal: Path) -> None:
    keeper = Keeper("feedback", journal)
    keeper.note(ANSWER, [], [])
    keeper.note(replace(ANSWER, question="Newer?"), [], [])
    keeper.take(right(ANSWER.id))
    assert read_journal(journal)[0].asked.question == "Newer?"
