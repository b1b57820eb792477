"""Which evidence may speak for the place that was asked about."""

from collections.abc import Sequence

from service.evidence import Evidence
from service.question import Question


def admissible(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that states something, and that speaks for a place asked about."""
    return [e for e in of_place(question, ranked) if e.states]


def of_place(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence of the reports of a place asked about, and what names one; all where no place was asked about."""
    if not question.places:
        return list(ranked)
    return [e for e in ranked if e.document.place in question.places or _names(question, e)]


def _names(question: Question, evidence: Evidence) -> bool:
    section = evidence.candidate.passage.section[-1:]
    around = " ".join((evidence.unit.text, evidence.unit.lead, *section)).lower()
    return any(place.lower() in around for place in question.places)
