"""Fits the ranker and the refusal threshold on a question set: two logistic regressions over the engine's signals."""

import hashlib
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.score import find_spans, fold
from eval.types import Question
from service.answering.compose import compose
from service.engine import Engine
from service.evidence import EVIDENCE_KEPT, SIGNALS, Evidence
from service.proof import proven
from service.question import Question as Asked
from service.ranker import DOUBTS, Logistic, Ranker, doubts
from service.refusing import before_answer
from service.scope import admissible, of_place

FOLDS = 10
EVIDENCE_C, ANSWER_C = 0.3, 0.3
# What a question counts that is not of the usual mix.
UNUSUAL_WEIGHT = 0.2
SMOOTHED = 7
BETA = 0.6

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One question with all the evidence found for it; `labels` tell which of it is gold.

    `usual` is set for a question of the kind of mix that is asked in earnest: the refusal threshold is chosen on those.
    """

    question: Question
    asked: Asked
    found: tuple[Evidence, ...]
    labels: tuple[bool, ...]
    fold: int
    usual: bool = True


def collect(
    engine: Engine, questions: Sequence[Question], texts: Mapping[str, str], *, usual: bool = True
) -> list[Example]:
    """Runs retrieval for every question. `texts` holds each corpus file's text as it is, by name."""
    examples = []
    for question in questions:
        asked = engine.understand(question.question, question.history)
        found = engine.find(asked)
        gold = [(e.document, places(texts[e.document], e.quote)) for e in question.evidence if e.document in texts]
        labels = tuple(any(_meets(e, name, where) for name, where in gold) for e in found)
        # The fold hangs on the id alone, so that the same question is always in the same fold.
        number = int(hashlib.sha256(question.id.encode()).hexdigest(), 16) % FOLDS
        examples.append(Example(question, asked, tuple(found), labels, number, usual))
    return examples


def places(text: str, quote: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text, white space aside, as offsets into the text as it is."""
    kept: list[int] = []
    folded: list[str] = []
    for index, char in enumerate(text):
        if not char.isspace():
            folded.append(char)
            kept.append(index)
        elif folded and folded[-1] != " ":
            folded.append(" ")
            kept.append(index)
    whole = "".join(folded)
    return [(kept[a], kept[b - 1] + 1) for a, b in find_spans(whole, fold(quote))]


def _meets(evidence: Evidence, source: str, where: Sequence[tuple[int, int]]) -> bool:
    unit = evidence.unit
    return evidence.document.source == source and any(
        min(b, unit.end) - max(a, unit.start) >= 0.3 * min(b - a, unit.end - unit.start) for a, b in where
    )


def fit_logistic(
    inputs: tuple[str, ...], rows: Matrix, labels: NDArray[np.bool_], c: float, weights: Matrix | None = None
) -> Logistic:
    """A logistic regression on standardised inputs; `c` is the inverse strength of its L2 penalty."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = rows.mean(0), rows.std(0) + 1e-6
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=c, max_iter=4000).fit((rows - mean) / scale, labels, weights)
    return Logistic(
        inputs, _rounded(mean), _rounded(scale), _rounded(model.coef_[0]), round(float(model.intercept_[0]), 6)
    )


def _rounded(values: Matrix) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)


def fit_ranker(engine: Engine, examples: Sequence[Example]) -> Ranker:
    """Both regressions and the threshold, from these examples alone.

    The refusal is fitted on the evidence as a ranker orders it that has not seen the question, as it will be used.
    """
    evidence = _fit_evidence(examples)
    rows, answerable, usual = [], [], []
    for number in range(FOLDS):
        rest = [e for e in examples if e.fold != number]
        part = [e for e in examples if e.fold == number]
        if not part:
            continue
        blank = replace(Ranker.unfitted(), evidence=_fit_evidence(rest))
        for example in part:
            ranked = blank.rank(example.found)
            said = _drafted(engine, example, ranked)
            if said:
                rows.append(doubts(example.asked, of_place(example.asked, ranked), said))
                answerable.append(example.question.answerable)
                usual.append(example.usual)
    labels = np.array(answerable)
    chosen = np.array(usual)
    answer = fit_logistic(DOUBTS, np.array(rows), labels, ANSWER_C, np.where(chosen, 1.0, UNUSUAL_WEIGHT))
    probabilities = np.array(answer.probabilities(rows))
    return Ranker(evidence, answer, _threshold(probabilities[chosen], labels[chosen]))


def _drafted(engine: Engine, example: Example, ranked: Sequence[Evidence]) -> str:
    """What the engine would say of this evidence; nothing where it would refuse before any threshold."""
    stating = admissible(example.asked, ranked)[:EVIDENCE_KEPT]
    if before_answer(example.asked, stating):
        return ""
    draft = compose(example.asked, stating, engine.neighbours)
    held = proven(draft, engine.store.text, engine.store.document) if draft else ()
    return " ".join(statement.text for statement in held)


def _fit_evidence(examples: Sequence[Example]) -> Logistic:
    used = [e for e in examples if e.question.answerable and any(e.labels)]
    rows = np.array([x.signals for e in used for x in e.found])
    return fit_logistic(SIGNALS, rows, np.array([y for e in used for y in e.labels]), EVIDENCE_C)


def _threshold(values: Matrix, answerable: NDArray[np.bool_]) -> float:
    """The threshold under which refusing gives the best F-measure of refusals.

    Precision weighs more than recall, since few questions are unanswerable. The measure jumps with every question,
    so it is smoothed over its neighbours: the best plateau is taken, not the best peak.
    """
    steps = np.array(sorted(set(values.tolist())))
    scores = []
    for step in steps:
        refused = values < step
        weighted = float(refused.sum()) + BETA**2 * float((~answerable).sum())
        scores.append((1 + BETA**2) * float((refused & ~answerable).sum()) / weighted if weighted else 0.0)
    width = min(SMOOTHED, len(scores))
    smooth = np.convolve(scores, np.ones(width) / width, mode="same")
    return round(float(steps[int(smooth.argmax())]), 4)


def write_ranker(ranker: Ranker, path: Path, note: str) -> None:
    """Keeps the numbers where the service reads them."""
    parts = {
        name: {key: list(getattr(part, key)) for key in ("inputs", "mean", "scale", "weights")}
        | {"intercept": part.intercept}
        for name, part in (("evidence", ranker.evidence), ("answer", ranker.answer))
    }
    data = {"note": note, **parts, "threshold": ranker.threshold}
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
