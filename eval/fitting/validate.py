"""Cross-validation of what is fitted: ten folds, each answered with numbers fitted without it.

Its figures are the honest ones. What `python -m eval fit --keep` writes is fitted on all of it, so the figures of
a plain run over the same sets flatter it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.asking.replies import from_answer
from eval.fitting.fit import EvidenceFits, Example, collect
from eval.fitting.judging import fit_ranker
from eval.scoring.calibration import Calibration, calibration
from eval.scoring.score import score
from eval.types import Question, Score, TimedReply
from service.engine import Engine
from service.ranker import Ranker
from service.rereading import TextReader
from service.scope import admissible

RECALL_AT = (1, 2, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Validation:
    """What came of all folds: each set's figures and what confidence is worth there, the share of questions with gold
    evidence in the first k units (of all sets together and of each), and the ranker fitted on everything.
    """

    scores: tuple[Score, ...]
    trust: tuple[Calibration | None, ...]
    evidence_recall: dict[int, float | None]
    recall_by_set: tuple[dict[int, float | None], ...]
    ranker: Ranker


def cross_validate(
    engine: Engine,
    sets: Sequence[Sequence[Question]],
    texts: Mapping[str, str],
    folded: Mapping[str, str],
    say: Callable[[str], None],
    fits_of: Callable[[Sequence[Example], TextReader | None], EvidenceFits] = EvidenceFits,
) -> Validation:
    """Fits and answers fold by fold, all sets together.

    `texts` are the corpus files as they are, `folded` those that scoring reads.
    """
    say("Finding evidence for every question.")
    # Only the first set has the mix of questions that are asked in earnest.
    examples = [e for n, part in enumerate(sets) for e in collect(engine, part, texts, usual=n == 0)]
    folds = sorted({e.fold for e in examples})
    fits = fits_of(examples, engine.reader)
    rankers = {}
    for number in folds:
        say(f"Fitting without fold {number + 1} of {len(folds)}.")
        rankers[number] = fit_ranker(engine, fits, number)
    replies = {}
    for example in examples:
        question = example.question
        told = engine.with_ranker(rankers[example.fold]).ask(question.question, history=question.history)
        replies[question.id] = TimedReply(from_answer(told), told.timings_ms["total"])
    recall = evidence_recall(examples, rankers.__getitem__, engine.reader)
    by_set = tuple(
        evidence_recall([e for e in examples if e.question in questions], rankers.__getitem__, engine.reader)
        for questions in (set(part) for part in sets)
    )
    scores = tuple(score(questions, replies, folded) for questions in sets)
    trust = tuple(calibration(part.rows, replies) for part in scores)
    return Validation(scores, trust, recall, by_set, fit_ranker(engine, fits))


def evidence_recall(
    examples: Sequence[Example], ranker_of: Callable[[int], Ranker], reader: TextReader | None
) -> dict[int, float | None]:
    """The share of answerable questions with gold evidence among the first k units, for each k; None without any."""
    hits = dict.fromkeys(RECALL_AT, 0)
    answerable = [e for e in examples if e.question.answerable]
    for example in answerable:
        gold = {x.unit.start for x, y in zip(example.found, example.labels, strict=True) if y}
        ranked = admissible(example.asked, ranker_of(example.fold).order(example.asked, example.found, reader))
        for k in hits:
            hits[k] += any(x.unit.start in gold for x in ranked[:k])
    return {k: round(n / len(answerable), 4) if answerable else None for k, n in hits.items()}
