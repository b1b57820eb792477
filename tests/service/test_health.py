from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from indexer import IndexDamagedError, IndexMismatchError, IndexMissingError, ModelError
from service.app import create_app
from service.settings import ServiceSettings
from service.shelf import ServedEngine
from tests.service.fake_engine import FakeEngine

NEEDS_INDEX = [
    ("POST", "/v1/ask", {"question": "hubs"}),
    ("POST", "/v1/ask", {"question": "hubs", "stream": True}),
    ("POST", "/v1/search", {"query": "hubs"}),
    ("GET", "/v1/documents", None),
    ("GET", "/v1/documents/x", None),
    ("GET", "/v1/documents/x/text", None),
    ("GET", "/v1/documents/x/blocks", None),
    ("GET", "/readyz", None),
]


def app_that_cannot_open(error: Exception, tmp_path: Path) -> FastAPI:
    def fail(_: ServiceSettings) -> ServedEngine:
        raise error

    return create_app(ServiceSettings(index_dir=tmp_path), engine_factory=fail)


def test_alive_and_ready_with_an_index(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {
        "status": "ready",
        "index_version": "fake-1",
        "documents": 2,
        "warning": None,
        "feedback": True,
    }


@pytest.mark.parametrize(
    ("error", "kind", "to_do"),
    [
        (IndexMissingError("no index in /srv/secret"), "index-missing", "python -m indexer build"),
        (IndexMismatchError("made with /srv/secret"), "index-mismatch", "python -m indexer build"),
        (IndexDamagedError("/srv/secret is short"), "index-damaged", "python -m indexer verify"),
        (ModelError("no model in /srv/secret"), "model-unavailable", "REPORTQA_EMBEDDING_MODEL"),
        (OSError("cannot read /srv/secret"), "not-ready", "log"),
    ],
)
def test_without_a_good_index_the_service_lives_and_says_what_to_do(
    error: Exception, kind: str, to_do: str, tmp_path: Path
) -> None:
    with TestClient(app_that_cannot_open(error, tmp_path)) as client:
        assert client.get("/healthz").status_code == 200
        for method, path, body in NEEDS_INDEX:
            reply = client.request(method, path, json=body)
            assert reply.status_code == 503, path
            assert reply.headers["content-type"] == "application/problem+json"
            assert reply.headers["retry-after"] == "5"
            assert reply.json()["type"] == f"/problems/{kind}"
            assert to_do in reply.json()["detail"]
            assert "/srv" not in reply.text


def test_pages_are_served_without_an_index(tmp_path: Path) -> None:
    with TestClient(app_that_cannot_open(IndexMissingError("none"), tmp_path)) as client:
        assert client.get("/").status_code == 200
        assert client.get("/docs").status_code == 200


def test_bad_request_is_told_before_the_missing_index(tmp_path: Path) -> None:
    with TestClient(app_that_cannot_open(IndexMissingError("none"), tmp_path)) as client:
        assert client.post("/v1/ask", json={"question": ""}).status_code == 422


def test_ready_with_a_warning_when_a_newer_index_is_damaged(tmp_path: Path) -> None:
    calls: list[int] = []

    def open_once(_: ServiceSettings) -> ServedEngine:
        calls.append(1)
        if len(calls) > 1:
            raise IndexDamagedError("/srv/secret is short")
        return FakeEngine()

    app = create_app(ServiceSettings(index_dir=tmp_path), engine_factory=open_once)
    with TestClient(app) as client:
        (tmp_path / "CURRENT").write_text("newer", encoding="utf-8")
        app.state.shelf.look()
        ready = client.get("/readyz")
        assert ready.status_code == 200
        assert "newer index could not be opened" in ready.json()["warning"]
        assert client.post("/v1/ask", json={"question": "hubs"}).status_code == 200
