"""Plain text: the file's own characters, so that quotes and line numbers hold in the file itself."""

from indexer.readers.decoding import decode
from indexer.types import PageSpan, SourceText

_PAGE_END = "\f"


def read_text(data: bytes) -> SourceText:
    """No marks and no title: plain text says nothing of its structure. Form feeds part pages, where there are any."""
    text, warnings = decode(data, "a text file")
    return SourceText(text=text, pages=_pages(text), warnings=warnings)


def _pages(text: str) -> tuple[PageSpan, ...]:
    pieces = text.split(_PAGE_END)
    if not pieces[-1].strip():
        pieces.pop()  # the last page's own end
    if len(pieces) < 2 and _PAGE_END not in text.rstrip(_PAGE_END):
        return ()
    pages, at = [], 0
    for number, piece in enumerate(pieces, 1):
        pages.append(PageSpan(number, None, at, at + len(piece)))
        at += len(piece) + len(_PAGE_END)
    return tuple(pages)
