"""The named configurations that can be measured: the engine as served, without one of its parts, and baselines."""

from dataclasses import dataclass, replace

from eval.errors import UsageError
from indexer import Store, load_encoder
from service.engine import Engine
from service.evidence import SIGNALS
from service.loading import EngineFactory, engine_loader
from service.logistic import Logistic
from service.ranker import WITH_READER, Ranker
from service.reader import CrossEncoder
from service.settings import ServiceSettings
from service.switches import ALL_ON, Switches


@dataclass(frozen=True, slots=True)
class Configuration:
    """Something that answers: what is at work in the engine, or, where `is_engine` is False, the plain pipeline.

    `ranks`: evidence is ordered by the fitted signals; else by the order of its passage. `reads`: the cross-encoder
    has a say in it.
    """

    name: str
    means: str
    switches: Switches = ALL_ON
    ranks: bool = True
    reads: bool = True
    is_engine: bool = True


def _search_alone(name: str, means: str, *, words: bool, vectors: bool) -> Configuration:
    switches = Switches(words=words, vectors=vectors, vocabulary=False)
    return Configuration(name, means, switches, ranks=False, reads=False)


SERVED = Configuration("served", "the engine as the service runs it")
PLAIN = Configuration("plain", "the plain pipeline: the best passage by vectors is the answer", is_engine=False)
CONFIGURATIONS = (
    SERVED,
    Configuration("without-words", "no search by words", Switches(words=False)),
    Configuration("without-vectors", "no search by vectors", Switches(vectors=False)),
    Configuration("without-reranker", "evidence in the order of the search", ranks=False, reads=False),
    Configuration("without-cross-encoder", "evidence ordered by the fitted signals alone", reads=False),
    Configuration("without-observations", "no look at the figures read", Switches(observations=False)),
    Configuration("without-vocabulary", "no other words for the same", Switches(vocabulary=False)),
    _search_alone("words-only", "search by words alone, no reranker, no vocabulary", words=True, vectors=False),
    _search_alone("vectors-only", "search by vectors alone, no reranker, no vocabulary", words=False, vectors=True),
    _search_alone("words-and-vectors", "both searches fused, no reranker, no vocabulary", words=True, vectors=True),
    PLAIN,
)
NAMES = tuple(configuration.name for configuration in CONFIGURATIONS)

# Evidence in the order of its passage, within one by how much of the question it says itself.
FUSED_ORDER = replace(
    Logistic.unfitted(SIGNALS),
    weights=tuple({"passage_rank": 1.0, "own": 1e-4}.get(name, 0.0) for name in SIGNALS),
)


def configuration_of(name: str) -> Configuration:
    """The configuration of that name."""
    return next(configuration for configuration in CONFIGURATIONS if configuration.name == name)


def ranker_of(configuration: Configuration, *, reads: bool) -> Ranker:
    """The numbers that the service has for it. Nothing is fitted anew: `ablate` does that.

    Without the fitted order there are no numbers for doubts about it, so then nothing is refused for a doubt.
    """
    if not configuration.ranks:
        return replace(Ranker.unfitted(), evidence=FUSED_ORDER)
    return Ranker.load(WITH_READER) if reads else Ranker.load()


def factory_of(configuration: Configuration) -> EngineFactory:
    """What opens the engine of a configuration; the settings still decide index, model and whether "served" reads."""
    return engine_loader() if configuration == SERVED else lambda settings: _opened(configuration, settings)


def _opened(configuration: Configuration, settings: ServiceSettings) -> Engine:
    if settings.answerer == "llm":
        raise UsageError(f"A language model answers with --config {SERVED.name} only, not with {configuration.name}.")
    encoder = load_encoder(settings)
    store = Store.open(settings.index_dir, encoder.identity)
    reads = configuration.reads and settings.reranker == "cross-encoder"
    reader = CrossEncoder.load() if reads else None
    ranker = ranker_of(configuration, reads=reads)
    return Engine(store, encoder, ranker, reader=reader, switches=configuration.switches)
