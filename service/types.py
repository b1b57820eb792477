"""What goes into and comes out of the engine: frozen dataclasses. The HTTP schemas mirror them."""

from dataclasses import dataclass
from typing import Any, Literal

RefusalReason = Literal["not_in_documents", "off_topic", "too_vague"]
AnswerKind = Literal[
    "lookup", "table", "trend", "comparison", "list", "judgement", "definition", "why", "summary", "yesno"
]
Answerer = Literal["extractive", "llm"]
Support = Literal["quoted", "cell", "computed", "generated"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part of the shelf to look at; empty means all of it. `documents` holds document ids."""

    documents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class CellReference:
    """The table cell that a citation points at: caption, row labels, column headers (outermost first), value."""

    table: str
    row: tuple[str, ...]
    column: tuple[str, ...]
    value: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote with its place. `start` and `end` are offsets into the document's text."""

    number: int
    document_id: str
    source: str
    title: str
    place: str | None
    period: str | None
    page_start: int | None
    page_end: int | None
    page_label: str | None
    line_start: int | None
    line_end: int | None
    section: tuple[str, ...]
    quote: str
    start: int
    end: int
    cell: CellReference | None
    score: float
    url: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer and what it rests on. `citations` are citation numbers."""

    text: str
    citations: tuple[int, ...]
    support: Support
    calculation: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, in words for the asker; `nearest` are the numbers of the closest things found."""

    reason: RefusalReason
    message: str
    nearest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure that a trend or comparison rests on; `text` is the value as said, `citation` a citation's number."""

    measure: str
    place: str | None
    period: str
    value: float
    unit: str | None
    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of an answer's figures: a Vega-Lite specification, and addresses of the same as SVG and as CSV."""

    vega_lite: dict[str, Any]
    svg_url: str
    csv_url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole reply to a question, answered or refused."""

    id: str
    question: str
    standalone_question: str
    answered: bool
    answer: str
    refusal: Refusal | None
    confidence: float
    kind: AnswerKind
    citations: tuple[Citation, ...]
    statements: tuple[Statement, ...]
    suggestions: tuple[str, ...]
    timings_ms: dict[str, float]
    index_version: str
    answerer: str
    observations: tuple[ToldFigure, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A passage found, as a citation of the whole passage, its text, and the scores that put it there."""

    citation: Citation
    text: str
    scores: dict[str, float]
