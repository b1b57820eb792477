"""Fits the judgement of drafted answers: whether the shelf answers the question, and whether the draft is right.

Each draft is made with evidence weights that have not seen its question, as the drafts of real use are.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eval.fitting.fit import EvidenceFits, Matrix, fit_logistic
from eval.scoring.score import faults
from eval.types import Reply
from service.doubts import DOUBTS, TOLD
from service.engine import Engine
from service.evidence import EVIDENCE_KEPT
from service.logistic import Logistic
from service.ranker import Ranker
from service.scope import admissible, of_place

# The inverse strength of the penalty: a strong one, for some twenty inputs and a few hundred questions.
PENALTY = 0.1
# What a question counts that is not of the usual mix.
UNUSUAL_WEIGHT = 0.3
# How much the F-measure of refusals weighs recall against precision, and over how many values it is smoothed.
BETA, SMOOTHED = 0.8, 9

Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafted answers of some questions: each with its doubts, what it was worth and what it counts.

    A question that is refused before an answer is drafted is not among them.
    """

    rows: Matrix
    told: Booleans
    right: Booleans
    weights: Matrix
    folds: NDArray[np.int64]

    def part(self, chosen: Booleans) -> "Drafts":
        """Those of them that are chosen."""
        return Drafts(
            self.rows[chosen], self.told[chosen], self.right[chosen], self.weights[chosen], self.folds[chosen]
        )


def fit_ranker(engine: Engine, fits: EvidenceFits, without: int | None = None) -> Ranker:
    """All numbers of the service, fitted on every example that is not of the fold `without`."""
    drafts = draft_all(engine, fits, without)
    # What a regression says of the rows that it was fitted on flatters it: the threshold is chosen on rows held out.
    held_out = np.zeros(len(drafts.told))
    for fold in np.unique(drafts.folds):
        inside = drafts.folds == fold
        told = fit_told(drafts.part(~inside))
        held_out[inside] = told.probabilities(drafts.rows[inside][:, : len(TOLD)])
    threshold = choose_threshold(held_out, drafts.told, usual_mix(drafts))
    return Ranker(fits.without(without), fit_told(drafts), fit_right(drafts), threshold, fits.reread(without))


def draft_all(engine: Engine, fits: EvidenceFits, without: int | None) -> Drafts:
    """A draft of every example outside the fold `without`, made without its own fold, too."""
    rows: list[tuple[float, ...]] = []
    worth: list[tuple[bool, bool, float, int]] = []
    for example in fits.examples:
        if example.fold == without:
            continue
        ranked = fits.ranked(example, without)
        draft = engine.draft(example.asked, admissible(example.asked, ranked)[:EVIDENCE_KEPT])
        if not draft.statements:
            continue
        question = example.question
        ranker = replace(Ranker.unfitted(), evidence=fits.without(without, example.fold))
        rows.append(ranker.doubts(example.asked, of_place(example.asked, ranked), draft.said, draft.quotes))
        right = question.answerable and not faults(question, Reply(draft.said, True))
        worth.append((question.answerable, right, 1.0 if example.usual else UNUSUAL_WEIGHT, example.fold))
    told, rights, weights, folds = (np.array(column) for column in zip(*worth, strict=True))
    return Drafts(np.array(rows), told, rights, weights, folds)


def fit_told(drafts: Drafts) -> Logistic:
    """Whether the shelf answers the question."""
    return fit_logistic(TOLD, drafts.rows[:, : len(TOLD)], drafts.told, PENALTY, drafts.weights)


def fit_right(drafts: Drafts) -> Logistic:
    """Whether the draft is right, of those questions that the shelf answers."""
    told = drafts.part(drafts.told)
    return fit_logistic(DOUBTS, told.rows, told.right, PENALTY, told.weights)


def usual_mix(drafts: Drafts) -> Matrix:
    """The weights with which unanswerable questions are as frequent as among the usual ones.

    The other sets say much of how unanswerable questions look, and nothing of how often they are asked.
    """
    usual = drafts.weights == 1.0
    share = float((~drafts.told[usual]).mean())
    told, untold = float(drafts.weights[drafts.told].sum()), float(drafts.weights[~drafts.told].sum())
    mixed: Matrix = np.where(drafts.told, drafts.weights, drafts.weights * told * share / (1.0 - share) / untold)
    return mixed


def choose_threshold(values: Matrix, told: Booleans, weights: Matrix) -> float:
    """The threshold under which refusing gives the best weighted F-measure of refusals.

    The measure jumps with every question, so it is smoothed over its neighbours: the best plateau is taken, not the
    best peak.
    """
    steps = np.unique(values)
    untold = float(weights[~told].sum())
    scores = []
    for step in steps:
        refused = values < step
        weighted = float(weights[refused].sum()) + BETA**2 * untold
        scores.append((1 + BETA**2) * float(weights[refused & ~told].sum()) / weighted if weighted else 0.0)
    width = min(SMOOTHED, len(scores))
    smooth = np.convolve(scores, np.ones(width) / width, mode="same")
    return round(float(steps[int(smooth.argmax())]), 4)
