"""From files to cited answers with the real model: in this process, and over HTTP with the real app."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from indexer import IndexSettings, SentenceEncoder, build_index, encoder_identity
from service import open_engine
from service.app import create_app
from service.schemas import AskReply
from service.settings import ServiceSettings
from service.types import Turn
from tests.small_shelf import ASHBY, NORTHMOOR, OAKFORD, build_small_index, write_reports

pytestmark = pytest.mark.model

Ask = Callable[..., dict[str, Any]]
TABLE_QUESTION = "What percentage of single assessments were completed within 45 days in Northmoor in 2019?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, real_encoder: SentenceEncoder) -> Path:
    return build_small_index(tmp_path_factory.mktemp("small"), real_encoder)


@pytest.fixture(scope="module")
def client(index: Path) -> Iterator[TestClient]:
    with TestClient(create_app(ServiceSettings(index_dir=index))) as client:
        yield client


@pytest.fixture(scope="module", params=["engine", "http"])
def ask(request: pytest.FixtureRequest, index: Path, client: TestClient) -> Iterator[Ask]:
    """Asks and gives the reply as JSON, whichever way it is asked."""
    engine = open_engine(index)

    def by_engine(question: str, history: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
        answer = engine.ask(question, history=[Turn(*turn) for turn in history])
        return AskReply.model_validate(answer).model_dump(mode="json")

    def by_http(question: str, history: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
        turns = [{"question": asked, "answer": said} for asked, said in history]
        response = client.post("/v1/ask", json={"question": question, "history": turns})
        assert response.status_code == 200, response.text
        return dict(response.json())

    yield by_engine if request.param == "engine" else by_http
    engine.store.close()


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def text_of(client: TestClient, document_id: str) -> str:
    return str(client.get(f"/v1/documents/{document_id}/text").json()["text"])


def test_fact_in_prose_is_answered_with_its_sentence(ask: Ask) -> None:
    reply = ask("When did three new family hubs open in Oakford?")
    assert reply["answered"] and "September 2018" in reply["answer"]
    (citation, *_) = reply["citations"]
    assert citation["quote"] == "Three new family hubs opened in Oakford in September 2018."
    assert (citation["source"], citation["place"], citation["period"]) == (OAKFORD, "Oakford", "2018/19")
    assert (citation["line_start"], citation["page_start"]) == (7, None)


def test_figure_of_a_table_is_answered_with_its_cell_and_no_other(ask: Ask) -> None:
    reply = ask(TABLE_QUESTION)
    assert reply["answered"] and "78.6%" in reply["answer"]
    assert "71.2%" not in reply["answer"] and "88.3%" not in reply["answer"]
    (citation, *_) = reply["citations"]
    assert citation["source"] == NORTHMOOR
    assert citation["cell"]["value"] == "78.6%"
    assert citation["cell"]["row"] == ["Single assessments completed within 45 days"]
    assert citation["cell"]["column"] == ["2019"]
    assert reply["statements"][0]["support"] == "cell"


def test_list_is_answered_whole(ask: Ask) -> None:
    reply = ask("What are the areas for improvement in Ashby?")
    assert reply["answered"]
    for item in ("Record supervision", "Hold strategy meetings", "Offer an advocate"):
        assert item in reply["answer"]
    assert {citation["source"] for citation in reply["citations"]} == {ASHBY}


def test_figures_over_the_years_are_told_in_their_order(ask: Ask) -> None:
    answer = ask("How have single assessments within 45 days in Northmoor changed since 2018?")["answer"]
    assert re.findall(r"\d+\.\d%", answer) == ["71.2%", "78.6%", "88.3%"]


@pytest.mark.parametrize(
    "question",
    ["How many family hubs opened in Bristol?", "What percentage of assessments were completed in Manchester in 2019?"],
)
def test_place_that_is_not_on_the_shelf_is_refused_and_no_other_place_s_figure_told(ask: Ask, question: str) -> None:
    reply = ask(question)
    assert not reply["answered"] and reply["statements"] == []
    assert reply["refusal"]["message"]
    assert "78.6%" not in reply["answer"]


def test_question_off_the_topic_is_refused(ask: Ask) -> None:
    reply = ask("What is the best recipe for chocolate cake?")
    assert not reply["answered"]
    assert reply["refusal"]["reason"] == "off_topic"


def test_follow_up_is_understood_from_the_turn_before(ask: Ask) -> None:
    reply = ask("And in 2020?", ((TABLE_QUESTION, "78.6%"),))
    assert reply["answered"] and "88.3%" in reply["answer"]
    assert "assessments" in reply["standalone_question"]


def test_every_quote_is_verbatim_and_every_mark_has_its_citation(ask: Ask, client: TestClient) -> None:
    questions = [
        TABLE_QUESTION,
        "What are the areas for improvement in Ashby?",
        "What is Staying Put?",
        "What advice do the family hubs in Oakford offer?",
        "Compare the caseload in Oakford and Northmoor",
        "Who won the football world cup in 1966?",
    ]
    checked = 0
    for question in questions:
        reply = ask(question)
        numbers = {citation["number"] for citation in reply["citations"]}
        assert {int(n) for n in re.findall(r"\[(\d+)\]", reply["answer"])} <= numbers
        assert all(set(statement["citations"]) <= numbers for statement in reply["statements"])
        for citation in reply["citations"]:
            text = text_of(client, citation["document_id"])
            assert fold(text[citation["start"] : citation["end"]]) == citation["quote"] != ""
            checked += 1
    assert checked >= 5


def test_search_over_http_finds_the_passage_with_its_place(client: TestClient) -> None:
    results = client.post("/v1/search", json={"query": "average caseload of a social worker"}).json()["results"]
    assert "16 children" in results[0]["text"]
    assert results[0]["source"] == OAKFORD


def test_documents_tell_what_they_are(client: TestClient) -> None:
    documents = {d["source"]: d for d in client.get("/v1/documents").json()["documents"]}
    assert set(documents) == {ASHBY, NORTHMOOR, OAKFORD}
    assert documents[ASHBY]["title"] == "Inspection of Ashby children's services"


def test_deleted_report_is_never_quoted_again_and_a_changed_one_in_its_new_words(
    tmp_path: Path, real_encoder: SentenceEncoder
) -> None:
    corpus, index = write_reports(tmp_path / "corpus"), tmp_path / "index"
    identity = encoder_identity(IndexSettings())
    question = "When did three new family hubs open in Oakford?"
    build_index(corpus, index, lambda: real_encoder, identity)
    before = open_engine(index)
    (corpus / NORTHMOOR).unlink()
    changed = (corpus / OAKFORD).read_text().replace("September 2018", "November 2018")
    (corpus / OAKFORD).write_text(changed)
    report = build_index(corpus, index, lambda: real_encoder, identity)
    assert {f.source: f.status for f in report.files} == {ASHBY: "unchanged", OAKFORD: "indexed", NORTHMOOR: "removed"}
    after = open_engine(index)
    assert "September 2018" in before.ask(question).answer
    assert "November 2018" in after.ask(question).answer
    for asked in (TABLE_QUESTION, "What is Staying Put?", "How many children were adopted?"):
        assert NORTHMOOR not in {citation.source for citation in after.ask(asked).citations}
        assert NORTHMOOR not in {result.citation.source for result in after.search(asked)}
    before.store.close()
    after.store.close()
