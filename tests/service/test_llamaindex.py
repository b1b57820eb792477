"""Our retriever in a LlamaIndex program."""

import subprocess
import sys
from pathlib import Path

import pytest
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import MetadataMode, NodeRelationship, QueryBundle

from indexer import SentenceEncoder
from service import Filters
from service.engine import Engine
from service.llamaindex import ReportRetriever
from tests.small_shelf import NORTHMOOR, OAKFORD, build_small_index

ROOT = Path(__file__).resolve().parents[2]


def test_retrieved_nodes_carry_passage_score_and_citation(small_engine: Engine) -> None:
    found = ReportRetriever(small_engine).retrieve("average caseload of a social worker")
    best = found[0]
    assert "16 children" in best.get_content(MetadataMode.NONE)
    assert best.metadata["source"] == OAKFORD
    assert best.metadata["section"] == "WORKFORCE"
    text = small_engine.store.text(best.metadata["document_id"])
    assert " ".join(text[best.metadata["start"] : best.metadata["end"]].split()) == best.metadata["quote"]
    assert best.metadata["url"].startswith(f"/documents/{best.metadata['document_id']}")
    assert best.node.relationships[NodeRelationship.SOURCE].node_id == best.metadata["document_id"]
    scores = [node.score for node in found]
    assert scores == sorted(scores, reverse=True)


def test_metadata_is_flat_so_that_vector_stores_take_it(small_engine: Engine) -> None:
    for node in ReportRetriever(small_engine).retrieve("family hubs"):
        assert all(isinstance(value, str | int | float | None) for value in node.metadata.values())


def test_limit_and_filters_hold(small_engine: Engine) -> None:
    retriever = ReportRetriever(small_engine, limit=2, filters=Filters(places=("Northmoor",)))
    found = retriever.retrieve(QueryBundle("children and family hubs"))
    assert len(found) == 2
    assert {node.metadata["source"] for node in found} == {NORTHMOOR}


def test_same_passage_has_the_same_node_id_every_time(small_engine: Engine) -> None:
    first, second = (ReportRetriever(small_engine).retrieve("family hubs") for _ in range(2))
    assert [node.node_id for node in first] == [node.node_id for node in second]


def test_retriever_serves_a_query_engine(small_engine: Engine) -> None:
    engine = RetrieverQueryEngine.from_args(ReportRetriever(small_engine, limit=1), llm=MockLLM())
    response = engine.query("What is the average caseload of a social worker?")
    assert "16 children" in str(response)  # the mock says its prompt again
    assert "start" not in str(response.response)  # what a language model has no use for stays out of the prompt
    assert response.source_nodes[0].metadata["source"] == OAKFORD


@pytest.mark.model
def test_two_lines_are_enough(tmp_path: Path, real_encoder: SentenceEncoder) -> None:
    index = build_small_index(tmp_path, real_encoder)
    retriever = ReportRetriever.open(index)
    assert "402 days" in retriever.retrieve("How long do children wait for adoption?")[0].text


def test_service_runs_without_llama_index() -> None:
    program = (
        "import sys; sys.modules['llama_index'] = None\n"  # an import of it would fail
        "import service.engine, service.app, service.ask, service.__main__, indexer.build\n"
        "from service.settings import ServiceSettings\n"
        "service.app.create_app(ServiceSettings(index_dir='none'))\n"
        "print(sorted(name for name in sys.modules if name.startswith('llama_index')))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "['llama_index']"), done.stderr
