"""The fitted numbers: which unit is the evidence, whether the shelf answers, and whether the answer is right.

Three logistic regressions, fitted by `make fit` on the sets of `eval/sets/` and kept in `data/ranker.json`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from service.doubts import DOUBTS, TOLD, doubts
from service.evidence import SIGNALS, Evidence
from service.question import Question

PARTS = ("evidence", "told", "right")
DATA = Path(__file__).parent / "data" / "ranker.json"


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
class Judgement:
    """How far an answer can be trusted: that the shelf answers the question at all, and that this answer is right."""

    told: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """Scores evidence by `evidence`. An answer is given where `told` is at least `threshold`.

    `right` is the probability that the drafted answer is right where the shelf answers the question.
    """

    evidence: Logistic
    told: Logistic
    right: Logistic
    threshold: float

    @classmethod
    def load(cls, path: Path = DATA) -> "Ranker":
        """Reads the fitted numbers; ValueError where they are of other signals than the program computes."""
        data = json.loads(path.read_text(encoding="utf-8"))
        if [data.get(name, {}).get("inputs") for name in PARTS] != [list(SIGNALS), list(TOLD), list(DOUBTS)]:
            raise ValueError("data/ranker.json was fitted on other signals: run `make fit`.")
        evidence, told, right = (_logistic(data[name]) for name in PARTS)
        return cls(evidence, told, right, float(data["threshold"]))

    @classmethod
    def unfitted(cls) -> "Ranker":
        """A ranker that knows nothing: for fitting one from the start."""
        return cls(_zero(SIGNALS), _zero(TOLD), _zero(DOUBTS), 0.0)

    def rank(self, found: Sequence[Evidence]) -> list[Evidence]:
        """The evidence with its scores, best first."""
        if not found:
            return []
        scores = self.evidence.probabilities([e.signals for e in found])
        scored = [replace(e, score=score) for e, score in zip(found, scores, strict=True)]
        return sorted(scored, key=lambda e: (-e.score, e.document.id, e.unit.start))

    def judge(self, question: Question, ranked: Sequence[Evidence], said: str) -> Judgement:
        """How far the drafted answer `said` can be trusted, with all the ranked evidence in view."""
        values = doubts(question, ranked, said)
        told = self.told.probabilities([values[: len(TOLD)]])[0]
        return Judgement(told, told * self.right.probabilities([values])[0])


@cache
def default_ranker() -> Ranker:
    """The fitted ranker, read once."""
    return Ranker.load()


def _zero(inputs: tuple[str, ...]) -> Logistic:
    zeros = tuple(0.0 for _ in inputs)
    return Logistic(inputs, zeros, tuple(1.0 for _ in inputs), zeros, 0.0)


def _logistic(data: dict[str, Any]) -> Logistic:
    mean, scale, weights = (tuple(map(float, data[name])) for name in ("mean", "scale", "weights"))
    return Logistic(tuple(data["inputs"]), mean, scale, weights, float(data["intercept"]))
