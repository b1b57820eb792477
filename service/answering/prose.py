"""A fact in prose: the sentence itself, with the heading, lead-in or neighbour that it needs to be understood."""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer import Unit
from service.answering.draft import MAX_PREFIX, DraftStatement, Neighbours, quote_of, readable
from service.evidence import CAUSE, Evidence
from service.question import Question

# A sentence that opens so leans on the one before it.
LEANING = re.compile(
    r"^(?:this|these|it|they|that|those|he|she|such|their|its|there are however|however|but|also"
    r"|the (?:main|latter|former))\b",
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


def facts(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    """The best sentence, with its neighbours where it leans on them or they answer, too; in reading order."""
    best = ranked[0]
    around = [
        (p, u)
        for p in neighbours(best.candidate.passage)
        for u in p.units
        if p.section == best.candidate.passage.section
    ]
    here = next(i for i, (_, unit) in enumerate(around) if unit.start == best.unit.start)
    scored = {e.unit.start: e for e in ranked if e.document.id == best.document.id}
    share = NEIGHBOUR_SHARE.get(question.kind, DEFAULT_SHARE)
    chosen = [best]
    words = len(best.unit.text.split())
    for index in _order(question, here):
        if not 0 <= index < len(around) or around[index][1].kind not in ("sentence", "item"):
            continue
        passage, unit = around[index]
        neighbour = scored.get(unit.start) or replace(
            best, unit=unit, candidate=replace(best.candidate, passage=passage), score=0.0
        )
        if not unit.states or not _wanted(
            question, best.unit, unit, index - here, neighbour.score >= share * best.score
        ):
            continue
        words += len(unit.text.split())
        if words <= MAX_WORDS:
            chosen.append(neighbour)
    chosen.sort(key=lambda e: e.unit.start)
    return said_once([fact(evidence) for evidence in chosen])


def said_once(statements: Sequence[DraftStatement]) -> list[DraftStatement]:
    """The statements without a frame that the one before has said already."""
    once: list[DraftStatement] = []
    for number, statement in enumerate(statements):
        prefix = ": ".join(statement.frame) + ": "
        again = bool(statement.frame) and number > 0 and statements[number - 1].frame == statement.frame
        once.append(replace(statement, text=statement.text.removeprefix(prefix), frame=()) if again else statement)
    return once


def _order(question: Question, here: int) -> tuple[int, ...]:
    """Which neighbours to look at, the likeliest first."""
    if question.kind == "why":
        return (here + 1, here + 2, here + 3, here - 1)
    return (here - 1, here + 1, here + 2) if question.kind == "definition" else (here - 1, here + 1)


def _wanted(question: Question, best: Unit, unit: Unit, distance: int, scores: bool) -> bool:
    leans = distance == -1 and bool(LEANING.match(best.text))
    follows = distance == 1 and bool(LEANING.match(unit.text))
    reason = question.kind == "why" and distance > 0 and (distance == 1 or bool(CAUSE.search(unit.text)))
    return scores or leans or follows or reason
