"""The fitted numbers: which unit is the evidence, whether the shelf answers, and whether the answer is right.

Three logistic regressions, fitted by `make fit` on the sets of `eval/sets/` and kept in `data/ranker.json`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from service.answering.draft import Quote
from service.doubts import DOUBTS, TOLD, doubts
from service.evidence import SIGNALS, Evidence
from service.logistic import Logistic
from service.question import Question
from service.rereading import INPUTS, TextReader, read_best, reordered

PARTS = ("evidence", "told", "right")
DATA = Path(__file__).parent / "data" / "ranker.json"
# The same, fitted with the cross-encoder's say in the order of the evidence.
WITH_READER = DATA.with_name("ranker_with_reader.json")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far an answer can be trusted: that the shelf answers the question at all, and that this answer is right."""

    told: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """Scores evidence by `evidence`. An answer is given where `told` is at least `threshold`.

    `right` is the probability that the drafted answer is right where the shelf answers the question. `reread` weighs
    what a cross-encoder makes of the best evidence; None where the numbers were fitted without one.
    """

    evidence: Logistic
    told: Logistic
    right: Logistic
    threshold: float
    reread: Logistic | None = None

    @classmethod
    def load(cls, path: Path = DATA) -> "Ranker":
        """Reads the fitted numbers; ValueError where they are of other signals than the program computes."""
        data = json.loads(path.read_text(encoding="utf-8"))
        if [data.get(name, {}).get("inputs") for name in PARTS] != [list(SIGNALS), list(TOLD), list(DOUBTS)]:
            raise ValueError("data/ranker.json was fitted on other signals: run `make fit`.")
        evidence, told, right = (Logistic.of(data[name]) for name in PARTS)
        reread = Logistic.of(data["reread"]) if "reread" in data else None
        if reread and reread.inputs != INPUTS:
            raise ValueError("data/ranker.json was fitted on other readings: run `make fit`.")
        return cls(evidence, told, right, float(data["threshold"]), reread)

    @classmethod
    def unfitted(cls) -> "Ranker":
        """A ranker that knows nothing: for fitting one from the start."""
        return cls(Logistic.unfitted(SIGNALS), Logistic.unfitted(TOLD), Logistic.unfitted(DOUBTS), 0.0)

    def rank(self, found: Sequence[Evidence]) -> list[Evidence]:
        """The evidence with its scores, best first."""
        if not found:
            return []
        scores = self.evidence.probabilities([e.signals for e in found])
        scored = [replace(e, score=score) for e, score in zip(found, scores, strict=True)]
        return sorted(scored, key=lambda e: (-e.score, e.document.id, e.unit.start))

    def order(self, question: Question, found: Sequence[Evidence], reader: TextReader | None) -> list[Evidence]:
        """The same with the reader's say, where there is one and the numbers were fitted with it."""
        ranked = self.rank(found)
        if reader is None or self.reread is None:
            return ranked
        return reordered(question, read_best(question, ranked, reader), self.reread)

    def doubts(
        self, question: Question, ranked: Sequence[Evidence], said: str, quotes: Sequence[Quote] = ()
    ) -> tuple[float, ...]:
        """The doubts about a draft, with scores by the signals alone: the reader’s say has another scale."""
        scores = self.evidence.probabilities([e.signals for e in ranked])
        plain = [replace(e, score=score) for e, score in zip(ranked, scores, strict=True)]
        return doubts(question, plain, said, quotes)

    def judge(
        self, question: Question, ranked: Sequence[Evidence], said: str, quotes: Sequence[Quote] = ()
    ) -> Judgement:
        """How far the drafted answer `said` can be trusted, which rests on `quotes`, with all the evidence in view."""
        values = self.doubts(question, ranked, said, quotes)
        told = self.told.probabilities([values[: len(TOLD)]])[0]
        return Judgement(told, told * self.right.probabilities([values])[0])


@cache
def default_ranker() -> Ranker:
    """The fitted ranker, read once."""
    return Ranker.load()
