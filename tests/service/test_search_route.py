import pytest
from fastapi.testclient import TestClient

from tests.service.fake_engine import ANNUAL


def test_results_are_citations_with_text_and_scores(client: TestClient) -> None:
    reply = client.post("/v1/search", json={"query": "hubs"})
    assert reply.status_code == 200
    first = reply.json()["results"][0]
    assert first["document_id"] == ANNUAL.id
    assert first["text"] == first["quote"]
    assert first["scores"] == {"words": 3.5, "vectors": 0.5}


def test_limit_is_kept(client: TestClient) -> None:
    assert len(client.post("/v1/search", json={"query": "hubs", "limit": 2}).json()["results"]) == 2


def test_nothing_found_is_an_empty_list(client: TestClient) -> None:
    assert client.post("/v1/search", json={"query": "nothing"}).json() == {"results": []}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"query": "   "}, "query"),
        ({"query": "x" * 3000}, "query"),
        ({"query": 5}, "query"),
        ({"question": "hubs", "query": "hubs"}, "question"),
        ({"query": "hubs", "limit": 0}, "limit"),
        ({"query": "hubs", "limit": 51}, "limit"),
        ({"query": "hubs", "filters": {"places": ["Southby"]}}, "filters.places.0"),
    ],
)
def test_bad_search_is_refused_by_field(client: TestClient, body: dict[str, object], field: str) -> None:
    reply = client.post("/v1/search", json=body)
    assert reply.status_code == 422
    assert [error["field"] for error in reply.json()["errors"]] == [field]
