"""The best evidence read once more, each piece beside the question, by the small cross-encoder.

It knows what words mean and not which row, year or place is asked for, so its say is weighed against the ranker's score
by a logistic regression, and where a row or figures of several times or places are wanted it has none.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from service.evidence import Evidence
from service.logistic import Logistic
from service.question import Question
from service.reader import Reading
from service.scope import admissible

# So many are read: each takes some five milliseconds.
READ = 16
# A longer lead would leave little room for the evidence.
LONGEST_LEAD = 120
INPUTS = ("score", "score_behind", "relevance_behind", "relevance_share", "no_answer", "doubt")
FIGURES_ASKED = frozenset({"trend", "comparison"})


class TextReader(Protocol):
    """What reads: the cross-encoder, or a stand-in of a test."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """A reading for each text, in their order."""
        ...


def read_best(question: Question, ranked: Sequence[Evidence], reader: TextReader) -> list[Evidence]:
    """The ranked evidence, the best of it that may answer with its reading; in the order that it had."""
    best = admissible(question, ranked)[:READ]
    if not best:
        return list(ranked)
    readings = reader.read(question.standalone, [text_of(evidence) for evidence in best])
    read = {id(evidence): reading for evidence, reading in zip(best, readings, strict=True)}
    return [replace(e, reading=read[id(e)]) if id(e) in read else e for e in ranked]


def reordered(question: Question, ranked: Sequence[Evidence], weights: Logistic) -> list[Evidence]:
    """The evidence by what both say, best first; what was not read stays behind what was, in its order."""
    read = [e for e in ranked if e.reading is not None]
    if not read or read[0].unit.kind == "row" or question.kind in FIGURES_ASKED:
        return list(ranked)
    scores = weights.probabilities(values(read))
    anew = [replace(e, score=score) for e, score in zip(read, scores, strict=True)]
    lowest = min(scores)
    rest = [replace(e, score=min(e.score, lowest)) for e in ranked if e.reading is None]
    return [*sorted(anew, key=lambda e: (-e.score, e.document.id, e.unit.start)), *rest]


def values(read: Sequence[Evidence]) -> list[tuple[float, ...]]:
    """The values of `INPUTS` for evidence of one question that has been read."""
    logits = [_logit(e.score) for e in read]
    readings = [e.reading for e in read if e.reading is not None]
    relevance = np.array([reading.relevance for reading in readings])
    shares = np.exp(relevance - relevance.max())
    shares /= shares.sum()
    return [
        (logit, logit - max(logits), float(own - relevance.max()), float(share), r.no_answer, _logit(r.no_answer))
        for logit, own, share, r in zip(logits, relevance, shares, readings, strict=True)
    ]


def text_of(evidence: Evidence) -> str:
    """What is read: place and period of the report, the heading and the sentence that leads in, then the evidence."""
    section, document = evidence.candidate.passage.section, evidence.document
    about = " ".join(part for part in (document.place, document.period) if part)
    leads = (about, section[-1] if section else "", evidence.unit.lead)
    return " ".join([*(f"{lead}." for lead in leads if 0 < len(lead) <= LONGEST_LEAD), evidence.unit.text])


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))
