"""From a question to a proven answer. What the other rooms and other programs may use stands here."""

from pathlib import Path
from typing import TYPE_CHECKING

from service.types import Answer, Filters, SearchResult, Turn

if TYPE_CHECKING:
    from service.engine import Engine

__all__ = ["Answer", "Filters", "SearchResult", "Turn", "open_engine"]


def open_engine(index_dir: str | Path, model: str = "") -> "Engine":
    """An engine over the live index of a folder, in this process. `model` is as in REPORTQA_EMBEDDING_MODEL."""
    from indexer import IndexSettings, Store, load_encoder
    from service.engine import Engine

    encoder = load_encoder(IndexSettings(index_dir=Path(index_dir), embedding_model=model))
    return Engine(Store.open(Path(index_dir), encoder.identity), encoder)
