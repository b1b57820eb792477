"""The endpoint's failures, each of which must end in a `WriterError` in time, and never in the key being shown."""

import logging
import socket
import threading
import time
from collections.abc import Callable

import pytest

from service.llm.answer import UnusableTextError, WriterError
from service.llm.prompt import Prompt
from service.llm.writing import Endpoint, EndpointWriter
from tests.service.llm import endpoint as scripted
from tests.service.llm.endpoint import KEY, Behaviour, says, serving

PROMPT = Prompt("The rules.", "The question.")


def on() -> None:
    """The asker is still there."""


def writer(url: str, *, seconds: float = 5.0, retries: int = 0, at_once: int = 4, key: str = KEY) -> EndpointWriter:
    return EndpointWriter(Endpoint(url, "a-model", key, seconds, retries, 100, at_once))


def test_text_of_the_model_comes_whole_and_the_request_is_as_configured() -> None:
    with serving([says("Three hubs opened [1].")]) as endpoint:
        assert writer(endpoint.url).write(PROMPT, on).strip() == "Three hubs opened [1]."
    asked = endpoint.requests[0]
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert asked.body["messages"] == [
        {"role": "system", "content": "The rules."},
        {"role": "user", "content": "The question."},
    ]
    settled = {name: asked.body[name] for name in ("model", "temperature", "max_tokens", "stream")}
    assert settled == {"model": "a-model", "temperature": 0.0, "max_tokens": 100, "stream": True}


def test_key_of_another_service_is_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    with serving([says("Hubs [1].")]) as endpoint:
        writer(endpoint.url, key="").write(PROMPT, on)
    assert endpoint.requests[0].headers["Authorization"] == "Bearer none"


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (scripted.fails(401), "AuthenticationError 401"),
        (scripted.fails(404), "NotFoundError 404"),
        (scripted.fails(500), "InternalServerError 500"),
        (scripted.fails(429), "RateLimitError 429"),
        (scripted.fails(307, Location="http://127.0.0.1:1/v1"), "307"),
        (scripted.hangs_up, "APIConnectionError"),
        (scripted.is_cut, "cut short"),
        (scripted.is_torn, "RemoteProtocolError|cut short|APIConnectionError"),
        (scripted.floods, "overlong"),
        (says("Three hubs opened", finish="length"), "cut short"),
        (says(""), "empty"),
        (scripted.sends("data: {not json\n\n"), "JSONDecodeError"),
        (scripted.sends('data: {"choices": 7}\n\n'), "Error"),
        (scripted.sends('data: {"choices": [{"delta": {"content": {"a": 1}}}]}\n\n'), "Error"),
        (scripted.sends("data: [1, 2]\n\n"), "Error"),
        (scripted.sends('data: {"error": {"message": "overloaded"}}\n\n'), "APIError"),
        (scripted.sends("<html>Welcome</html>", "text/html"), "cut short|Error"),
        (scripted.sends("", "text/event-stream"), "cut short"),
        (scripted.sends("\x00\xff\xfe" * 1000, "text/event-stream"), "cut short|Error"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_failure_of_the_endpoint_is_told_in_a_word_without_the_key(
    behaviour: Behaviour, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with serving([behaviour]) as endpoint, pytest.raises(WriterError, match=said) as told:
        writer(endpoint.url).write(PROMPT, on)
    assert KEY not in str(told.value) and told.value.__cause__ is None
    assert KEY not in caplog.text and "The question." not in caplog.text


def test_endpoint_that_is_down_is_known_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        began = time.monotonic()
        with pytest.raises(WriterError, match="APIConnectionError"):
            writer(url).write(PROMPT, on)
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("behaviour", [scripted.sleeps, scripted.trickles])
def test_whole_answer_has_a_time_limit_however_the_endpoint_spends_it(behaviour: Behaviour) -> None:
    with serving([behaviour]) as endpoint:
        began = time.monotonic()
        with pytest.raises(WriterError, match="slow"):
            writer(endpoint.url, seconds=1.0).write(PROMPT, on)
        assert time.monotonic() - began < 2
        # The request is ended too: nobody pays for an answer that nobody waits for.
        assert endpoint.hung_up.wait(3)


@pytest.mark.parametrize("first", [scripted.fails(429), scripted.fails(503), scripted.hangs_up])
def test_what_may_pass_is_tried_again(first: Behaviour) -> None:
    with serving([first, says("Hubs [1].")]) as endpoint:
        assert writer(endpoint.url, retries=1).write(PROMPT, on).strip() == "Hubs [1]."
        assert len(endpoint.requests) == 2


def test_tries_are_counted_and_what_will_not_pass_is_not_tried_again() -> None:
    with serving([scripted.fails(503)]) as endpoint:
        with pytest.raises(WriterError):
            writer(endpoint.url, seconds=10, retries=2).write(PROMPT, on)
        assert len(endpoint.requests) == 3
    with serving([scripted.fails(401)]) as endpoint:
        with pytest.raises(WriterError):
            writer(endpoint.url, retries=2).write(PROMPT, on)
        assert len(endpoint.requests) == 1


def test_an_endpoint_that_asks_for_a_long_pause_does_not_get_more_time() -> None:
    with serving([scripted.fails(429, Retry_After="30")]) as endpoint:
        began = time.monotonic()
        with pytest.raises(WriterError, match="slow"):
            writer(endpoint.url, seconds=1.0, retries=3).write(PROMPT, on)
        assert time.monotonic() - began < 2


def test_endpoint_that_fails_again_and_again_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.llm.writing.REST_SECONDS", 0.5)
    no, yes = scripted.fails(401), says("Hubs [1].")
    with serving([no, no, yes, no, no, no, yes]) as endpoint:
        one = writer(endpoint.url)
        for is_good in (False, False, True, False, False, False):
            if is_good:
                assert one.write(PROMPT, on)
            else:
                _swallow(lambda: one.write(PROMPT, on))
        with pytest.raises(WriterError, match="left alone"):
            one.write(PROMPT, on)
        assert len(endpoint.requests) == 6
        time.sleep(0.6)
        assert one.write(PROMPT, on).strip() == "Hubs [1]."


def test_one_who_may_wait_is_not_kept_from_an_endpoint_that_failed() -> None:
    with serving([*[scripted.fails(401)] * 4, says("Hubs [1].")]) as endpoint:
        one = EndpointWriter(Endpoint(endpoint.url, "a-model", retries=0, timeout_seconds=5.0, rests=False))
        for _ in range(4):
            _swallow(lambda: one.write(PROMPT, on))
        assert one.write(PROMPT, on).strip() == "Hubs [1]."


@pytest.mark.parametrize(
    ("behaviour", "is_the_models"),
    [
        (says("Three hubs opened", finish="length"), True),
        (says(""), True),
        (scripted.floods, True),
        (scripted.is_cut, False),
        (scripted.fails(500), False),
    ],
)
def test_what_is_the_models_fault_is_told_from_what_is_the_endpoints(behaviour: Behaviour, is_the_models: bool) -> None:
    with serving([behaviour]) as endpoint, pytest.raises(WriterError) as told:
        writer(endpoint.url).write(PROMPT, on)
    assert isinstance(told.value, UnusableTextError) is is_the_models


def test_asker_who_hangs_up_ends_the_request() -> None:
    class GoneError(Exception):
        pass

    def gone() -> None:
        raise GoneError

    with serving([scripted.trickles]) as endpoint:
        began = time.monotonic()
        with pytest.raises(GoneError):
            writer(endpoint.url, seconds=20).write(PROMPT, gone)
        assert time.monotonic() - began < 3
        assert endpoint.hung_up.wait(3)


def test_no_more_answers_at_once_than_allowed_and_a_place_is_free_again_afterwards() -> None:
    with serving([scripted.trickles, says("Hubs [1].")]) as endpoint:
        one = writer(endpoint.url, seconds=2.0, at_once=1)
        waiting = threading.Thread(target=_swallow, args=(lambda: one.write(PROMPT, on),))
        waiting.start()
        while not endpoint.requests:
            time.sleep(0.01)
        began = time.monotonic()
        with pytest.raises(WriterError, match="at the same time"):
            one.write(PROMPT, on)
        assert time.monotonic() - began < 0.5
        waiting.join()
        assert one.write(PROMPT, on).strip() == "Hubs [1]."


def test_a_slow_answer_does_not_hold_up_another() -> None:
    with serving([scripted.trickles, says("Hubs [1].")]) as endpoint:
        shared = writer(endpoint.url, seconds=2.0)
        waiting = threading.Thread(target=_swallow, args=(lambda: shared.write(PROMPT, on),))
        waiting.start()
        while not endpoint.requests:
            time.sleep(0.01)
        began = time.monotonic()
        assert shared.write(PROMPT, on).strip() == "Hubs [1]."
        assert time.monotonic() - began < 2
        waiting.join()


def _swallow(work: Callable[[], object]) -> None:
    with pytest.raises(WriterError):
        work()
