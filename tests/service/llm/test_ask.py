"""A configured model over HTTP and on the command line: the whole way to a scripted endpoint."""

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service import loading
from service.app import create_app
from service.ask import main
from service.ranker import default_ranker
from service.settings import ServiceSettings
from tests.fakes import FakeEncoder
from tests.service.llm import endpoint as scripted
from tests.service.llm.endpoint import KEY, Behaviour, ScriptedEndpoint, says, serving
from tests.service.test_stream import events_of

HUBS = "When did three new family hubs open in Oakford?"
GOOD = "Three family hubs opened in Oakford in September 2018 [1]."
SAID = "Three family hubs opened in Oakford in September 2018. [1]"
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _small_and_willing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake encoder, and no refusal for too little confidence."""
    monkeypatch.setattr(loading, "load_encoder", lambda _: FakeEncoder())
    monkeypatch.setattr("service.engine.default_ranker", lambda: replace(default_ranker(), threshold=0.0))


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    with serving([says(GOOD)]) as endpoint:
        yield endpoint


def app_of(index: Path, endpoint: ScriptedEndpoint, **settings: object) -> FastAPI:
    given = {"llm_base_url": endpoint.url, "llm_model": "a-model", "llm_api_key": KEY, "llm_timeout_seconds": 30}
    return create_app(ServiceSettings(index_dir=index, **(given | settings)))


def test_llm_answers_where_it_is_asked_for_and_only_there(small_index: Path, endpoint: ScriptedEndpoint) -> None:
    with TestClient(app_of(small_index, endpoint)) as client:
        plain = client.post("/v1/ask", json={"question": HUBS}).json()
        assert plain["answerer"] == "extractive" and endpoint.requests == []
        reply = client.post("/v1/ask", json={"question": HUBS, "answerer": "llm"})
    body = reply.json()
    assert (reply.status_code, body["answerer"], body["answer"]) == (200, "llm", SAID)
    assert body["statements"][0]["support"] == "generated"
    assert body["timings_ms"]["llm"] > 0
    assert endpoint.requests[0].body["model"] == "a-model"


def test_setting_makes_it_the_rule_and_a_request_the_exception(small_index: Path, endpoint: ScriptedEndpoint) -> None:
    with TestClient(app_of(small_index, endpoint, answerer="llm")) as client:
        assert client.post("/v1/ask", json={"question": HUBS}).json()["answerer"] == "llm"
        given = {"question": HUBS, "answerer": "extractive"}
        assert client.post("/v1/ask", json=given).json()["answerer"] == "extractive"
    assert len(endpoint.requests) == 1


def test_stream_tells_that_a_model_writes_and_then_goes_on_as_ever(
    small_index: Path, endpoint: ScriptedEndpoint
) -> None:
    with TestClient(app_of(small_index, endpoint)) as client:
        reply = client.post("/v1/ask", json={"question": HUBS, "answerer": "llm", "stream": True})
    events = events_of(reply.text)
    stages = [data["stage"] for name, data in events if name == "status"]
    assert stages[-1] == "write"
    assert "".join(data["text"] for name, data in events if name == "delta") == SAID
    assert events[-1][0] == "done" and events[-1][1]["answerer"] == "llm"


@pytest.mark.parametrize(
    "behaviour",
    [
        scripted.fails(500),
        scripted.fails(401),
        scripted.hangs_up,
        scripted.is_cut,
        scripted.floods,
        scripted.trickles,
        scripted.sends("data: {not json\n\n"),
        says(""),
        says("Lorem ipsum dolor sit amet [1]."),
    ],
)
def test_every_failure_of_the_endpoint_ends_in_the_extractive_answer(
    small_index: Path, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with (
        serving([behaviour]) as endpoint,
        TestClient(app_of(small_index, endpoint, llm_retries=0, llm_timeout_seconds=2)) as client,
    ):
        plain = client.post("/v1/ask", json={"question": HUBS}).json()
        reply = client.post("/v1/ask", json={"question": HUBS, "answerer": "llm"})
        assert endpoint.requests
    body = reply.json()
    assert (reply.status_code, body["answerer"], body["answer"]) == (200, "extractive", plain["answer"])
    assert body["citations"] == plain["citations"]
    assert KEY not in reply.text and KEY not in caplog.text
    assert "the language model" in caplog.text and HUBS not in caplog.text


def test_slow_endpoint_does_not_hold_up_other_questions(small_index: Path) -> None:
    waiting: list[dict[str, object]] = []

    with serving([scripted.trickles]) as endpoint:
        app = app_of(small_index, endpoint, request_threads=2, llm_timeout_seconds=5)
        with TestClient(app) as client:

            def ask() -> None:
                waiting.append(client.post("/v1/ask", json={"question": HUBS, "answerer": "llm"}).json())

            threads = [threading.Thread(target=ask) for _ in range(3)]
            for thread in threads:
                thread.start()
            while not endpoint.requests:
                time.sleep(0.01)
            began = time.monotonic()
            assert client.post("/v1/ask", json={"question": HUBS}).status_code == 200
            assert time.monotonic() - began < 1.5
            for thread in threads:
                thread.join()
    assert [reply["answerer"] for reply in waiting] == ["extractive"] * 3
    # Of two threads one is kept for questions without a model: the others were not sent at all.
    assert len(endpoint.requests) == 1


def test_command_line_asks_the_model_too(
    small_index: Path, endpoint: ScriptedEndpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = ["--index", str(small_index), "--llm-base-url", endpoint.url, "--llm-model", "a-model"]
    assert main([HUBS, "--answerer", "llm", "--json", *flags]) == 0
    assert json.loads(capsys.readouterr().out)["answer"] == SAID
    assert main([HUBS, *flags]) == 0
    assert "Three new family hubs" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        main([HUBS, "--answerer", "llm", "--index", str(small_index)])
    assert stopped.value.code == 2
    assert "REPORTQA_LLM_BASE_URL" in capsys.readouterr().err


def test_client_of_the_model_is_not_imported_unless_one_is_configured(small_index: Path) -> None:
    program = (
        "import sys; from service import loading; from service.settings import ServiceSettings\n"
        "from tests.fakes import FakeEncoder; from pathlib import Path\n"
        "loading.load_encoder = lambda _: FakeEncoder()\n"
        f"engine = loading.engine_loader()(ServiceSettings(index_dir=Path({str(small_index)!r})))\n"
        f"assert engine.ask({HUBS!r})\n"
        "print([name for name in ('llama_index', 'openai') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
