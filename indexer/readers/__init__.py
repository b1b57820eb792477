"""Files to text: one reader a format, all through `read`."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from indexer.errors import UnreadableFileError
from indexer.readers.delimited import is_delimited, read_delimited
from indexer.readers.docx import read_docx
from indexer.readers.html import read_html
from indexer.readers.markdown import read_markdown
from indexer.readers.pdf import read_pdf
from indexer.readers.pptx import read_pptx
from indexer.readers.sniffing import sniff
from indexer.readers.text import read_text
from indexer.readers.xlsx import read_xlsx
from indexer.types import SourceText

MAX_BYTES = 200_000_000
OCR_SECONDS = 120.0

_KINDS = {
    ".txt": "text",
    ".md": "Markdown",
    ".csv": "CSV",
    ".html": "HTML",
    ".htm": "HTML",
    ".docx": "Word",
    ".pptx": "PowerPoint",
    ".xlsx": "Excel",
    ".pdf": "PDF",
}
FORMATS = frozenset(_KINDS)

_PDF_PARTS = re.compile(rb"\d obj\b|\bendobj\b|\bstartxref\b|\btrailer\b|%%EOF")
# What stands in a file that is named for a program's format, and is text, must be more than a stray line.
_FEWEST_WORDS = 5

_READERS: dict[str, Callable[[bytes], SourceText]] = {
    "text": read_text,
    "Markdown": read_markdown,
    "CSV": read_delimited,
    "HTML": read_html,
    "Word": read_docx,
    "PowerPoint": read_pptx,
    "Excel": read_xlsx,
}
# Kinds that any text can be; the bytes do not tell them apart, the name does.
_TEXTS = ("text", "Markdown", "CSV", "HTML")


def read(
    path: Path, *, password: str | None = None, max_bytes: int = MAX_BYTES, ocr_seconds: float = OCR_SECONDS
) -> SourceText:
    """The text of one file and what its format knows of it. The content decides the format, not the name alone.

    Raises UnreadableFileError with a reason that follows a file's name well ("is empty"); whatever a format's
    library raised is its cause. `password` opens an encrypted PDF file. Scanned pages whose recognition has not begun
    within `ocr_seconds` are left unread.
    """
    named = _KINDS.get(path.suffix.lower())
    if named is None:
        raise UnreadableFileError(f"is not of a kind that is read ({', '.join(sorted(FORMATS))})")
    data = _bytes(path, max_bytes)
    kind = _kind(data, named)
    try:
        source = _read_as(kind, data, password, ocr_seconds)
    except UnreadableFileError as error:
        if kind != named and kind in _TEXTS:
            raise UnreadableFileError(f"is not {_with_article(named)} file although its name says so") from error
        raise
    except RecursionError as error:
        raise UnreadableFileError(f"is nested too deeply to be read as {_with_article(kind)} file") from error
    except MemoryError as error:
        raise UnreadableFileError(f"takes more memory to read as {_with_article(kind)} file than there is") from error
    except Exception as error:  # a damaged file makes the libraries fail with errors of every kind
        reason = f"is damaged or not a proper {kind} file ({_in_words(error)})"
        raise UnreadableFileError(reason) from error
    if not any(character.isalnum() for character in source.text):
        raise UnreadableFileError("holds no text")
    if kind != named:
        if kind == "text" and len(source.text.split()) < _FEWEST_WORDS:
            raise UnreadableFileError(f"is not {_with_article(named)} file although its name says so")
        warning = f"is {_with_article(kind)} file, not {_with_article(named)} file as its name says; read as what it is"
        source = replace(source, warnings=(warning, *source.warnings))
    return source


def _kind(data: bytes, named: str) -> str:
    """The kind by which the file is read: what its bytes show, or its name where they show text only."""
    found = sniff(data, named=named)
    if found != "text":
        return found
    if named in _TEXTS:
        return named
    if named == "PDF" and _PDF_PARTS.search(data):
        return "PDF"  # without its head; not text, whatever it looks like
    return "CSV" if named == "Excel" and is_delimited(data) else "text"


def _read_as(kind: str, data: bytes, password: str | None, ocr_seconds: float) -> SourceText:
    if kind != "PDF":
        return _READERS[kind](data)
    return read_pdf(data, password, ocr_seconds)


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind in ("HTML", "Excel") else f"a {kind}"


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableFileError("is not a file" if path.exists() else "does not exist")
        size = path.stat().st_size
        if size > max_bytes:
            raise UnreadableFileError(f"is larger than is read ({size:,} of at most {max_bytes:,} bytes)")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"cannot be opened: {error.strerror or type(error).__name__}") from error
    if not data.strip():
        raise UnreadableFileError("is empty")
    return data


def _in_words(error: Exception) -> str:
    """The first line of the library's message, short, or the kind of error where it has none."""
    lines = str(error).strip().splitlines()
    return lines[0][:120] if lines else type(error).__name__
