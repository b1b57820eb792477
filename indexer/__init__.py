"""Files to a searchable index. What the other rooms may use stands here.

The data and the errors are imported at once; what needs numpy, FAISS or a model only when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from indexer.errors import (
    CatalogueError,
    IndexBusyError,
    IndexDamagedError,
    IndexerError,
    IndexMismatchError,
    IndexMissingError,
    ModelError,
    UnreadableFileError,
)
from indexer.types import (
    Block,
    BuildReport,
    Cell,
    Comparator,
    Document,
    FileOutcome,
    Observation,
    PageSpan,
    Passage,
    SourceText,
    Table,
    TableRow,
    Unit,
)

if TYPE_CHECKING:
    from indexer.build import build as build_index
    from indexer.build import remove as remove_document
    from indexer.corpus import scan as scan_corpus
    from indexer.encoder import Encoder, SentenceEncoder, model_folder
    from indexer.generations import current_name
    from indexer.limits import ReadLimits
    from indexer.progress import Progress, SilentProgress, terminal_progress
    from indexer.readers import FORMATS
    from indexer.removed import restore as restore_document
    from indexer.settings import IndexSettings, encoder_identity, load_encoder, read_limits
    from indexer.store import Hit, Store
    from indexer.verify import verify as verify_index

__all__ = [
    "FORMATS",
    "Block",
    "BuildReport",
    "CatalogueError",
    "Cell",
    "Comparator",
    "Document",
    "Encoder",
    "FileOutcome",
    "Hit",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMismatchError",
    "IndexMissingError",
    "IndexSettings",
    "IndexerError",
    "ModelError",
    "Observation",
    "PageSpan",
    "Passage",
    "Progress",
    "ReadLimits",
    "SentenceEncoder",
    "SilentProgress",
    "SourceText",
    "Store",
    "Table",
    "TableRow",
    "Unit",
    "UnreadableFileError",
    "build_index",
    "current_name",
    "encoder_identity",
    "load_encoder",
    "model_folder",
    "read_limits",
    "remove_document",
    "restore_document",
    "scan_corpus",
    "terminal_progress",
    "verify_index",
]

_LATER = {
    "FORMATS": ("readers", "FORMATS"),
    "Encoder": ("encoder", "Encoder"),
    "Hit": ("store", "Hit"),
    "IndexSettings": ("settings", "IndexSettings"),
    "Progress": ("progress", "Progress"),
    "ReadLimits": ("limits", "ReadLimits"),
    "SentenceEncoder": ("encoder", "SentenceEncoder"),
    "SilentProgress": ("progress", "SilentProgress"),
    "Store": ("store", "Store"),
    "build_index": ("build", "build"),
    "current_name": ("generations", "current_name"),
    "encoder_identity": ("settings", "encoder_identity"),
    "load_encoder": ("settings", "load_encoder"),
    "model_folder": ("encoder", "model_folder"),
    "read_limits": ("settings", "read_limits"),
    "remove_document": ("build", "remove"),
    "restore_document": ("removed", "restore"),
    "scan_corpus": ("corpus", "scan"),
    "terminal_progress": ("progress", "terminal_progress"),
    "verify_index": ("verify", "verify"),
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _LATER[name]
    value: object = getattr(import_module(f"{__name__}.{module}"), attribute)
    globals()[name] = value
    return value
