"""A summary: a few sentences from several places, without repeats."""

from collections import defaultdict
from collections.abc import Sequence

from service.answering.draft import DraftStatement
from service.answering.prose import fact
from service.evidence import SIGNALS, Evidence
from service.words import content_words, stem

SENTENCES = 8
MAX_WORDS = 190
REPEAT = 0.6
# What the weight of its passage, and the naming of its report in the question, add to a sentence's own score.
PASSAGE_SHARE, NAMED_SHARE = 0.5, 0.5
NAMED = SIGNALS.index("document")


def summary(ranked: Sequence[Evidence]) -> list[DraftStatement]:
    """The best sentences that each say something new, in the order of the documents."""
    chosen: list[Evidence] = []
    said: list[set[str]] = []
    words = 0
    for evidence in _by_passage(ranked):
        if evidence.unit.kind in ("heading", "row") or len(evidence.unit.text.split()) < 6:
            continue
        stems = {stem(w) for w in content_words(evidence.unit.text)}
        if any(len(stems & other) > REPEAT * min(len(stems), len(other)) for other in said):
            continue
        length = len(evidence.unit.text.split())
        if words + length > MAX_WORDS:
            continue
        chosen.append(evidence)
        said.append(stems)
        words += length
        if len(chosen) == SENTENCES:
            break
    chosen.sort(key=lambda e: (e.document.from_year or 0, e.document.id, e.unit.start))
    return [fact(evidence) for evidence in chosen]


def _by_passage(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with that of the passages first that hold most of it: a topic is treated in one place at length."""
    weight: dict[int, float] = defaultdict(float)
    for evidence in ranked:
        weight[evidence.candidate.passage.id] += evidence.score
    best = max(weight.values(), default=1.0)
    return sorted(
        ranked,
        key=lambda e: (
            -(e.score + PASSAGE_SHARE * weight[e.candidate.passage.id] / best + NAMED_SHARE * e.signals[NAMED])
        ),
    )
