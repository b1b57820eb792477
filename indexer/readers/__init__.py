"""Files to text: one reader a format, all through `read`."""

from collections.abc import Callable
from pathlib import Path

from indexer.errors import UnreadableFileError
from indexer.readers.docx import read_docx
from indexer.readers.html import read_html
from indexer.readers.markdown import read_markdown
from indexer.readers.pdf import read_pdf
from indexer.readers.text import read_text
from indexer.types import SourceText

MAX_BYTES = 200_000_000

_READERS: dict[str, tuple[str, Callable[[bytes], SourceText]]] = {
    ".txt": ("text", read_text),
    ".md": ("Markdown", read_markdown),
    ".html": ("HTML", read_html),
    ".htm": ("HTML", read_html),
    ".docx": ("Word", read_docx),
    ".pdf": ("PDF", read_pdf),
}
FORMATS = frozenset(_READERS)


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> SourceText:
    """The text of one file and what its format knows of it.

    Raises UnreadableFileError with a reason that follows a file's name well ("is empty"); whatever a format's
    library raised is its cause.
    """
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise UnreadableFileError(f"is not of a kind that is read ({', '.join(sorted(FORMATS))})")
    data = _bytes(path, max_bytes)
    format_name, reader = _READERS[suffix]
    try:
        source = reader(data)
    except UnreadableFileError:
        raise
    except RecursionError as error:
        raise UnreadableFileError(f"is nested too deeply to be read as a {format_name} file") from error
    except MemoryError as error:
        raise UnreadableFileError(f"takes more memory to read as a {format_name} file than there is") from error
    except Exception as error:  # a damaged file makes the libraries fail with errors of every kind
        raise UnreadableFileError(f"is damaged or not a proper {format_name} file ({_in_words(error)})") from error
    if not any(character.isalnum() for character in source.text):
        raise UnreadableFileError("holds no text")
    return source


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
