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


def from_places(places: Iterable[dict[str, Any]]) -> tuple[Quoted, ...]:
    """The same of citations, or results of a search, as they come over HTTP."""
    return tuple(Quoted(p["source"], p["quote"], p.get("page_start"), p.get("page_end")) for p in places)


def from_body(body: dict[str, Any]) -> Reply:
    """The same of the reply of `POST /v1/ask`; a reply of another form raises KeyError, TypeError or AttributeError."""
    return Reply(
        answer=body["answer"],
        answered=body["answered"],
        citations=from_places(body["citations"]),
        kind=body.get("kind"),
        confidence=body.get("confidence"),
        refusal_reason=(body.get("refusal") or {}).get("reason"),
        stages=_stages(body.get("timings_ms") or {}),
        standalone_question=body.get("standalone_question"),
    )
