"""One file to one record: the way through reader, catalogue, structure and passages."""

import hashlib
import logging
from importlib.metadata import version
from pathlib import Path

from indexer import readers
from indexer.catalogue import Catalogue
from indexer.errors import UnreadableFileError
from indexer.passages import make_passages
from indexer.records import DocumentRecord
from indexer.structure import read_blocks

logger = logging.getLogger(__name__)

_FOLDERS = ("readers", "structure", "data")
# These have no say in how a file is read; any other module might, so a new one counts until it is named here.
_OTHERS = frozenset(
    {
        *("__init__", "__main__", "bert", "build", "corpus", "database", "encoder", "errors", "generations"),
        *("nodes", "progress", "settings", "store", "vectors", "verify"),
    }
)
_PACKAGES = ("pypdf", "python-docx", "beautifulsoup4", "lxml", "markdown-it-py")


def read_document(path: Path, source: str, sha256: str, catalogue: Catalogue) -> DocumentRecord:
    """Reads one file; raises UnreadableFileError with a reason that follows the file's name well."""
    text = readers.read(path)
    try:
        text.text.encode("utf-8")
        document = catalogue.describe(source, text, sha256=sha256)
        blocks = read_blocks(text)
        passages = make_passages(document, text.text, blocks)
    except Exception as error:  # one odd file must not take the others with it
        logger.debug("cannot make passages of %s", source, exc_info=True)
        raise UnreadableFileError(f"cannot be made sense of ({type(error).__name__}: {error})") from error
    if not passages:
        raise UnreadableFileError("holds no text that could be searched")
    return DocumentRecord(document, catalogue.entry_hash(source), text.text, text.pages, blocks, passages)


def fingerprint() -> str:
    """Changes whenever the code, or a library, that turns a file into passages does."""
    root = Path(__file__).parent
    files = [path for path in root.glob("*.py") if path.stem not in _OTHERS]
    for folder in _FOLDERS:
        files += [path for path in (root / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    total.update(" ".join(f"{name}={version(name)}" for name in _PACKAGES).encode())
    return total.hexdigest()
