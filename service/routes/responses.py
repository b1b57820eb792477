"""The replies of each call as the API's documentation shows them."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

from service import examples
from service.problems import KINDS, MEDIA_TYPE, NO_FEEDBACK, NO_JOURNAL, NO_MODEL, UNKNOWN_ANSWER
from service.schemas import ProblemOut

Responses = dict[int | str, dict[str, Any]]

_SCHEMAS = "#/components/schemas/"

_Shown = tuple[str, str, str]

# For each status: the kind of problem, its detail, and the call that it comes from.
_SHOWN: dict[int, _Shown] = {
    400: (
        "answerer-unavailable",
        NO_MODEL,
        "/v1/ask",
    ),
    403: (
        "changes-not-allowed",
        "Documents can be removed only from the machine that the service runs on. Set REPORTQA_ALLOW_CHANGES=true to "
        "allow it to all who can reach the service.",
        "/v1/documents/northmoor-annual-2018-19",
    ),
    409: (
        "index-busy",
        "The index is just being written. Try again when that is done.",
        "/v1/documents/northmoor-annual-2018-19",
    ),
    404: (
        "unknown-document",
        "There is no document with the id 'southby-2020'. GET /v1/documents lists them all.",
        "/v1/documents/southby-2020",
    ),
    413: (
        "body-too-large",
        "A request may hold 262,144 bytes at most. Ask a shorter question or send fewer earlier turns.",
        "/v1/ask",
    ),
    415: (
        "unsupported-media-type",
        "The body must be JSON: set the header Content-Type to application/json (it says 'text/plain').",
        "/v1/ask",
    ),
    422: ("invalid-request", "question: is empty: ask something", "/v1/ask"),
    500: (
        "internal-error",
        "Something went wrong here, not in your request. The server's log tells more under b7d2f0c4a1e94b53.",
        "/v1/ask",
    ),
    503: (
        "index-missing",
        "The reports are not indexed yet. Build it with `make serve` or `python -m indexer build`; "
        "the service takes it up as soon as it is there.",
        "/v1/ask",
    ),
}


# The same where feedback replies with that status.
FEEDBACK_SHOWN: dict[int, _Shown] = {
    400: ("invalid-json", "The body could not be read as JSON in UTF-8.", "/v1/feedback"),
    403: ("feedback-not-taken", NO_FEEDBACK, "/v1/feedback"),
    404: ("unknown-answer", UNKNOWN_ANSWER, "/v1/feedback"),
    503: ("journal-unavailable", NO_JOURNAL, "/v1/feedback"),
}


def problems(*statuses: int, shown: Mapping[int, _Shown] = _SHOWN) -> Responses:
    """The documentation of the problems that a call can reply with; `shown` has those that are its own."""
    return {
        status: {
            "description": KINDS[kind][1],
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": f"{_SCHEMAS}{ProblemOut.__name__}"},
                    "example": _example(kind, detail, instance),
                }
            },
        }
        for status in statuses
        for kind, detail, instance in [shown.get(status) or _SHOWN[status]]
    }


def ok(description: str, *names: str, other: dict[str, str] | None = None) -> Responses:
    """The documentation of a call's good reply, with examples of `service.examples.REPLIES` by their names.

    `other` has examples by media type, for replies that are not JSON.
    """
    content: dict[str, Any] = {
        "application/json": {"examples": {name: {"$ref": f"#/components/examples/{name}"} for name in names}}
    }
    content |= {
        media_type: {"schema": {"type": "string"}, "example": text} for media_type, text in (other or {}).items()
    }
    return {200: {"description": description, "content": content}}


def complete_description(app: FastAPI) -> None:
    """Put into the app's OpenAPI description what the replies above refer to.

    FastAPI takes every null out of what it is given, which would make the examples untrue; these are added after it.
    """
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        description = plain()
        components = description["components"]
        problem = ProblemOut.model_json_schema(ref_template=f"{_SCHEMAS}{{model}}")
        components["schemas"] |= problem.pop("$defs") | {ProblemOut.__name__: problem}
        components["examples"] = {
            name: {"summary": summary, "value": value} for name, (summary, value) in examples.REPLIES.items()
        }
        return description

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend the description


def _example(kind: str, detail: str, instance: str) -> dict[str, Any]:
    example: dict[str, Any] = {
        "type": f"/problems/{kind}",
        "title": KINDS[kind][1],
        "status": KINDS[kind][0],
        "detail": detail,
        "instance": instance,
        "request_id": "b7d2f0c4a1e94b53",
    }
    if kind == "invalid-request":
        example["errors"] = [{"field": "question", "message": "is empty: ask something"}]
    return example
