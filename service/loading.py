"""Opening the real engine: the model once, the store once for each generation."""

from collections.abc import Callable

from indexer import Encoder, Store, load_encoder
from service.engine import Engine
from service.llm.answer import Writer
from service.ranker import WITH_READER, Ranker
from service.reader import CrossEncoder
from service.settings import ServiceSettings
from service.shelf import ServedEngine

EngineFactory = Callable[[ServiceSettings], ServedEngine]


def engine_loader() -> EngineFactory:
    """A factory of engines over the live index, which loads the models the first time and keeps them."""
    encoder: Encoder | None = None
    writer: Writer | None = None
    reader: CrossEncoder | None = None

    def open_engine(settings: ServiceSettings) -> ServedEngine:
        nonlocal encoder, writer, reader
        if encoder is None:
            encoder = load_encoder(settings)
            writer = load_writer(settings)
        store = Store.open(settings.index_dir, encoder.identity)
        if settings.reranker == "cross-encoder":
            reader = reader or CrossEncoder.load()
            return Engine(store, encoder, Ranker.load(WITH_READER), writer, reader)
        return Engine(store, encoder, writer=writer)

    return open_engine


def load_writer(settings: ServiceSettings, *, rests: bool = True) -> Writer | None:
    """The language model, where one is configured; its client takes seconds to import, so it is not imported before.

    `rests`: whether it is left alone for a while after several failures.
    """
    if not settings.has_llm:
        return None
    from service.llm.writing import Endpoint, EndpointWriter

    return EndpointWriter(
        Endpoint(
            settings.llm_base_url,
            settings.llm_model,
            settings.llm_api_key.get_secret_value(),
            settings.llm_timeout_seconds,
            settings.llm_retries,
            settings.llm_max_tokens,
            # One thread is always left for questions that need no model.
            max(1, min(settings.llm_at_once, settings.request_threads - 1)),
            rests,
        )
    )
