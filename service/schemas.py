"""What travels over HTTP. Requests are checked strictly; replies mirror `service.types` under the same names."""

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from service.journal import Rating
from service.types import Answerer, AnswerKind, RefusalReason, Support

_LAYOUT = "\t\n\r"
MOST_COMMENT = 2000


def _as_text(text: str) -> str:
    """Text that a person could have written: without the control characters and half characters of binary data."""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in _LAYOUT:
            raise ValueError(f"holds a character that is not text (U+{ord(character):04X})")
    return text


def _as_question(text: str) -> str:
    """A question with something in it, without the white space around it."""
    stripped = _as_text(text).strip()
    if all(character.isspace() or unicodedata.category(character) == "Cf" for character in stripped):
        raise ValueError("is empty: ask something")
    return stripped


def _as_comment(text: str) -> str:
    """A few words, without the white space around them; their length is told as that of a question is."""
    stripped = _as_text(text).strip()
    if len(stripped) > MOST_COMMENT:
        raise ValueError(f"is too long: {len(stripped):,} characters, and {MOST_COMMENT:,} are taken at most")
    return stripped


Text = Annotated[str, AfterValidator(_as_text)]
Question = Annotated[str, AfterValidator(_as_question)]
Comment = Annotated[str, AfterValidator(_as_comment)]
Year = Annotated[int, Field(ge=1, le=9999)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Reply(BaseModel):
    """What all replies share: they are made from the dataclasses of the inside."""

    model_config = ConfigDict(from_attributes=True)


class TurnIn(_Request):
    """One earlier exchange of the conversation, oldest first."""

    question: Text
    answer: Text


class FiltersIn(_Request):
    """Which part of the shelf to look at; what is left out does not narrow it."""

    documents: list[str] = Field(default=[], description="document ids, as in `GET /v1/documents`")
    places: list[str] = Field(default=[], description="places, as the documents have them; letter case does not matter")
    kinds: list[str] = Field(default=[], description="kinds of report, as the documents have them")
    from_year: Year | None = Field(default=None, description="leave out reports that only speak for earlier years")
    to_year: Year | None = Field(default=None, description="leave out reports that only speak for later years")


class AskRequest(_Request):
    """A question, and how to answer it."""

    question: Question = Field(description="what to ask; 2,000 characters at most unless the service is set otherwise")
    history: list[TurnIn] | None = Field(default=None, max_length=20, description="the turns before, oldest first")
    filters: FiltersIn | None = None
    answerer: Answerer | None = Field(
        default=None, description='how the answer is made; "llm" only where a language model is configured'
    )
    max_citations: int | None = Field(default=None, ge=1, le=20, description="cite this many passages at most")
    stream: bool = Field(default=False, description="reply with server-sent events")


class SearchRequest(_Request):
    """What to look for, without answering."""

    query: Question = Field(description="words to look for, or a question")
    filters: FiltersIn | None = None
    limit: int = Field(default=10, ge=1, le=50, description="most passages to find")


class FeedbackRequest(_Request):
    """What a person says of an answer."""

    answer_id: Text = Field(min_length=1, max_length=100, description="the `id` of the answer or refusal")
    rating: Rating = Field(description='whether it is right or wrong, or "missing": right as far as it goes')
    comment: Comment | None = Field(
        default=None, description=f"what is wrong or missing, in words; {MOST_COMMENT:,} characters at most"
    )


class CellOut(Reply):
    """The table cell that a citation points at."""

    table: str
    row: list[str]
    column: list[str]
    value: str
    unit: str | None


class CitationOut(Reply):
    """A verbatim quote and where it stands. `start` and `end` count characters of the document's text."""

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
    section: list[str]
    quote: str
    start: int
    end: int
    cell: CellOut | None
    score: float
    url: str


class StatementOut(Reply):
    """One sentence of the answer and what it rests on."""

    text: str
    citations: list[int]
    support: Support
    calculation: str | None


class RefusalOut(Reply):
    """Why there is no answer; `nearest` are the numbers of the closest things found."""

    reason: RefusalReason
    message: str
    nearest: list[int]


class ObservationOut(Reply):
    """One figure of a trend or a comparison."""

    measure: str
    place: str | None
    period: str
    value: float
    unit: str | None
    text: str
    citation: int


class ChartOut(Reply):
    """A drawing of the observations, as a Vega-Lite specification and as files."""

    vega_lite: dict[str, JsonValue]
    svg_url: str
    csv_url: str


class AskReply(Reply):
    """The whole reply to a question, answered or refused."""

    id: str
    question: str
    standalone_question: str
    answered: bool
    answer: str
    refusal: RefusalOut | None
    confidence: float = Field(ge=0, le=1)
    kind: AnswerKind
    citations: list[CitationOut]
    statements: list[StatementOut]
    observations: list[ObservationOut] = []
    chart: ChartOut | None = None
    suggestions: list[str]
    timings_ms: dict[str, float]
    index_version: str
    answerer: str


class FoundOut(CitationOut):
    """A passage found: its place, its text, and the scores that put it there."""

    text: str
    scores: dict[str, float]


class SearchReply(Reply):
    """The passages found, best first."""

    results: list[FoundOut]


class FeedbackReply(Reply):
    """The feedback is kept. `replaced`: in the place of what was said of this answer before."""

    answer_id: str
    rating: Rating
    replaced: bool


class HealthReply(Reply):
    """The service runs."""

    status: Literal["alive"]


class ReadyReply(Reply):
    """The service can answer. `warning` tells of a newer index that could not be opened; `feedback`: it is taken."""

    status: Literal["ready"]
    index_version: str
    documents: int
    warning: str | None
    feedback: bool


class ProblemKindReply(Reply):
    """A kind of problem."""

    type: str
    title: str
    status: int


class FieldErrorOut(Reply):
    """One field of a request that is not as it should be."""

    field: str
    message: str


class ProblemOut(Reply):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: list[FieldErrorOut] = []
