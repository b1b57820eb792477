"""Removing a report over HTTP: what has been removed is never quoted again, and only those who may can do it."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from indexer import SilentProgress, Store, build_index
from service.app import create_app
from service.engine import Engine
from service.settings import ServiceSettings
from tests.fakes import FakeEncoder
from tests.small_shelf import ASHBY, OAKFORD, build_small_index

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return build_small_index(tmp_path, FakeEncoder())


def app_over(index: Path, allow_changes: bool | None = None) -> FastAPI:
    settings = ServiceSettings(index_dir=index, allow_changes=allow_changes)
    encoder = FakeEncoder()
    return create_app(settings, engine_factory=lambda s: Engine(Store.open(s.index_dir, encoder.identity), encoder))


def client_of(app: FastAPI, caller: str = "127.0.0.1", base_url: str = HERE) -> TestClient:
    return TestClient(app, base_url=base_url, client=(caller, 50000))


@pytest.fixture
def client(index: Path) -> Iterator[TestClient]:
    with client_of(app_over(index)) as client:
        yield client


def ids(client: TestClient) -> dict[str, str]:
    return {one["source"]: one["id"] for one in client.get("/v1/documents").json()["documents"]}


def test_a_removed_report_is_gone_when_the_call_replies(client: TestClient) -> None:
    gone = ids(client)[OAKFORD]
    reply = client.delete(f"/v1/documents/{gone}")
    assert (reply.status_code, reply.content) == (204, b"")
    assert OAKFORD not in ids(client)
    assert client.get(f"/v1/documents/{gone}").status_code == 404
    assert client.get(f"/v1/documents/{gone}/text").status_code == 404
    said = client.post("/v1/search", json={"query": "family hubs health visitor parenting courses", "limit": 50}).text
    said += client.post("/v1/ask", json={"question": "How many family hubs opened in Oakford?"}).text
    said += client.get("/v1/observations", params={"limit": 1000}).text
    assert OAKFORD not in said
    assert "opened in Oakford in September" not in said


def test_nothing_of_it_stays_in_the_files_and_a_later_build_leaves_it_out(client: TestClient, index: Path) -> None:
    client.delete(f"/v1/documents/{ids(client)[OAKFORD]}")
    encoder = FakeEncoder()
    report = build_index(index.parent / "corpus", index, lambda: encoder, encoder.identity, SilentProgress())
    assert [(one.source, one.status) for one in report.files if one.source == OAKFORD] == [(OAKFORD, "skipped")]
    kept = b"".join(path.read_bytes() for path in index.rglob("*") if path.is_file())
    for words in ("triage scheme with the police", "Waiting times for parenting courses", "Maria Lund"):
        assert words.encode() not in kept


def test_removing_twice_says_that_there_is_no_such_document(client: TestClient) -> None:
    gone = ids(client)[ASHBY]
    assert client.delete(f"/v1/documents/{gone}").status_code == 204
    assert client.delete(f"/v1/documents/{gone}").status_code == 404


def test_while_a_build_runs_it_is_refused_and_can_be_tried_again(client: TestClient, index: Path) -> None:
    from indexer.generations import build_lock

    gone = ids(client)[ASHBY]
    with build_lock(index):
        reply = client.delete(f"/v1/documents/{gone}")
    assert reply.status_code == 409
    assert int(reply.headers["retry-after"]) > 0
    assert client.delete(f"/v1/documents/{gone}").status_code == 204


def test_questions_asked_before_end_before_the_removal_replies(index: Path) -> None:
    app = app_over(index)
    with client_of(app) as client:
        gone = ids(client)[OAKFORD]
        shelf, done = app.state.shelf, threading.Event()
        with shelf.borrow() as engine:
            remover = threading.Thread(target=lambda: (client.delete(f"/v1/documents/{gone}"), done.set()), daemon=True)
            remover.start()
            assert not done.wait(0.5)
            assert engine.store.text(gone)
        assert done.wait(20)
        remover.join(5)


@pytest.mark.parametrize(
    ("caller", "base_url", "headers"),
    [
        ("192.0.2.7", HERE, {}),
        ("127.0.0.1", "http://reports.example:8000", {}),
        ("127.0.0.1", HERE, {"X-Forwarded-For": "192.0.2.7"}),
        ("127.0.0.1", HERE, {"Forwarded": "for=192.0.2.7"}),
    ],
)
def test_others_than_this_machine_may_not(index: Path, caller: str, base_url: str, headers: dict[str, str]) -> None:
    with client_of(app_over(index), caller, base_url) as client:
        gone = ids(client)[OAKFORD]
        reply = client.delete(f"/v1/documents/{gone}", headers=headers)
        assert reply.status_code == 403
        assert "REPORTQA_ALLOW_CHANGES" in json.loads(reply.content)["detail"]
        assert OAKFORD in ids(client)


def test_the_setting_allows_it_to_all_or_forbids_it_to_all(index: Path) -> None:
    with client_of(app_over(index, allow_changes=False)) as client:
        assert client.delete(f"/v1/documents/{ids(client)[OAKFORD]}").status_code == 403
    with client_of(app_over(index, allow_changes=True), "192.0.2.7", "http://reports.example") as client:
        assert client.delete(f"/v1/documents/{ids(client)[OAKFORD]}").status_code == 204
