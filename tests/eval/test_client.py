"""Both ways to ask give the same kind of reply and name what goes wrong."""

from dataclasses import replace

import httpx
import pytest

from eval.asking.client import InProcess, OverHttp
from eval.errors import AskError, SystemMissingError
from eval.types import Question, Quoted, Reply, SystemFacts
from service.types import Turn
from tests.eval.fakes import FakeEngine, fake_service

HISTORY = (Turn("Before?", "Then."),)
FOLLOWING = Question("q1", "How many?", "followup", "easy", True, "Nine.", history=HISTORY)
ALONE = replace(FOLLOWING, history=())


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
        standalone_question="How many?",
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
    ],
)
def test_a_reply_that_cannot_be_used_is_an_error_of_that_question(response: httpx.Response, message: str) -> None:
    with pytest.raises(AskError) as raised:
        OverHttp("http://x", _always(response, response)).ask(ALONE)
    assert message in str(raised.value)


def test_a_service_that_goes_away_is_an_error_of_that_question() -> None:
    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow", request=request)

    with pytest.raises(AskError, match="no reply: ReadTimeout: too slow"):
        OverHttp("http://x", httpx.MockTransport(gone)).ask(ALONE)


def _always(ready: httpx.Response, rest: httpx.Response) -> httpx.MockTransport:
    return httpx.MockTransport(lambda request: ready if request.url.path == "/readyz" else rest)
