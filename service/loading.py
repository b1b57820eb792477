"""Opening the real engine: the model once, the store once for each generation."""

from collections.abc import Callable

from indexer import Encoder, Store, load_encoder
from service.engine import Engine
from service.settings import ServiceSettings
from service.shelf import ServedEngine

EngineFactory = Callable[[ServiceSettings], ServedEngine]


def engine_loader() -> EngineFactory:
    """A factory of engines over the live index, which loads the embedding model the first time and keeps it."""
    encoder: Encoder | None = None

    def open_engine(settings: ServiceSettings) -> ServedEngine:
        nonlocal encoder
        if encoder is None:
            encoder = load_encoder(settings)
        store = Store.open(settings.index_dir, encoder.identity)
        return Engine(store, encoder)

    return open_engine
