"""One way through: question, retrieval, evidence, answer, proof, reply."""

import copy
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from indexer import Encoder, Observation, Passage, Store
from service import refusing
from service.answering.compose import compose
from service.answering.contradictions import contradictions, with_contradictions
from service.answering.draft import Draft, DraftStatement, Quote
from service.citing import citation
from service.evidence import EVIDENCE_KEPT, Evidence, gather
from service.llm.answer import ModelAnswers, Writer
from service.nearest import Nearest, nearest_figures, rests_on, same_figures
from service.places import Places
from service.proof import proven
from service.question import Question, read_question
from service.ranker import Judgement, Ranker, default_ranker
from service.reply import answered_reply, nearest_quotes, refused_reply
from service.rereading import TextReader
from service.retrieval import Retriever, documents_in, named_documents
from service.scope import admissible, of_place
from service.spelling import Spelling
from service.steps import Clock, Step, waiting
from service.suggesting import Suggester
from service.switches import ALL_ON, Switches
from service.types import Answer, Answerer, AnswerKind, Filters, Refusal, SearchResult, Turn
from service.vocabulary import Vocabulary
from service.words import rarity_of, unseen_weight

EVERYTHING = Filters()
MAX_CITATIONS = 8
NEIGHBOUR_PASSAGES = 3
# So many better questions are tried for a refusal.
TRIED = 1


@dataclass(frozen=True, slots=True)
class Drafted:
    """What can be said on some evidence: proven statements, or none, for a reason that is plain or not.

    `figures` are those that the statements' quotes hold.
    """

    kind: AnswerKind
    statements: tuple[DraftStatement, ...]
    figures: tuple[Observation, ...] = ()
    refusal: Refusal | None = None

    @property
    def said(self) -> str:
        """The statements as one text."""
        return " ".join(statement.text for statement in self.statements)

    @property
    def quotes(self) -> list[Quote]:
        """What the statements rest on."""
        return [quote for statement in self.statements for quote in statement.quotes]


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
        answerer: Answerer = "extractive",
        on_step: Callable[[Step], None] | None = None,
    ) -> Answer:
        """Answers or refuses. "llm" is for an engine with a language model only."""
        ...

    def search(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 10) -> tuple[SearchResult, ...]:
        """Finds passages."""
        ...


class Engine:
    """Answers from one generation of the index. Safe to use from several threads.

    With a `writer`, a language model can write the answers that the extractive way has found and proven. With a
    `reader`, a cross-encoder has a say in which evidence is best.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        ranker: Ranker | None = None,
        writer: Writer | None = None,
        reader: TextReader | None = None,
        switches: Switches = ALL_ON,
    ) -> None:
        self.store = store
        self.ranker = ranker or default_ranker()
        self.reader = reader
        self._retriever = Retriever(store, encoder, switches)
        self._suggester = Suggester(store)
        self._observations = switches.observations
        documents = store.documents()
        texts = tuple(store.text(document.id) for document in documents)
        self._vocabulary = Vocabulary.load(texts) if switches.vocabulary else Vocabulary.of([])
        places = tuple(dict.fromkeys(document.place for document in documents if document.place))
        self._places = Places.of(places)
        self._rarity = rarity_of(store.document_frequency, len(store))
        self._spelling = Spelling(texts, lambda word: self._rarity(word) > 0, self._places)
        self._unseen = unseen_weight(len(store))
        self._model = ModelAnswers(writer, encoder, store, places) if writer else None

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
        return read_question(
            question,
            history,
            self._vocabulary,
            self._rarity,
            self._places,
            self._unseen,
            self._spelling.corrected,
            self._latest,
        )

    def _latest(self, places: Sequence[str]) -> int | None:
        """The last year that the reports of these places cover, of all where none is named."""
        own = (d.to_year for d in self.store.documents() if not places or d.place in places)
        return max((year for year in own if year is not None), default=None)

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
        answerer: Answerer = "extractive",
        on_step: Callable[[Step], None] | None = None,
    ) -> Answer:
        """Answers a question, or refuses with the nearest thing found. Exceptions of `on_step` pass through.

        With `answerer` "llm" a model writes what is answered; ValueError where the engine has none.
        """
        if answerer == "llm" and self._model is None:
            raise ValueError("This engine has no language model.")
        clock = Clock()
        tell = on_step or (lambda _: None)
        asked = self.understand(question, history)
        count = len(self.store.documents())
        tell(Step("retrieve", f"Looking through {count} report{'s' * (count != 1)}", {"reports": count}))
        found = self.find(asked, filters)
        clock.lap("retrieve")
        ranked = self.ranker.order(asked, found, self.reader)
        stating = admissible(asked, ranked)[:EVIDENCE_KEPT]
        passages = len({e.candidate.passage.id for e in stating})
        tell(Step("rank", f"Found {passages} passage{'s' * (passages != 1)} that may answer", {"passages": passages}))
        clock.lap("rank")
        drafted = self.draft(asked, stating)
        clock.lap("answer")
        tell(Step("check", "Checking every quote and number"))
        judged = self._judged(asked, ranked, drafted)
        clock.lap("check")
        identity, limit = uuid.uuid4().hex, max_citations or MAX_CITATIONS
        if judged is None or judged.told < self.ranker.threshold:
            refusal = drafted.refusal or refusing.nothing_proven()
            refusal, near, further = self._refused(asked, refusal, stating, filters)
            clock.lap("suggest")
            return refused_reply(self.store, identity, asked, refusal, near, limit, further, clock.times())
        scope = documents_in(self.store.documents(), filters)
        further = self._suggester.next_questions(asked, drafted.quotes, stating, scope)
        clock.lap("suggest")
        written = None
        if self._model and answerer == "llm":
            draft = Draft(drafted.kind, drafted.statements)
            written = self._model.rewrite(asked, draft, stating, waiting(tell))
            clock.lap("llm")
        return answered_reply(
            self.store,
            identity,
            asked,
            drafted.kind,
            with_contradictions(written or drafted.statements, self._contradictions(asked, drafted, scope)),
            judged.confidence,
            limit,
            further,
            clock.times(),
            "llm" if written else "extractive",
        )

    def draft(self, asked: Question, stating: Sequence[Evidence]) -> Drafted:
        """What can be said on this evidence, proven, before it is judged; or a plain reason to refuse."""
        refusal = refusing.before_answer(asked, stating)
        draft = None if refusal else compose(asked, stating, self.neighbours)
        if draft is None:
            return Drafted(asked.kind, (), refusal=refusal)
        drafted = Drafted(draft.kind, proven(draft, self.store.text, self.store.document))
        if not self._observations:
            return drafted
        figures = tuple(self._suggester.figures_in(drafted.quotes))
        other = refusing.of_other_years(asked, figures)
        return replace(drafted, statements=()) if other else replace(drafted, figures=figures)

    def _judged(self, asked: Question, ranked: Sequence[Evidence], drafted: Drafted) -> Judgement | None:
        """How far the draft can be trusted; None where there is none."""
        if not drafted.statements:
            return None
        return self.ranker.judge(asked, of_place(asked, ranked), drafted.said, drafted.quotes)

    def _contradictions(
        self, asked: Question, drafted: Drafted, scope: Sequence[str] | None
    ) -> tuple[DraftStatement, ...]:
        """Where the reports that may be asked give other figures than an answer, proven as the answer is.

        They are no part of what is judged: an answer is as likely right as it was.
        """
        found = contradictions(
            asked, Draft(drafted.kind, drafted.statements), drafted.figures,
            lambda one: same_figures(self.store, one, scope), self.store.text,
        )  # fmt: skip
        return proven(Draft(drafted.kind, found), self.store.text, self.store.document)

    def _refused(
        self, asked: Question, refusal: Refusal, stating: Sequence[Evidence], filters: Filters
    ) -> tuple[Refusal, list[Quote], tuple[str, ...]]:
        """A refusal in words, the nearest things to show, and what to ask instead."""
        documents = self.store.documents()
        scope = documents_in(documents, filters)
        if refusal.reason != "not_in_documents":
            return refusal, [], self._suggester.examples(asked, scope)
        figures = nearest_figures(self.store, asked, scope)
        better = self._better(asked, figures, filters)
        message = refusing.explained(asked, refusal, documents, stating, figures, better)
        further = self._suggester.next_questions(asked, (), stating, scope, figures)
        if better:
            further = (better, *(text for text in further if text != better))[: len(further) or 1]
        return replace(refusal, message=message), nearest_quotes(asked, figures, stating), further

    def _better(self, asked: Question, figures: Nearest, filters: Filters) -> str:
        """A question near to the one asked that the engine does answer; empty where it has none.

        Trying one takes as long as an answer, so few are tried.
        """
        for text, figure in self._suggester.better_questions(asked, figures, self._places)[:TRIED]:
            other = self.understand(text)
            ranked = self.ranker.order(other, self.find(other, filters), self.reader)
            stating = admissible(other, ranked)[:EVIDENCE_KEPT]
            drafted = self.draft(other, stating)
            judged = self._judged(other, ranked, drafted)
            trusted = judged is not None and judged.told >= self.ranker.threshold
            if trusted and (not figure or rests_on(drafted.quotes, figure, figures)):
                return text
        return ""

    def search(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 10) -> tuple[SearchResult, ...]:
        """The best passages for a query, without an answer."""
        asked = self.understand(query)
        results = []
        for number, found in enumerate(self._retriever.candidates(asked, filters, limit)[:limit], start=1):
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
