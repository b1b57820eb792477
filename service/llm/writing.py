"""A language model behind an OpenAI-compatible endpoint, through LlamaIndex; the only module that talks to one."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import httpx
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.llms.openai_like import OpenAILike

from service.llm.answer import UnusableTextError, WriterError
from service.llm.prompt import Prompt

# Where an endpoint cannot be reached it is known sooner than an answer would take.
CONNECT_SECONDS = 5.0
# While a model writes, the asker is asked whether they are still there this often.
LOOK_SECONDS = 1.0
# After so many failures in a row an endpoint is left alone for so long: nobody has to wait for what is down.
FAILURES_IN_A_ROW = 3
REST_SECONDS = 30.0
# Longer than any answer: a model that has lost its way.
MAX_CHARS = 6000
# The client wants a key even where an endpoint needs none; without one it would send the OPENAI_API_KEY of the
# environment, which is not meant for this endpoint.
NO_KEY = "none"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint, and the limits of its use.

    `timeout_seconds` is for a whole answer with its retries; `at_once` is how many are written at the same time. With
    `rests` it is left alone for a while after several failures, as where somebody waits for every answer.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout_seconds: float = 30.0
    retries: int = 2
    max_tokens: int = 400
    at_once: int = 4
    rests: bool = True


class EndpointWriter:
    """Writes with the model of an endpoint. Safe to use from several threads; it has one of its own.

    The work is done by an event loop in that thread, because only there a request can be ended at any point: a
    timeout of the socket alone does not end a stream that trickles.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._slots = threading.BoundedSemaphore(endpoint.at_once)
        self._failures, self._rests_until = 0, 0.0
        self._loop = asyncio.new_event_loop()
        # As a dictionary, because the class does not declare all that it takes.
        options: dict[str, Any] = {
            "model": endpoint.model,
            "api_base": endpoint.base_url,
            "api_key": endpoint.api_key or NO_KEY,
            "is_chat_model": True,
            "temperature": 0.0,
            "max_tokens": endpoint.max_tokens,
            "max_retries": endpoint.retries,
            "timeout": endpoint.timeout_seconds,
            # The evidence goes to the endpoint that was configured and to no other.
            "async_http_client": httpx.AsyncClient(follow_redirects=False),
        }
        self._llm = OpenAILike(**options)
        threading.Thread(target=self._loop.run_forever, name="language-model", daemon=True).start()

    def write(self, prompt: Prompt, keep_going: Callable[[], None]) -> str:
        """The model's text; raises `WriterError` where it is busy, slow, down, cut short, overlong or says nothing."""
        if time.monotonic() < self._rests_until:
            raise WriterError("left alone for a while, because it failed several times")
        if not self._slots.acquire(blocking=False):
            raise WriterError("too many questions at the same time")
        try:
            text = self._wait(prompt, keep_going)
        except WriterError:
            self._failures += 1
            if self._endpoint.rests and self._failures >= FAILURES_IN_A_ROW:
                self._rests_until = time.monotonic() + REST_SECONDS
            raise
        finally:
            self._slots.release()
        self._failures = 0
        return text

    def _wait(self, prompt: Prompt, keep_going: Callable[[], None]) -> str:
        end = time.monotonic() + self._endpoint.timeout_seconds
        work = asyncio.run_coroutine_threadsafe(self._text(prompt), self._loop)
        try:
            while (left := end - time.monotonic()) > 0:
                try:
                    return work.result(min(LOOK_SECONDS, left))
                except TimeoutError:
                    keep_going()
            raise WriterError("slow")
        finally:
            work.cancel()

    async def _text(self, prompt: Prompt) -> str:
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=prompt.system),
            ChatMessage(role=MessageRole.USER, content=prompt.user),
        ]
        seconds = self._endpoint.timeout_seconds
        limits = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        text = ""
        finish: str | None = None
        try:
            async with aclosing(await self._llm.astream_chat(messages, timeout=limits)) as parts:
                async for part in parts:
                    text += part.delta or ""
                    finish = _finish(part.raw) or finish
                    if len(text) > MAX_CHARS:
                        raise UnusableTextError("overlong")
        except WriterError:
            raise
        # Whatever the client makes of what an endpoint sends; its message may hold the key or the text.
        except Exception as error:
            status = getattr(error, "status_code", None)
            raise WriterError(f"{type(error).__name__}{f' {status}' if status else ''}") from None
        if finish is None:
            raise WriterError("cut short")
        if finish != "stop":
            raise UnusableTextError("cut short")
        if not text.strip():
            raise UnusableTextError("empty")
        return text


def _finish(raw: Any) -> str | None:  # noqa: ANN401 - the client's chunk, whose form the endpoint decides
    choices = getattr(raw, "choices", None)
    return getattr(choices[0], "finish_reason", None) if choices else None
