"""Our reading of reports as LlamaIndex nodes."""

from itertools import pairwise

import pytest
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import BaseNode, Document, MetadataMode, NodeRelationship, TextNode

from indexer.nodes import ReportNodeParser
from indexer.passages import make_passages
from indexer.records import embedded_text
from indexer.structure import read_blocks
from indexer.types import SourceText
from tests.indexer.reading import REPORT
from tests.small_shelf import OAKFORD_TEXT

DETAILS = {"title": "Annual Report", "place": "Oakford", "period": "2016/17", "source": "report.txt", "owner": "J. Fox"}


def parse(text: str = OAKFORD_TEXT, **metadata: str) -> list[TextNode]:
    nodes = ReportNodeParser().get_nodes_from_documents([Document(text=text, metadata=metadata or DETAILS)])
    return [node for node in nodes if isinstance(node, TextNode)]


def test_nodes_embed_exactly_what_our_own_index_embeds() -> None:
    passages = make_passages(REPORT, OAKFORD_TEXT, read_blocks(SourceText(OAKFORD_TEXT)))
    assert len(passages) > 3
    assert [node.get_content(MetadataMode.EMBED) for node in parse()] == [embedded_text(p) for p in passages]


def test_node_tells_its_document_and_section_and_where_it_stands() -> None:
    node = next(node for node in parse() if "caseload" in node.text)
    told = dict(node.metadata)
    assert told.pop("document_id") and told.pop("context").startswith("Annual Report · Oakford · 2016/17 · ")
    assert told == {
        "source": "report.txt",
        "title": "Annual Report",
        "place": "Oakford",
        "period": "2016/17",
        "owner": "J. Fox",
        "section": "WORKFORCE",
        "kind": "prose",
        "start": node.start_char_idx,
        "end": node.end_char_idx,
    }
    assert "average caseload" in OAKFORD_TEXT[node.start_char_idx : node.end_char_idx]


def test_offsets_are_the_passage_s_own_where_the_same_words_stand_twice() -> None:
    text = "HEALTH\n\nAll checks were done.\n\nHOUSING\n\nAll homes were seen.\n\nHEALTH\n\nAll checks were done.\n"
    nodes = [node for node in parse(text) if "checks" in node.text]
    assert [text[node.start_char_idx : node.end_char_idx].split()[-1] for node in nodes] == ["done.", "done."]
    assert nodes[0].end_char_idx < nodes[1].start_char_idx


def test_nodes_know_their_neighbours_and_their_document() -> None:
    documents = [Document(text=OAKFORD_TEXT, id_="one"), Document(text="HEALTH\n\nChecks were done.", id_="two")]
    nodes = ReportNodeParser().get_nodes_from_documents(documents)
    assert {node.ref_doc_id for node in nodes} == {"one", "two"}
    for node, following in pairwise(nodes):
        if node.ref_doc_id == following.ref_doc_id:
            assert node.next_node is not None and node.next_node.node_id == following.node_id
            assert following.prev_node is not None and following.prev_node.node_id == node.node_id
    assert NodeRelationship.PREVIOUS not in nodes[0].relationships
    assert NodeRelationship.NEXT not in nodes[-1].relationships


def test_details_that_the_metadata_leaves_out_are_read_from_the_text() -> None:
    text = "Northmoor Council\n\nAnnual Report 2018/19\n\nThe council met its targets for the third year.\n"
    (node,) = parse(text, file_name="report.txt")[-1:]
    assert node.metadata["source"] == "report.txt"
    assert node.metadata["period"] == "2018/19"


def test_table_row_is_read_out_and_its_place_is_that_of_the_cells() -> None:
    text = "Placement moves\t2016\t2017\nNorth\t7.8%\t8.1%\n"
    (node,) = parse(text)
    assert node.text == "North: 2016: 7.8%; 2017: 8.1%"
    assert text[node.start_char_idx : node.end_char_idx] == "North\t7.8%\t8.1%"
    assert node.metadata["kind"] == "table"


@pytest.mark.parametrize("text", ["", " \n\n", "12"])
def test_text_without_words_gives_no_nodes(text: str) -> None:
    assert parse(text) == []


def test_parser_works_in_an_ingestion_pipeline() -> None:
    pipeline = IngestionPipeline(
        transformations=[ReportNodeParser(), MockEmbedding(embed_dim=4)], disable_cache=True, docstore=None
    )
    nodes: list[BaseNode] = list(pipeline.run(documents=[Document(text=OAKFORD_TEXT, metadata=DETAILS)]))
    assert nodes and all(node.embedding == [0.5] * 4 for node in nodes)
