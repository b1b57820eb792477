from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.service.fake_shelf import ANNUAL, CAPTION, LETTER, OBSERVATIONS, TEXT


def found(client: TestClient, **query: str | int | list[str]) -> list[dict[str, Any]]:
    reply = client.get("/v1/observations", params=query)
    assert reply.status_code == 200, reply.text
    observations: list[dict[str, Any]] = reply.json()["observations"]
    return observations


def test_a_cell_comes_with_its_table_and_a_link_to_the_very_cell(client: TestClient) -> None:
    (hubs,) = found(client, measure="family hubs open", from_year=2019)
    assert (hubs["value"], hubs["unit"], hubs["place"], hubs["period"]) == (8.0, None, "Northmoor", "2019")
    assert hubs["citation"]["cell"] == {
        "table": CAPTION,
        "row": ["Family hubs open"],
        "column": ["2019"],
        "value": "8",
        "unit": None,
    }
    assert TEXT[hubs["start"] : hubs["end"]] == "8"
    assert hubs["url"] == f"/documents/{ANNUAL.id}?start={hubs['start']}&end={hubs['end']}"
    quote = hubs["citation"]
    assert quote["start"] <= hubs["start"] < hubs["end"] <= quote["end"]
    assert quote["page_start"] == 1


def test_a_sentence_comes_with_its_quote_and_a_link_that_marks_it_whole(client: TestClient) -> None:
    (caseload,) = found(client, measure="caseload")
    quote = caseload["citation"]
    assert quote["cell"] is None
    assert quote["quote"].startswith("The average caseload fell from 19 to 16 children")
    assert caseload["url"] == quote["url"]
    assert caseload["period_inferred"] is True
    assert quote["page_start"] == 2


def test_filters_narrow_together(client: TestClient) -> None:
    assert len(found(client)) == len(OBSERVATIONS)
    assert {one["period"] for one in found(client, to_year=2018)} == {"2018", "2018-19"}
    assert found(client, place="northmoor", measure="waiting list")[0]["unit"] == "%"
    assert found(client, place="Ashby") == []
    assert found(client, document=LETTER.id) == []
    assert len(found(client, document=[ANNUAL.id, LETTER.id])) == len(OBSERVATIONS)


def test_pages_of_results_join_to_the_whole(client: TestClient) -> None:
    seen: list[int] = []
    offset: int | None = 0
    while offset is not None:
        reply = client.get("/v1/observations", params={"limit": 2, "offset": offset}).json()
        seen += [one["id"] for one in reply["observations"]]
        offset = reply["next_offset"]
    assert seen == list(range(len(OBSERVATIONS)))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from_year": 2020, "to_year": 2019}, "from_year"),
        ({"from_year": "soon"}, "from_year"),
        ({"limit": 0}, "limit"),
        ({"limit": 5000}, "limit"),
        ({"offset": -1}, "offset"),
        ({"document": "nope"}, "document.0"),
        ({"measure": "x" * 301}, "measure"),
        ({"measure": "a\x00b"}, "measure"),
    ],
)
def test_what_cannot_be_asked_is_named(client: TestClient, query: dict[str, Any], field: str) -> None:
    reply = client.get("/v1/observations", params=query)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["errors"][0]["field"] == field
