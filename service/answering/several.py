"""Answers from several places: trends and comparisons, side by side, one answer for each report."""

from collections.abc import Sequence
from dataclasses import replace

from service.answering.comparison import cells_answer
from service.answering.draft import DraftStatement, Neighbours, where
from service.answering.further import with_further
from service.answering.prose import fact, facts
from service.answering.table import row_statement
from service.answering.timing import periods_in
from service.evidence import Evidence, has_figure
from service.question import Question

NEAR = 0.45
# The other side of a comparison must be about the same thing, so not much worse as evidence.
SIDE_SHARE = 0.1
# Where figures are asked for, evidence with one is taken that is so near in place and score.
FIGURE_WITHIN, FIGURE_SHARE = 6, 0.2


def statement_of(
    question: Question, evidence: Evidence, place: str = "", *, whole: bool = False
) -> DraftStatement | None:
    """One statement from a unit of any kind; None where the asked cell is empty."""
    if evidence.unit.kind == "row":
        return row_statement(question, evidence, place, whole=whole)
    return fact(evidence, place)


def sides(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    """A statement or two for each place that the question names, or for each time where its years lie in reports of
    several times; none where it has one side only."""
    if len(question.places) > 1:
        found = [_of_side(question, [e for e in ranked if e.document.place == place]) for place in question.places]
        chosen = [side for side in found if side is not None and side.score >= SIDE_SHARE * ranked[0].score]
    else:
        chosen = _one_for_each_period(question, ranked)
        chosen.sort(key=lambda e: (e.document.from_year or 0, e.unit.start))
    if len(chosen) < 2:
        return []
    first = [s for e in chosen for s in _told_for(question, e, ranked, neighbours)]
    further = with_further(question, ranked, first)[len(first) :]
    places = {e.document.id: where(e) for e in ranked}
    return [*first, *(_placed(s, "", places[s.quotes[0].document_id]) for s in further)]


def _of_side(question: Question, own: Sequence[Evidence]) -> Evidence | None:
    """A side's best evidence; where figures are asked for the best that has one, if it is not far behind."""
    best = own[0] if own else None
    if best is None or not (question.wants == "number" or question.kind == "comparison"):
        return best
    near = (e for e in own[:FIGURE_WITHIN] if e.score >= FIGURE_SHARE * best.score)
    return next((e for e in near if has_figure(e.unit.text)), best)


def _told_for(
    question: Question, evidence: Evidence, ranked: Sequence[Evidence], neighbours: Neighbours
) -> list[DraftStatement]:
    """The statements of one side, each with its place and, where it names no period itself, with that of its report."""
    place = evidence.document.place
    if evidence.unit.row is None or place is None:
        statement = statement_of(question, evidence, where(evidence), whole=question.kind == "trend")
        return [statement] if statement else []
    own = [evidence, *(e for e in ranked if e.document.place == place and e is not evidence)]
    told = cells_answer(replace(question, places=(place,)), own, neighbours)
    return [_placed(s, place, place if question.points else where(evidence)) for s in told]


def _placed(statement: DraftStatement, place: str, placed: str) -> DraftStatement:
    """A statement with whose it is: the place alone where that is given and the statement names a period."""
    if statement.support == "computed" or statement.text.startswith(place or placed):
        return statement
    said = place if place and periods_in(statement.text) else placed
    return replace(statement, text=f"{said}: {statement.text}", frame=(said, *statement.frame))


def _one_for_each_period(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The best evidence alone, or, where the years asked lie in several reports, the best of each of those."""
    reports = {e.document.id: e.document for e in ranked if not question.places or e.document.place in question.places}
    covering = {
        key
        for key, document in reports.items()
        for year in question.years
        if document.from_year is not None
        and document.to_year is not None
        and document.from_year <= year <= document.to_year
    }
    periods = {(reports[key].from_year, reports[key].to_year) for key in covering}
    if len(periods) < 2:
        return [ranked[0]]
    return [e for e in _best_of_each(ranked, share=SIDE_SHARE) if e.document.id in covering]


def compared(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    """A comparison's row with its comparators; else, and for a trend that no table tells, the best evidence."""
    if question.kind == "trend" or ranked[0].unit.kind != "row":
        return with_further(question, ranked, facts(question, ranked, neighbours))
    return cells_answer(question, ranked, neighbours)


def is_open(question: Question, ranked: Sequence[Evidence]) -> bool:
    """True where the question leaves the place open and several reports have an answer about as good."""
    if question.places or question.years or len({e.document.place for e in ranked}) < 2:
        return False
    return len(_best_of_each(ranked)) > 1


def each_report(question: Question, ranked: Sequence[Evidence]) -> list[DraftStatement]:
    """Where place and year are left open: each report's answer with its place and date."""
    chosen = _best_of_each(ranked)
    chosen.sort(key=lambda e: (e.document.place or "", e.document.from_year or 0))
    return [s for e in chosen if (s := statement_of(question, e, where(e)))]


def _best_of_each(ranked: Sequence[Evidence], share: float = NEAR) -> list[Evidence]:
    """Each report's best evidence, where it is worth at least this share of the best of all."""
    best: dict[str, Evidence] = {}
    for evidence in ranked:
        best.setdefault(evidence.document.id, evidence)
    top = ranked[0].score
    return [e for e in best.values() if e.score >= share * top]
