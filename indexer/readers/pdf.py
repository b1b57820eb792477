"""PDF by pypdf: the text layer, page by page. Scans without one are named, never guessed at."""

import io
import logging
from collections.abc import Iterable

from pypdf import PasswordType, PdfReader

from indexer.errors import UnreadableFileError
from indexer.readers.composing import sensible_title, storable
from indexer.types import PageSpan, SourceText

_MAGIC_WITHIN = 1024
_LONGEST_PAGE_NUMBER = 20
_PAGE_BREAK = "\n\n"

# pypdf tells of each oddity it mended; on a terminal that would tear the progress bar, and no user can act on it.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def read_pdf(data: bytes) -> SourceText:
    """Text in the file's own order, a `PageSpan` for every page, blank ones too; no marks."""
    if b"%PDF" not in data[:_MAGIC_WITHIN]:
        raise UnreadableFileError("is not a PDF file although its name says so")
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise UnreadableFileError("is encrypted and needs a password")
    count = len(reader.pages)
    if count == 0:
        raise UnreadableFileError("is a PDF file without pages")
    texts, blank, broken = _page_texts(reader, count)
    if len(blank) + len(broken) == count:
        raise UnreadableFileError(_no_text_reason(blank, broken))
    return _join(texts, _labels(reader, count), _title(reader), _page_warnings(blank, broken))


def _page_texts(reader: PdfReader, count: int) -> tuple[list[str], list[int], list[int]]:
    """The text of each page, and the numbers of those without text and of those that cannot be read."""
    texts: list[str] = []
    blank: list[int] = []
    broken: list[int] = []
    for number in range(1, count + 1):
        try:
            text = _clean(reader.pages[number - 1].extract_text())
        except Exception:  # pypdf meets a damaged page with errors of every kind; the other pages are still good
            text = ""
            broken.append(number)
        else:
            if _is_blank(text):
                blank.append(number)
        texts.append(text)
    return texts, blank, broken


def _is_blank(text: str) -> bool:
    """No words: nothing at all, or only the number that a copier or word processor printed on a scanned page."""
    if any(character.isalpha() for character in text):
        return False
    return len(text) < _LONGEST_PAGE_NUMBER or not any(character.isdigit() for character in text)


def _clean(text: str) -> str:
    lines = storable(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _join(texts: list[str], labels: list[str | None], title: str | None, warnings: tuple[str, ...]) -> SourceText:
    pages, at = [], 0
    for number, (text, label) in enumerate(zip(texts, labels, strict=True), 1):
        pages.append(PageSpan(number, label, at, at + len(text)))
        at += len(text) + len(_PAGE_BREAK)
    return SourceText(text=_PAGE_BREAK.join(texts), pages=tuple(pages), title=title, warnings=warnings)


def _labels(reader: PdfReader, count: int) -> list[str | None]:
    """The printed page numbers where the file gives them; None throughout where it does not."""
    try:
        if "/PageLabels" not in reader.root_object:
            return [None] * count
        labels = reader.page_labels
    except Exception:  # a damaged label tree must not cost the text
        return [None] * count
    if len(labels) != count:
        return [None] * count
    return [storable(label).strip() or None for label in labels]


def _title(reader: PdfReader) -> str | None:
    try:
        title = reader.metadata.title if reader.metadata is not None else None
    except Exception:  # as above
        return None
    return sensible_title(title.removeprefix("Microsoft Word - ")) if isinstance(title, str) else None


def _no_text_reason(blank: list[int], broken: list[int]) -> str:
    if not broken:
        return f"holds no text (scanned: {_name_pages(blank)} no text layer)"
    if not blank:
        return f"is a damaged PDF file: {_name_pages(broken)} no readable content"
    return f"holds no text ({_name_pages(blank)} no text layer, {_name_pages(broken)} no readable content)"


def _page_warnings(blank: list[int], broken: list[int]) -> tuple[str, ...]:
    warnings = []
    if blank:
        warnings.append(f"{_name_pages(blank)} no text layer and cannot be quoted")
    if broken:
        warnings.append(f"{_name_pages(broken)} no readable content (damaged)")
    return tuple(warnings)


def _name_pages(numbers: Iterable[int]) -> str:
    """ "page 3 has" or "pages 1-4, 7 have"."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    named = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"page {named} has" if named.isdigit() else f"pages {named} have"
