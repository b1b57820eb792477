"""Table answers: which cells of a row (or of a column) are asked for, and how they are said."""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer import TableRow
from service.answering.draft import MAX_PREFIX, DraftStatement, Quote
from service.evidence import FIGURE, Evidence, Matcher
from service.places import GENERIC
from service.question import PERIOD_LABEL, Question, years_in
from service.types import CellReference
from service.words import words

UNIT = re.compile(r"%|£|per cent|ppts?\b|per 1,?0+|days|months", re.IGNORECASE)
MISSING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "..", "not reported", "(not reported)", "redacted"})
COMPARATOR = re.compile(
    r"\b(?:national(?:ly)?|england|region(?:al)?|sns?|statistical neighbours?|average|comparators?"
    r"|[a-z]+(?:shire|borough)|city|county|gap)\b"
)
# "The table below shows the breakdown by placement" announces what the table is.
ANNOUNCED = re.compile(
    r"^(?:the |this )?(?:following )?table(?: below| above)? (?:shows?|summarises|sets out|gives|presents) (?:the )?",
    re.IGNORECASE,
)
MAX_CELLS = 6


def columns_asked(question: Question, row: TableRow) -> list[int]:
    """The value columns that the question asks for: those whose header it names best, all where it names none."""
    values = [i for i, cell in enumerate(row.cells) if cell.text and cell.text not in row.label]
    if len(values) <= 1:
        return values
    matcher = Matcher(question)
    scores = {i: _header_score(matcher, " ".join(row.header[i])) for i in values}
    periods = all(PERIOD_LABEL.fullmatch(" ".join(row.header[i]).strip()) for i in values)
    asked = set(question.points)
    if periods and asked and all(asked.isdisjoint(years_in(" ".join(row.header[i]))) for i in values):
        return []  # the table's periods are known, and the asked one is none of them
    best = max(scores.values())
    if best <= 0:
        return values
    return [i for i in values if scores[i] >= 0.8 * best]


def _header_score(matcher: Matcher, header: str) -> float:
    if not header:
        return 0.0
    question = matcher.question
    named = matcher.coverage(header) * question.weight
    asked, there = set(question.points), set(years_in(header))
    years = 6.0 * len(asked & there) / len(asked | there) if asked & there else 0.0
    places = 3.0 * any(_names(place, header) for place in question.places)
    return named + years + places


def _names(place: str, header: str) -> bool:
    """True where a header names a place, in full or cut short as column heads are ("Cambs", "Pb" it cannot know)."""
    own = [word for word in words(place) if word not in GENERIC and len(word) > 3]
    heads = [word.rstrip("s") for word in words(header) if len(word) > 3]
    return any(name.startswith(head) for name in own for head in heads)


def is_missing(text: str) -> bool:
    """A cell that says that there is no value."""
    return text.strip().lower() in MISSING


def row_statement(
    question: Question, evidence: Evidence, place: str = "", *, whole: bool = False
) -> DraftStatement | None:
    """A statement from one row; None where every asked cell is empty. `whole` takes all columns."""
    row = evidence.unit.row
    assert row is not None
    chosen = columns_asked(question, row)
    if whole and len(row.cells) <= 2 * MAX_CELLS:
        chosen = [i for i, cell in enumerate(row.cells) if cell.text and cell.text not in row.label]
    shown = [i for i in chosen if not is_missing(row.cells[i].text)][: 2 * MAX_CELLS if whole else MAX_CELLS]
    if not shown:
        return None
    caption = _short_caption(evidence.unit.lead)
    label = " – ".join(row.label)
    said = "; ".join(_cell_words(row, i) for i in shown)
    head = ", ".join(dict.fromkeys(part for part in (place, caption, label) if part))
    text = f"{head}: {said}." if head else f"{said}."
    quotes = tuple(cell_quote(evidence, row, i) for i in shown[:1])
    headers = tuple(part for i in shown for part in row.header[i])
    return DraftStatement(text, quotes, "cell", (place, caption, label, *headers))


def _cell_words(row: TableRow, index: int) -> str:
    name = " / ".join(row.header[index])
    value = row.cells[index].text.rstrip(".")
    return f"{name} {value}" if name and FIGURE.fullmatch(value) else f"{name}: {value}" if name else value


def _short_caption(caption: str) -> str:
    said = ANNOUNCED.sub("", caption)
    said = said[:1].upper() + said[1:]
    # A long caption is the table's own name and the sentence above it: the name is enough.
    return next((part for part in (said, said.split(" – ")[0]) if len(part) <= MAX_PREFIX), "")


def cell_quote(evidence: Evidence, row: TableRow, index: int) -> Quote:
    """The quote of a row for one of its cells."""
    passage, cell = evidence.candidate.passage, row.cells[index]
    header = " ".join(row.header[index])
    found = UNIT.search(cell.text) or UNIT.search(header) or UNIT.search(evidence.unit.lead)
    reference = CellReference(
        evidence.unit.lead, row.label, row.header[index], cell.text, found.group(0) if found else None
    )
    return Quote(passage.document_id, row.start, row.end, passage.section, evidence.score, reference)


def aligned(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, with the row of the asked period in front where the best is a row of another period."""
    best = ranked[0]
    points = set(question.points)
    if best.unit.row is None or not _label_years(best.unit.row) or points & _label_years(best.unit.row):
        return list(ranked)
    rows = [e for e in same_table(best, ranked) if e.unit.row is not None and _label_years(e.unit.row)]
    if points:
        rows = [e for e in rows if e.unit.row is not None and points & _label_years(e.unit.row)]
        first = max(rows, key=lambda e: e.score, default=best)
    else:
        # No period asked: the latest.
        first = max(rows, key=lambda e: max(_label_years(e.unit.row)) if e.unit.row else 0, default=best)
    return [replace(first, score=best.score), *(e for e in ranked if e is not first)]


def _label_years(row: TableRow) -> set[int]:
    return set(years_in(" ".join(row.label)))


def counterparts(evidence: Evidence, others: Sequence[Evidence]) -> list[Evidence]:
    """Rows of the same table that say the same of another place or group ("... Peterborough", "... National")."""
    row = evidence.unit.row
    assert row is not None
    own = _bare_label(row)
    found = [
        other
        for other in same_table(evidence, others)
        if other.unit.start != evidence.unit.start and other.unit.row is not None and _bare_label(other.unit.row) == own
    ]
    return [evidence, *found[:3]] if own else [evidence]


def _bare_label(row: TableRow) -> str:
    label = COMPARATOR.sub(" ", " ".join(row.label).lower())
    return re.sub(r"[^a-z0-9%]+", " ", label).strip()


def same_table(evidence: Evidence, others: Sequence[Evidence]) -> list[Evidence]:
    """The rows of the same table, in their order."""
    section, lead = evidence.candidate.passage.section, evidence.unit.lead
    rows = [
        other
        for other in others
        if other.unit.kind == "row"
        and other.document.id == evidence.document.id
        and other.candidate.passage.section == section
        and other.unit.lead == lead
    ]
    return sorted(rows, key=lambda other: other.unit.start)
