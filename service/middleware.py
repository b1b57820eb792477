"""What happens to every request: a request id, a size limit, safe headers, one line of log, never a question's text."""

import logging
import re
import time
from urllib.parse import quote
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.problems import body_too_large, problem_of

logger = logging.getLogger("service.requests")

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

# Nothing from elsewhere, nothing inline, and no framing by another site.
PAGE_POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'self'"
_SAFE_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class RequestShell:
    """The outermost layer of the app. Errors that no handler took become problem details here."""

    def __init__(self, app: ASGIApp, max_body_bytes: int) -> None:
        self.app = app
        self.max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, as ASGI has it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(headers)
        scope.setdefault("state", {})["request_id"] = request_id
        began = time.perf_counter()
        status = 0

        async def send_dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(MutableHeaders(scope=message), request_id)
            await send(message)

        limited = _limit(receive, self.max_body_bytes)
        try:
            if _declared_length(headers) > self.max_body_bytes:
                raise body_too_large(self.max_body_bytes)
            await self.app(scope, limited, send_dressed)
        except Exception as error:  # the last place where an error can still become a reply
            request = Request(scope)
            problem = problem_of(error, request)
            if status == 0:
                await problem.response(request)(scope, receive, send_dressed)
        finally:
            milliseconds = (time.perf_counter() - began) * 1000
            path = quote(scope["path"])
            logger.info("%s %s %d %.0f ms %s", scope["method"], path, status, milliseconds, request_id)


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _SANE_ID.fullmatch(given) else uuid4().hex[:16]


def _declared_length(headers: Headers) -> int:
    declared = headers.get("content-length", "")
    return int(declared) if declared.isascii() and declared.isdigit() else 0


def _limit(receive: Receive, most: int) -> Receive:
    """A `receive` that stops a body that says nothing of its length once it is over the limit."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise body_too_large(most)
        return message

    return limited


def _dress(headers: MutableHeaders, request_id: str) -> None:
    headers["X-Request-ID"] = request_id
    for name, value in _SAFE_HEADERS.items():
        headers.setdefault(name, value)
