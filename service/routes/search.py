"""`POST /v1/search`."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Body, Depends

from service import examples
from service.routes.deps import SettingsDep, ShelfDep, check_length, checked_filters, require_json
from service.routes.responses import ok, problems
from service.schemas import FoundOut, SearchReply, SearchRequest
from service.types import SearchResult

router = APIRouter(prefix="/v1", tags=["questions"], dependencies=[Depends(require_json)])

_BODY = Body(openapi_examples={"search": {"summary": "A few words", "value": examples.SEARCH_REQUEST}})
_GOOD = ok("The passages found, best first", "found")


@router.post("/search", responses={**_GOOD, **problems(400, 413, 415, 422, 500, 503)})
def search(body: Annotated[SearchRequest, _BODY], shelf: ShelfDep, settings: SettingsDep) -> SearchReply:
    """Find the passages nearest to a query, without answering."""
    check_length("query", body.query, settings)
    with shelf.borrow() as engine:
        filters = checked_filters(body.filters, engine.store.documents())
        found = engine.search(body.query, filters=filters, limit=body.limit)
    return SearchReply(results=[_flat(result) for result in found])


def _flat(result: SearchResult) -> FoundOut:
    return FoundOut(**asdict(result.citation), text=result.text, scores=result.scores)
