"""Plain text: the file's own characters, so that quotes and line numbers hold in the file itself."""

from indexer.readers.decoding import decode
from indexer.types import SourceText


def read_text(data: bytes) -> SourceText:
    """No marks and no title: plain text says nothing of its structure."""
    text, warnings = decode(data, "a text file")
    return SourceText(text=text, warnings=warnings)
