"""Lists: all the items, not some."""

import re
from collections.abc import Sequence

from indexer import Passage, TableRow, Unit
from service.answering.draft import DraftStatement, Neighbours, Quote, readable
from service.evidence import Evidence, Matcher
from service.question import Question

DANGLING = re.compile(r"(?::|\b(?:through|include|including|are|were|to|by))$")
PIVOTS = 25
PIVOT_COVERAGE = 0.5
MAX_ITEMS = 16
MAX_WORDS = 190
FIRST_SENTENCE = re.compile(r".*?[.!?](?=\s+[A-Z]|$)|.*", re.DOTALL)
# A list is taken for the answer where it holds such a share of the best evidence.
LISTS_LOOKED_AT, LISTS_FROM, MEMBERS_COUNTED = 10, 25, 4
LIST_SHARE = 0.3
# A column of no more than so many values is one of grades.
MOST_VALUES = 6


def whole_list(evidence: Evidence, neighbours: Neighbours) -> list[DraftStatement]:
    """Statements for the list that a unit belongs to or leads into; none where it is no list.

    Where the items are too long to be told whole, the first sentence of each is told.
    """
    units = _siblings(evidence, neighbours)[:MAX_ITEMS]
    if len(units) < 2:
        return []
    own = evidence.unit.text if evidence.unit.kind == "sentence" else ""
    lead = (evidence.unit.lead or own).rstrip(" :;,.")
    texts = [readable(unit) for _, unit in units]
    if _words(texts) > MAX_WORDS:
        texts = [FIRST_SENTENCE.match(text).group(0) for text in texts]  # type: ignore[union-attr]  # matches any text
    statements: list[DraftStatement] = []
    for number, ((passage, unit), text) in enumerate(zip(units, texts, strict=True)):
        if _words(texts[: number + 1]) > MAX_WORDS:
            break
        quote = Quote(passage.document_id, unit.start, unit.end, passage.section, evidence.score)
        if number == 0 and lead and len(lead.split()) <= 30:
            statements.append(DraftStatement(f"{lead}: {text}", (quote,), "quoted", (lead,)))
        else:
            statements.append(DraftStatement(text, (quote,), "quoted"))
    return statements


def _words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def best_list(ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    """The list that holds most of the best evidence; none where no list holds a fair share of it.

    The sentence that leads into a list counts with it, so the list is found by what it is of as well as by its items.
    """
    scores = {(e.document.id, e.unit.start): e.score for e in ranked[:LISTS_FROM]}
    best: tuple[float, Evidence] | None = None
    seen: set[tuple[str, int]] = set()
    for evidence in ranked[:LISTS_LOOKED_AT]:
        units = _siblings(evidence, neighbours)
        if len(units) < 2 or (first := (units[0][0].document_id, units[0][1].start)) in seen:
            continue
        seen.add(first)
        members = {(p.document_id, u.start) for p, u in units} | {(evidence.document.id, evidence.unit.start)}
        held = sorted((scores.get(member, 0.0) for member in members), reverse=True)[:MEMBERS_COUNTED]
        if len([score for score in held if score]) > 1 and (best is None or sum(held) > best[0]):
            best = (sum(held), evidence)
    whole = sum(e.score for e in ranked[:MEMBERS_COUNTED])
    return whole_list(best[1], neighbours) if best and best[0] >= LIST_SHARE * whole else []


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


def all_rows(question: Question, evidence: Evidence, neighbours: Neighbours) -> list[DraftStatement]:
    """The rows of a table of words as a list: each row's label, or its longest cell where it has none.

    Rows under another group of labels than the one asked about are left out, and so are those of another value where
    the question names a value ("which of these were Good?").
    """
    if evidence.unit.row is None:
        return []
    rows = [
        (p, u, u.row)
        for p in neighbours(evidence.candidate.passage)
        for u in p.units
        if u.row is not None and u.lead == evidence.unit.lead and p.section == evidence.candidate.passage.section
    ]
    asked = _named_value(question, [row for _, _, row in rows])
    if asked:
        group = _best_group(question, [row for _, _, row in rows])
        rows = [r for r in rows if r[2].label[:1] == group and r[2].cells[-1].text.strip(" .").lower() == asked]
    statements = []
    for passage, unit, row in rows[:MAX_ITEMS]:
        text = max((c.text for c in row.cells), key=len, default="")
        label = row.label[-1] if row.label else text
        said = label if len(label) >= 0.3 * len(text) else text
        quote = Quote(passage.document_id, unit.start, unit.end, passage.section, evidence.score)
        said = f"{said.rstrip('.')}: {asked}." if asked else said.rstrip(".") + "."
        statements.append(DraftStatement(said, (quote,), "quoted"))
    return statements if _words([s.text for s in statements]) <= MAX_WORDS else []


def _named_value(question: Question, rows: Sequence[TableRow]) -> str:
    """The value that the question names first of the few that the rows' last cells have; empty where it names none."""
    values = {row.cells[-1].text.strip(" .").lower() for row in rows if row.cells}
    if not 1 < len(values) <= MOST_VALUES:
        return ""
    text = question.text.lower()
    places = {value: match.start() for value in values if (match := re.search(rf"\b{re.escape(value)}\b", text))}
    return min(places, key=lambda value: places[value], default="")


def _best_group(question: Question, rows: Sequence[TableRow]) -> tuple[str, ...]:
    """The outermost label that says most of what is asked, as a tuple of one; empty where rows have single labels."""
    matcher = Matcher(question)
    groups = dict.fromkeys(row.label[:1] for row in rows if len(row.label) > 1)
    return max(groups, key=lambda group: matcher.coverage(" ".join(group)), default=())
