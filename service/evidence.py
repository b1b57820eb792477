"""From passages to evidence: every sentence, item and row of the found passages, with the signals that rank it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from indexer import Document, Passage, Unit
from service.question import YEAR, Question, years_in
from service.reader import Reading
from service.words import STOPWORDS, stems

FIGURE = re.compile(r"(?<![\w/])[£$€]?\d[\d,.]*\s*(?:%|k\b|m\b|million|per cent|per 10,000)?")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# "per 10,000" is a unit and no figure.
PER = re.compile(r"\b(?:per|in every) 1,?0+\b", re.IGNORECASE)
SPELLED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|half|third|quarter|dozen|none|no)\b", re.IGNORECASE
)
CAUSE = re.compile(
    r"\b(?:because|due to|owing to|result(?:s|ed|ing)? (?:of|in|from)|as a result|reasons?|caus(?:es?|ed|ing)|since"
    r"|so that|in order to|therefore|led to|leads? to|leading to|driven by|attribut\w+|explain\w*|reflect(?:s|ed|ing)"
    r"|means? that|meant that|in response to|which is why|as (?:we|they|it|there))\b",
    re.IGNORECASE,
)
GRADE_WORDS = re.compile(
    r"\b(?:outstanding|good|adequate|inadequate|satisfactory|requir(?:e|es|ing) improvement|grade \d)\b", re.IGNORECASE
)
# So much of the ranked evidence an answer may be made of.
EVIDENCE_KEPT = 40
# What each of these is worth also hangs on how the rest of what was found for the question fares.
COMPARED = (
    "own", "own_or_lead", "heading", "neighbours", "bigrams", "density", "passage_words", "passage_vector",
)  # fmt: skip
OF_ITSELF = (
    "own", "own_or_lead", "heading", "neighbours", "bigrams", "all_terms", "passage_words", "passage_vector",
    "passage_rank", "place", "place_wrong", "place_here", "year_here", "year_document", "year_later", "document",
    "number", "number_missing", "person", "date", "row", "row_numbers", "item", "is_heading", "not_evidence", "short",
    "long", "why", "density", "label_precision", "row_label", "row_year", "claim_heading", "grade", "year_other",
    "row_fit", "next_own",
    "previous_own",
)  # fmt: skip
SIGNALS = (*OF_ITSELF, *(f"{name}_{how}" for name in COMPARED for how in ("share", "best")))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found, with the scores that retrieval gave it.

    `words` is its BM25 score as a share of the best one's, `vector` its cosine, `rank` its place in the fused order
    from 0, `fused` the score of that order.
    """

    passage: Passage
    document: Document
    words: float
    vector: float
    rank: int
    fused: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One unit with its signals (in the order of `SIGNALS`) and the score made of them.

    `reading` is what the cross-encoder makes of it, where one has read it.
    """

    unit: Unit
    candidate: Candidate
    signals: tuple[float, ...]
    score: float = 0.0
    reading: Reading | None = None

    @property
    def document(self) -> Document:
        """The report that it stands in."""
        return self.candidate.document

    @property
    def states(self) -> bool:
        """Whether an answer may rest on it: a heading, or words that state nothing, are only context."""
        return self.unit.states and self.unit.kind != "heading"


@lru_cache(maxsize=60_000)
def _stems(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    ordered = tuple(stems(text))
    return frozenset(ordered), ordered


class Matcher:
    """How far texts say a question's terms. Remembers what it has worked out: many units share a heading."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._single = [frozenset(form[0] for form in term.forms if len(form) == 1) for term in question.terms]
        self._longer = [
            [
                (form, frozenset(s for s in form if s not in STOPWORDS) or frozenset(form), number == 0)
                for number, form in enumerate(term.forms)
                if len(form) > 1
            ]
            for term in question.terms
        ]
        self._known: dict[str, tuple[float, ...]] = {}

    def matches(self, text: str) -> tuple[float, ...]:
        """For each term 1 for any of its forms whole, less for a form in part, 0 for none."""
        known = self._known.get(text)
        if known is None:
            have, ordered = _stems(text)
            known = tuple(self._match(i, have, ordered) for i in range(len(self._single)))
            self._known[text] = known
        return known

    def coverage(self, text: str) -> float:
        """The share of the question's terms, by weight, that a text says."""
        weighted = zip(self.question.terms, self.matches(text), strict=True)
        return sum(term.weight * match for term, match in weighted) / self.question.weight

    def _match(self, index: int, have: frozenset[str], ordered: tuple[str, ...]) -> float:
        if not have.isdisjoint(self._single[index]):
            return 1.0
        best = 0.0
        for form, content, asked in self._longer[index]:
            if content <= have:
                size = len(form)
                if any(ordered[i : i + size] == form for i in range(len(ordered) - size + 1)):
                    return 1.0
                best = max(best, 0.8 if asked else 0.5)
            elif asked and best < 0.5:
                best = max(best, 0.5 * len(content & have) / len(content))
        return best


def gather(question: Question, candidates: Sequence[Candidate], documents: Mapping[str, float]) -> list[Evidence]:
    """All units of the candidates with their signals. `documents` tells how well the question names each document."""
    matcher = Matcher(question)
    asked_pairs = _pairs(stems(question.standalone))
    found: list[Evidence] = []
    for candidate in candidates:
        passage = candidate.passage
        whole = matcher.matches(f"{passage.context} {passage.body}")
        named = documents.get(candidate.document.id, 0.0)
        signals = [_signals(matcher, asked_pairs, candidate, unit, whole, named) for unit in passage.units]
        own = [0.0, *(s[0] for s in signals), 0.0]
        found.extend(
            Evidence(unit, candidate, (*signal, own[i + 2], own[i]))
            for i, (unit, signal) in enumerate(zip(passage.units, signals, strict=True))
        )
    return _compared(found)


def _compared(found: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with, for each signal of `COMPARED`, its share of the question's highest and whether it is that."""
    columns = [OF_ITSELF.index(name) for name in COMPARED]
    highest = [max((e.signals[column] for e in found), default=0.0) for column in columns]
    return [
        replace(
            e,
            signals=(
                *e.signals,
                *(
                    value
                    for column, top in zip(columns, highest, strict=True)
                    for value in ((e.signals[column] / top, float(e.signals[column] >= top)) if top > 0 else (0.0, 0.0))
                ),
            ),
        )
        for e in found
    ]


def _signals(
    matcher: Matcher,
    asked_pairs: set[tuple[str, str]],
    candidate: Candidate,
    unit: Unit,
    whole: Sequence[float],
    named: float,
) -> tuple[float, ...]:
    question, passage, document = matcher.question, candidate.passage, candidate.document
    # What its publisher's report says, Ofsted's say, need not name the publisher in every sentence.
    texts = (unit.text, unit.lead, " ".join(passage.section[-2:]), document.publisher or "")
    in_unit, in_lead, in_section, in_source = (matcher.matches(text) for text in texts)
    own = lead_too = heading = near = full = 0.0
    for term, here, led, headed, sourced, in_passage in zip(
        question.terms, in_unit, in_lead, in_section, in_source, whole, strict=True
    ):
        with_lead = max(here, led)
        in_heading = max(with_lead, headed, sourced)
        own += term.weight * here
        lead_too += term.weight * with_lead
        heading += term.weight * in_heading
        near += term.weight * max(in_heading, in_passage)
        full += in_heading >= 0.8
    total = question.weight
    everything = f"{unit.lead} {unit.text} {passage.section[-1] if passage.section else ''}"
    years = set(years_in(everything))
    asked, points = set(question.years), set(question.points or question.years)
    has_number = bool(FIGURE.search(YEAR.sub(" ", unit.text)) or SPELLED.search(unit.text))
    mentioned = {p for p in question.places if p.lower() in everything.lower()}
    right_place = not question.places or document.place in question.places
    length = len(unit.text.split())
    span = range(document.from_year or 0, (document.to_year or 9999) + 1)
    return (
        own / total,
        lead_too / total,
        heading / total,
        near / total,
        _bigrams(asked_pairs, unit.text),
        full / max(1, len(question.terms)),
        candidate.words,
        candidate.vector,
        1.0 / (1.0 + candidate.rank),
        float(bool(question.places) and right_place),
        float(not right_place),
        float(bool(mentioned)),
        float(bool(points & years)),
        float(bool(asked) and any(year in span for year in asked)),
        float(bool(asked) and bool(document.to_year) and min(asked) > (document.to_year or 0)),
        named,
        float(question.wants == "number" and has_number),
        float(question.wants == "number" and not has_number),
        float(question.wants == "person" and bool(re.search(r"\b[A-Z][a-z]+ [A-Z][a-z]+", unit.text))),
        float(question.wants == "date" and bool(years or re.search(r"\b(?:19|20)\d\d\b", unit.text))),
        float(unit.kind == "row"),
        float(unit.kind == "row" and question.wants == "number"),
        float(unit.kind == "item"),
        float(unit.kind == "heading"),
        float(not unit.states),
        float(length < 6),
        float(length > 60),
        float(question.kind == "why" and bool(CAUSE.search(unit.text))),
        own / total / (1.0 + length / 40.0),
        *_row_signals(matcher, unit),
        float(unit.kind == "heading" and length >= 6),
        float(question.kind == "judgement" and bool(GRADE_WORDS.search(unit.text))),
        float(bool(points) and bool(years) and points.isdisjoint(years)),
        float(unit.kind == "row") * (heading / total) ** 2 * (1.0 if points & years else 0.0 if points else 0.5),
    )  # fmt: skip


def has_figure(text: str) -> bool:
    """Whether a text holds a number that is neither a year nor a unit."""
    return bool(FIGURE.search(PER.sub(" ", YEAR.sub(" ", text))) or SPELLED.search(text))


def figures_in(text: str) -> int:
    """How many numbers a text holds, years and all."""
    return len(NUMBER.findall(text))


def _row_signals(matcher: Matcher, unit: Unit) -> tuple[float, float, float]:
    """How much of a row's label was asked for, how much of the question the label says, and whether a year fits."""
    if unit.row is None:
        return 0.0, 0.0, 0.0
    question = matcher.question
    label = " ".join(unit.row.label)
    asked = question.stems.union(s for place in question.places for s in stems(place))
    wanted = [s for s in _stems(label)[0] if s not in STOPWORDS and not s.isdigit()]
    precision = sum(s in asked for s in wanted) / len(wanted) if wanted else 0.5
    headers = " ".join((label, *(part for path in unit.row.header for part in path)))
    year = not set(question.points or question.years).isdisjoint(years_in(headers))
    return precision, matcher.coverage(label), float(year)


def _pairs(ordered: Sequence[str]) -> set[tuple[str, str]]:
    content = [s for s in ordered if s not in STOPWORDS]
    return set(pairwise(content))


def _bigrams(asked: set[tuple[str, str]], text: str) -> float:
    """The share of the question's neighbouring stems that stand together in the text, too."""
    return len(asked & _pairs(_stems(text)[1])) / len(asked) if asked else 0.0
