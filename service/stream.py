"""An answer as server-sent events: `status` while it is made, `citations`, `delta`, then one `done` or `error`."""

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from service.problems import problem_of
from service.schemas import AskReply
from service.steps import Step

HEARTBEAT_SECONDS = 10.0

Work = Callable[[Callable[[Step], None]], AskReply]

# A piece is a sentence with its citation marks and the white space that follows, so that the pieces join up again.
_PIECE = re.compile(r".+?(?:[.!?](?: ?\[\d+\])*(?:\s+(?!\[)|\Z)|\n+|\Z)", re.DOTALL)


class AskerGoneError(Exception):
    """The asker has hung up; raised into the engine at its next step so that it stops."""


def answer_stream(work: Work, request: Request, heartbeat: float = HEARTBEAT_SECONDS) -> EventSourceResponse:
    """The response that runs `work` in a thread and tells of it as it goes."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventSourceResponse(answer_events(work, request, heartbeat), headers=headers)


async def answer_events(work: Work, request: Request, heartbeat: float) -> AsyncIterator[bytes]:
    """The events of one answer. When the reader stops reading, the work ends at its next step."""
    loop = asyncio.get_running_loop()
    steps: asyncio.Queue[Step | None] = asyncio.Queue()
    gone = threading.Event()

    def on_step(step: Step) -> None:
        if gone.is_set():
            raise AskerGoneError
        loop.call_soon_threadsafe(steps.put_nowait, step)

    def job() -> AskReply | Exception:
        if gone.is_set():
            return AskerGoneError()
        try:
            return work(on_step)
        except Exception as error:  # told to the asker as an event: the reply has begun, so no handler can
            return error

    task = asyncio.create_task(run_in_threadpool(job))
    task.add_done_callback(lambda _: steps.put_nowait(None))
    try:
        while True:
            try:
                step = await asyncio.wait_for(steps.get(), heartbeat)
            except TimeoutError:
                yield format_sse_event(comment="still working")
                continue
            if step is None:
                break
            yield _event("status", {**step.detail, "stage": step.stage, "message": step.message})
        outcome = task.result()
        if isinstance(outcome, Exception):
            yield _event("error", problem_of(outcome, request).body(request))
            return
        for event in _reply_events(outcome):
            yield event
    finally:
        gone.set()


def pieces(text: str) -> Iterator[str]:
    """`text` cut after its sentences; the pieces put together again are `text`."""
    return (found.group() for found in _PIECE.finditer(text))


def _reply_events(reply: AskReply) -> Iterator[bytes]:
    whole = reply.model_dump(mode="json")
    yield _event("citations", whole["citations"])
    for piece in pieces(reply.answer):
        yield _event("delta", {"text": piece})
    yield _event("done", whole)


def _event(name: str, data: Any) -> bytes:  # noqa: ANN401 - whatever JSON can say
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
