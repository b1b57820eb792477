"""The fitted numbers: which unit is the evidence, and whether the evidence is enough to answer.

Two logistic regressions, fitted by `python -m eval fit` on the development set and kept in `data/ranker.json`.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from service.evidence import SIGNALS, Evidence
from service.question import Question

DATA = Path(__file__).parent / "data" / "ranker.json"
DOUBTS = (
    "best", "margin", "own", "heading", "neighbours", "all_terms", "unknown", "best_heading", "year_missing", "number_missing",
    "place_wrong", "vector", "words", "terms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named inputs, standardised first: `mean`, `scale`, `weights` are in their order."""

    inputs: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability of each row."""
        values = (np.asarray(rows, dtype=float) - np.asarray(self.mean)) / np.asarray(self.scale)
        scores = values @ np.asarray(self.weights) + self.intercept
        return [float(p) for p in 1.0 / (1.0 + np.exp(-scores))]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Scores evidence by `evidence`; an answer is given where `answer` is at least `threshold`."""

    evidence: Logistic
    answer: Logistic
    threshold: float

    @classmethod
    def load(cls, path: Path = DATA) -> "Ranker":
        """Reads the fitted numbers; ValueError where they are of other signals than the program computes."""
        data = json.loads(path.read_text(encoding="utf-8"))
        evidence, answer = _logistic(data["evidence"]), _logistic(data["answer"])
        if evidence.inputs != SIGNALS or answer.inputs != DOUBTS:
            raise ValueError("data/ranker.json was fitted on other signals: run `python -m eval fit` again.")
        return cls(evidence, answer, float(data["threshold"]))

    def rank(self, found: Sequence[Evidence]) -> list[Evidence]:
        """The evidence with its scores, best first."""
        if not found:
            return []
        scores = self.evidence.probabilities([e.signals for e in found])
        scored = [replace(e, score=score) for e, score in zip(found, scores, strict=True)]
        return sorted(scored, key=lambda e: (-e.score, e.document.id, e.unit.start))

    def confidence(self, question: Question, ranked: Sequence[Evidence]) -> float:
        """The probability that the shelf answers the question, from its best evidence."""
        return self.answer.probabilities([doubts(question, ranked)])[0]


@cache
def default_ranker() -> Ranker:
    """The fitted ranker, read once."""
    return Ranker.load()


def _logistic(data: dict[str, object]) -> Logistic:
    inputs, mean, scale, weights = (tuple(data[k]) for k in ("inputs", "mean", "scale", "weights"))  # type: ignore[arg-type]
    return Logistic(inputs, mean, scale, weights, float(data["intercept"]))  # type: ignore[arg-type]


def doubts(question: Question, ranked: Sequence[Evidence]) -> tuple[float, ...]:
    """What tells whether the best evidence answers the question, in the order of `DOUBTS`."""
    best = ranked[0]
    signal = dict(zip(SIGNALS, best.signals, strict=True))
    second = ranked[1].score if len(ranked) > 1 else 0.0
    unknown = sum(term.weight for term in question.terms if not term.known) / question.weight
    return (
        math.log(max(best.score, 1e-6)),
        best.score - second,
        signal["own"],
        signal["heading"],
        signal["neighbours"],
        signal["all_terms"],
        unknown,
        max((e.signals[SIGNALS.index("heading")] for e in ranked[:5]), default=0.0),
        float(bool(question.years) and not signal["year_here"] and not signal["year_document"]),
        signal["number_missing"],
        signal["place_wrong"],
        best.candidate.vector,
        best.candidate.words,
        min(len(question.terms), 12) / 12,
    )
