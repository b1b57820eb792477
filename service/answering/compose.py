"""Chooses the way of answering by the kind of the question, and the evidence that is there."""

import re
from collections.abc import Callable, Sequence

from service.answering import listing, several
from service.answering.comparison import cells_answer
from service.answering.draft import Draft, DraftStatement, Neighbours
from service.answering.earlier import year_before
from service.answering.extremes import extreme_answer
from service.answering.further import with_further
from service.answering.prose import facts
from service.answering.summary import summary
from service.answering.table import aligned
from service.answering.trend import table_trend
from service.evidence import Evidence, Matcher, has_figure
from service.question import Question, years_in
from service.types import AnswerKind

# A figure further down is taken where one is asked for and the best evidence has none.
FIGURE_WITHIN, FIGURE_SHARE = 6, 0.4
# The same for the year asked about.
YEAR_WITHIN, YEAR_SHARE = 10, 0.2

# "The sales in 2019 and 2018 respectively" are cells of a table and no list.
EACH_OF = re.compile(r"\brespective(?:ly)?\b", re.IGNORECASE)
# A trend is one of a table where a row is so near to the best in place and score.
ROW_WITHIN, ROW_SHARE = 3, 0.5
# Kinds of question that may ask for figures worked out, or name several sides, each with its own evidence.
SIDED = ("lookup", "table", "comparison", "trend", "yesno", "judgement")


def compose(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> Draft | None:
    """A draft from the ranked evidence (best first, not empty); None where the asked table cell is empty."""
    ranked = first_choice(question, ranked)
    best = ranked[0]
    kind = question.kind
    statements: list[DraftStatement]
    found = _figured(question, ranked, neighbours)
    if found:
        statements = found
    elif kind == "summary":
        statements = summary(ranked)
    elif kind != "list" and (found := several.sides(question, ranked, neighbours)):
        statements = found
    elif kind in ("trend", "comparison"):
        statements = several.compared(question, ranked, neighbours)
    elif several.is_open(question, ranked):
        statements = several.each_report(question, ranked)
    elif kind == "list" and not (best.unit.kind == "row" and EACH_OF.search(question.text)):
        statements = _list(question, ranked, neighbours)
    else:
        statements = _single(question, ranked, neighbours)
    if not statements:
        return None
    earlier = year_before(question, ranked) if kind in SIDED else None
    return Draft(_kind(kind, best), tuple([*statements, earlier] if earlier else statements))


def first_choice(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with what the answer will rest on in front: it has a figure where one is asked for."""
    ordered = _of_the_year(question, ranked)
    if question.kind in ("lookup", "judgement") and question.wants == "number":
        ordered = _in_front(ordered, FIGURE_WITHIN, FIGURE_SHARE, lambda e: has_figure(e.unit.text))
    return aligned(question, ordered) if question.kind != "trend" else ordered


def _of_the_year(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, with the first that can speak for the asked year in front where the best cannot."""
    if not question.points or question.kind in ("trend", "comparison", "summary", "why"):
        return list(ranked)
    return _in_front(ranked, YEAR_WITHIN, YEAR_SHARE, lambda e: _speaks_for(question, e))


def _in_front(
    ranked: Sequence[Evidence], within: int, share: float, fits: Callable[[Evidence], bool]
) -> list[Evidence]:
    """The evidence with the first that fits in front, if it is near enough to the best in place and score."""
    first = next((e for e in ranked[:within] if e.score >= share * ranked[0].score and fits(e)), ranked[0])
    return [first, *(e for e in ranked if e is not first)]


def _speaks_for(question: Question, evidence: Evidence) -> bool:
    document = evidence.document
    span = range(document.from_year or 0, (document.to_year or 0) + 1)
    said = years_in(f"{evidence.unit.lead} {evidence.unit.text}")
    return any(year in span or year in said for year in question.points)


def _single(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    best = ranked[0]
    if best.unit.kind == "row":
        return cells_answer(question, ranked, neighbours)
    introduces = best.unit.kind == "sentence" and bool(listing.DANGLING.search(best.unit.text))
    matcher = Matcher(question)
    by_lead = best.unit.kind == "item" and matcher.coverage(best.unit.lead) > matcher.coverage(best.unit.text)
    whole = listing.whole_list(best, neighbours) if introduces or by_lead else []
    return whole or with_further(question, ranked, facts(question, ranked, neighbours))


def _list(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    places = question.places if len(question.places) > 1 else ("",)
    statements: list[DraftStatement] = []
    for place in places:
        own = [e for e in ranked if not place or e.document.place == place]
        if not own:
            continue
        best = listing.pivot(question, own) or own[0]
        found = (
            listing.best_list(own, neighbours)
            or listing.whole_list(best, neighbours)
            or listing.all_rows(question, best, neighbours)
        )
        statements += found or facts(question, own, neighbours)
    return statements


def _kind(kind: AnswerKind, best: Evidence) -> AnswerKind:
    return "table" if kind == "lookup" and best.unit.kind == "row" else kind


def _figured(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    """The answer that is worked out from the figures of a table; none where the question asks for no such thing."""
    if question.kind in SIDED and question.kind != "trend":
        return extreme_answer(question, ranked, neighbours)
    return table_trend(question, ranked, neighbours) if question.kind == "trend" and _in_table(ranked) else []


def _in_table(ranked: Sequence[Evidence]) -> bool:
    return any(e.unit.row is not None and e.score >= ROW_SHARE * ranked[0].score for e in ranked[:ROW_WITHIN])
