"""Lists: all the items, not some."""

import re
from collections.abc import Sequence

from indexer import Passage, Unit
from service.answering.draft import DraftStatement, Neighbours, Quote, readable
from service.evidence import Evidence, Matcher
from service.question import Question

DANGLING = re.compile(r"(?::|\b(?:through|include|including|are|were|to|by))$")
PIVOTS = 25
PIVOT_COVERAGE = 0.5
MAX_ITEMS = 16
MAX_WORDS = 190


def whole_list(evidence: Evidence, neighbours: Neighbours) -> list[DraftStatement]:
    """Statements for the list that a unit belongs to or leads into; the unit alone where it is no list."""
    units = _siblings(evidence, neighbours)
    if len(units) < 2:
        return []
    own = evidence.unit.text if evidence.unit.kind == "sentence" else ""
    lead = (evidence.unit.lead or own).rstrip(" :;,.")
    statements: list[DraftStatement] = []
    words = 0
    for number, (passage, unit) in enumerate(units[:MAX_ITEMS]):
        text = readable(unit)
        words += len(text.split())
        if words > MAX_WORDS:
            break
        quote = Quote(passage.document_id, unit.start, unit.end, passage.section, evidence.score)
        if number == 0 and lead and len(lead.split()) <= 30:
            statements.append(DraftStatement(f"{lead}: {text}", (quote,), "quoted", (lead,)))
        else:
            statements.append(DraftStatement(text, (quote,), "quoted"))
    return statements


def _siblings(evidence: Evidence, neighbours: Neighbours) -> list[tuple[Passage, Unit]]:
    """The items around a unit that share its lead-in, in the order of the document."""
    unit, passage = evidence.unit, evidence.candidate.passage
    flat = [(p, u) for p in neighbours(passage) for u in p.units]
    here = next((i for i, (_, u) in enumerate(flat) if u.start == unit.start), None)
    if here is None:
        return []
    if unit.kind == "sentence" and leads_into(unit, flat[here + 1][1] if here + 1 < len(flat) else None):
        here += 1
    if here >= len(flat) or flat[here][1].kind != "item":
        return []
    lead = flat[here][1].lead
    first = last = here
    while first > 0 and flat[first - 1][1].kind == "item" and flat[first - 1][1].lead == lead:
        first -= 1
    while last + 1 < len(flat) and flat[last + 1][1].kind == "item" and flat[last + 1][1].lead == lead:
        last += 1
    return flat[first : last + 1]


def pivot(question: Question, ranked: Sequence[Evidence]) -> Evidence | None:
    """The best evidence under a heading or lead-in that says what is asked better than the evidence itself does.

    "Which risks are named?" is answered by what stands under "Top risks", whatever words the risks are put in.
    """
    matcher = Matcher(question)
    best: tuple[float, Evidence] | None = None
    for evidence in ranked[:PIVOTS]:
        section = evidence.candidate.passage.section
        around = max(matcher.coverage(section[-1]) if section else 0.0, matcher.coverage(evidence.unit.lead))
        if (
            around >= PIVOT_COVERAGE
            and around > matcher.coverage(evidence.unit.text)
            and (not best or around > best[0])
        ):
            best = (around, evidence)
    return best[1] if best else None


def leads_into(unit: Unit, following: Unit | None) -> bool:
    """True where a sentence introduces the list below it."""
    return following is not None and following.kind == "item" and following.lead == unit.text


def all_rows(evidence: Evidence, neighbours: Neighbours) -> list[DraftStatement]:
    """The rows of a table of words as a list: each row's label, or its longest cell where it has none."""
    row = evidence.unit.row
    if row is None:
        return []
    rows = [
        (p, u)
        for p in neighbours(evidence.candidate.passage)
        for u in p.units
        if u.kind == "row"
        and u.row is not None
        and u.lead == evidence.unit.lead
        and p.section == evidence.candidate.passage.section
    ]
    statements = []
    for passage, unit in rows[:MAX_ITEMS]:
        assert unit.row is not None
        text = max((c.text for c in unit.row.cells), key=len, default="")
        label = unit.row.label[-1] if unit.row.label else text
        said = label if len(label) >= 0.3 * len(text) else text
        quote = Quote(passage.document_id, unit.start, unit.end, passage.section, evidence.score)
        statements.append(DraftStatement(said.rstrip(".") + ".", (quote,), "quoted"))
    return statements if sum(len(s.text.split()) for s in statements) <= MAX_WORDS else []
