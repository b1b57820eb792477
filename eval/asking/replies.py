"""From what a system says, in this process or over HTTP, to what an evaluation keeps of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from eval.types import Quoted, Reply
from service.types import Answer, Citation

TOTAL = "total"


def _stages(timings: Mapping[str, float]) -> dict[str, float]:
    return {name: ms for name, ms in timings.items() if name != TOTAL}


def from_citations(citations: Iterable[Citation]) -> tuple[Quoted, ...]:
    """What scoring needs of the engine's citations, or of those of its search results."""
    return tuple(Quoted(c.source, c.quote, c.page_start, c.page_end) for c in citations)


def from_answer(answer: Answer) -> Reply:
    """What an evaluation keeps of the engine's answer."""
    return Reply(
        answer=answer.answer,
        answered=answer.answered,
        citations=from_citations(answer.citations),
        kind=answer.kind,
        confidence=answer.confidence,
        refusal_reason=answer.refusal.reason if answer.refusal else None,
        stages=_stages(answer.timings_ms),
        standalone_question=answer.standalone_question,
    )


def from_places(places: Iterable[Mapping[str, Any]]) -> tuple[Quoted, ...]:
    """The same of citations, or results of a search, as they come over HTTP."""
    return tuple(
        Quoted(_text(p, "source"), _text(p, "quote"), *(_number(p, name) for name in ("page_start", "page_end")))
        for p in places
    )


def from_body(body: Mapping[str, Any]) -> Reply:
    """The same of the reply of `POST /v1/ask`; a reply of another form raises KeyError, TypeError or AttributeError."""
    if not isinstance(body["answered"], bool):
        raise TypeError(f"'answered' is {body['answered']!r}")
    timings = body.get("timings_ms") or {}
    return Reply(
        answer=_text(body, "answer"),
        answered=body["answered"],
        citations=from_places(body["citations"]),
        kind=body.get("kind"),
        confidence=_number(body, "confidence"),
        refusal_reason=(body.get("refusal") or {}).get("reason"),
        stages=_stages({name: _number(timings, name) or 0.0 for name in timings}),
        standalone_question=body.get("standalone_question"),
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record[name]
    if not isinstance(value, str):
        raise TypeError(f"'{name}' is {value!r}")
    return value


def _number(record: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - whole or not, as it comes
    value = record.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise TypeError(f"'{name}' is {value!r}")
    return value
