"""`GET /v1/charts/...`: drawings and tables made from the ids in the address alone."""

import csv
import io
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from tests.service.fake_shelf import OBSERVATIONS


def test_drawing_of_the_named_figures(client: TestClient) -> None:
    reply = client.get("/v1/charts/0-1.svg")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("image/svg+xml")
    assert "default-src 'self'" in reply.headers["content-security-policy"]
    root = ElementTree.fromstring(reply.text)
    assert f"{OBSERVATIONS[0].value:g}" in "".join(root.itertext())


def test_table_of_the_named_figures_in_their_order(client: TestClient) -> None:
    reply = client.get("/v1/charts/1-0-1.csv")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert [row["text"] for row in rows] == [OBSERVATIONS[1].text, OBSERVATIONS[0].text]
    one = OBSERVATIONS[1]
    assert rows[0]["source"] == f"/documents/{one.document_id}?start={one.start}&end={one.end}"


@pytest.mark.parametrize("kind", ["svg", "csv"])
def test_ids_that_nothing_has_are_not_found(client: TestClient, kind: str) -> None:
    reply = client.get(f"/v1/charts/999999.{kind}")
    assert reply.status_code == 404
    assert reply.json()["type"] == "/problems/not-found"


@pytest.mark.parametrize("ids", ["abc", "1--2", "-1", "1" * 17, "-".join(["1"] * 61), "1;2", "1.5"])
def test_what_is_no_list_of_ids_is_refused(client: TestClient, ids: str) -> None:
    assert client.get(f"/v1/charts/{ids}.svg").status_code in (404, 422)
