"""What the answering modules hand to the proof: statements with the places in the documents that they rest on."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indexer import Passage, Unit
from service.evidence import Evidence
from service.types import AnswerKind, CellReference, Support

# The passages around one, in reading order.
Neighbours = Callable[[Passage], Sequence[Passage]]

PARAGRAPH_NUMBER = re.compile(r"^\(?\d{1,3}(?:\.\d{1,3})*[.)]\s+(?=\S)")
# Marks of lists and of print, no part of a sentence.
AROUND_WORDS = " *–-▶•|"
MAX_PREFIX = 120


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim place in a document. `score` is the evidence's, 0 to 1."""

    document_id: str
    start: int
    end: int
    section: tuple[str, ...]
    score: float
    cell: CellReference | None = None

    def meets(self, document_id: str, start: int, end: int) -> bool:
        """Whether it shares words with a span of a document."""
        return self.document_id == document_id and self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Observed:
    """A figure that a statement rests on, for the reply's observations and chart.

    `text` is the value as said; `start` and `end` are the cell's offsets in the document, `quote` is of its row.
    """

    measure: str
    period: str
    value: Decimal
    unit: str | None
    text: str
    start: int
    end: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """One sentence with its quotes. `frame` holds words said beside the quotes: headings, places, periods.

    `calculation` is written as `service.arithmetic` reads it; `observed` are the figures that it was made from.
    `contradicts` is the quote of the told figure that this statement gives another one for.
    """

    text: str
    quotes: tuple[Quote, ...]
    support: Support
    frame: tuple[str, ...] = ()
    calculation: str | None = None
    observed: tuple[Observed, ...] = ()
    contradicts: Quote | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is proven."""

    kind: AnswerKind
    statements: tuple[DraftStatement, ...]


def quote_of(evidence: Evidence) -> Quote:
    """The quote of a whole unit."""
    unit, passage = evidence.unit, evidence.candidate.passage
    return Quote(passage.document_id, unit.start, unit.end, passage.section, evidence.score)


def readable(unit: Unit) -> str:
    """A unit's words as a sentence of an answer: without its paragraph number, with a full stop."""
    text = PARAGRAPH_NUMBER.sub("", unit.text).strip(AROUND_WORDS)
    if text and text[0].islower() and not unit.lead:
        text = text[0].upper() + text[1:]
    return stopped(text)


def stopped(text: str) -> str:
    """A text with a full stop, if it has no other end."""
    return text if not text or text[-1] in ".!?" else text.rstrip(":;,") + "."


def where(evidence: Evidence) -> str:
    """Place and period of a document in a few words, for answers from several of them."""
    document = evidence.document
    parts = [part for part in (document.place or document.title, document.period or document.published) if part]
    return ", ".join(parts)
