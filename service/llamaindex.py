"""Our search in programs built on LlamaIndex: `ReportRetriever.open("index").retrieve("placement stability")`."""

from dataclasses import asdict
from pathlib import Path

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, ObjectType, QueryBundle, RelatedNodeInfo, TextNode

from service import Filters, SearchResult, open_engine
from service.engine import Answering

DEFAULT_LIMIT = 5


class ReportRetriever(BaseRetriever):
    """Finds passages as `POST /v1/search` does. Each node carries its citation in its metadata.

    The text of a node is the passage for reading; `quote`, `start` and `end` in the metadata are its verbatim words
    and their place in the document.
    """

    def __init__(self, engine: Answering, *, limit: int = DEFAULT_LIMIT, filters: Filters | None = None) -> None:
        super().__init__()
        self._engine = engine
        self._limit = limit
        self._filters = filters or Filters()

    @classmethod
    def open(
        cls, index_dir: str | Path, *, model: str = "", limit: int = DEFAULT_LIMIT, filters: Filters | None = None
    ) -> "ReportRetriever":
        """A retriever over the live index of a folder. `model` is as in REPORTQA_EMBEDDING_MODEL."""
        return cls(open_engine(index_dir, model), limit=limit, filters=filters)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._engine.search(query_bundle.query_str, filters=self._filters, limit=self._limit)
        return [_node(result) for result in found]


def _node(result: SearchResult) -> NodeWithScore:
    cited = result.citation
    details = {key: value for key, value in asdict(cited).items() if key not in ("number", "cell", "score")}
    scores = {f"score_{name}": value for name, value in result.scores.items()}
    metadata = {**details, "section": " > ".join(cited.section), **scores}  # flat, as vector stores want it
    named = ("title", "section", "page_label")
    hidden = [key for key in metadata if key not in named]
    node = TextNode(
        id_=f"{cited.document_id}:{cited.start}-{cited.end}",
        text=result.text,
        metadata=metadata,
        start_char_idx=cited.start,
        end_char_idx=cited.end,
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=hidden,
        relationships={
            NodeRelationship.SOURCE: RelatedNodeInfo(node_id=cited.document_id, node_type=ObjectType.DOCUMENT)
        },
    )
    return NodeWithScore(node=node, score=cited.score)
