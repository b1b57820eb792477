import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from service.journal import (
    Cited,
    Feedback,
    JournalError,
    Rating,
    UnknownAnswerError,
    asked_of,
    keep_answer,
    keep_feedback,
    read_journal,
)
from service.types import Turn
from tests.service.fake_engine import FakeEngine

ANSWER = FakeEngine().ask("How many hubs?")
ASKED = asked_of(ANSWER, [Turn("And “before”?", "Five. [1]")], ["northmoor-annual-2018-19.pdf"])
REFUSED = asked_of(FakeEngine().ask("What was the weather?"), [], [])


def said(rating: Rating = "right", comment: str = "", answer_id: str = ASKED.id) -> Feedback:
    return Feedback(answer_id, rating, comment, "2026-01-02T03:04:05+00:00")


def test_everything_kept_of_an_answer_is_read_back(journal: Path) -> None:
    keep_answer(journal, ASKED)
    keep_answer(journal, REFUSED)
    kept = {entry.asked.id: entry for entry in read_journal(journal)}
    assert kept[ASKED.id].asked == ASKED
    assert kept[ASKED.id].feedback is None
    assert kept[ASKED.id].asked.citations[0] == Cited(
        "northmoor-annual-2018-19.pdf", "Three new family hubs opened in September 2018.", 1, 1, None
    )
    assert kept[REFUSED.id].asked == REFUSED
    assert kept[REFUSED.id].asked.refusal_reason == "not_in_documents"
    assert kept[REFUSED.id].asked.citations[1].line_start == 3


def test_answer_is_kept_once(journal: Path) -> None:
    keep_answer(journal, ASKED)
    keep_answer(journal, replace(ASKED, question="Another"))
    assert [entry.asked.question for entry in read_journal(journal)] == ["How many hubs?"]


def test_newer_feedback_takes_the_place_of_the_older(journal: Path) -> None:
    assert keep_feedback(journal, said("wrong", "Not “so”; — 家"), ASKED) is False
    assert keep_feedback(journal, said("right"), None) is True
    (entry,) = read_journal(journal)
    assert (entry.asked, entry.feedback) == (ASKED, said("right"))


def test_feedback_on_an_answer_that_is_nowhere_makes_no_file(journal: Path) -> None:
    with pytest.raises(UnknownAnswerError):
        keep_feedback(journal, said(), None)
    assert not journal.parent.exists()


def test_feedback_on_an_answer_that_is_nowhere_leaves_the_journal_as_it_was(journal: Path) -> None:
    keep_answer(journal, ASKED)
    with pytest.raises(UnknownAnswerError):
        keep_feedback(journal, said(answer_id="another"), None)
    assert [entry.feedback for entry in read_journal(journal)] == [None]


def test_journal_is_for_its_owners_eyes_only(journal: Path) -> None:
    keep_answer(journal, ASKED)
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.parent.stat().st_mode) == 0o700


def test_journal_deleted_under_way_is_made_anew(journal: Path) -> None:
    keep_answer(journal, ASKED)
    journal.unlink()
    keep_answer(journal, REFUSED)
    assert [entry.asked.id for entry in read_journal(journal)] == [REFUSED.id]


def test_threads_write_side_by_side(journal: Path) -> None:
    def write(thread: int) -> None:
        for number in range(10):
            asked = replace(ASKED, id=f"{thread}-{number}")
            keep_feedback(journal, said(answer_id=asked.id), asked)

    threads = [threading.Thread(target=write, args=(thread,)) for thread in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = read_journal(journal)
    assert len(entries) == 60
    assert all(entry.feedback for entry in entries)


_WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from service.journal import keep_answer
from tests.service.test_journal import ASKED
for number in range(20):
    keep_answer(Path(sys.argv[1]), replace(ASKED, id=f"{sys.argv[2]}-{number}"))
"""


def test_processes_write_side_by_side_from_the_first_moment(journal: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _WRITER, str(journal)]
    writers = [subprocess.Popen([*command, str(n)], cwd=root, stderr=subprocess.PIPE, text=True) for n in range(3)]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    assert len(read_journal(journal)) == 60


def damage(path: Path) -> None:
    path.write_bytes(b"no database at all, but long enough to be looked at" * 50)


def make_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (x)")


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (damage, "not a database"),
        (make_foreign, "no journal"),
        (make_newer, "another version"),
        (Path.mkdir, "cannot be written"),
    ],
)
def test_file_that_is_no_journal_is_told_and_left_as_it_is(tmp_path: Path, spoil: object, told: str) -> None:
    path = tmp_path / "spoilt"
    assert callable(spoil)
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(JournalError, match=told) as raised:
        keep_feedback(path, said(comment="a secret"), ASKED)
    assert str(path) in str(raised.value)
    assert "hubs" not in str(raised.value) and "secret" not in str(raised.value)
    if path.is_file():
        assert path.read_bytes() == before
    with pytest.raises(JournalError, match="spoilt"):
        read_journal(path)


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(JournalError, match="cannot be written"):
        keep_answer(tmp_path / "file" / "journal.sqlite3", ASKED)


def test_record_that_was_spoilt_by_hand_is_told(journal: Path) -> None:
    keep_answer(journal, ASKED)
    with closing(sqlite3.connect(journal)) as connection, connection:
        connection.execute("UPDATE answers SET history = 'no JSON'")
    with pytest.raises(JournalError, match="cannot be read"):
        read_journal(journal)


def test_no_journal_is_told_and_none_is_made(journal: Path) -> None:
    with pytest.raises(JournalError, match="there is no journal"):
        read_journal(journal)
    assert not journal.parent.exists()


def test_journal_of_nothing_has_no_entries_and_what_is_deleted_is_gone(journal: Path) -> None:
    keep_feedback(journal, said(), ASKED)
    with closing(sqlite3.connect(journal)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("DELETE FROM answers WHERE question LIKE '%hubs%'")
        assert connection.execute("SELECT count(*) FROM feedback").fetchone() == (0,)
    assert read_journal(journal) == ()
