"""One PDF file to its text: pages, marks, and the reasons where a page or the file gives none."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.errors import UnreadableFileError
from indexer.readers.pdf import ocr
from indexer.readers.pdf.compose import compose
from indexer.readers.pdf.geometry import PageContent
from indexer.readers.pdf.glyphs import page_content
from indexer.readers.pdf.ruled import ruled_tables
from indexer.readers.pdf.running import find_running
from indexer.readers.pdf.source import FieldValue, PdfSource
from indexer.types import SourceText

_MAGIC_WITHIN = 1024
_LONGEST_PAGE_NUMBER = 20
_SCAN_COVERS = 0.5  # of the page; a picture of that size under a few letters is a scan


@dataclass(slots=True)
class _Pages:
    contents: list[PageContent] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    by_ocr: list[int] = field(default_factory=list)
    too_late: list[int] = field(default_factory=list)
    ocr_until: float = 0.0


def read_pdf(data: bytes, password: str | None = None, ocr_seconds: float = 120.0) -> SourceText:
    """Text in reading order with a `PageSpan` for every page, blank ones too, and marks.

    `password` is tried where the file does not open without one. Pages without a text layer are recognised where
    Tesseract is installed; else they are named in `unread_pages`. No recognition begins after `ocr_seconds`, counted
    from the first page; 0 leaves it out.
    """
    if b"%PDF" not in data[:_MAGIC_WITHIN]:
        raise UnreadableFileError("is not a PDF file although its name says so")
    with _opened(data, password) as (file, opened_by):
        source = PdfSource(data, opened_by)
        count = len(file)
        if count == 0:
            raise UnreadableFileError("is a PDF file without pages")
        pages = _read_pages(file, source.fields(), ocr_seconds if ocr.is_available() else 0.0)
    if not any(_has_words(page) for page in pages.contents):
        raise UnreadableFileError(_no_text_reason(pages))
    tables = {page.number: ruled_tables(page) for page in pages.contents}
    running = find_running(pages.contents, tables)
    labels = source.labels(count) or running.labels
    text = compose(running, labels, source.outline(), source.title(), tables)
    return replace(
        text,
        warnings=_warnings(pages),
        unread_pages=tuple(sorted(pages.unread + pages.broken)),
        ocr_pages=tuple(pages.by_ocr),
    )


@contextmanager
def _opened(data: bytes, password: str | None) -> Iterator[tuple[pdfium.PdfDocument, str]]:
    """The file, and the password that opened it: none, else the given one."""
    file = None
    for tried in ("", password or ""):
        try:
            file = pdfium.PdfDocument(data, password=tried)
            break
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) != raw.FPDF_ERR_PASSWORD:
                raise UnreadableFileError(f"is damaged or not a proper PDF file ({error})") from error
    if file is None and password:
        raise UnreadableFileError("is encrypted and the password in the catalogue does not open it")
    if file is None:
        raise UnreadableFileError("is encrypted and needs a password: give it in the catalogue")
    try:
        yield file, tried
    finally:
        file.close()


def _read_pages(file: pdfium.PdfDocument, fields: Iterable[FieldValue], ocr_seconds: float) -> _Pages:
    values: dict[int, list[FieldValue]] = {}
    for value in fields:
        values.setdefault(value.page, []).append(value)
    pages = _Pages(ocr_until=time.monotonic() + ocr_seconds if ocr_seconds > 0 else 0.0)
    for number in range(1, len(file) + 1):
        try:
            page = file[number - 1]
        except Exception:  # a damaged page fails with errors of every kind; the other pages are still good
            pages.broken.append(number)
            pages.contents.append(PageContent(number, 595, 842))
            continue
        try:
            content = page_content(page, number, values.get(number, []))
            pages.contents.append(_with_ocr(page, content, pages))
        except Exception:  # as above
            pages.broken.append(number)
            pages.contents.append(PageContent(number, 595, 842))
        finally:
            page.close()
    return pages


def _with_ocr(page: pdfium.PdfPage, content: PageContent, pages: _Pages) -> PageContent:
    """The page as it is, or as recognised; notes which pages that concerns."""
    if _has_words(content) and not (_is_sparse(content) and content.pictures >= _SCAN_COVERS):
        return content
    if not content.draws:
        return content
    recognised = None
    if time.monotonic() < pages.ocr_until:
        recognised = ocr.recognise(page, content)
    elif pages.ocr_until:
        pages.too_late.append(content.number)
    if recognised is not None and _letters(recognised) >= 3 * _letters(content):
        pages.by_ocr.append(content.number)
        return recognised
    if not _has_words(content):
        pages.unread.append(content.number)
    return content


def _has_words(page: PageContent) -> bool:
    """More than nothing, or than the number that a copier or word processor prints on a scanned page."""
    text = "".join(word.text for word in page.words)
    if any(character.isalpha() for character in text):
        return True
    return len(text) >= _LONGEST_PAGE_NUMBER and any(character.isdigit() for character in text)


def _letters(page: PageContent) -> int:
    return sum(character.isalpha() for word in page.words for character in word.text)


def _is_sparse(page: PageContent) -> bool:
    return sum(len(word.text) for word in page.words) < 4 * _LONGEST_PAGE_NUMBER


def _no_text_reason(pages: _Pages) -> str:
    if pages.unread and not pages.broken:
        return f"holds no text (scanned: {name_pages(pages.unread)} no text layer)"
    if pages.broken and not pages.unread:
        return f"is a damaged PDF file: {name_pages(pages.broken)} no readable content"
    if pages.broken:
        return (
            f"holds no text ({name_pages(pages.unread)} no text layer, {name_pages(pages.broken)} no readable content)"
        )
    return "holds no text (its pages are blank)"


def _warnings(pages: _Pages) -> tuple[str, ...]:
    kinds: tuple[tuple[list[int], str], ...] = (
        (pages.unread, "no text layer and cannot be quoted"),
        (pages.broken, "no readable content (damaged)"),
        (pages.too_late, "not been recognised by OCR: its time for one file was over"),
        (pages.by_ocr, "text recognised from the picture (OCR), which may hold errors"),
    )
    return tuple(f"{name_pages(numbers)} {words}" for numbers, words in kinds if numbers)


def name_pages(numbers: Iterable[int]) -> str:
    """ "page 3 has" or "pages 1-4, 7 have"."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    named = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"page {named} has" if named.isdigit() else f"pages {named} have"
