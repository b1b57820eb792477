import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from service.app import create_app
from service.schemas import AskReply
from service.settings import ServiceSettings
from service.steps import Step
from service.stream import AskerGoneError, answer_events, pieces
from service.types import Answer
from tests.service.fake_engine import FakeEngine

Event = tuple[str, Any]


def events_of(text: str) -> list[Event]:
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def stream(client: TestClient, question: str) -> list[Event]:
    reply = client.post("/v1/ask", json={"question": question, "stream": True})
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.headers["cache-control"] == "no-store"
    return events_of(reply.text)


def test_events_come_in_order_and_end_with_one_done(client: TestClient) -> None:
    events = stream(client, "How many hubs?")
    assert [name for name, _ in events] == ["status", "status", "citations", "delta", "delta", "done"]
    assert events[0][1] == {"documents": 2, "stage": "retrieve", "message": "Looking through 2 reports"}


def test_deltas_together_are_the_answer_and_done_is_the_plain_reply(client: TestClient) -> None:
    events = stream(client, "How many hubs?")
    done = events[-1][1]
    assert "".join(data["text"] for name, data in events if name == "delta") == done["answer"]
    assert next(data for name, data in events if name == "citations") == done["citations"]
    assert done == client.post("/v1/ask", json={"question": "How many hubs?"}).json()


def test_accept_header_asks_for_a_stream_too(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "hubs"}, headers={"accept": "text/event-stream"})
    assert events_of(reply.text)[-1][0] == "done"


def test_refusal_is_streamed_as_a_reply(client: TestClient) -> None:
    events = stream(client, "What was the weather?")
    assert events[-1][0] == "done"
    assert events[-1][1]["answered"] is False


def test_failure_in_the_middle_ends_with_one_error_that_gives_nothing_away(client: TestClient) -> None:
    events = stream(client, "error")
    assert [name for name, _ in events] == ["status", "error"]
    problem = events[-1][1]
    assert (problem["status"], problem["type"]) == (500, "/problems/internal-error")
    assert "fake_engine" not in json.dumps(problem)


def test_bad_request_is_refused_before_the_stream_begins(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "", "stream": True})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


@given(st.text("a.!? []1\n", max_size=30))
def test_pieces_join_up_to_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


def test_pieces_are_sentences() -> None:
    assert list(pieces("One rose. [1] Two fell by 3.5%. [2]\nThree")) == [
        "One rose. [1] ",
        "Two fell by 3.5%. [2]\n",
        "Three",
    ]


def a_request() -> Request:
    scope = {"type": "http", "path": "/v1/ask", "method": "POST", "headers": [], "state": {"request_id": "r"}}
    return Request(scope)


def test_heartbeats_are_sent_while_nothing_happens() -> None:
    def work(_: Callable[[Step], None]) -> AskReply:
        time.sleep(0.15)
        return AskReply.model_validate(FakeEngine().ask("hubs"))

    async def collect() -> list[bytes]:
        return [event async for event in answer_events(work, a_request(), 0.02)]

    events = asyncio.run(collect())
    assert events[:2] == [b": still working\n\n"] * 2
    assert events[-1].startswith(b"event: done")


def test_work_stops_at_its_next_step_when_the_reader_stops() -> None:
    ended = threading.Event()

    def work(on_step: Callable[[Step], None]) -> AskReply:
        try:
            while True:
                on_step(Step("retrieve", "Looking"))
                time.sleep(0.01)
        except AskerGoneError:
            ended.set()
            raise

    async def read_one() -> None:
        events = answer_events(work, a_request(), 10)
        assert (await anext(events)).startswith(b"event: status")
        await events.aclose()
        assert await asyncio.to_thread(ended.wait, 5)

    asyncio.run(read_one())


@contextlib.contextmanager
def served(app: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


class StepCounter(FakeEngine):
    """Counts the steps that were taken without an objection, and notes when the work ended."""

    steps = 0
    ended = False

    def ask(self, question: str, *, on_step: Callable[[Step], None] | None = None, **how: Any) -> Answer:  # noqa: ANN401
        tell = on_step or (lambda _: None)

        def count(step: Step) -> None:
            tell(step)
            self.steps += 1

        try:
            return super().ask(question, on_step=count, **how)
        finally:
            self.ended = True


def test_hanging_up_ends_the_work_and_lets_the_service_go_on(tmp_path: Path) -> None:
    engine = StepCounter(slow_seconds=20)
    app = create_app(ServiceSettings(index_dir=tmp_path), engine_factory=lambda _: engine)
    with served(app) as url:
        with httpx.stream("POST", f"{url}/v1/ask", json={"question": "slow", "stream": True}, timeout=10) as reply:
            assert next(reply.iter_lines()) == "event: status"
        deadline = time.monotonic() + 10
        while not engine.ended:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert engine.steps < 4
        assert httpx.post(f"{url}/v1/ask", json={"question": "hubs"}).status_code == 200


def test_events_arrive_while_the_work_goes_on(tmp_path: Path) -> None:
    engine = FakeEngine(slow_seconds=1)
    app = create_app(ServiceSettings(index_dir=tmp_path), engine_factory=lambda _: engine)
    with served(app) as url, httpx.stream("POST", f"{url}/v1/ask", json={"question": "slow", "stream": True}) as reply:
        began = time.monotonic()
        arrived = [(line, time.monotonic() - began) for line in reply.iter_lines() if line.startswith("event:")]
    assert arrived[0][1] < 0.5 < arrived[-1][1]
    assert arrived[-1][0] == "event: done"


@pytest.mark.parametrize("question", ["hubs", "weather"])
def test_stream_says_line_ends_safely(client: TestClient, question: str) -> None:
    reply = client.post("/v1/ask", json={"question": f"{question}\r\ndata: x\n\nevent: done", "stream": True})
    assert [name for name, _ in events_of(reply.text)].count("done") == 1
