import pytest
from fastapi.testclient import TestClient

from tests.service.fake_engine import ANNUAL, LETTER

BASE = f"/v1/documents/{ANNUAL.id}"


def test_list_tells_what_is_known_of_each_document(client: TestClient) -> None:
    annual, letter = client.get("/v1/documents").json()["documents"]
    assert annual["id"] == ANNUAL.id
    assert (annual["pages"], annual["inferred"], annual["characters"]) == (2, ["period"], ANNUAL.characters)
    assert (annual["unread_pages"], annual["ocr_pages"], annual["tables"], annual["observations"]) == ([2], [], 1, 6)
    assert (letter["pages"], letter["publisher"]) == (None, None)
    assert letter["warnings"] == ["the text has no page breaks"]
    assert "sha256" not in annual


def test_one_document(client: TestClient) -> None:
    assert client.get(BASE).json()["title"] == ANNUAL.title


def test_text_comes_with_its_pages(client: TestClient) -> None:
    body = client.get(f"{BASE}/text").json()
    assert set(body) == {"id", "text", "pages"}
    assert len(body["text"]) == ANNUAL.characters
    assert [page["label"] for page in body["pages"]] == ["i", None]
    assert body["pages"][-1]["end"] == len(body["text"])


def test_text_alone_for_who_accepts_plain_text(client: TestClient) -> None:
    reply = client.get(f"{BASE}/text", headers={"accept": "text/plain"})
    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.text == client.get(f"{BASE}/text").json()["text"]


def test_citations_point_into_the_text(client: TestClient) -> None:
    text = client.get(f"{BASE}/text").json()["text"]
    for citation in client.post("/v1/ask", json={"question": "hubs"}).json()["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_blocks_tell_structure_and_tables(client: TestClient) -> None:
    blocks = client.get(f"{BASE}/blocks").json()["blocks"]
    assert [block["kind"] for block in blocks[:3]] == ["heading", "heading", "paragraph"]
    table = next(block["table"] for block in blocks if block["kind"] == "table")
    assert table["caption"].startswith("Table 3")
    assert [cell["text"] for cell in table["head"][0]] == ["Service", "2018", "2019"]
    row = table["rows"][0]
    assert row["label"] == ["Family hubs open"]
    assert row["header"] == [[], ["2018"], ["2019"]]
    text = client.get(f"{BASE}/text").json()["text"]
    assert [text[cell["start"] : cell["end"]] for cell in row["cells"]] == ["Family hubs open", "5", "8"]


def test_blocks_between_two_offsets(client: TestClient) -> None:
    every = client.get(f"{BASE}/blocks").json()["blocks"]
    second = every[1]
    some = client.get(f"{BASE}/blocks", params={"start": second["start"] + 1, "end": second["end"]}).json()["blocks"]
    assert some == [second]
    assert client.get(f"{BASE}/blocks", params={"start": every[-1]["start"]}).json()["blocks"] == every[-1:]


@pytest.mark.parametrize("query", ["start=-1", "start=x", "end=1.5"])
def test_bad_offsets_are_refused(client: TestClient, query: str) -> None:
    reply = client.get(f"{BASE}/blocks?{query}")
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] in query


@pytest.mark.parametrize("tail", ["", "/text", "/blocks"])
@pytest.mark.parametrize("document_id", ["nope", "%00", "..", "a" * 3000])
def test_unknown_document_is_a_problem(client: TestClient, document_id: str, tail: str) -> None:
    reply = client.get(f"/v1/documents/{document_id}{tail}")
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"
    assert len(reply.json()["detail"]) < 250


def test_document_without_a_table_has_none(client: TestClient) -> None:
    blocks = client.get(f"/v1/documents/{LETTER.id}/blocks").json()["blocks"]
    assert [block["table"] for block in blocks] == [None, None]
