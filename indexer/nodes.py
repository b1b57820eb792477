"""Our reading of reports for programs built on LlamaIndex: a node parser that gives our passages as nodes."""

from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, Document, MetadataMode, NodeRelationship, TextNode

from indexer.catalogue import Catalogue
from indexer.passages import make_passages
from indexer.structure import read_blocks
from indexer.types import Document as Report
from indexer.types import Passage, SourceText

# The catalogue's names for what the metadata of a LlamaIndex document may tell.
DETAILS = ("title", "publisher", "place", "kind", "period", "published")
UNNAMED = "document"


class ReportNodeParser(NodeParser):
    """Headings, lists and tables kept together, instead of a number of tokens.

    `title`, `place`, `period`, `publisher` and `source` (else LlamaIndex's `file_name`) of a document's metadata are
    taken as they are; what they leave out is read from the text. A node is embedded with the words that our own index
    embeds. `start` and `end` are the passage's offsets in the document's text; a node's own text is the passage for
    reading, with markup out and rows written with their headers, so it need not stand there letter for letter.
    """

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: Any) -> list[BaseNode]:  # noqa: ANN401, ARG002 - LlamaIndex's
        return [node for parent in nodes for node in self._nodes_of(parent)]

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        finished = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for node in finished:
            # LlamaIndex looks for the node's words in the text, where the same words may stand earlier.
            if isinstance(node, TextNode):
                node.start_char_idx, node.end_char_idx = node.metadata["start"], node.metadata["end"]
            _embed_context_only(node)
        return finished

    def _nodes_of(self, parent: BaseNode) -> list[TextNode]:
        text = parent.get_content(metadata_mode=MetadataMode.NONE)
        source = SourceText(text)
        report = _describe(parent, source)
        passages = make_passages(report, text, read_blocks(source))
        return [self._node(parent, report, passage, number) for number, passage in enumerate(passages)]

    def _node(self, parent: BaseNode, report: Report, passage: Passage, number: int) -> TextNode:
        return TextNode(
            id_=self.id_func(number, parent),
            text=passage.body,
            metadata={
                "document_id": report.id,
                "source": report.source,
                "title": report.title,
                "place": report.place,
                "period": report.period,
                "section": " > ".join(passage.section),
                "context": passage.context,
                "kind": passage.kind,
                "start": passage.start,
                "end": passage.end,
            },
            start_char_idx=passage.start,
            end_char_idx=passage.end,
            relationships={NodeRelationship.SOURCE: parent.as_related_node_info()},
            metadata_template="{value}",
            text_template="{metadata_str}\n{content}",
        )


def _describe(parent: BaseNode, text: SourceText) -> Report:
    known = parent.metadata
    source = str(known.get("source") or known.get("file_name") or UNNAMED)
    entry = {key: str(known[key]) for key in DETAILS if known.get(key)}
    return Catalogue({source: entry}).describe(source, text, sha256=parent.hash)


def _embed_context_only(node: BaseNode) -> None:
    """Of the metadata only the context is embedded, and read by a language model, as in `embedded_text`."""
    others = [key for key in node.metadata if key != "context"]
    node.excluded_embed_metadata_keys = others
    node.excluded_llm_metadata_keys = list(others)
