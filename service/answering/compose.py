"""Chooses the way of answering by the kind of the question, and the evidence that is there."""

from collections.abc import Sequence

from service.answering import listing, several
from service.answering.draft import Draft, DraftStatement, Neighbours
from service.answering.prose import facts
from service.answering.summary import summary
from service.answering.table import aligned
from service.evidence import Evidence, Matcher
from service.question import Question
from service.types import AnswerKind


def compose(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> Draft | None:
    """A draft from the ranked evidence (best first, not empty); None where the asked table cell is empty."""
    ranked = aligned(question, ranked) if question.kind != "trend" else ranked
    best = ranked[0]
    kind = question.kind
    statements: list[DraftStatement]
    if kind == "summary":
        statements = summary(ranked)
    elif kind == "trend":
        statements = several.trend(question, ranked, neighbours)
    elif kind == "comparison":
        statements = several.comparison(question, ranked, neighbours)
    elif several.is_open(question, ranked):
        statements = several.each_report(question, ranked)
    elif kind == "list":
        statements = _list(question, ranked, neighbours)
    else:
        statements = _single(question, ranked, neighbours)
    if not statements:
        return None
    return Draft(_kind(kind, best), tuple(statements))


def _single(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    best = ranked[0]
    if best.unit.kind == "row":
        statement = several.statement_of(question, best)
        return [statement] if statement else []
    introduces = best.unit.kind == "sentence" and bool(listing.DANGLING.search(best.unit.text))
    matcher = Matcher(question)
    by_lead = best.unit.kind == "item" and matcher.coverage(best.unit.lead) > matcher.coverage(best.unit.text)
    whole = listing.whole_list(best, neighbours) if introduces or by_lead else []
    return whole or facts(question, ranked, neighbours)


def _list(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    places = question.places if len(question.places) > 1 else ("",)
    statements: list[DraftStatement] = []
    for place in places:
        own = [e for e in ranked if not place or e.document.place == place]
        if not own:
            continue
        best = listing.pivot(question, own) or own[0]
        found = listing.whole_list(best, neighbours) or listing.all_rows(best, neighbours)
        statements += found or facts(question, own, neighbours)
    return statements


def _kind(kind: AnswerKind, best: Evidence) -> AnswerKind:
    return "table" if kind == "lookup" and best.unit.kind == "row" else kind
