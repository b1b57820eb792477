"""Chooses the way of answering by the kind of the question, and the evidence that is there."""

from collections.abc import Sequence

from service.answering import listing, several
from service.answering.draft import Draft, DraftStatement
from service.answering.prose import fact, facts
from service.answering.summary import summary
from service.evidence import Evidence
from service.question import Question
from service.types import AnswerKind


def compose(question: Question, ranked: Sequence[Evidence], neighbours: listing.Neighbours) -> Draft | None:
    """A draft from the ranked evidence (best first, not empty); None where the asked table cell is empty."""
    best = ranked[0]
    kind = question.kind
    statements: list[DraftStatement]
    if kind == "summary":
        statements = summary(ranked)
    elif kind == "trend":
        statements = several.trend(question, ranked)
    elif kind == "comparison":
        statements = several.comparison(question, ranked)
    elif several.is_open(question, ranked):
        statements = several.each_report(question, ranked)
    elif kind == "list":
        statements = _list(best, neighbours)
    else:
        statements = _single(question, ranked, neighbours)
    if not statements:
        return None
    return Draft(_kind(kind, best), tuple(statements))


def _single(question: Question, ranked: Sequence[Evidence], neighbours: listing.Neighbours) -> list[DraftStatement]:
    best = ranked[0]
    if best.unit.kind == "row":
        statement = several.statement_of(question, best)
        return [statement] if statement else []
    introduces = best.unit.kind == "sentence" and bool(listing.DANGLING.search(best.unit.text))
    return (listing.whole_list(best, neighbours) if introduces else []) or facts(question, ranked)


def _list(best: Evidence, neighbours: listing.Neighbours) -> list[DraftStatement]:
    return listing.whole_list(best, neighbours) or listing.all_rows(best, neighbours) or [fact(best)]


def _kind(kind: AnswerKind, best: Evidence) -> AnswerKind:
    return "table" if kind == "lookup" and best.unit.kind == "row" else kind
