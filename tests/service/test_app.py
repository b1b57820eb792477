import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from service import document_schemas, schemas
from service.app import create_app
from service.examples import REFUSAL_REPLY
from service.settings import ServiceSettings
from tests.service.fake_engine import ANNUAL, FakeEngine

_REQUESTS = [
    ("/v1/ask", schemas.AskRequest),
    ("/v1/search", schemas.SearchRequest),
    ("/v1/feedback", schemas.FeedbackRequest),
]
PAGES = ["/", f"/documents/{ANNUAL.id}", "/documents/unknown", "/docs"]


@pytest.fixture
def description(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_call_of_the_contract_is_described(description: dict[str, Any]) -> None:
    assert {name for name, _ in operations(description)} >= {
        "POST /v1/ask",
        "POST /v1/search",
        "POST /v1/feedback",
        "GET /v1/documents",
        "GET /v1/documents/{document_id}",
        "GET /v1/documents/{document_id}/text",
        "GET /v1/documents/{document_id}/blocks",
        "DELETE /v1/documents/{document_id}",
        "GET /v1/observations",
        "GET /healthz",
        "GET /readyz",
    }


def examples_of(content: dict[str, Any], description: dict[str, Any]) -> list[Any]:
    if "example" in content:
        return [content["example"]]
    named = description["components"]["examples"]
    return [named[one["$ref"].rpartition("/")[2]]["value"] for one in content["examples"].values()]


def replies(description: dict[str, Any]) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    for name, operation in operations(description):
        for status, reply in operation["responses"].items():
            assert ("content" in reply) == (status != "204"), f"{name} {status}"
            for media_type, content in reply.get("content", {}).items():
                yield name, int(status), media_type, content


def test_every_reply_has_an_example_and_every_error_is_a_problem(description: dict[str, Any]) -> None:
    for name, status, media_type, content in replies(description):
        assert examples_of(content, description), (name, status, media_type)
        assert (media_type == "application/problem+json") == (status >= 400), (name, status)


def test_examples_of_replies_are_whole_and_true_to_the_schemas(description: dict[str, Any]) -> None:
    for name, status, media_type, content in replies(description):
        if media_type.endswith("json"):
            name_of_model = content["schema"]["$ref"].rpartition("/")[2]
            home = schemas if hasattr(schemas, name_of_model) else document_schemas
            model: type[BaseModel] = getattr(home, name_of_model)
            for example in examples_of(content, description):
                again = model.model_validate(example).model_dump(mode="json", exclude_unset=True)
                assert again == example, (name, status)


@pytest.mark.parametrize(("path", "model"), _REQUESTS)
def test_examples_of_requests_are_taken(description: dict[str, Any], path: str, model: type[BaseModel]) -> None:
    shown = description["paths"][path]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert [model.model_validate(example["value"]) for example in shown.values()]


def test_all_references_of_the_description_lead_somewhere(description: dict[str, Any]) -> None:
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(description)))
    assert referred == set(description["components"]["schemas"])
    referred = set(re.findall(r'"#/components/examples/([\w-]+)"', json.dumps(description)))
    assert referred == set(description["components"]["examples"])


def test_refusal_example_cites_what_it_names() -> None:
    assert set(REFUSAL_REPLY["refusal"]["nearest"]) == {one["number"] for one in REFUSAL_REPLY["citations"]}


@pytest.mark.parametrize("path", PAGES)
def test_pages_let_nothing_in_from_elsewhere(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
    policy = dict(part.split(" ", 1) for part in reply.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'"
    assert "script-src" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "same-origin"
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", reply.text)
    assert not re.findall(r"<script(?![^>]*\bsrc=)", reply.text)
    assert client.head(path).status_code == 200


def test_pages_are_asked_for_again_and_cheap_when_unchanged(client: TestClient) -> None:
    for path in ("/", "/docs/files/swagger-ui.css"):
        first = client.get(path)
        assert first.headers["cache-control"] == "no-cache"
        assert first.headers["etag"]
    again = client.get("/docs/files/swagger-ui.css", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_documentation_page_finds_all_its_files_here(client: TestClient) -> None:
    page = client.get("/docs").text
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) == 4
    assert all(client.get(address).status_code == 200 for address in addresses)
    assert "/openapi.json" in client.get("/docs/start.js").text
    assert client.get("/openapi.json").status_code == 200
    assert client.get("/redoc").status_code == 404


def test_settings_give_the_limits(tmp_path: Path) -> None:
    settings = ServiceSettings(index_dir=tmp_path, max_question_chars=10, max_body_bytes=1024, max_citations=4)
    engine = FakeEngine()
    with TestClient(create_app(settings, engine_factory=lambda _: engine)) as client:
        assert client.post("/v1/ask", json={"question": "x" * 11}).status_code == 422
        assert client.post("/v1/ask", json={"question": "x" * 1024}).status_code == 413
        assert client.post("/v1/ask", json={"question": "hubs"}).status_code == 200
        assert client.post("/v1/ask", json={"question": "hubs", "max_citations": 2}).status_code == 200
    assert [asked["max_citations"] for asked in engine.asked] == [4, 2]
    assert engine.store.closed
