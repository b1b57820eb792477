"""Ranking, spans and refusals on the held-out questions of each set, beside word overlap and the sentence encoder."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.reader.groups import WINDOW, spans_of
from eval.reader.records import Candidate, Record
from indexer import Encoder
from service.reader import CrossEncoder
from service.words import stems

K1, B = 1.2, 0.75
SHORT, LONG = 96, 160

Scorer = Callable[[str, Sequence[str]], list[float]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """How often the best-scored candidate of one kind is gold: one value a question, for each scorer."""

    set: str
    kind: str
    right: dict[str, list[float | None]]


def bm25(texts: Sequence[str]) -> Scorer:
    """BM25 over stems, its word weights from all the texts of a set."""
    documents: Counter[str] = Counter()
    words = 0
    for text in texts:
        own = stems(text)
        documents.update(set(own))
        words += len(own)
    mean = words / max(1, len(texts))

    def score(question: str, candidates: Sequence[str]) -> list[float]:
        asked = set(stems(question))
        weight = {s: math.log(1 + (len(texts) - documents[s] + 0.5) / (documents[s] + 0.5)) for s in asked}
        scores = []
        for text in candidates:
            own = stems(text)
            counts = Counter(own)
            norm = K1 * (1 - B + B * len(own) / mean)
            scores.append(sum(w * counts[s] * (K1 + 1) / (counts[s] + norm) for s, w in weight.items() if counts[s]))
        return scores

    return score


def cosine(encoder: Encoder) -> Scorer:
    """The sentence encoder's cosine."""

    def score(question: str, candidates: Sequence[str]) -> list[float]:
        found = encoder.encode_passages(candidates) @ encoder.encode_query(question)
        return [float(value) for value in found]

    return score


def relevance(reader: CrossEncoder) -> Scorer:
    """The reader's relevance."""

    def score(question: str, candidates: Sequence[str]) -> list[float]:
        limit = LONG if max(len(text.split()) for text in candidates) > SHORT * 0.7 else SHORT
        return [reading.relevance for reading in reader.read(question, candidates, limit)]

    return score


def kinds_of(record: Record) -> list[tuple[str, list[Candidate]]]:
    """The candidates of each kind that has gold and other ones."""
    by_kind: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in record.candidates:
        by_kind[candidate.kind].append(candidate)
    return [(kind, found) for kind, found in by_kind.items() if 0 < sum(c.gold for c in found) < len(found)]


def rank(records: Sequence[Record], reader: CrossEncoder, encoder: Encoder | None) -> list[Ranking]:
    """Each set and kind of candidate; ties count as shares of a right answer."""
    found: list[Ranking] = []
    for name in dict.fromkeys(record.set for record in records):
        own = [r for r in records if r.set == name and r.answerable]
        scorers = {"words": bm25([c.text for r in own for c in r.candidates]), "reader": relevance(reader)}
        if encoder is not None:
            scorers["vectors"] = cosine(encoder)
        rankings: dict[str, Ranking] = {}
        for record in own:
            for kind, candidates in kinds_of(record):
                ranking = rankings.setdefault(kind, Ranking(name, kind, {scorer: [] for scorer in scorers}))
                for scorer, score in scorers.items():
                    scores = score(record.question, [c.text for c in candidates])
                    best = [c.gold for c, s in zip(candidates, scores, strict=True) if s >= max(scores)]
                    ranking.right[scorer].append(sum(best) / len(best))
        found += rankings.values()
    return found


@dataclass(frozen=True, slots=True)
class Windows:
    """Over windows of held-out contexts: whether the span is exact or overlaps, and the doubt where it answers."""

    set: str
    exact: list[float | None]
    overlap: list[float | None]
    answered: list[float]
    unanswered: list[float]


def windows(records: Sequence[Record], reader: CrossEncoder) -> list[Windows]:
    """Spans in the windows that hold the answer; no-answer there, and in the contexts of questions unanswered."""
    found: list[Windows] = []
    for name in dict.fromkeys(record.set for record in records):
        result = Windows(name, [], [], [], [])
        for record in (r for r in records if r.set == name and r.context):
            if record.answerable and record.answer_start is None:
                continue
            start = max(0, (record.answer_start or 0) - WINDOW // 2)
            text = record.context[start : start + WINDOW]
            reading = reader.read(record.question, [text], LONG)[0]
            if not record.answerable:
                result.unanswered.append(reading.no_answer)
                continue
            result.answered.append(reading.no_answer)
            places, said = spans_of(record.answers, text), reading.span or (0, 0)
            result.exact.append(float(said in places))
            result.overlap.append(float(any(a < said[1] and b > said[0] for a, b in places)))
        found.append(result)
    return [w for w in found if w.exact or w.unanswered]


def separation(answered: Sequence[float], unanswered: Sequence[float]) -> float:
    """The chance that an unanswered text is doubted more than an answered one (area under the ROC curve)."""
    pairs = [(u > a) + 0.5 * (u == a) for u in unanswered for a in answered]
    return sum(pairs) / len(pairs) if pairs else float("nan")
