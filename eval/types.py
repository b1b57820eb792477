"""The data of an evaluation: what was asked, what came back, what it was worth. Frozen: made once, never changed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, TypeAlias

from service.types import Turn

QuestionType = Literal[
    "lookup",
    "table",
    "trend",
    "comparison",
    "list",
    "judgement",
    "definition",
    "why",
    "summary",
    "yesno",
    "unanswerable",
    "followup",
    "ambiguous",
]
# The kinds of the public sets (eval/questions/external.py).
ExternalType = Literal["cell", "span", "text", "multi-span", "arithmetic", "count", "sentence"]
Difficulty = Literal["easy", "medium", "hard"]
Interval: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that proves the reference answer. `alternative`: any one of the places so marked is enough.

    `page` counts from 1; None where the format has no pages or the set does not tell.
    """

    document: str
    quote: str
    line: int | None = None
    alternative: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One record of a question set. `documents` are the files that it is asked of; empty: of all.

    `line` is where it stands in the set's file; 0 where it comes from none.
    """

    id: str
    question: str
    type: QuestionType | ExternalType
    difficulty: Difficulty
    answerable: bool
    answer: str
    must_include: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    history: tuple[Turn, ...] = ()
    documents: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line of a set that is not asked, and why: it is broken, or still a draft."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file. `sha256` tells whether two runs were over the same set."""

    path: str
    sha256: str
    questions: tuple[Question, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """What scoring needs of a citation: the file's name in the corpus, the words, the pages where there are any."""

    source: str
    quote: str
    page_start: int | None = None
    page_end: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system said to a question. All after the citations is recorded and shown, not scored.

    `stages` are the milliseconds of each stage as the system tells them, without the total. `standalone_question` is
    the question as the system understood it, on its own; None where it does not tell.
    """

    answer: str
    answered: bool
    citations: tuple[Quoted, ...] = ()
    kind: str | None = None
    confidence: float | None = None
    refusal_reason: str | None = None
    stages: Mapping[str, float] = field(default_factory=dict)
    standalone_question: str | None = None


@dataclass(frozen=True, slots=True)
class TimedReply:
    """A reply and how long the asker waited for it; None where the time was not recorded.

    `retrieved` are the passages that a search for the question gives, the best first; None where none was made.
    """

    reply: Reply
    ms: float | None = None
    retrieved: tuple[Quoted, ...] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What one question was worth. None: the figure does not apply to it."""

    id: str
    type: str
    difficulty: str
    answerable: bool
    missing: bool
    answered: bool
    correct: bool
    verbatim: float | None
    citation_recall: float | None
    citation_precision: float | None
    numbers_supported: float | None
    ms: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a run, under the names and with the rounding of the reference scorer."""

    questions: int
    missing: int
    correct: float | None
    correct_answerable: float | None
    wrong_when_answered: float | None
    refusal_precision: float | None
    refusal_recall: float | None
    citation_verbatim: float | None
    citation_recall: float | None
    citation_precision: float | None
    numbers_supported: float | None
    ms_p50: float | None
    ms_p95: float | None

    def items(self) -> list[tuple[str, float | None]]:
        """Name and value of each figure, in the order of the table."""
        return [(f.name, getattr(self, f.name)) for f in fields(self)]


@dataclass(frozen=True, slots=True)
class Group:
    """The right share of one part of the set."""

    n: int
    correct: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """All that scoring says. `by` holds the groups by type and by difficulty."""

    figures: Figures
    by: dict[str, dict[str, Group]]
    rows: tuple[Row, ...]

    def as_dict(self) -> dict[str, object]:
        """The form that the reference scorer writes with `--json`."""
        return {
            "figures": asdict(self.figures),
            "by": {key: {name: asdict(group) for name, group in groups.items()} for key, groups in self.by.items()},
            "rows": [asdict(row) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Extra:
    """A figure beside the usual ones: its mean over the questions to which it applies, and the interval of it."""

    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that got no answer, and why."""

    id: str
    message: str


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """What answered. None where it does not tell."""

    target: str
    index_version: str | None = None
    model: str | None = None
    settings: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Under what conditions the answers were given. `commit` is None where git did not tell.

    `skipped` are the lines of the set that were not asked.

    `documents` is the place where quotes were looked up: an index, a service or a folder of text files.
    """

    date: str
    commit: str | None
    machine: dict[str, Any]
    target: str
    index_version: str | None
    model: str | None
    settings: dict[str, Any]
    set_path: str
    set_sha256: str
    documents: str
    workers: int
    limit: int | None
    only: tuple[str, ...]
    seconds: float
    skipped: tuple[Skipped, ...] = ()
