"""`GET /v1/documents` and what is in them."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from starlette.responses import PlainTextResponse

from indexer import Document
from service import examples
from service.document_schemas import BlocksReply, DocumentOut, DocumentsReply, TextReply
from service.problems import unknown_document
from service.routes.deps import ShelfDep
from service.routes.responses import ok, problems
from service.shelf import Library
from service.topics import topics_of

router = APIRouter(prefix="/v1/documents", tags=["documents"])

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


def _described(store: Library, document: Document) -> DocumentOut:
    return DocumentOut.model_validate({**asdict(document), "topics": topics_of(store.blocks(document.id))})


def _document(store: Library, document_id: str) -> Document:
    document = store.document(document_id)
    if document is None:
        raise unknown_document(document_id)
    return document
