"""`GET /v1/charts/{ids}.svg` and `.csv`: the figures of an answer, drawn and as a table. Nothing is stored for it."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from indexer import Observation
from service.charting import csv_file, svg
from service.problems import Problem
from service.routes.deps import ShelfDep
from service.routes.responses import Responses, problems

router = APIRouter(prefix="/v1/charts", tags=["documents"])

MOST = 60
# At most so many ids of at most 16 digits, joined by hyphens.
Ids = Annotated[
    str,
    Path(pattern=rf"^\d{{1,16}}(?:-\d{{1,16}}){{0,{MOST - 1}}}$", description="ids of observations, joined by hyphens"),
]
_SVG, _CSV = "image/svg+xml", "text/csv; charset=utf-8"
_AS_FILE = {"Content-Disposition": 'attachment; filename="figures.csv"'}


def _replies(description: str, media_type: str, example: str) -> Responses:
    return {
        200: {"description": description, "content": {media_type: {"schema": {"type": "string"}, "example": example}}}
    }


_DRAWN = _replies("The drawing", _SVG, '<svg xmlns="http://www.w3.org/2000/svg">...</svg>')
_LISTED = _replies("The table", "text/csv", "measure,place,comparator,period,value,unit,text,source\r\n...")


@router.get("/{ids}.svg", response_class=Response, responses={**_DRAWN, **problems(404, 422, 500, 503)})
def get_chart(shelf: ShelfDep, ids: Ids) -> Response:
    """A drawing of the figures with these ids, as `chart.svg_url` of an answer names them."""
    with shelf.borrow() as engine:
        found = _found(engine.store.observations_of(_numbers(ids)))
    return Response(svg(found), media_type=_SVG)


@router.get("/{ids}.csv", response_class=Response, responses={**_LISTED, **problems(404, 422, 500, 503)})
def get_chart_table(shelf: ShelfDep, ids: Ids) -> Response:
    """The same figures as a table, each with the address that shows it in its report."""
    with shelf.borrow() as engine:
        found = _found(engine.store.observations_of(_numbers(ids)))
    rows = [(one, f"/documents/{one.document_id}?start={one.start}&end={one.end}") for one in found]
    return Response(
        csv_file(rows), media_type=_CSV, headers={"Content-Disposition": 'attachment; filename="figures.csv"'}
    )


def _numbers(ids: str) -> list[int]:
    return list(dict.fromkeys(int(part) for part in ids.split("-")))


def _found(numbered: list[tuple[int, Observation]]) -> list[Observation]:
    if not numbered:
        raise Problem("not-found", "No report on the shelf has these figures (any more). Ask the question again.")
    return [one for _, one in numbered]
