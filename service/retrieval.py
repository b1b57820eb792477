"""From a question to candidate passages: words and vectors, fused, with the place and the years asked for in view."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence

from indexer import Document, Encoder, Hit, Store
from service.evidence import Candidate
from service.question import Question
from service.switches import ALL_ON, Switches
from service.types import Filters
from service.words import STOPWORDS, stem, stems

WORD_HITS = VECTOR_HITS = 160
CANDIDATES = 30
# The best passages of each of the best reports are kept, whatever others have: a question over several reports or
# years is answered from each of them.
EACH_REPORT, REPORTS = 6, 8
# Reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009); a smaller constant than their 60 suits the short
# lists here, and words count for twice the vectors: they find more in these reports (docs/evaluation.md).
RRF_CONSTANT = 20
WORD_WEIGHT, VECTOR_WEIGHT = 1.0, 0.5
CONTEXT_WEIGHT = 0.6
OTHER_PLACE, SAME_PERIOD, TOO_EARLY = 0.6, 1.15, 0.7


class Retriever:
    """Finds passages in one generation of the index."""

    def __init__(self, store: Store, encoder: Encoder, switches: Switches = ALL_ON) -> None:
        self._store = store
        self._encoder = encoder
        self._switches = switches

    def candidates(self, question: Question, filters: Filters, limit: int = CANDIDATES) -> list[Candidate]:
        """The best passages for a question, best first, none outside the filters."""
        scope = documents_in(self._store.documents(), filters)
        if scope == ():
            return []
        by_words: Sequence[Hit] = ()
        if self._switches.words:
            by_words = self._store.search_words(search_terms(question), WORD_HITS, scope, (1.0, CONTEXT_WEIGHT))
        by_vector: Sequence[Hit] = ()
        if self._switches.vectors:
            vector = self._encoder.encode_query(question.standalone)
            by_vector = self._store.search_vectors(vector, VECTOR_HITS, scope)
        fused: dict[int, float] = defaultdict(float)
        for hits, weight in ((by_words, WORD_WEIGHT), (by_vector, VECTOR_WEIGHT)):
            for rank, hit in enumerate(hits):
                fused[hit.id] += weight / (RRF_CONSTANT + rank)
        word_scores = {hit.id: hit.score for hit in by_words}
        vector_scores = {hit.id: hit.score for hit in by_vector}
        top = max(word_scores.values(), default=1.0) or 1.0
        passages = {passage.id: passage for passage in self._store.passages(list(fused))}
        documents = {document.id: document for document in self._store.documents()}
        for key in fused:
            fused[key] *= fit(question, documents[passages[key].document_id])
        best = _spread(sorted(fused, key=lambda key: (-fused[key], key)), limit, lambda key: passages[key].document_id)
        return [
            Candidate(
                passages[key],
                documents[passages[key].document_id],
                word_scores.get(key, 0.0) / top,
                vector_scores.get(key, 0.0),
                rank,
                fused[key],
            )
            for rank, key in enumerate(best)
        ]


def _spread(ordered: Sequence[int], limit: int, report_of: Callable[[int], str]) -> list[int]:
    """The first `limit` of the passages, and the first few of each report, in their order."""
    of_report: dict[str, list[int]] = defaultdict(list)
    for key in ordered:
        of_report[report_of(key)].append(key)
    kept = {key for keys in list(of_report.values())[:REPORTS] for key in keys[:EACH_REPORT]}
    kept.update(ordered[:limit])
    return [key for key in ordered if key in kept]


def documents_in(documents: Sequence[Document], filters: Filters) -> tuple[str, ...] | None:
    """The ids that the filters leave; None where they leave all. Years overlap: a report of 2016/17 passes for 2017."""
    if filters == Filters():
        return None
    places = {place.lower() for place in filters.places}
    kinds = {kind.lower() for kind in filters.kinds}
    return tuple(
        document.id
        for document in documents
        if (not filters.documents or document.id in filters.documents)
        and (not places or (document.place or "").lower() in places)
        and (not kinds or (document.kind or "").lower() in kinds)
        and (filters.from_year is None or (document.to_year is not None and document.to_year >= filters.from_year))
        and (filters.to_year is None or (document.from_year is not None and document.from_year <= filters.to_year))
    )


def search_terms(question: Question) -> list[str]:
    """The words to look for: all forms of all terms, and the places and years named."""
    found = [word for term in question.terms for word in term.words]
    return list(dict.fromkeys((*found, *(p.lower() for p in question.places), *(str(y) for y in question.years))))


def fit(question: Question, document: Document) -> float:
    """How well a document's place and period fit the question, as a factor."""
    factor = 1.0
    if question.places and document.place not in question.places:
        factor *= OTHER_PLACE
    if question.years and document.from_year is not None and document.to_year is not None:
        if any(document.from_year <= year <= document.to_year for year in question.years):
            factor *= SAME_PERIOD
        elif min(question.years) > document.to_year:
            factor *= TOO_EARLY
    return factor


def named_documents(question: Question, documents: Sequence[Document]) -> dict[str, float]:
    """How well the question names each document by the words of its title, kind and publisher: 1 for the best named.

    A word that few documents share counts for more.
    """
    places = {s for d in documents for s in stems(d.place or "")}
    stop = {stem(w) for w in STOPWORDS} | places
    names = {d.id: set(stems(f"{d.title} {d.kind or ''} {d.publisher or ''}")) - stop for d in documents}
    asked = set(stems(question.standalone))
    counts: dict[str, int] = defaultdict(int)
    for own in names.values():
        for word in own:
            counts[word] += 1
    scores = {
        key: sum(math.log(1 + len(documents) / counts[word]) for word in own & asked) for key, own in names.items()
    }
    best = max(scores.values(), default=0.0) or 1.0
    return {key: score / best for key, score in scores.items()}
