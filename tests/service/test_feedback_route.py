import json
import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from service.app import create_app
from service.journal import Cited, read_journal
from service.keeping import Keep
from service.settings import ServiceSettings
from service.types import Turn
from tests.service.fake_engine import ANNUAL, FakeEngine


def ask(client: TestClient, question: str = "How many hubs?", **more: object) -> str:
    """Ask; the id of the answer."""
    identity: str = client.post("/v1/ask", json={"question": question, **more}).json()["id"]
    return identity


def give(client: TestClient, answer_id: str, rating: str = "right", **more: object) -> Response:
    return client.post("/v1/feedback", json={"answer_id": answer_id, "rating": rating, **more})


def serve(tmp_path: Path, journal: Path, keep: Keep) -> TestClient:
    settings = ServiceSettings(index_dir=tmp_path, journal=journal, keep=keep)
    return TestClient(create_app(settings, engine_factory=lambda _: FakeEngine()))


def test_feedback_is_kept_with_its_answer(client: TestClient, journal: Path) -> None:
    turns = [{"question": "Before?", "answer": "Five. [1]"}]
    answer_id = ask(client, history=turns, filters={"documents": [ANNUAL.id]})
    assert not journal.exists()
    reply = give(client, answer_id, "wrong", comment="  It was 4.\n")
    assert (reply.status_code, reply.json()) == (
        200,
        {"answer_id": answer_id, "rating": "wrong", "replaced": False},
    )
    (entry,) = read_journal(journal)
    assert entry.feedback is not None
    assert (entry.feedback.rating, entry.feedback.comment) == ("wrong", "It was 4.")
    assert entry.asked.question == "How many hubs?"
    assert entry.asked.history == (Turn("Before?", "Five. [1]"),)
    assert entry.asked.documents == (ANNUAL.source,)
    assert entry.asked.answer.startswith("Three new family hubs")
    assert entry.asked.citations[0] == Cited(
        ANNUAL.source, "Three new family hubs opened in September 2018.", 1, 1, None
    )


def test_newer_feedback_replaces_the_older(client: TestClient, journal: Path) -> None:
    answer_id = ask(client)
    give(client, answer_id, "wrong", comment="No.")
    assert give(client, answer_id, "missing").json()["replaced"] is True
    (entry,) = read_journal(journal)
    assert entry.feedback is not None
    assert (entry.feedback.rating, entry.feedback.comment) == ("missing", "")


def test_streamed_answers_and_refusals_take_feedback_too(client: TestClient, journal: Path) -> None:
    events = client.post("/v1/ask", json={"question": "What was the weather?", "stream": True}).text
    done = json.loads(events.rpartition("event: done\ndata: ")[2].partition("\n")[0])
    assert give(client, done["id"], "right").status_code == 200
    (entry,) = read_journal(journal)
    assert (entry.asked.question, entry.asked.answered) == ("What was the weather?", False)


def test_answer_that_nobody_remembers_is_told_with_what_to_do(client: TestClient, journal: Path) -> None:
    reply = give(client, "asked-yesterday")
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["type"] == "/problems/unknown-answer"
    assert "Ask the question again" in reply.json()["detail"]
    assert not journal.exists()


def test_nothing_is_taken_where_nothing_is_kept_and_the_setting_is_named(tmp_path: Path, journal: Path) -> None:
    with serve(tmp_path, journal, "nothing") as client:
        reply = give(client, ask(client))
        assert client.get("/readyz").json()["feedback"] is False
    assert reply.status_code == 403
    assert reply.json()["type"] == "/problems/feedback-not-taken"
    assert "REPORTQA_KEEP" in reply.json()["detail"]
    assert not journal.exists()


def test_every_question_is_kept_where_the_owner_says_so(tmp_path: Path, journal: Path) -> None:
    with serve(tmp_path, journal, "questions") as client:
        ask(client)
    assert [(entry.asked.question, entry.feedback) for entry in read_journal(journal)] == [("How many hubs?", None)]


@pytest.mark.parametrize("keep", ["feedback", "questions"])
def test_damaged_journal_costs_the_feedback_and_never_an_answer(
    tmp_path: Path, journal: Path, keep: Keep, caplog: pytest.LogCaptureFixture
) -> None:
    journal.parent.mkdir()
    journal.write_bytes(b"no database" * 100)
    with serve(tmp_path, journal, keep) as client, caplog.at_level(logging.DEBUG):
        answered = client.post("/v1/ask", json={"question": "How many hubs?"})
        reply = give(client, answered.json()["id"], comment="a secret")
    assert answered.status_code == 200
    assert reply.status_code == 503
    assert reply.json()["type"] == "/problems/journal-unavailable"
    assert str(tmp_path) not in reply.text
    ours = "".join(one.getMessage() for one in caplog.records if one.name.startswith("service"))
    assert "feedback was not written down" in ours
    assert "hubs" not in ours and "secret" not in ours


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"rating": "right"}, "answer_id", "is required"),
        ({"answer_id": "a"}, "rating", "is required"),
        ({"answer_id": "a", "rating": "good"}, "rating", "should be 'right', 'wrong' or 'missing'"),
        ({"answer_id": 7, "rating": "right"}, "answer_id", "must be text"),
        ({"answer_id": "", "rating": "right"}, "answer_id", "String should have at least 1 character"),
        ({"answer_id": "x" * 101, "rating": "right"}, "answer_id", "String should have at most 100 characters"),
        (
            {"answer_id": "a", "rating": "right", "comment": "x" * 2001},
            "comment",
            "is too long: 2,001 characters, and 2,000 are taken at most",
        ),
        (
            {"answer_id": "a", "rating": "right", "comment": "a\x00b"},
            "comment",
            "holds a character that is not text (U+0000)",
        ),
        ({"answer_id": "a", "rating": "right", "stars": 5}, "stars", "is not a field of this call"),
    ],
)
def test_bad_field_is_refused_by_name(client: TestClient, body: object, field: str, said: str) -> None:
    reply = client.post("/v1/feedback", json=body)
    assert reply.status_code == 422
    assert {one["field"]: one["message"] for one in reply.json()["errors"]} == {field: said}


def test_comment_may_be_null_or_as_long_as_allowed(client: TestClient) -> None:
    answer_id = ask(client)
    assert give(client, answer_id, comment=None).status_code == 200
    assert give(client, answer_id, comment="家" * 2000).status_code == 200


def test_form_of_a_foreign_page_gives_no_feedback(client: TestClient, journal: Path) -> None:
    body = json.dumps({"answer_id": ask(client), "rating": "wrong"})
    reply = client.post("/v1/feedback", content=body, headers={"content-type": "text/plain"})
    assert reply.status_code == 415
    assert not journal.exists()
