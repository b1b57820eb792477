"""`GET /v1/documents` and what is in them."""

import logging
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from starlette.responses import PlainTextResponse

from indexer import Document, IndexBusyError, load_encoder, remove_document
from service import examples
from service.document_schemas import BlocksReply, DocumentOut, DocumentsReply, TextReply
from service.problems import Problem, unknown_document
from service.routes.deps import SettingsDep, ShelfDep, require_changes
from service.routes.responses import ok, problems
from service.shelf import Library
from service.topics import topics_of

logger = logging.getLogger(__name__)

router = APIRouter(prefix="/v1/documents", tags=["documents"])

# Seconds that a removal waits for questions that were asked before it.
_PATIENCE = 30.0

Offset = Annotated[int | None, Query(ge=0)]


@router.get("", responses={**ok("The whole shelf", "shelf"), **problems(500, 503)})
def list_documents(shelf: ShelfDep) -> DocumentsReply:
    """All reports on the shelf, with what is known of each."""
    with shelf.borrow() as engine:
        return DocumentsReply(documents=[_described(engine.store, d) for d in engine.store.documents()])


@router.get("/{document_id}", responses={**ok("One report", "document"), **problems(404, 422, 500, 503)})
def get_document(document_id: str, shelf: ShelfDep) -> DocumentOut:
    """What is known of one report."""
    with shelf.borrow() as engine:
        return _described(engine.store, _document(engine.store, document_id))


@router.get(
    "/{document_id}/text",
    response_model=TextReply,
    responses={
        **ok("The text and its pages", "text", other={"text/plain": examples.TEXT_REPLY["text"]}),
        **problems(404, 422, 500, 503),
    },
)
def get_text(document_id: str, shelf: ShelfDep, accept: Annotated[str, Header()] = "") -> TextReply | Response:
    """A report's whole stored text, which every citation's `start` and `end` count in.

    With the header `Accept: text/plain` the text comes alone, without its pages.
    """
    with shelf.borrow() as engine:
        document = _document(engine.store, document_id)
        text = engine.store.text(document.id)
        if "text/plain" in accept and "application/json" not in accept:
            return PlainTextResponse(text)
        pages = engine.store.pages(document.id)
    return TextReply.model_validate({"id": document.id, "text": text, "pages": pages})


@router.get(
    "/{document_id}/blocks",
    responses={**ok("The blocks, in order", "blocks"), **problems(404, 422, 500, 503)},
)
def get_blocks(document_id: str, shelf: ShelfDep, start: Offset = None, end: Offset = None) -> BlocksReply:
    """A report's structure: headings, paragraphs, list items and tables, with their places in its text.

    With `start` and `end`, only the blocks that have text between the two.
    """
    with shelf.borrow() as engine:
        document = _document(engine.store, document_id)
        blocks = engine.store.blocks(document.id)
    first, last = start or 0, document.characters if end is None else end
    return BlocksReply.model_validate({"blocks": [b for b in blocks if b.end > first and b.start < last]})


@router.delete(
    "/{document_id}",
    status_code=204,
    dependencies=[Depends(require_changes)],
    responses={204: {"description": "Removed"}, **problems(403, 404, 409, 422, 500, 503)},
)
def delete_document(document_id: str, shelf: ShelfDep, settings: SettingsDep) -> None:
    """Take a report out of the index, for good.

    Once this has replied nothing of it is found or quoted, and nothing of it is in the index's files. The report's
    file in the corpus stays where it is and is passed over by later builds; `python -m indexer restore` takes it back.
    """
    with shelf.borrow() as engine:
        source = _document(engine.store, document_id).source
    try:
        remove_document(settings.index_dir, document_id, lambda: load_encoder(settings))
    except IndexBusyError as error:
        detail = "The index is just being written. Try again when that is done."
        raise Problem("index-busy", detail, headers={"Retry-After": "10"}) from error
    logger.info("removed %s", source)
    shelf.take_up(_PATIENCE)


def _described(store: Library, document: Document) -> DocumentOut:
    return DocumentOut.model_validate({**asdict(document), "topics": topics_of(store.blocks(document.id))})


def _document(store: Library, document_id: str) -> Document:
    document = store.document(document_id)
    if document is None:
        raise unknown_document(document_id)
    return document
