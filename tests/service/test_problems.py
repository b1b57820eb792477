import asyncio
import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message

from service.problems import KINDS

REQUIRED = {"type", "title", "status", "detail", "instance", "request_id"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/nothing/at/all", 404),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/static/%00", 404),
        ("GET", "/static/../settings.py", 404),
        ("GET", "/static/..%2Fsettings.py", 404),
        ("GET", "/docs/files/nothing", 404),
        ("GET", "/v1/ask", 405),
        ("PUT", "/v1/ask", 405),
        ("DELETE", "/healthz", 405),
        ("POST", "/", 405),
        ("POST", "/static/index.html", 405),
    ],
)
def test_wrong_address_or_method_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    reply = client.request(method, path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    body = reply.json()
    assert set(body) == REQUIRED
    assert body["status"] == status
    assert body["detail"]


def test_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    reply = client.get("/v1/ask")
    assert reply.headers["allow"] == "POST"
    assert "it takes POST" in reply.json()["detail"]


def test_failure_gives_away_nothing_and_is_logged_under_its_id(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    reply = client.post("/v1/ask", json={"question": "error"}, headers={"X-Request-ID": "mine-1"})
    assert reply.status_code == 500
    body = reply.json()
    assert (body["request_id"], body["instance"]) == ("mine-1", "/v1/ask")
    assert all(word not in reply.text for word in ("Traceback", "fake_engine", "RuntimeError", ".py"))
    failure = next(record for record in caplog.records if record.exc_info)
    assert "mine-1" in failure.getMessage()


def test_large_body_is_refused_by_its_declared_length(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "x" * 300_000})
    assert reply.status_code == 413
    assert reply.json()["detail"].startswith("A request may hold 262,144 bytes at most")


def test_large_body_of_undeclared_length_is_refused_without_reading_it_all(app: FastAPI) -> None:
    read: list[int] = []
    sent: list[Message] = []

    async def receive() -> Message:
        read.append(1)
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "method": "POST", "path": "/v1/ask", "headers": headers, "query_string": b""}
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 413
    assert (b"content-type", b"application/problem+json") in sent[0]["headers"]
    assert len(read) == 5


@pytest.mark.parametrize("length", ["-1", "abc", "٣"])
def test_silly_content_length_does_no_harm(client: TestClient, length: str) -> None:
    reply = client.post(
        "/v1/ask",
        content=b'{"question": "hubs"}',
        headers=[(b"content-type", b"application/json"), (b"content-length", length.encode())],
    )
    assert reply.status_code in {200, 400, 422}


def test_type_of_a_problem_leads_to_what_it_means(client: TestClient) -> None:
    address = client.get("/v1/documents/nope").json()["type"]
    assert client.get(address).json() == {"type": address, "title": "No such document", "status": 404}
    assert client.get("/problems/nope").status_code == 404
    assert all(client.get(f"/problems/{kind}").status_code == 200 for kind in KINDS)


def test_request_id_is_taken_over_when_it_is_sane_and_made_otherwise(client: TestClient) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "abc.DEF-1_2"}).headers["x-request-id"] == "abc.DEF-1_2"
    for bad in ("a b", "x" * 65, "<script>", "é", ""):
        made = client.get("/healthz", headers={b"X-Request-ID": bad.encode()}).headers["x-request-id"]
        assert len(made) == 16
        assert made != bad


def test_log_has_one_line_a_request_without_the_question(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client.post("/v1/ask?x=secret", json={"question": "secret hubs"}, headers={"X-Request-ID": "mine-2"})
    client.get("/nothing%0Ahere")
    lines = [record.getMessage() for record in caplog.records if record.name == "service.requests"]
    assert len(lines) == 2
    assert lines[0].startswith("POST /v1/ask 200 ")
    assert lines[0].endswith(" ms mine-2")
    assert lines[1].startswith("GET /nothing%0Ahere 404 ")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("service", "indexer"))]
    assert "secret" not in "".join(ours)
