import dataclasses
import json

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from service.schemas import AskReply
from service.types import Answer, Filters, Turn
from tests.service.fake_engine import ANNUAL, LETTER, FakeEngine

JSON = {"content-type": "application/json"}
CONTRACT_FIELDS = {
    "id", "question", "standalone_question", "answered", "answer", "refusal", "confidence", "kind", "citations",
    "statements", "observations", "chart", "suggestions", "timings_ms", "index_version", "answerer",
}  # fmt: skip
CITATION_FIELDS = {
    "number", "document_id", "source", "title", "place", "period", "page_start", "page_end", "page_label",
    "line_start", "line_end", "section", "quote", "start", "end", "cell", "score", "url",
}  # fmt: skip


def errors_of(response: Response) -> dict[str, str]:
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def test_answer_has_every_field_of_the_contract(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "How many hubs?"})
    assert reply.status_code == 200
    body = reply.json()
    assert set(body) == CONTRACT_FIELDS
    assert body["answered"] is True
    assert body["refusal"] is None
    assert (body["observations"], body["chart"]) == ([], None)
    assert all(set(citation) == CITATION_FIELDS for citation in body["citations"])
    assert body["citations"][1]["cell"] == {
        "table": "Table 3: Early help services at 31 March",
        "row": ["Family hubs open"],
        "column": ["2019"],
        "value": "8",
        "unit": None,
    }
    assert body["statements"][0] == {
        "text": "Three new family hubs opened in September 2018.",
        "citations": [1],
        "support": "quoted",
        "calculation": None,
    }


def test_reply_schema_leaves_out_no_field_of_the_engines_answer() -> None:
    assert {field.name for field in dataclasses.fields(Answer)} <= set(AskReply.model_fields)


def test_refusal_is_a_good_reply_with_the_nearest_things(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "What was the weather?"})
    assert reply.status_code == 200
    body = reply.json()
    assert body["answered"] is False
    assert body["refusal"]["reason"] == "not_in_documents"
    assert body["refusal"]["nearest"] == [1, 2]


def test_engine_gets_what_was_asked(client: TestClient, engine: FakeEngine) -> None:
    client.post(
        "/v1/ask",
        json={
            "question": "  And before?\n",
            "history": [{"question": "How many hubs?", "answer": "8. [1]\nIn all."}],
            "filters": {
                "documents": [ANNUAL.id],
                "places": ["northMOOR"],
                "kinds": ["annual report"],
                "from_year": 2018,
            },
            "answerer": "extractive",
            "max_citations": 3,
        },
    )
    assert engine.asked == [
        {
            "question": "And before?",
            "history": (Turn("How many hubs?", "8. [1]\nIn all."),),
            "filters": Filters((ANNUAL.id,), ("Northmoor",), ("annual report",), 2018, None),
            "max_citations": 3,
            "answerer": "extractive",
        }
    ]


def test_optional_fields_may_be_null(client: TestClient, engine: FakeEngine) -> None:
    body = {"question": "hubs", "history": None, "filters": None, "answerer": None, "max_citations": None}
    assert client.post("/v1/ask", json=body).status_code == 200
    assert engine.asked[0]["filters"] == Filters()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "is empty: ask something"),
        (" \t\n ", "is empty: ask something"),
        ("\u200b\ufeff", "is empty: ask something"),
        ("a\x00b", "holds a character that is not text (U+0000)"),
        ("\x89PNG\r\n\x1a", "holds a character that is not text (U+0089)"),
        (None, "must be text"),
        (7, "must be text"),
        (True, "must be text"),
        (["hubs"], "must be text"),
        ({"text": "hubs"}, "must be text"),
        ("x" * 2001, "is too long: 2,001 characters, and 2,000 are taken at most"),
        ("x" * 65_536, "is too long: 65,536 characters, and 2,000 are taken at most"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_bad_question_is_refused_with_the_reason(client: TestClient, question: object, said: str) -> None:
    assert errors_of(client.post("/v1/ask", json={"question": question})) == {"question": said}


@pytest.mark.parametrize("question", ["Où sont les « hubs » ?", "¿Qué?", "家庭", "What?\nAnd when?", "x" * 2000])
def test_any_written_text_is_a_question(client: TestClient, engine: FakeEngine, question: str) -> None:
    assert client.post("/v1/ask", json={"question": question}).status_code == 200
    assert engine.asked[0]["question"] == question


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({}, "question", "is required"),
        ({"question": "hubs", "quesion": "x"}, "quesion", "is not a field of this call"),
        ({"question": "hubs", "filters": {"place": "x"}}, "filters.place", "is not a field of this call"),
        ({"question": "hubs", "filters": []}, "filters", "must be an object"),
        ({"question": "hubs", "filters": {"places": "Northmoor"}}, "filters.places", "must be a list"),
        ({"question": "hubs", "filters": {"from_year": "2018"}}, "filters.from_year", "must be a whole number"),
        ({"question": "hubs", "stream": "yes"}, "stream", "must be true or false"),
        ({"question": "hubs", "max_citations": 0}, "max_citations", "should be greater than or equal to 1"),
        ({"question": "hubs", "max_citations": 21}, "max_citations", "should be less than or equal to 20"),
        ({"question": "hubs", "answerer": "oracle"}, "answerer", "should be 'extractive' or 'llm'"),
        ({"question": "hubs", "history": [{"question": "q"}]}, "history.0.answer", "is required"),
        ([], "body", "must be an object"),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_bad_field_is_refused_by_name(client: TestClient, body: object, field: str, said: str) -> None:
    assert errors_of(client.post("/v1/ask", json=body)) == {field: said}


def test_history_of_more_than_twenty_turns_is_refused(client: TestClient) -> None:
    turn = {"question": "q", "answer": "a"}
    assert client.post("/v1/ask", json={"question": "hubs", "history": [turn] * 20}).status_code == 200
    assert "history" in errors_of(client.post("/v1/ask", json={"question": "hubs", "history": [turn] * 21}))


def test_earlier_question_that_is_too_long_is_refused(client: TestClient) -> None:
    history = [{"question": "How many?", "answer": "x" * 5000}, {"question": "x" * 2001, "answer": ""}]
    reply = client.post("/v1/ask", json={"question": "Why?", "history": history})
    assert list(errors_of(reply)) == ["history.1.question"]


def test_unknown_filters_are_each_named_with_what_there_is(client: TestClient, engine: FakeEngine) -> None:
    filters = {"documents": [LETTER.id, "nope"], "places": ["Southby"], "kinds": ["novel"]}
    said = errors_of(client.post("/v1/ask", json={"question": "hubs", "filters": filters}))
    assert said == {
        "filters.documents.1": "there is no document 'nope'; GET /v1/documents lists them",
        "filters.places.0": "no document has 'Southby'; there are: Ashby, Northmoor",
        "filters.kinds.0": "no document has 'novel'; there are: annual report, inspection letter",
    }
    assert engine.asked == []


def test_years_in_the_wrong_order_are_refused(client: TestClient) -> None:
    body = {"question": "hubs", "filters": {"from_year": 2020, "to_year": 2019}}
    assert errors_of(client.post("/v1/ask", json=body)) == {"filters.from_year": "2020 is after to_year, 2019"}
    body["filters"] = {"from_year": 2019, "to_year": 2019}
    assert client.post("/v1/ask", json=body).status_code == 200


def test_llm_is_refused_because_none_is_configured(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "hubs", "answerer": "llm"})
    assert reply.status_code == 400
    assert reply.json()["type"] == "/problems/answerer-unavailable"
    assert "No language model is configured" in reply.json()["detail"]


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe{", b'{"question": "\xe9"}', b"[" * 100_000])
def test_body_that_is_not_json_is_a_problem(client: TestClient, content: bytes) -> None:
    reply = client.post("/v1/ask", content=content, headers=JSON)
    assert reply.status_code == (422 if content == b"" else 400)
    assert reply.headers["content-type"] == "application/problem+json"


def test_names_that_cannot_be_written_back_are_refused_all_the_same(client: TestClient) -> None:
    reply = client.post("/v1/ask", content=rb'{"question": "\ud800"}', headers=JSON)
    assert errors_of(reply) == {"question": "holds a character that is not text (U+D800)"}
    reply = client.post("/v1/ask", content=rb'{"question": "hubs", "\udfff": 1}', headers=JSON)
    assert errors_of(reply) == {"body": "must be valid Unicode text"}
    reply = client.post("/v1/ask", json={"question": "hubs", "a\x00" + "b" * 5000: 1})
    assert errors_of(reply) == {"a\ufffd" + "b" * 78 + "…": "is not a field of this call"}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_body_must_be_said_to_be_json(client: TestClient, content_type: str) -> None:
    reply = client.post("/v1/ask", content=b'{"question": "hubs"}', headers={"content-type": content_type})
    assert reply.status_code == 415
    assert "application/json" in reply.json()["detail"]


def test_content_type_may_name_a_charset(client: TestClient) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    assert client.post("/v1/ask", content=b'{"question": "hubs"}', headers=headers).status_code == 200
