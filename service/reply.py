"""The reply as it goes out: numbered citations, marks in the text, one shape for answers and refusals."""

from collections.abc import Sequence
from dataclasses import replace

from indexer import Store
from service.answering.draft import DraftStatement, Quote, quote_of
from service.citing import citation
from service.evidence import Evidence, has_figure
from service.nearest import Nearest, quote_of_figure
from service.question import Question
from service.told import told_figures
from service.types import Answer, Answerer, AnswerKind, Citation, Refusal, Statement

ANSWERER: Answerer = "extractive"
# So many nearest things are shown, taken from so many: those with a figure first where one was asked for.
NEAREST, NEAREST_FROM = 3, 10
# Items of one list that stand side by side are cited as one quote, up to this many characters.
MERGED_QUOTE = 900
MERGE_GAP = 12


def answered_reply(
    store: Store,
    identity: str,
    question: Question,
    kind: AnswerKind,
    drafts: Sequence[DraftStatement],
    confidence: float,
    max_citations: int,
    suggestions: tuple[str, ...],
    timings: dict[str, float],
    answerer: Answerer = ANSWERER,
) -> Answer:
    """An answer with its statements; those beyond the allowed number of citations are left out, not left unproven."""
    quotes = _merged([quote for draft in drafts for quote in draft.quotes])[:max_citations]
    citations = tuple(citation(store, quote, number) for number, quote in enumerate(quotes, start=1))
    kept = _proven_by(drafts, citations)
    statements = [
        Statement(
            draft.text,
            tuple(dict.fromkeys(n for quote in draft.quotes if (n := _number(quote, citations)) is not None)),
            draft.support,
            draft.calculation,
        )
        for draft in kept
    ]
    figures, chart = told_figures(store, question, kind, kept, lambda quote: _number(quote, citations))
    text = " ".join(f"{s.text} {''.join(f'[{n}]' for n in s.citations)}" for s in statements)
    return Answer(
        identity,
        question.text,
        question.standalone,
        True,
        text,
        None,
        round(confidence, 3),
        kind,
        citations,
        tuple(statements),
        suggestions,
        timings,
        store.version,
        answerer,
        figures,
        chart,
    )


def refused_reply(
    store: Store,
    identity: str,
    question: Question,
    refusal: Refusal,
    near: Sequence[Quote],
    max_citations: int,
    suggestions: tuple[str, ...],
    timings: dict[str, float],
) -> Answer:
    """A refusal with the nearest things found, which are cited as such and never as an answer."""
    citations = tuple(citation(store, quote, n) for n, quote in enumerate(near[:max_citations], start=1))
    return Answer(
        identity,
        question.text,
        question.standalone,
        False,
        "",
        replace(refusal, nearest=tuple(c.number for c in citations)),
        0.0,
        question.kind,
        citations,
        (),
        suggestions,
        timings,
        store.version,
        ANSWERER,
    )


def nearest_quotes(question: Question, figures: Nearest, ranked: Sequence[Evidence]) -> list[Quote]:
    """What a refusal shows: the nearest figures where one was asked for, then the best evidence."""
    quotes = [quote_of_figure(one) for one in figures.all] if question.wants == "number" else []
    near = list(ranked[:NEAREST_FROM])
    if question.wants == "number":
        near.sort(key=lambda evidence: not has_figure(evidence.unit.text))
    for evidence in near:
        quote = quote_of(evidence)
        if not any(_covers(other, quote) or _covers(quote, other) for other in quotes):
            quotes.append(quote)
    return quotes[:NEAREST]


def _merged(quotes: Sequence[Quote]) -> list[Quote]:
    merged: list[Quote] = []
    for quote in quotes:
        last = merged[-1] if merged else None
        if last and _covers(last, quote):
            continue
        if (
            last
            and quote.document_id == last.document_id
            and last.cell is None
            and quote.cell is None
            and 0 <= quote.start - last.end <= MERGE_GAP
            and quote.end - last.start <= MERGED_QUOTE
        ):
            merged[-1] = replace(last, end=quote.end)
        else:
            merged.append(quote)
    return merged


def _covers(outer: Quote, inner: Quote) -> bool:
    return (
        outer.document_id == inner.document_id
        and outer.start <= inner.start
        and inner.end <= outer.end
        and (outer.cell == inner.cell or inner.cell is None)
    )


def _proven_by(drafts: Sequence[DraftStatement], citations: Sequence[Citation]) -> list[DraftStatement]:
    """The statements of which every quote is cited; where the limit leaves none, those whose first one is."""
    whole = [d for d in drafts if all(_number(quote, citations) is not None for quote in d.quotes)]
    return whole or [d for d in drafts if _number(d.quotes[0], citations) is not None]


def _number(quote: Quote, citations: Sequence[Citation]) -> int | None:
    """The citation of a quote: of its very cell, else any that holds its words, as one cell's whole row does."""
    holding = [
        c for c in citations if c.document_id == quote.document_id and c.start <= quote.start and quote.end <= c.end
    ]
    exact = [c for c in holding if c.cell == quote.cell or quote.cell is None]
    return next((c.number for c in (*exact, *holding)), None)
