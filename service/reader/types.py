"""What a reading gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one text beside one question.

    `relevance` is a log-odds that says which of several texts of one kind holds the evidence: only its differences
    mean something. `span` is the likeliest answer as character offsets into the text, and `span_score` its share
    of the probability, 0 to 1, as if the text did answer. `no_answer` is the probability that it does not.
    """

    relevance: float
    span: tuple[int, int] | None
    span_score: float
    no_answer: float
