"""Fits the evidence weights on question sets: a logistic regression over the engine's signals. Keeps what is fitted."""

import hashlib
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.errors import EvalError
from eval.scoring.score import find_spans, fold
from eval.types import Question
from service.engine import Engine
from service.evidence import SIGNALS, Evidence
from service.logistic import Logistic
from service.question import Question as Asked
from service.ranker import PARTS, Ranker
from service.reader import Reading
from service.rereading import INPUTS, TextReader, read_best, values

FOLDS = 10
EVIDENCE_C = 0.3

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One question with all the evidence found for it; `labels` tell which of it is gold.

    `usual` is set for a question of the kind of mix that is asked in earnest; others count less in the refusal.
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
    """A logistic regression on standardised inputs; `c` is the inverse strength of its L2 penalty.

    Raises `EvalError` where the labels are all alike, as where a set has too few questions.
    """
    if labels.all() or not labels.any():
        raise EvalError(
            "Too few questions to fit on: some part of the set has no right answer, no wrong one or no unanswerable "
            "question. Take a larger set, or several."
        )
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


class Remembering:
    """A reader that reads each text beside a question once: cross-validation asks for the same again and again."""

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str], Reading] = {}

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """As the reader's own."""
        new = [text for text in dict.fromkeys(texts) if (question, text) not in self._known]
        self._known.update(zip(((question, text) for text in new), self._reader.read(question, new), strict=True))
        return [self._known[question, text] for text in texts]


class EvidenceFits:
    """The evidence weights fitted on all examples but those of some folds; each is worked out once."""

    def __init__(self, examples: Sequence[Example], reader: TextReader | None = None) -> None:
        self.examples = tuple(examples)
        self.reader = reader
        self._fitted: dict[frozenset[int | None], Logistic] = {}
        self._reread: dict[int | None, Logistic] = {}

    def without(self, *folds: int | None) -> Logistic:
        """The weights fitted without the examples of these folds; None names no fold."""
        left_out = frozenset(folds) - {None}
        if left_out not in self._fitted:
            self._fitted[left_out] = _fit_evidence([e for e in self.examples if e.fold not in left_out])
        return self._fitted[left_out]

    def ranked(self, example: Example, without: int | None) -> list[Evidence]:
        """An example's evidence as numbers order it that were fitted without its fold and the fold `without`.

        The few weights of the reader's say have seen the example's own fold, not the fold `without`.
        """
        reread = self.reread(without) if self.reader else None
        ranker = replace(Ranker.unfitted(), evidence=self.without(without, example.fold), reread=reread)
        return ranker.order(example.asked, example.found, self.reader)

    def reread(self, without: int | None) -> Logistic | None:
        """The weights of the reader's say, fitted without the fold `without`; None without a reader."""
        if self.reader is None:
            return None
        if without not in self._reread:
            rows: list[tuple[float, ...]] = []
            labels: list[bool] = []
            for example in self.examples:
                if example.fold == without or not example.question.answerable or not any(example.labels):
                    continue
                gold = {id(x.unit) for x, label in zip(example.found, example.labels, strict=True) if label}
                blank = replace(Ranker.unfitted(), evidence=self.without(without, example.fold))
                read = [
                    e for e in read_best(example.asked, blank.rank(example.found), self.reader) if e.reading is not None
                ]
                rows += values(read) if read else []
                labels += [id(e.unit) in gold for e in read]
            self._reread[without] = fit_logistic(INPUTS, np.array(rows), np.array(labels), EVIDENCE_C)
        return self._reread[without]


def _fit_evidence(examples: Sequence[Example]) -> Logistic:
    used = [e for e in examples if e.question.answerable and any(e.labels)]
    rows = np.array([x.signals for e in used for x in e.found])
    return fit_logistic(SIGNALS, rows, np.array([y for e in used for y in e.labels]), EVIDENCE_C)


def write_ranker(ranker: Ranker, path: Path, note: str) -> None:
    """Keeps the numbers where the service reads them."""
    parts = {
        name: {key: list(getattr(part, key)) for key in ("inputs", "mean", "scale", "weights")}
        | {"intercept": part.intercept}
        for name, part in zip(
            (*PARTS, "reread"), (ranker.evidence, ranker.told, ranker.right, ranker.reread), strict=True
        )
        if part is not None
    }
    data = {"note": note, **parts, "threshold": ranker.threshold}
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
