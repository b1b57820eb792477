"""The figures that an answer rests on, as the reply's observations, and the chart of those that the index knows."""

from collections.abc import Callable, Iterator, Sequence

from indexer import Observation, Store
from service.answering.draft import DraftStatement, Observed, Quote
from service.charting import points_of, vega_lite
from service.question import Question
from service.types import AnswerKind, Chart, ToldFigure
from service.words import stems

OVER_SEVERAL = frozenset({"trend", "comparison"})
MOST_POINTS = 60
NumberOf = Callable[[Quote], int | None]


def told_figures(
    store: Store, question: Question, kind: AnswerKind, drafts: Sequence[DraftStatement], number_of: NumberOf
) -> tuple[tuple[ToldFigure, ...], Chart | None]:
    """All figures behind the statements of a trend, a comparison or a calculation, and their chart.

    `number_of` gives the number of the citation that holds a quote, None where it is not cited.
    """
    told: dict[tuple[str, int], ToldFigure] = {}
    drawn: dict[int, Observation] = {}
    for draft in drafts:
        for one in draft.observed:
            number = number_of(one.quote)
            if number is None:
                continue
            identity, known = _known(store, one)
            told.setdefault((one.quote.document_id, one.start), _figure(store, one, known, number))
            if known is not None and identity is not None:
                drawn.setdefault(identity, known)
        if not draft.observed and kind in OVER_SEVERAL:
            for identity, known, quote in _stated(store, question, draft):
                number = number_of(quote)
                if number is not None:
                    told.setdefault((known.document_id, known.start), _stated_figure(known, number))
                    drawn.setdefault(identity, known)
    return tuple(told.values()), _chart(drawn)


def _known(store: Store, one: Observed) -> tuple[int | None, Observation | None]:
    """The index's own observation of a cell, with its id."""
    for identity, known in store.numbered_observations(one.quote.document_id):
        if one.start <= known.start and known.end <= one.end and known.value == float(one.value):
            return identity, known
    return None, None


def _figure(store: Store, one: Observed, known: Observation | None, number: int) -> ToldFigure:
    document = store.document(one.quote.document_id)
    place = known.place if known else document.place if document else None
    return ToldFigure(one.measure, place, one.period, float(one.value), one.unit, one.text, number)


def _stated(store: Store, question: Question, draft: DraftStatement) -> Iterator[tuple[int, Observation, Quote]]:
    """The observations of the sentences that a statement cites, of measures that the question speaks of."""
    for quote in draft.quotes:
        for identity, known in store.numbered_observations(quote.document_id):
            inside = quote.start <= known.unit_start and known.unit_end <= quote.end
            if inside and known.text in draft.text and not question.stems.isdisjoint(stems(known.measure)):
                yield identity, known, quote


def _stated_figure(known: Observation, number: int) -> ToldFigure:
    return ToldFigure(known.measure, known.place, known.period or "", known.value, known.unit, known.text, number)


def _chart(drawn: dict[int, Observation]) -> Chart | None:
    kept = dict(list(drawn.items())[:MOST_POINTS])
    if len(points_of(list(kept.values()))) < 2:
        return None
    ids = "-".join(map(str, kept))
    return Chart(vega_lite(list(kept.values())), f"/v1/charts/{ids}.svg", f"/v1/charts/{ids}.csv")
