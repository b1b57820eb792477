"""Systems to ask that need no model and no index."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx

from eval.run_folder import read_answers
from eval.types import RunFacts, TimedReply
from service.engine import EVERYTHING
from service.types import Answer, Citation, Filters, Refusal, SearchResult, Turn

RECORDED = Path(__file__).parent / "recorded"
CORPUS = RECORDED / "corpus"
QUESTIONS = RECORDED / "questions.jsonl"
ANSWERS = RECORDED / "answers.jsonl"


def make_citation(quote: str = "The nine libraries of Millbrook", score: float = 1.0) -> Citation:
    """A place in the report on Millbrook."""
    return Citation(
        number=1,
        document_id="d1",
        source="millbrook-libraries-2019.txt",
        title="Millbrook",
        place=None,
        period=None,
        page_start=None,
        page_end=None,
        page_label=None,
        line_start=6,
        line_end=6,
        section=(),
        quote=quote,
        start=0,
        end=31,
        cell=None,
        score=score,
        url="/documents/d1",
    )


def make_answer(question: str, text: str = "Nine libraries [1].", answered: bool = True) -> Answer:
    """An answer of the engine with one citation."""
    refusal = None if answered else Refusal("not_in_documents", "The reports do not say.")
    return Answer(
        id="a1",
        question=question,
        standalone_question=question,
        answered=answered,
        answer=text,
        refusal=refusal,
        confidence=0.75,
        kind="lookup",
        citations=(make_citation(),),
        statements=(),
        suggestions=(),
        timings_ms={"retrieve": 0.5, "rank": 0.25, "total": 1.0},
        index_version="g7",
        answerer="extractive",
    )


class FakeEngine:
    """Answers every question alike, remembers what it was asked, and breaks on the questions it is told to."""

    index_version = "g7"

    def __init__(self, breaks_on: Sequence[str] = ()) -> None:
        self.breaks_on = breaks_on
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.options: list[dict[str, object]] = []
        self.searched: list[tuple[str, Filters, int]] = []

    def ask(self, question: str, *, history: Sequence[Turn] = (), **options: object) -> Answer:
        self.asked.append((question, tuple(history)))
        self.options.append(options)
        if question in self.breaks_on:
            raise ZeroDivisionError("division by zero")
        return replace(make_answer(question), standalone_question=alone(question))

    def search(self, query: str, *, filters: Filters = EVERYTHING, limit: int = 10) -> tuple[SearchResult, ...]:
        self.searched.append((query, filters, limit))
        return (SearchResult(make_citation(f"What {query} finds"), "text", {}),)


def alone(question: str) -> str:
    """What the fake systems understand."""
    return f"On its own: {question}"


def fake_service(broken: Sequence[str] = (), ready: bool = True) -> httpx.MockTransport:
    """A service over HTTP that answers every question alike, by problem details where it is told to break."""

    def reply(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/readyz":
            return httpx.Response(200 if ready else 503, json={"detail": "No index yet. Build one."})
        if request.url.path == "/v1/documents":
            return httpx.Response(200, json={"documents": [{"id": "d1", "source": "millbrook-libraries-2019.txt"}]})
        body = json.loads(request.content)
        if request.url.path == "/v1/search":
            found = {
                "source": "millbrook-libraries-2019.txt",
                "quote": json.dumps(body),
                "page_start": 3,
                "page_end": 3,
            }
            return httpx.Response(200, json={"results": [found]})
        if body["question"] in broken:
            return httpx.Response(500, json={"detail": "Something broke.", "status": 500})
        place = {"source": "millbrook-libraries-2019.txt", "quote": "nine libraries"}
        turns = " / ".join(turn["answer"] for turn in body.get("history", []))
        return httpx.Response(
            200,
            json={
                "answer": f"Nine libraries [1]. {turns}{body.get('filters', '')}",
                "answered": False,
                "citations": [{"number": 1, **place, "page_start": 3, "page_end": 4}],
                "kind": "lookup",
                "confidence": 0.25,
                "refusal": {"reason": "too_vague", "message": "Which year?"},
                "index_version": "g8",
                "answerer": "extractive",
                "standalone_question": alone(body["question"]),
                "timings_ms": {"retrieve": 2.5, "total": 4.0},
            },
        )

    return httpx.MockTransport(reply)


class NoStore:
    """Nothing to read from, nothing to close."""

    def documents(self) -> tuple[()]:
        return ()

    def close(self) -> None:
        pass


class FakeServedEngine(FakeEngine):
    """The same with a store, as the service holds it."""

    store = NoStore()


class VariedEngine(FakeServedEngine):
    """One whose answers, refusals and confidence hang on the question."""

    def ask(self, question: str, **options: object) -> Answer:
        told = super().ask(question, **options)
        size = len(question)
        return replace(told, answered=size % 3 > 0, answer=f"{size} libraries [1].", confidence=size / 200)


def recorded_replies() -> dict[str, TimedReply]:
    """The recorded answers by question id."""
    return read_answers(ANSWERS)


def run_facts() -> RunFacts:
    """How a run might have been made."""
    machine = {"cores": 2, "memory_gb": 8.0, "processor": "a processor", "system": "Linux", "python": "3.11"}
    return RunFacts(
        date="2024-05-06T07:08:09+00:00",
        commit="abc123",
        machine=machine,
        target="a script",
        index_version="g7",
        model="m",
        settings={"answerer": "extractive"},
        set_path=QUESTIONS.as_posix(),
        set_sha256="0" * 64,
        documents=CORPUS.as_posix(),
        workers=1,
        limit=None,
        only=(),
        seconds=1.5,
    )
