"""The observations of the shelf, each with the citation that proves it and a link that shows the figure marked."""

from dataclasses import dataclass

from indexer import Observation
from service.citing import citation
from service.nearest import quote_of_figure
from service.shelf import Library
from service.types import Citation


@dataclass(frozen=True, slots=True)
class Sought:
    """Which observations are asked for; what is None or empty does not narrow it."""

    measure: str | None = None
    place: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedObservation:
    """An observation, the citation of its row or sentence, and a link to the figure itself."""

    id: int
    observation: Observation
    citation: Citation
    url: str


def find_observations(store: Library, sought: Sought, limit: int, offset: int = 0) -> list[CitedObservation]:
    """The observations that fit, the best-worded measure first; without a measure in the order of the shelf."""
    found = store.search_observations(
        sought.measure, sought.place, sought.from_year, sought.to_year, sought.documents or None, limit, offset
    )
    return [_cited(store, identity, one, number) for number, (identity, one) in enumerate(found, start=offset + 1)]


def _cited(store: Library, identity: int, observation: Observation, number: int) -> CitedObservation:
    quote = quote_of_figure(observation)
    cited = citation(store, quote, number)
    start, end = (observation.start, observation.end) if quote.cell else (quote.start, quote.end)
    return CitedObservation(
        identity, observation, cited, f"/documents/{observation.document_id}?start={start}&end={end}"
    )
