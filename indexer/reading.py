"""One file to one record: the way through reader, catalogue, structure and passages."""

import hashlib
import logging
import shutil
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from indexer import readers
from indexer.catalogue import Catalogue
from indexer.errors import UnreadableFileError
from indexer.limits import seconds_left
from indexer.observations.reader import read_observations
from indexer.passages import make_passages
from indexer.records import DocumentRecord
from indexer.structure import read_blocks
from indexer.types import Block, Document, Observation, Passage, SourceText

logger = logging.getLogger(__name__)

_FOLDERS = ("readers", "structure", "observations", "data")
# These have no say in how a file is read; any other module might, so a new one counts until it is named here.
_OTHERS = frozenset(
    {
        *("__init__", "__main__", "bert", "build", "corpus", "database", "encoder", "errors", "gathering"),
        "generations",
        *("limits", "nodes", "observation_rows", "previous", "progress", "removed", "report", "sandbox", "schema"),
        *("settings", "store", "vectors", "verify", "worker"),
    }
)
_PACKAGES = (
    *("pypdf", "pypdfium2", "cryptography", "pytesseract", "pillow", "python-docx"),
    *("python-pptx", "openpyxl", "defusedxml", "beautifulsoup4", "lxml", "markdown-it-py", "PyStemmer"),
    "charset-normalizer",
)
_OCR = "tesseract"
_OCR_SHARE = 0.6


def read_document(path: Path, source: str, sha256: str, catalogue: Catalogue) -> DocumentRecord:
    """Reads one file; raises UnreadableFileError with a reason that follows the file's name well.

    This runs in a worker (`worker.py`), so that a file can do no harm; nothing here needs to fear for the build.
    """
    text = _text(path, catalogue.password(source))
    try:
        text.text.encode("utf-8")
        document = catalogue.describe(source, text, sha256=sha256)
        blocks = read_blocks(text)
        passages = make_passages(document, text.text, blocks)
    except MemoryError:
        raise
    except Exception as error:  # one odd file must not take the others with it
        logger.debug("cannot make passages of %s", source, exc_info=True)
        raise UnreadableFileError(f"cannot be made sense of ({type(error).__name__}: {error})") from error
    if not passages:
        raise UnreadableFileError("holds no text that could be searched")
    document, observations = _observations(document, text.text, blocks, passages)
    entry_hash = catalogue.entry_hash(source)
    return DocumentRecord(document, entry_hash, text.text, text.pages, blocks, passages, observations)


def _text(path: Path, password: str | None) -> SourceText:
    # A scanned page takes seconds: what time there is must do for the rest of the reading too.
    return readers.read(path, password=password, ocr_seconds=min(readers.OCR_SECONDS, _OCR_SHARE * seconds_left()))


def _observations(
    document: Document, text: str, blocks: tuple[Block, ...], passages: tuple[Passage, ...]
) -> tuple[Document, tuple[Observation, ...]]:
    """The figures, counted in the document; where they cannot be read the document says so and has the rest."""
    warnings = document.warnings
    try:
        observations = read_observations(document, text, blocks, passages)
    except MemoryError:
        raise
    except Exception as error:  # the words can be searched without the figures
        logger.debug("cannot read the figures of %s", document.source, exc_info=True)
        observations = ()
        warnings = (*warnings, f"its figures could not be read ({type(error).__name__}: {error})")
    tables = sum(block.table is not None for block in blocks)
    return replace(document, warnings=warnings, tables=tables, observations=len(observations)), observations


def fingerprint() -> str:
    """Changes whenever the code, or a library, that turns a file into passages does."""
    root = Path(__file__).parent
    files = [path for path in root.glob("*.py") if path.stem not in _OTHERS]
    for folder in _FOLDERS:
        files += [path for path in (root / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    total.update(" ".join(f"{name}={_version(name)}" for name in _PACKAGES).encode())
    # Where it was installed since, pages without a text layer can be read now.
    total.update(f"{_OCR}={shutil.which(_OCR) is not None}".encode())
    return total.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
