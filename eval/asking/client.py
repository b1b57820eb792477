"""The two ways to ask: the engine in this process, or a service over HTTP. One protocol for both."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

import httpx

from eval.errors import AskError, SystemMissingError
from eval.types import Question, Quoted, Reply, SystemFacts
from indexer import PageSpan
from service.engine import Answering
from service.types import Answer, Answerer, Filters

WARM_UP = "How many children are in care?"
TIMEOUT = httpx.Timeout(60.0, connect=5.0)
T = TypeVar("T")


class Asker(Protocol):
    """Something that can be asked. `facts` is complete after `warm_up`."""

    facts: SystemFacts

    def warm_up(self) -> None:
        """Ask one question of no set, so that no question pays for loading.

        Raises `SystemMissingError` where nothing answers.
        """
        ...

    def ask(self, question: Question) -> Reply:
        """The reply; raises `AskError` where there is none."""
        ...


class InProcess:
    """Asks an engine of this process, with no HTTP between. `ids` leads from a file's name to its document's id."""

    def __init__(
        self,
        engine: Answering,
        facts: SystemFacts,
        ids: Mapping[str, str] | None = None,
        answerer: Answerer = "extractive",
    ) -> None:
        self._engine = engine
        self._ids = ids or {}
        self._answerer = answerer
        self.facts = facts

    def warm_up(self) -> None:
        """Have the engine load what it loads late, and tell its version."""
        told = self._engine.ask(WARM_UP)
        self.facts = replace(self.facts, index_version=told.index_version, settings={"answerer": self._answerer})

    def ask(self, question: Question) -> Reply:
        """The engine's answer; its own errors pass through."""
        filters = Filters(documents=tuple(self._ids[name] for name in question.documents))
        told = self._engine.ask(question.question, history=question.history, filters=filters, answerer=self._answerer)
        return from_answer(told)


class OverHttp:
    """Asks a running service through its public API."""

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._url = url.rstrip("/")
        self._http = httpx.Client(base_url=self._url, timeout=TIMEOUT, transport=transport)
        self.facts = SystemFacts(target=self._url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def warm_up(self) -> None:
        """Ask whether it is ready, then one question."""
        try:
            ready = self._http.get("/readyz")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SystemMissingError(
                f"No service answers at {self._url}: {error}. Start it with make serve."
            ) from error
        if ready.status_code != httpx.codes.OK:
            raise SystemMissingError(f"The service at {self._url} is not ready: {_problem(ready)}")
        try:
            told = self._post("/v1/ask", {"question": WARM_UP})
        except AskError as error:
            raise SystemMissingError(f"The service at {self._url} answers no question: {error}") from error
        self.facts = replace(
            self.facts, index_version=told.get("index_version"), settings={"answerer": told.get("answerer")}
        )

    def ask(self, question: Question) -> Reply:
        """The service's reply; raises `AskError` with its problem details, or where it does not answer in time."""
        turns = [{"question": turn.question, "answer": turn.answer} for turn in question.history]
        body = self._post("/v1/ask", {"question": question.question, "history": turns})
        try:
            return _from_body(body)
        except (KeyError, TypeError, AttributeError) as error:
            raise AskError(f"the reply has not the expected form: {type(error).__name__} {error}") from error

    def _post(self, path: str, body: dict[str, object]) -> dict[str, Any]:
        try:
            response = self._http.post(path, json=body)
        except httpx.HTTPError as error:
            raise AskError(f"no reply: {type(error).__name__}: {error}") from error
        if response.status_code != httpx.codes.OK:
            raise AskError(_problem(response))
        try:
            reply = response.json()
        except ValueError as error:
            raise AskError(f"the reply is not JSON: {response.text[:200]!r}") from error
        if not isinstance(reply, dict):
            raise AskError(f"the reply is not a JSON object: {response.text[:200]!r}")
        return reply

    def texts(self) -> Iterator[tuple[str, str, tuple[PageSpan, ...]]]:
        """Each document's source, text and pages; raises `SystemMissingError` where the service does not give them."""
        for document in self._get("/v1/documents", lambda body: [(d["id"], d["source"]) for d in body["documents"]]):
            identifier, source = document
            text, pages = self._get(
                f"/v1/documents/{identifier}/text",
                lambda body: (
                    str(body["text"]),
                    tuple(PageSpan(p["number"], p["label"], p["start"], p["end"]) for p in body["pages"]),
                ),
            )
            yield source, text, pages

    def _get(self, path: str, parse: Callable[[Any], T]) -> T:
        try:
            response = self._http.get(path)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SystemMissingError(f"The service at {self._url} gives no documents: {error}.") from error
        if response.status_code != httpx.codes.OK:
            raise SystemMissingError(f"The service at {self._url} gives no documents: {_problem(response)}")
        try:
            return parse(response.json())
        except (ValueError, KeyError, TypeError) as error:
            message = f"The service at {self._url} has not the expected form at {path}: {type(error).__name__} {error}"
            raise SystemMissingError(message) from error


def _problem(response: httpx.Response) -> str:
    """What went wrong, from the problem details where there are any."""
    try:
        body = response.json()
    except ValueError:
        body = None
    detail = body.get("detail") if isinstance(body, dict) else None
    return f"HTTP {response.status_code}: {detail or response.reason_phrase}"


def from_answer(answer: Answer) -> Reply:
    """What scoring needs of an answer."""
    return Reply(
        answer=answer.answer,
        answered=answer.answered,
        citations=tuple(Quoted(c.source, c.quote) for c in answer.citations),
        kind=answer.kind,
        confidence=answer.confidence,
        refusal_reason=answer.refusal.reason if answer.refusal else None,
    )


def _from_body(body: dict[str, Any]) -> Reply:
    return Reply(
        answer=body["answer"],
        answered=body["answered"],
        citations=tuple(Quoted(c["source"], c["quote"]) for c in body["citations"]),
        kind=body.get("kind"),
        confidence=body.get("confidence"),
        refusal_reason=(body.get("refusal") or {}).get("reason"),
    )
