"""One way through: question, retrieval, evidence, answer, proof, reply."""

import copy
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexer import Encoder, Passage, Store
from service import refusing
from service.answering.compose import compose
from service.answering.draft import Quote
from service.citing import citation
from service.evidence import EVIDENCE_KEPT, Evidence, gather
from service.proof import proven
from service.question import Question, read_question
from service.ranker import Ranker, default_ranker
from service.reply import answered_reply, refused_reply
from service.retrieval import Retriever, named_documents
from service.scope import admissible, of_place, place_names
from service.switches import ALL_ON, Switches
from service.types import Answer, Filters, SearchResult, Turn
from service.vocabulary import Vocabulary
from service.words import rarity_of, unseen_weight

EVERYTHING = Filters()
MAX_CITATIONS = 8
NEIGHBOUR_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the engine is about to do or has found, told to the asker while they wait."""

    stage: str
    message: str
    detail: dict[str, object] = field(default_factory=dict)


class Answering(Protocol):
    """What the HTTP side needs of an engine."""

    @property
    def index_version(self) -> str:
        """The generation of the index that it answers from."""
        ...

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = EVERYTHING,
        max_citations: int | None = None,
        on_step: Callable[[Step], None] | None = None,
    ) -> Answer:
        """Answers or refuses."""
        ...

    def search(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 10) -> tuple[SearchResult, ...]:
        """Finds passages."""
        ...


class Engine:
    """Answers from one generation of the index. Safe to use from several threads."""

    def __init__(
        self, store: Store, encoder: Encoder, ranker: Ranker | None = None, switches: Switches = ALL_ON
    ) -> None:
        self.store = store
        self.ranker = ranker or default_ranker()
        self._retriever = Retriever(store, encoder, switches)
        documents = store.documents()
        texts = (store.text(document.id) for document in documents)
        self._vocabulary = Vocabulary.load(texts) if switches.vocabulary else Vocabulary.of([])
        self._places = place_names(documents)
        self._rarity = rarity_of(store.document_frequency, len(store))
        self._unseen = unseen_weight(len(store))

    @property
    def index_version(self) -> str:
        """The generation of the index."""
        return self.store.version

    def with_ranker(self, ranker: Ranker) -> "Engine":
        """The same engine with other fitted numbers, as cross-validation needs."""
        other = copy.copy(self)
        other.ranker = ranker
        return other

    def understand(self, question: str, history: Sequence[Turn] = ()) -> Question:
        """The question as the engine reads it."""
        return read_question(question, history, self._vocabulary, self._rarity, self._places, self._unseen)

    def find(self, question: Question, filters: Filters = EVERYTHING) -> list[Evidence]:
        """All the evidence for a question, with its signals, not yet ranked."""
        candidates = self._retriever.candidates(question, filters)
        return gather(question, candidates, named_documents(question, self.store.documents()))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = EVERYTHING,
        max_citations: int | None = None,
        on_step: Callable[[Step], None] | None = None,
    ) -> Answer:
        """Answers a question, or refuses with the nearest thing found. Exceptions of `on_step` pass through."""
        clock = _Clock()
        tell = on_step or (lambda _: None)
        asked = self.understand(question, history)
        count = len(self.store.documents())
        tell(Step("retrieve", f"Looking through {count} report{'s' * (count != 1)}", {"reports": count}))
        found = self.find(asked, filters)
        clock.lap("retrieve")
        ranked = self.ranker.rank(found)
        stating = admissible(asked, ranked)[:EVIDENCE_KEPT]
        passages = len({e.candidate.passage.id for e in stating})
        tell(Step("rank", f"Found {passages} passage{'s' * (passages != 1)} that may answer", {"passages": passages}))
        clock.lap("rank")
        refusal = refusing.before_answer(asked, stating)
        draft = None if refusal else compose(asked, stating, self.neighbours)
        clock.lap("answer")
        tell(Step("check", "Checking every quote and number"))
        statements = proven(draft, self.store.text, self.store.document) if draft else ()
        said = " ".join(statement.text for statement in statements)
        judged = self.ranker.judge(asked, of_place(asked, ranked), said) if statements else None
        clock.lap("check")
        identity, limit = uuid.uuid4().hex, max_citations or MAX_CITATIONS
        if draft and judged and judged.told >= self.ranker.threshold:
            sure = judged.confidence
            return answered_reply(self.store, identity, asked, draft.kind, statements, sure, limit, clock.times())
        refusal = refusal or refusing.nothing_proven(asked, stating)
        return refused_reply(self.store, identity, asked, refusal, stating, limit, clock.times())

    def search(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 10) -> tuple[SearchResult, ...]:
        """The best passages for a query, without an answer."""
        asked = self.understand(query)
        results = []
        for number, found in enumerate(self._retriever.candidates(asked, filters, limit), start=1):
            passage = found.passage
            quote = Quote(passage.document_id, passage.start, passage.end, passage.section, found.fused)
            scores = {"fused": round(found.fused, 5), "words": round(found.words, 4), "vector": round(found.vector, 4)}
            results.append(SearchResult(citation(self.store, quote, number), passage.body, scores))
        return tuple(results)

    def neighbours(self, passage: Passage) -> Sequence[Passage]:
        """The passages around one, in reading order."""
        first = passage.id - passage.ordinal
        ids = range(
            max(first, passage.id - NEIGHBOUR_PASSAGES), min(len(self.store), passage.id + NEIGHBOUR_PASSAGES + 1)
        )
        return [p for p in self.store.passages(list(ids)) if p.document_id == passage.document_id]


class _Clock:
    """Laps of one answer, in milliseconds."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round((now - self._last) * 1000, 2)
        self._last = now

    def times(self) -> dict[str, float]:
        return {"total": round((time.perf_counter() - self._start) * 1000, 2), **self._laps}
