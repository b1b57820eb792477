"""Errors as a caller sees them: RFC 9457 problem details, never a stack trace and never a path of the server."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indexer import IndexDamagedError, IndexMismatchError, IndexMissingError, ModelError
from service.shelf import NotReadyError

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_SHOWN_CHARACTERS = 80
NO_MODEL = (
    "No language model is configured here. Leave answerer out, or start the service with REPORTQA_LLM_BASE_URL and "
    "REPORTQA_LLM_MODEL."
)
NO_FEEDBACK = (
    "This service takes no feedback: REPORTQA_KEEP is nothing. Start it with REPORTQA_KEEP=feedback, or questions, to "
    "take it."
)
UNKNOWN_ANSWER = "This answer is not remembered: it was given too long ago. Ask the question again, then say."
NO_JOURNAL = "The feedback could not be written down. Try again later; the server's log tells why."


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field of a request that is not as it should be; nested ones are written `filters.places.0`."""

    field: str
    message: str


# The last part of a problem's `type`, by which a program tells it from others, and what it means.
KINDS: dict[str, tuple[int, str]] = {
    "invalid-request": (422, "The request is not as it should be"),
    "invalid-json": (400, "The body is not JSON"),
    "answerer-unavailable": (400, "This answerer is not available"),
    "unsupported-media-type": (415, "The body is not said to be JSON"),
    "body-too-large": (413, "The request is too large"),
    "not-found": (404, "Not found"),
    "unknown-document": (404, "No such document"),
    "changes-not-allowed": (403, "Changes are not allowed here"),
    "feedback-not-taken": (403, "Feedback is not taken here"),
    "unknown-answer": (404, "No such answer"),
    "journal-unavailable": (503, "The feedback could not be kept"),
    "index-busy": (409, "The index is being written"),
    "method-not-allowed": (405, "Method not allowed"),
    "index-missing": (503, "There is no index yet"),
    "index-mismatch": (503, "The index does not fit"),
    "index-damaged": (503, "The index is damaged"),
    "model-unavailable": (503, "The embedding model cannot be loaded"),
    "not-ready": (503, "The service is not ready"),
    "internal-error": (500, "The service failed"),
}


class Problem(HTTPException):
    """An error for the caller, of one of `KINDS`; `detail` says what is wrong and what to do."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        status, self.title = KINDS[kind]
        super().__init__(status_code=status, detail=detail, headers=headers)
        self.type = f"/problems/{kind}"
        self.errors = tuple(errors)

    def body(self, request: Request) -> dict[str, Any]:
        """The problem as the caller gets it, on its own or as the last event of a stream."""
        body: dict[str, Any] = {
            "type": self.type,
            "title": self.title,
            "status": self.status_code,
            "detail": self.detail,
            "instance": quote(request.url.path),
            "request_id": request.state.request_id,
        }
        if self.errors:
            body["errors"] = [{"field": error.field, "message": error.message} for error in self.errors]
        return body

    def response(self, request: Request) -> Response:
        """The whole reply."""
        return JSONResponse(self.body(request), self.status_code, self.headers, media_type=MEDIA_TYPE)


def invalid_request(errors: Sequence[FieldError]) -> Problem:
    """What was asked cannot be taken; `errors` name each field."""
    shown = "; ".join(f"{error.field}: {error.message}" for error in errors[:3])
    more = f" (and {len(errors) - 3} more)" if len(errors) > 3 else ""
    return Problem("invalid-request", shown + more, errors=errors)


def body_too_large(limit: int) -> Problem:
    """The body is over the limit, told before it is read into memory."""
    detail = f"A request may hold {limit:,} bytes at most. Ask a shorter question or send fewer earlier turns."
    return Problem("body-too-large", detail, headers={"Connection": "close"})


def unknown_document(document_id: str) -> Problem:
    """There is no document of this id on the shelf."""
    detail = f"There is no document with the id {shown_text(document_id)}. GET /v1/documents lists them all."
    return Problem("unknown-document", detail)


def shown_text(text: str) -> str:
    """A caller's own text, made short and safe to be said back to them."""
    safe = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:_SHOWN_CHARACTERS])
    return f"'{safe}…'" if len(text) > _SHOWN_CHARACTERS else f"'{safe}'"


def problem_of(error: Exception, request: Request) -> Problem:
    """The problem to show for any error; what nobody foresaw is logged with its trace, and only told as such."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, NotReadyError):
        return _not_ready(error.reason)
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        return _of_http(error, request)
    request_id = request.state.request_id
    logger.error("request %s failed", request_id, exc_info=error)
    detail = f"Something went wrong here, not in your request. The server's log tells more under {request_id}."
    return Problem("internal-error", detail)


def install_handlers(app: FastAPI) -> None:
    """Make every error that a route raises leave the service as problem details."""

    def handle(request: Request, error: Exception) -> Response:
        return problem_of(error, request).response(request)

    for kind in (HTTPException, RequestValidationError, NotReadyError):
        app.add_exception_handler(kind, handle)


_BUILD = "Build it with `make serve` or `python -m indexer build`"
_NOT_READY: dict[type[Exception], tuple[str, str]] = {
    IndexMissingError: (
        "index-missing",
        f"The reports are not indexed yet. {_BUILD}; the service takes it up as soon as it is there.",
    ),
    IndexMismatchError: (
        "index-mismatch",
        "The index was made with another embedding model or another version of the program. "
        f"{_BUILD} again, or start the service with the model it was made with.",
    ),
    IndexDamagedError: (
        "index-damaged",
        "A file of the index is missing or is not what it should be. "
        f"`python -m indexer verify` says which. {_BUILD} again.",
    ),
    ModelError: (
        "model-unavailable",
        "The embedding model is not installed or is not the expected one. Run `make serve`, which installs it, "
        "or name another one with REPORTQA_EMBEDDING_MODEL. The server's log tells more.",
    ),
}


def _not_ready(reason: Exception | None) -> Problem:
    headers = {"Retry-After": "5"}
    for error_type, (kind, detail) in _NOT_READY.items():
        if isinstance(reason, error_type):
            return Problem(kind, detail, headers=headers)
    detail = "The index could not be opened. The server's log tells why; the service tries again by itself."
    return Problem("not-ready", detail, headers=headers)


def _of_http(error: HTTPException, request: Request) -> Problem:
    path = shown_text(request.url.path)
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "another method")
        detail = f"{path} does not take {request.method[:20]}; it takes {allowed}."
        return Problem("method-not-allowed", detail, headers=error.headers)
    if error.status_code == 400:
        return Problem("invalid-json", "The body could not be read as JSON in UTF-8.")
    return Problem("not-found", f"There is nothing at {path}. The calls are listed at /docs.")


def _invalid(error: RequestValidationError) -> Problem:
    found = error.errors()
    if found and found[0]["type"] == "json_invalid":
        where, what = found[0]["loc"][-1], found[0]["ctx"]["error"]
        detail = f"The body is not valid JSON: {what} at character {where}."
        return Problem("invalid-json", detail)
    return invalid_request([FieldError(_field(one["loc"]), _message(one)) for one in found])


def _field(location: Sequence[int | str]) -> str:
    """`("body", "filters", "from_year")` -> `filters.from_year`; a field's name is the caller's text, so made safe."""
    parts = [str(part) for part in location]
    if len(parts) > 1 and parts[0] in {"body", "query", "path", "header"}:
        parts = parts[1:]
    return shown_text(".".join(parts)).strip("'")


_MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is not a field of this call",
    "string_type": "must be text",
    "string_unicode": "must be valid Unicode text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
}


def _message(found: Mapping[str, Any]) -> str:
    known = _MESSAGES.get(found["type"])
    return known if known is not None else str(found["msg"]).removeprefix("Value error, ").removeprefix("Input ")
