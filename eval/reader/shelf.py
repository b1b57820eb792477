"""What the reader adds to the service's own ranker: the place of the gold evidence among all that retrieval finds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.fitting.fit import EVIDENCE_C, FOLDS, Example, fit_logistic
from service.evidence import SIGNALS
from service.logistic import Logistic
from service.reader import CrossEncoder
from service.rereading import text_of

RECALLS = (1, 5, 10)
LIMIT = 128
READ_SIGNALS = ("ranker", "relevance", "doubt", "behind_best")
_INPUTS: tuple[str, ...] = (*READ_SIGNALS, *SIGNALS)
# The ways of ordering, and the columns that each regression takes: the ranker's score stands first, SIGNALS last.
FITTED = {
    "score and reader": slice(0, len(READ_SIGNALS)),
    "signals and reader": slice(0, len(_INPUTS)),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """For a way of ordering: whether gold stands among the first k, one value a question."""

    name: str
    found: dict[int, list[float | None]]


@dataclass(frozen=True, slots=True)
class _Read:
    """A question's evidence, the ranker's best first, and a row of inputs for each that was read."""

    fold: int
    labels: list[bool]
    rows: NDArray[np.float64]

    def by(self, scores: NDArray[np.float64]) -> list[bool]:
        """The labels in the order of scores of what was read; the rest keeps its order behind."""
        best = np.argsort(-scores, kind="stable")
        return [*(self.labels[i] for i in best), *self.labels[len(best) :]]


def place(examples: Sequence[Example], reader: CrossEncoder, limit: int) -> list[Placed]:
    """The ranker alone, relevance alone, and regressions over both, each fitted without the fold that it orders.

    The reader reads the `limit` best of the ranker; the rest keeps its order behind those.
    """
    used = [e for e in examples if e.question.answerable and any(e.labels)]
    rankers = {fold: _ranker([e for e in used if e.fold != fold]) for fold in range(FOLDS)}
    read = [_read(example, rankers[example.fold], reader, limit) for example in used]
    orders = {
        "ranker": [one.labels for one in read],
        "relevance": [one.by(one.rows[:, READ_SIGNALS.index("relevance")]) for one in read],
    }
    for name, columns in FITTED.items():
        models = {fold: _combination([r for r in read if r.fold != fold], columns) for fold in range(FOLDS)}
        orders[name] = [one.by(np.array(models[one.fold].probabilities(one.rows[:, columns].tolist()))) for one in read]
    return [Placed(name, {k: [float(any(o[:k])) for o in order] for k in RECALLS}) for name, order in orders.items()]


def _read(example: Example, ranker: Logistic, reader: CrossEncoder, limit: int) -> _Read:
    scores = np.array(ranker.probabilities([e.signals for e in example.found]))
    order = np.argsort(-scores, kind="stable")
    best = [int(i) for i in order[:limit]]
    readings = reader.read(example.asked.standalone, [text_of(example.found[i]) for i in best], LIMIT)
    highest = max(reading.relevance for reading in readings)
    rows = [
        (_odds(scores[i]), r.relevance, _odds(r.no_answer), r.relevance - highest, *example.found[i].signals)
        for i, r in zip(best, readings, strict=True)
    ]
    return _Read(example.fold, [example.labels[i] for i in order], np.array(rows))


def _odds(share: float) -> float:
    held = min(max(share, 1e-6), 1 - 1e-6)
    return float(np.log(held / (1 - held)))


def _ranker(examples: Sequence[Example]) -> Logistic:
    """The service's evidence ranker, fitted on these examples."""
    rows = np.array([x.signals for e in examples for x in e.found])
    return fit_logistic(SIGNALS, rows, np.array([y for e in examples for y in e.labels]), EVIDENCE_C)


def _combination(read: Sequence[_Read], columns: slice) -> Logistic:
    rows = np.concatenate([one.rows for one in read])[:, columns]
    labels = np.array([label for one in read for label in one.labels[: len(one.rows)]])
    return fit_logistic(_INPUTS[columns], rows, labels, EVIDENCE_C)
