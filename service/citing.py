"""From quotes to citations: the verbatim words with document, section, page or line, and a link that shows them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from indexer import Document, PageSpan
from service.answering.draft import Quote
from service.types import Citation

LINED = frozenset({"txt", "md"})


def fold(text: str) -> str:
    """One space for every run of white space."""
    return re.sub(r"\s+", " ", text).strip()


class Texts(Protocol):
    """What a citation is made from: a store, or anything that knows the documents' texts."""

    def document(self, document_id: str, /) -> Document | None:
        """The document of this id, if there is one."""
        ...

    def text(self, document_id: str, /) -> str:
        """Its whole text."""
        ...

    def pages(self, document_id: str, /) -> Sequence[PageSpan]:
        """Its pages, none where the format has none."""
        ...


def citation(store: Texts, quote: Quote, number: int) -> Citation:
    """The citation of a quote."""
    document = store.document(quote.document_id)
    assert document is not None
    text = store.text(document.id)
    first, last, label = _pages(store.pages(document.id), quote.start, quote.end)
    lines = _lines(document, text, quote.start, quote.end)
    return Citation(
        number=number,
        document_id=document.id,
        source=document.source,
        title=document.title,
        place=document.place,
        period=document.period,
        page_start=first,
        page_end=last,
        page_label=label,
        line_start=lines[0],
        line_end=lines[1],
        section=quote.section,
        quote=fold(text[quote.start : quote.end]),
        start=quote.start,
        end=quote.end,
        cell=quote.cell,
        score=round(quote.score, 4),
        url=f"/documents/{document.id}?start={quote.start}&end={quote.end}",
    )


def _pages(pages: Sequence[PageSpan], start: int, end: int) -> tuple[int | None, int | None, str | None]:
    on = [page for page in pages if page.start < end and start < page.end]
    return (on[0].number, on[-1].number, on[0].label) if on else (None, None, None)


def _lines(document: Document, text: str, start: int, end: int) -> tuple[int | None, int | None]:
    if document.format not in LINED:
        return None, None
    starts = _line_starts(text)
    return bisect_right(starts, start), bisect_right(starts, end - 1)


@lru_cache(maxsize=64)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))
