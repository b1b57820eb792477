"""The texts that quotes are looked up in, for every format, with the pages and lines that they stand on."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from eval.asking.client import OverHttp
from eval.errors import EvalError
from eval.scoring.score import Span, find_spans, fold
from indexer import Document, PageSpan, Store, current_name

TEXT_SUFFIXES = (".txt", ".md")


class TextSource(Protocol):
    """What is needed of an index; `Store` has it, and what a served engine holds."""

    def documents(self) -> Sequence[Document]:
        """Every document."""
        ...

    def text(self, document_id: str, /) -> str:
        """The whole text of one."""
        ...

    def pages(self, document_id: str, /) -> Sequence[PageSpan]:
        """Its pages, none where its format has none."""
        ...


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents by source, which is a file's path within the corpus as the index names it.

    `folded` are the texts with one space for every run of white space. `pages` stand in the folded text; a document
    without pages has an empty tuple. `lines` says where in the folded text each line of a text file begins.
    """

    folded: Mapping[str, str]
    pages: Mapping[str, tuple[PageSpan, ...]]
    lines: Mapping[str, tuple[int, ...]]

    def page_of(self, source: str, quote: str) -> list[int]:
        """Every page that the quote stands on, in order; none where it does not stand or there are no pages."""
        found = self.places(source, quote)
        pages = self.pages.get(source, ())
        return sorted({p.number for p in pages for start, end in found if start < p.end and end > p.start})

    def lines_of(self, source: str, quote: str) -> list[int]:
        """The line, from 1, on which the quote begins, at each of its places in a text file."""
        starts = self.lines.get(source, ())
        # A blank line begins where the next one does, so that the last of those counts.
        return [bisect_right(starts, first) for first, _ in self.places(source, quote)] if starts else []

    def places(self, source: str, quote: str) -> list[Span]:
        """Where the quote stands in the folded text."""
        return find_spans(self.folded.get(source, ""), fold(quote))


def from_store(store: TextSource) -> Documents:
    """The documents of an index."""
    return _documents((d.source, store.text(d.id), store.pages(d.id)) for d in store.documents())


def from_index(index_dir: Path) -> Documents:
    """The same of the index in a folder; no model is loaded."""
    with closing(Store.open(index_dir)) as store:
        return from_store(store)


def from_service(url: str) -> Documents:
    """The documents of a running service; `SystemMissingError` where it does not give them."""
    with OverHttp(url) as service:
        return _documents(service.texts())


def from_folder(corpus: Path) -> Documents:
    """The text files of a folder and its sub-folders, as they are; used where there is no index."""
    if not corpus.is_dir():
        raise EvalError(f"{corpus}: there is no such folder. Name the reports' folder with --corpus.")
    paths = sorted(path for path in corpus.rglob("*") if path.suffix in TEXT_SUFFIXES and path.is_file())
    return _documents((path.relative_to(corpus).as_posix(), _read(path), ()) for path in paths)


def from_place(place: str) -> Documents:
    """The documents at a place as a run records it: a service's address, an index, or a folder of text files."""
    if place.startswith(("http://", "https://")):
        return from_service(place)
    return from_index(Path(place)) if current_name(Path(place)) else from_folder(Path(place))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise EvalError(f"{path}: not UTF-8 at byte {error.start}; its quotes cannot be checked.") from error
    except OSError as error:
        raise EvalError(f"{path}: cannot be read: {error.strerror}.") from error


def _documents(found: Iterable[tuple[str, str, Sequence[PageSpan]]]) -> Documents:
    folded: dict[str, str] = {}
    pages: dict[str, tuple[PageSpan, ...]] = {}
    lines: dict[str, tuple[int, ...]] = {}
    for source, text, spans in found:
        folded[source] = fold(text)
        bounds = _in_folded(text, [bound for span in spans for bound in (span.start, span.end)])
        pages[source] = tuple(
            replace(span, start=start, end=end)
            for span, start, end in zip(spans, bounds[::2], bounds[1::2], strict=True)
        )
        if source.endswith(TEXT_SUFFIXES):
            starts = [0, *(place + 1 for place, char in enumerate(text) if char == "\n")]
            lines[source] = tuple(_in_folded(text, starts))
    return Documents(folded, pages, lines)


def _in_folded(text: str, offsets: Sequence[int]) -> list[int]:
    """Where offsets of the text, in rising order, stand in the folded text; inside white space: after it."""
    found: list[int] = []
    before, place, open_word = 0, 0, False
    for offset in offsets:
        piece = text[before:offset]
        words = fold(piece)
        if words:
            place += len(words) + (place > 0 and not (open_word and not piece[0].isspace()))
            open_word = not piece[-1].isspace()
        elif piece:
            open_word = False
        before = offset
        # Where a word has ended, the next one begins after a space.
        found.append(place if open_word or not place else place + 1)
    return found
