"""A fact in prose: the sentence or item itself, with the heading, lead-in or neighbour that it needs to be understood."""

import re
from collections.abc import Sequence

from service.answering.draft import MAX_PREFIX, DraftStatement, quote_of, readable
from service.evidence import Evidence
from service.question import Question

# A sentence that opens so leans on the one before it.
LEANING = re.compile(
    r"^(?:this|these|it|they|that|those|he|she|such|their|its|there are however|however|but|also|the (?:main|latter|former))\b",
    re.IGNORECASE,
)
SHORT = 9
MAX_WORDS = 80
# A neighbour is said too when its own score is at least this share of the best one's.
NEIGHBOUR_SHARE = {"why": 0.1, "definition": 0.1, "lookup": 0.35}
DEFAULT_SHARE = 0.3


def fact(evidence: Evidence, place: str = "") -> DraftStatement:
    """One statement from one unit. `place` ("Cambridgeshire, 2021") goes in front when several reports answer."""
    unit = evidence.unit
    text = readable(unit)
    frame = [place] if place else []
    lead = unit.lead.rstrip(" :;,.")
    if unit.kind == "item" and lead and len(lead) <= MAX_PREFIX:
        frame.append(lead)
    elif len(text.split()) < SHORT and evidence.candidate.passage.section:
        frame.append(_heading(evidence, text))
    frame = [part for part in frame if part]
    prefix = ": ".join(frame)
    return DraftStatement(f"{prefix}: {text}" if prefix else text, (quote_of(evidence),), "quoted", tuple(frame))


def _heading(evidence: Evidence, text: str) -> str:
    """The headings over a short text, without those that it says itself."""
    section = [part for part in evidence.candidate.passage.section if part.lower() not in text.lower()]
    return " – ".join(section[-2:])[:MAX_PREFIX]


def facts(question: Question, ranked: Sequence[Evidence]) -> list[DraftStatement]:
    """The best sentence, with its neighbours where it leans on them or they answer, too; in reading order."""
    best = ranked[0]
    units = best.candidate.passage.units
    here = next(i for i, unit in enumerate(units) if unit.start == best.unit.start)
    scored = {e.unit.start: e for e in ranked if e.document.id == best.document.id}
    share = NEIGHBOUR_SHARE.get(question.kind, DEFAULT_SHARE)
    chosen = [best]
    words = len(best.unit.text.split())
    for index in (here - 1, here + 1, here + 2):
        if not 0 <= index < len(units) or units[index].kind not in ("sentence", "item"):
            continue
        neighbour = scored.get(units[index].start)
        leans = index < here and bool(LEANING.match(best.unit.text))
        follows = index == here + 1 and (question.kind == "why" or bool(LEANING.match(units[index].text)))
        if neighbour is None or not (leans or follows or neighbour.score >= share * best.score):
            continue
        if index == here + 2 and len(chosen) > 1 and question.kind not in ("why", "definition"):
            continue
        words += len(units[index].text.split())
        if words <= MAX_WORDS:
            chosen.append(neighbour)
    chosen.sort(key=lambda e: e.unit.start)
    return [fact(evidence) for evidence in chosen]
