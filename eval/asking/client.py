"""The two ways to ask: the engine in this process, or a service over HTTP. One protocol for both."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

import httpx

from eval.asking.patience import Patience
from eval.asking.replies import from_answer, from_body, from_citations, from_places
from eval.errors import AskError, EvalError, IndexChangedError, ServiceGoneError, SystemMissingError
from eval.types import Question, Quoted, Reply, SystemFacts
from indexer import PageSpan
from service.engine import Answering
from service.types import Answerer, Filters

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

    def search(self, question: Question, limit: int) -> tuple[Quoted, ...]:
        """The best passages for a question that stands on its own, each quoted whole; `AskError` where it fails."""
        ...


class InProcess:
    """Asks an engine of this process, with no HTTP between. `ids` leads from a file's name to its document's id."""

    def __init__(
        self,
        engine: Answering,
        facts: SystemFacts,
        ids: Mapping[str, str] | None = None,
        answerer: Answerer = "extractive",
        max_citations: int | None = None,
    ) -> None:
        self._engine = engine
        self._ids = ids or {}
        self._answerer = answerer
        self._max_citations = max_citations
        self.facts = facts

    def warm_up(self) -> None:
        """Have the engine load what it loads late, and tell its version."""
        told = self._engine.ask(WARM_UP)
        settings = self.facts.settings | {"answerer": self._answerer}
        self.facts = replace(self.facts, index_version=told.index_version, settings=settings)

    def ask(self, question: Question) -> Reply:
        """The engine's answer; its own errors pass through."""
        told = self._engine.ask(
            question.question,
            history=question.history,
            filters=self._filters(question),
            max_citations=self._max_citations,
            answerer=self._answerer,
        )
        return from_answer(told)

    def search(self, question: Question, limit: int) -> tuple[Quoted, ...]:
        """The passages that the engine finds for the question, without its history."""
        found = self._engine.search(question.question, filters=self._filters(question), limit=limit)
        return from_citations(result.citation for result in found)

    def _filters(self, question: Question) -> Filters:
        return Filters(documents=_ids_of(question, self._ids))


def _ids_of(question: Question, ids: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the documents that the question is asked of. One that is not there must not mean: of all."""
    missing = [name for name in question.documents if name not in ids]
    if missing:
        raise AskError(f"the index has no document {', '.join(missing)}, of which this is asked")
    return tuple(ids[name] for name in question.documents)


class OverHttp:
    """Asks a running service through its public API."""

    def __init__(
        self,
        url: str,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = httpx.Client(base_url=url.rstrip("/"), timeout=TIMEOUT, transport=transport)
        self._url = re.sub(r"//[^/@]*@", "//", url.rstrip("/"))  # to be shown and kept: without user and password
        self._patience = Patience(sleep)
        self._gone = ""
        self._ids: dict[str, str] | None = None
        self.facts = SystemFacts(target=self._url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def warm_up(self) -> None:
        """Ask whether it is ready, then one question."""
        self._require_ready()
        try:
            told = self._post("/v1/ask", {"question": WARM_UP})
        except AskError as error:
            raise SystemMissingError(f"The service at {self._url} answers no question: {error}") from error
        self.facts = replace(
            self.facts, index_version=told.get("index_version"), settings={"answerer": told.get("answerer")}
        )

    def _require_ready(self) -> None:
        try:
            ready = self._http.get("/readyz")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SystemMissingError(
                f"No service answers at {self._url}: {error}. Start it with make serve."
            ) from error
        if ready.status_code != httpx.codes.OK:
            raise SystemMissingError(f"The service at {self._url} is not ready: {_problem(ready)}")

    def ask(self, question: Question) -> Reply:
        """The service's reply; raises `AskError` with its problem details, or where it does not answer in time.

        `ServiceGoneError` and `IndexChangedError` mean that the others need not be asked.
        """
        turns = [{"question": turn.question, "answer": turn.answer} for turn in question.history]
        body = self._post("/v1/ask", {"question": question.question, "history": turns, **self._filters(question)})
        index_version = body.get("index_version")
        if self.facts.index_version not in (None, index_version):
            raise IndexChangedError(
                f"The service at {self._url} has taken up another index while it was asked: "
                f"{index_version}, no longer {self.facts.index_version}. Begin the run anew."
            )
        return _read(from_body, body)

    def search(self, question: Question, limit: int) -> tuple[Quoted, ...]:
        """The passages that the service finds for the question, without its history."""
        asked = {"query": question.question, "limit": limit, **self._filters(question)}
        return _read(lambda body: from_places(body["results"]), self._post("/v1/search", asked))

    def _filters(self, question: Question) -> dict[str, object]:
        """What a request says of the documents; nothing where the question is asked of all."""
        if not question.documents:
            return {}
        if self._ids is None:
            shelf = self._call("GET", "/v1/documents")
            self._ids = _read(lambda body: {one["source"]: one["id"] for one in body["documents"]}, shelf)
        return {"filters": {"documents": _ids_of(question, self._ids)}}

    def _post(self, path: str, body: dict[str, object]) -> dict[str, Any]:
        return self._call("POST", path, body)

    def _call(self, method: str, path: str, body: dict[str, object] | None = None) -> dict[str, Any]:
        response = self._patiently(method, path, body)
        if response.status_code != httpx.codes.OK:
            raise AskError(_problem(response))
        try:
            reply = response.json()
        except ValueError as error:
            raise AskError(f"the reply is not JSON: {response.text[:200]!r}") from error
        if not isinstance(reply, dict):
            raise AskError(f"the reply is not a JSON object: {response.text[:200]!r}")
        return reply

    def _patiently(self, method: str, path: str, body: dict[str, object] | None) -> httpx.Response:
        """The reply, asked for again where nothing answers or where the service asks for time."""
        tried = 0
        while True:
            tried += 1
            if self._gone:  # as another thread has found
                raise ServiceGoneError(self._gone)
            try:
                response = self._http.request(method, path, json=body)
            except httpx.HTTPError as error:
                if not _is_cut_off(error):
                    raise AskError(f"no reply: {type(error).__name__}: {error}") from error
                if not self._patience.waits_for_anyone(tried):
                    raise self._given_up(error, tried) from error
                continue
            if response.is_success:
                self._patience.served()
            elif self._patience.waits_as_told(tried, response.status_code, response.headers.get("Retry-After")):
                continue
            return response

    def _given_up(self, error: httpx.HTTPError, tried: int) -> EvalError:
        """The service is gone where it takes no connection; one that only ends it fails at this question."""
        if not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return AskError(f"no reply, tried {tried} times: {type(error).__name__}: {error}")
        self._gone = f"The service at {self._url} no longer answers, tried {tried} times: {error}. Start it again."
        return ServiceGoneError(self._gone)

    def texts(self) -> Iterator[tuple[str, str, tuple[PageSpan, ...]]]:
        """Each document's source, text and pages; `SystemMissingError` where the service does not give them."""
        self._require_ready()
        try:
            shelf = self._call("GET", "/v1/documents")
            for identifier, source in _read(lambda body: [(d["id"], d["source"]) for d in body["documents"]], shelf):
                text, pages = _read(_text_and_pages, self._call("GET", f"/v1/documents/{identifier}/text"))
                yield source, text, pages
        except AskError as error:
            raise SystemMissingError(f"The service at {self._url} does not give its documents: {error}") from error


def _text_and_pages(body: dict[str, Any]) -> tuple[str, tuple[PageSpan, ...]]:
    pages = (PageSpan(p["number"], p["label"], p["start"], p["end"]) for p in body["pages"])
    return str(body["text"]), tuple(pages)


def _is_cut_off(error: httpx.HTTPError) -> bool:
    """Whether there was no connection, or it was ended: what happens when a service dies or starts again."""
    if isinstance(error, httpx.TimeoutException):
        return isinstance(error, httpx.ConnectTimeout)
    return isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError)


def _read(read: Callable[[dict[str, Any]], T], body: dict[str, Any]) -> T:
    try:
        return read(body)
    except (KeyError, TypeError, AttributeError) as error:
        raise AskError(f"the reply has not the expected form: {type(error).__name__} {error}") from error


def _problem(response: httpx.Response) -> str:
    """What went wrong, from the problem details where there are any."""
    try:
        body = response.json()
    except ValueError:
        body = None
    detail = body.get("detail") if isinstance(body, dict) else None
    return f"HTTP {response.status_code}: {detail or response.reason_phrase}"
