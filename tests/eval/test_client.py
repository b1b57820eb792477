"""Both ways to ask give the same kind of reply and name what goes wrong."""

import json
from dataclasses import replace

import httpx
import pytest

from eval.asking.client import InProcess, OverHttp
from eval.asking.runner import ask_one
from eval.errors import AskError, IndexChangedError, ServiceGoneError, SystemMissingError
from eval.types import Question, Quoted, Reply, SystemFacts
from service.types import Filters, Turn
from tests.eval.fakes import FakeEngine, fake_service

HISTORY = (Turn("Before?", "Then."),)
FOLLOWING = Question("q1", "How many?", "followup", "easy", True, "Nine.", history=HISTORY)
ALONE = replace(FOLLOWING, history=())
MILLBROOK = "millbrook-libraries-2019.txt"
RIGHT = {"answer": "Nine.", "answered": True, "citations": []}
OF_ONE = replace(ALONE, documents=(MILLBROOK,))


def test_the_engine_is_asked_with_its_history_and_its_answer_becomes_a_reply() -> None:
    engine = FakeEngine()

    reply = InProcess(engine, SystemFacts("here")).ask(FOLLOWING)

    assert engine.asked == [("How many?", HISTORY)]
    assert reply == Reply(
        "Nine libraries [1].",
        True,
        (Quoted("millbrook-libraries-2019.txt", "The nine libraries of Millbrook"),),
        kind="lookup",
        confidence=0.75,
        stages={"retrieve": 0.5, "rank": 0.25},
        standalone_question="On its own: How many?",
    )


def test_warming_up_tells_which_index_and_answerer_reply() -> None:
    inside, outside = InProcess(FakeEngine(), SystemFacts("here", model="m")), OverHttp("http://x", fake_service())
    inside.warm_up()
    outside.warm_up()

    assert inside.facts == SystemFacts("here", "g7", "m", {"answerer": "extractive"})
    assert outside.facts == SystemFacts("http://x", "g8", None, {"answerer": "extractive"})


def test_over_http_history_goes_out_and_the_refusal_comes_back() -> None:
    with OverHttp("http://x/", fake_service()) as service:
        reply = service.ask(FOLLOWING)

    assert reply == Reply(
        "Nine libraries [1]. Then.",
        False,
        (Quoted("millbrook-libraries-2019.txt", "nine libraries", 3, 4),),
        kind="lookup",
        confidence=0.25,
        refusal_reason="too_vague",
        stages={"retrieve": 2.5},
        standalone_question="On its own: How many?",
    )


def test_settings_that_decide_answers_stand_beside_the_answerer_and_the_citations_are_as_many_as_set() -> None:
    engine = FakeEngine()
    asker = InProcess(engine, SystemFacts("here", settings={"reranker": "signals"}), max_citations=3)
    asker.warm_up()
    asker.ask(ALONE)

    assert asker.facts.settings == {"reranker": "signals", "answerer": "extractive"}
    assert engine.options[-1]["max_citations"] == 3


def test_a_search_gives_whole_passages_with_their_pages() -> None:
    engine = FakeEngine()
    with OverHttp("http://x/", fake_service()) as service:
        outside = service.search(ALONE, 7)

    assert InProcess(engine, SystemFacts("here")).search(ALONE, 7) == (Quoted(MILLBROOK, "What How many? finds"),)
    assert engine.searched == [("How many?", Filters(), 7)]
    assert outside == (Quoted(MILLBROOK, '{"query": "How many?", "limit": 7}', 3, 3),)


def test_a_question_of_some_documents_is_asked_and_searched_in_these_only() -> None:
    engine = FakeEngine()
    inside = InProcess(engine, SystemFacts("here"), {MILLBROOK: "d1"})
    inside.ask(OF_ONE)
    inside.search(OF_ONE, 7)
    with OverHttp("http://x/", fake_service()) as service:
        assert "{'documents': ['d1']}" in service.ask(OF_ONE).answer
        (found,) = service.search(OF_ONE, 7)

    assert engine.options[0]["filters"] == engine.searched[0][1] == Filters(documents=("d1",))
    assert json.loads(found.quote)["filters"] == {"documents": ["d1"]}


def test_a_document_that_is_not_in_the_index_fails_its_question_and_does_not_mean_all_of_them() -> None:
    elsewhere = replace(ALONE, documents=("elsewhere.pdf",))
    for asker in (InProcess(FakeEngine(), SystemFacts("here")), OverHttp("http://x/", fake_service())):
        with pytest.raises(AskError, match=r"the index has no document elsewhere\.pdf"):
            asker.ask(elsewhere)
        with pytest.raises(AskError, match=r"the index has no document elsewhere\.pdf"):
            asker.search(elsewhere, 7)


def test_an_address_is_kept_without_user_and_password() -> None:
    with OverHttp("http://me:secret@x/", fake_service()) as service:
        service.warm_up()

    assert service.facts.target == "http://x"


def test_a_service_that_is_not_there_not_ready_or_broken_is_said_before_the_first_question() -> None:
    with OverHttp("http://127.0.0.1:9") as nothing, pytest.raises(SystemMissingError, match="No service answers at"):
        nothing.warm_up()
    with pytest.raises(SystemMissingError, match=r"not ready: HTTP 503: No index yet\. Build one\."):
        OverHttp("http://x", fake_service(ready=False)).warm_up()
    with pytest.raises(SystemMissingError, match="answers no question: HTTP 404"):
        OverHttp("http://x", _always(httpx.Response(200, json={}), httpx.Response(404))).warm_up()
    with pytest.raises(SystemMissingError, match="No service answers at nowhere"):
        OverHttp("nowhere").warm_up()


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (httpx.Response(500, json={"detail": "Something broke."}), "HTTP 500: Something broke."),
        (httpx.Response(502, text="<html>"), "HTTP 502: Bad Gateway"),
        (httpx.Response(200, text="<html>"), "the reply is not JSON"),
        (httpx.Response(200, json=[1]), "the reply is not a JSON object"),
        (httpx.Response(200, json={"answer": "x"}), "the reply has not the expected form: KeyError 'answered'"),
        (httpx.Response(200, json={"answer": "x", "answered": True, "citations": [1]}), "not the expected form"),
        (httpx.Response(200, json={"answer": None, "answered": True, "citations": []}), "TypeError 'answer' is None"),
        (
            httpx.Response(200, json={"answer": "x", "answered": "yes", "citations": []}),
            "TypeError 'answered' is 'yes'",
        ),
        (httpx.Response(200, json={**RIGHT, "confidence": "high"}), "TypeError 'confidence' is 'high'"),
        (httpx.Response(200, json={**RIGHT, "citations": [{"source": "a", "quote": 1}]}), "TypeError 'quote' is 1"),
        (httpx.Response(200, json={**RIGHT, "timings_ms": {"rank": "fast"}}), "TypeError 'rank' is 'fast'"),
    ],
)
def test_a_reply_that_cannot_be_used_is_an_error_of_that_question(response: httpx.Response, message: str) -> None:
    with pytest.raises(AskError) as raised:
        OverHttp("http://x", _always(response, response)).ask(ALONE)
    assert message in str(raised.value)


def test_a_question_that_takes_too_long_fails_alone_and_is_not_asked_twice() -> None:
    service = Scripted(httpx.ReadTimeout("too slow"))

    with pytest.raises(AskError, match="no reply: ReadTimeout: too slow"):
        service.asker.ask(ALONE)
    assert service.waited == []


@pytest.mark.parametrize("error", [httpx.ConnectError("refused"), httpx.ConnectTimeout("unreachable")])
def test_a_service_that_takes_no_connection_is_tried_again_and_then_given_up_for_all_questions(
    error: httpx.TransportError,
) -> None:
    service = Scripted(*[error] * 4)

    with pytest.raises(ServiceGoneError, match=r"The service at http://x no longer answers, tried 4 times: [ru]"):
        service.asker.ask(ALONE)
    assert service.waited == [0.5, 1.5, 4.0]
    with pytest.raises(ServiceGoneError):  # without another try
        service.asker.ask(ALONE)


def test_a_service_that_comes_back_answers_the_question() -> None:
    service = Scripted(httpx.RemoteProtocolError("disconnected"), httpx.ConnectError("refused"), good())

    assert service.asker.ask(ALONE).answer == "Nine."
    assert service.waited == [0.5, 1.5]


def test_a_question_that_ends_every_connection_fails_alone() -> None:
    service = Scripted(*[httpx.RemoteProtocolError("disconnected")] * 4, good())

    with pytest.raises(AskError, match="no reply, tried 4 times: RemoteProtocolError: disconnected"):
        service.asker.ask(ALONE)
    assert service.asker.ask(ALONE).answer == "Nine."


@pytest.mark.parametrize(
    ("status", "headers", "waited"),
    [
        (503, {"Retry-After": "5"}, [5.0]),
        (429, {"Retry-After": "0"}, [0.0]),
        (429, {}, [1.0]),
        (429, {"Retry-After": "Wed, 01 Jan 2020 00:00:00 GMT"}, [0.0]),
    ],
)
def test_a_service_that_asks_for_time_gets_it(status: int, headers: dict[str, str], waited: list[float]) -> None:
    service = Scripted(httpx.Response(status, headers=headers), good())

    assert service.asker.ask(ALONE).answer == "Nine."
    assert service.waited == waited


@pytest.mark.parametrize(
    ("status", "headers"),
    [(503, {}), (503, {"Retry-After": "3600"}), (429, {"Retry-After": "31"}), (500, {"Retry-After": "1"})],
)
def test_a_service_that_asks_for_too_much_time_or_for_none_fails_the_question(
    status: int, headers: dict[str, str]
) -> None:
    service = Scripted(httpx.Response(status, headers=headers), good())

    with pytest.raises(AskError, match=f"HTTP {status}"):
        service.asker.ask(ALONE)
    assert service.waited == []


def test_a_service_that_is_never_ready_gets_only_so_much_time_until_it_answers() -> None:
    busy = httpx.Response(503, headers={"Retry-After": "30"}, json={"detail": "Not ready."})
    service = Scripted(*[busy] * 6, good(), busy, good())

    for _ in range(2):
        with pytest.raises(AskError, match=r"HTTP 503: Not ready\."):
            service.asker.ask(ALONE)
    assert service.waited == [30.0] * 4  # three further tries, then what is left of the time
    service.asker.ask(ALONE)
    service.asker.ask(ALONE)
    assert service.waited == [30.0] * 5


def test_a_service_that_takes_up_another_index_half_way_ends_the_run() -> None:
    replies = (httpx.Response(200, json={**RIGHT, "index_version": version}) for version in ("g8", "g8", "g9"))
    service = Scripted(httpx.Response(200), *replies)
    service.asker.warm_up()

    assert ask_one(service.asker, ALONE).reply is not None
    with pytest.raises(IndexChangedError, match=r"another index while it was asked: g9, no longer g8\. Begin"):
        ask_one(service.asker, ALONE)


class Scripted:
    """A service that replies, or breaks off, as listed; `waited` are the seconds that passed in between."""

    def __init__(self, *outcomes: httpx.Response | httpx.TransportError) -> None:
        self.waited: list[float] = []
        self._outcomes = iter(outcomes)
        self.asker = OverHttp("http://x", httpx.MockTransport(self._next), sleep=self.waited.append)

    def _next(self, _request: httpx.Request) -> httpx.Response:
        outcome = next(self._outcomes)
        if isinstance(outcome, httpx.TransportError):
            raise outcome
        return outcome


def good() -> httpx.Response:
    return httpx.Response(200, json=RIGHT)


def _always(ready: httpx.Response, rest: httpx.Response) -> httpx.MockTransport:
    return httpx.MockTransport(lambda request: ready if request.url.path == "/readyz" else rest)
