"""The fitted numbers: which unit is the evidence, and whether the evidence is enough to answer.

Two logistic regressions, fitted by `make fit` on the sets of `eval/sets/` and kept in `data/ranker.json`.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from service.answering.compose import first_choice
from service.evidence import EVIDENCE_KEPT, SIGNALS, Evidence, Matcher, has_figure
from service.question import YEAR, Question, is_name, years_in

DATA = Path(__file__).parent / "data" / "ranker.json"
DOUBTS = (
    "best", "margin", "own", "heading", "unknown", "year_missing", "number_missing", "share_missing", "pointer",
    "words", "unsaid", "name_unsaid", "row",
)  # fmt: skip
CHART = re.compile(r"\b(?:chart|graph|diagram)", re.IGNORECASE)
SHARE_ASKED = re.compile(r"\b(?:percentage|percent|per cent|proportion|share|rate)\b|%", re.IGNORECASE)
SHARE_SAID = re.compile(
    r"\d\s*%|\d per ?cent|\d (?:per|in every) (?:1,?0+|\d)|\b(?:half|third|quarter|thirds|quarters|majority|all|none)\b"
    r"|\d\.\d|\bin (?:ten|five|four|three|two)\b",
    re.IGNORECASE,
)


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
            raise ValueError("data/ranker.json was fitted on other signals: run `make fit`.")
        return cls(evidence, answer, float(data["threshold"]))

    @classmethod
    def unfitted(cls) -> "Ranker":
        """A ranker that knows nothing: for fitting one from the start."""
        return cls(_zero(SIGNALS), _zero(DOUBTS), 0.0)

    def rank(self, found: Sequence[Evidence]) -> list[Evidence]:
        """The evidence with its scores, best first."""
        if not found:
            return []
        scores = self.evidence.probabilities([e.signals for e in found])
        scored = [replace(e, score=score) for e, score in zip(found, scores, strict=True)]
        return sorted(scored, key=lambda e: (-e.score, e.document.id, e.unit.start))

    def confidence(self, question: Question, ranked: Sequence[Evidence], said: str) -> float:
        """The probability that the shelf answers the question, from the ranked evidence and the drafted answer."""
        return self.answer.probabilities([doubts(question, ranked, said)])[0]


@cache
def default_ranker() -> Ranker:
    """The fitted ranker, read once."""
    return Ranker.load()


def _zero(inputs: tuple[str, ...]) -> Logistic:
    zeros = tuple(0.0 for _ in inputs)
    return Logistic(inputs, zeros, tuple(1.0 for _ in inputs), zeros, 0.0)


def _logistic(data: dict[str, Any]) -> Logistic:
    return Logistic(
        tuple(data["inputs"]),
        tuple(map(float, data["mean"])),
        tuple(map(float, data["scale"])),
        tuple(map(float, data["weights"])),
        float(data["intercept"]),
    )


def doubts(question: Question, ranked: Sequence[Evidence], said: str) -> tuple[float, ...]:
    """What tells whether the evidence answers the question, in the order of `DOUBTS`.

    `ranked` holds all evidence, what states nothing too; `said` is the answer drafted.
    """
    stating = [e for e in ranked if e.states][:EVIDENCE_KEPT]
    best = first_choice(question, stating)[0]
    signal = dict(zip(SIGNALS, best.signals, strict=True))
    second = stating[1].score if len(stating) > 1 else 0.0
    matcher = Matcher(question)
    section = best.candidate.passage.section
    document = best.document
    context = f"{said} {best.unit.lead} {' '.join(section[-2:])}"
    about = f"{context} {document.title} {document.publisher or ''} {document.kind or ''}"
    matches = matcher.matches(about)
    unsaid = max((t.weight * (1 - m) for t, m in zip(question.terms, matches, strict=True)), default=0.0)
    pointers = [e for e in ranked if not e.unit.evidence and CHART.search(e.unit.text)]
    pointed = max((matcher.coverage(e.unit.text) for e in pointers), default=0.0)
    years = _years_said(best, context)
    plain = YEAR.sub(" ", said)
    # Only a question for one figure must find that figure; a trend or a reason can be told in other words.
    single = question.kind in ("lookup", "table", "judgement", "yesno")
    return (
        math.log(max(best.score, 1e-6)),
        best.score - second,
        matcher.coverage(said),
        matcher.coverage(context),
        sum(term.weight for term in question.terms if not term.known) / question.weight,
        float(single and bool(question.points) and years.isdisjoint(question.points)),
        float(single and question.wants == "number" and not has_figure(said)),
        float(
            single
            and best.unit.kind != "row"
            and bool(SHARE_ASKED.search(question.text))
            and not SHARE_SAID.search(plain)
        ),
        max(0.0, pointed - signal["own"]) if single else 0.0,
        best.candidate.words,
        unsaid / question.weight,
        max((1 - m for t, m in zip(question.terms, matches, strict=True) if is_name(t, question)), default=0.0),
        float(best.unit.kind == "row"),
    )


def _years_said(best: Evidence, context: str) -> set[int]:
    """The years that an answer may speak for: a row's own where it has any, else what is said and the report's."""
    row = best.unit.row
    if row is not None:
        headers = " ".join((*row.label, *(part for path in row.header for part in path), best.unit.lead))
        if own := set(years_in(headers)):
            return own
    return set(years_in(context)) | set(range(best.document.from_year or 0, (best.document.to_year or 0) + 1))
