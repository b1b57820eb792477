"""Which evidence may speak for the place that was asked about."""

import re
from collections.abc import Sequence

from service.evidence import Evidence
from service.question import Question


def admissible(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that states something, and that speaks for a place asked about."""
    return [e for e in of_place(question, ranked) if e.states]


def of_place(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence of the reports of a place asked about, and what names one; all where no place was asked about.

    For a place that no report is about there is only what names it.
    """
    if question.elsewhere and not question.places:
        return [e for e in ranked if names_any(question.elsewhere, e)]
    if not question.places:
        return list(ranked)
    return [e for e in ranked if e.document.place in question.places or names_any(question.places, e)]


def names_any(places: Sequence[str], evidence: Evidence) -> bool:
    """Whether a unit, what leads to it or the heading above it names one of the places."""
    section = evidence.candidate.passage.section[-1:]
    around = " ".join((evidence.unit.text, evidence.unit.lead, *section)).lower()
    return any(re.search(rf"\b{re.escape(place.lower())}\b", around) for place in places)
