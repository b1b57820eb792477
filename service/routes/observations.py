"""`GET /v1/observations`."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from service.document_schemas import FoundObservationOut, ObservationsReply
from service.observing import CitedObservation, Sought, find_observations
from service.problems import FieldError, invalid_request
from service.routes.deps import ShelfDep, known_documents
from service.routes.responses import ok, problems
from service.schemas import Text, Year

router = APIRouter(prefix="/v1", tags=["documents"])

Words = Annotated[Text | None, Query(max_length=300)]
Documents = Annotated[list[str], Query(description="document ids, as in `GET /v1/documents`")]
YearQuery = Annotated[Year | None, Query()]


@router.get("/observations", responses={**ok("The figures found", "observations"), **problems(422, 500, 503)})
def get_observations(
    shelf: ShelfDep,
    measure: Words = None,
    place: Words = None,
    from_year: YearQuery = None,
    to_year: YearQuery = None,
    document: Documents = [],  # noqa: B006 - read by FastAPI, never changed
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> ObservationsReply:
    """The figures that the reports state, from sentences and table cells, each with its proof.

    `measure` takes words for what is counted, in any order and inflection; `place` is a place's name; the years are
    those that a figure speaks for. All that are given must fit.
    """
    if from_year is not None and to_year is not None and from_year > to_year:
        raise invalid_request([FieldError("from_year", f"{from_year} is after to_year, {to_year}")])
    with shelf.borrow() as engine:
        known_documents("document", document, engine.store.documents())
        sought = Sought(measure, place, from_year, to_year, tuple(document))
        found = find_observations(engine.store, sought, limit + 1, offset)
    return ObservationsReply(
        observations=[_flat(one) for one in found[:limit]], next_offset=offset + limit if len(found) > limit else None
    )


def _flat(found: CitedObservation) -> FoundObservationOut:
    return FoundObservationOut.model_validate(
        {**asdict(found.observation), "id": found.id, "url": found.url, "citation": asdict(found.citation)}
    )
