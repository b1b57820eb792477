"""`POST /v1/ask`."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from service import examples
from service.keeping import Keeper
from service.problems import NO_MODEL, Problem
from service.routes.deps import KeeperDep, SettingsDep, ShelfDep, check_length, checked_filters, require_json
from service.routes.responses import ok, problems
from service.schemas import AskReply, AskRequest
from service.settings import ServiceSettings
from service.shelf import Shelf
from service.steps import Step
from service.stream import Work, answer_stream
from service.types import Turn

router = APIRouter(prefix="/v1", tags=["questions"], dependencies=[Depends(require_json)])

_BODY = Body(
    openapi_examples={
        "question": {"summary": "A question about one place", "value": examples.ASK_REQUEST},
        "follow-up": {"summary": "A question that leans on the turn before", "value": examples.FOLLOW_UP_REQUEST},
        "stream": {"summary": "An answer that is streamed", "value": examples.STREAM_REQUEST},
    }
)
_STREAMED = {"text/event-stream": examples.ASK_EVENTS}
_GOOD = ok("The answer, or an honest refusal", "answered", "refused", other=_STREAMED)


@router.post("/ask", response_model=AskReply, responses={**_GOOD, **problems(400, 413, 415, 422, 500, 503)})
async def ask(
    body: Annotated[AskRequest, _BODY], request: Request, shelf: ShelfDep, settings: SettingsDep, keeper: KeeperDep
) -> AskReply | Response:
    """Ask the reports a question.

    The reply cites the words or the table cell that prove each statement, or says that the reports do not tell.
    With `"stream": true`, or the header `Accept: text/event-stream`, it comes as server-sent events: `status` while
    it is made, `citations`, the answer in pieces as `delta`, then one `done` with the whole reply, or one `error`.
    """
    work = await run_in_threadpool(_prepare, body, shelf, settings, keeper)
    if body.stream or "text/event-stream" in request.headers.get("accept", ""):
        return answer_stream(work, request)
    return await run_in_threadpool(work, lambda _: None)


def _prepare(body: AskRequest, shelf: Shelf, settings: ServiceSettings, keeper: Keeper) -> Work:
    """Check what needs the shelf, before a reply begins, and give the work that is left."""
    answerer = body.answerer or settings.answerer
    if answerer == "llm" and not settings.has_llm:
        raise Problem("answerer-unavailable", NO_MODEL)
    check_length("question", body.question, settings)
    for i, turn in enumerate(body.history or ()):
        check_length(f"history.{i}.question", turn.question, settings)
    with shelf.borrow() as engine:
        documents = engine.store.documents()
        filters = checked_filters(body.filters, documents)
        narrowed = [document.source for document in documents if document.id in filters.documents]
    history = [Turn(turn.question, turn.answer) for turn in body.history or ()]
    max_citations = body.max_citations or settings.max_citations

    def work(on_step: Callable[[Step], None]) -> AskReply:
        with shelf.borrow() as engine:
            answer = engine.ask(
                body.question,
                history=history,
                filters=filters,
                max_citations=max_citations,
                answerer=answerer,
                on_step=on_step,
            )
        reply = AskReply.model_validate(answer)
        keeper.note(answer, history, narrowed)
        return reply

    return work
