"""The plain pipeline: what a user of LlamaIndex would build in an hour, and the yardstick for speed and answers.

SimpleDirectoryReader -> SentenceSplitter(160, 20) -> HuggingFaceEmbedding with our weights -> FAISS -> the best five.
Its packages are in the `dev` extra; none is imported before it is used.
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from eval.errors import EvalError
from eval.types import Question, Quoted, Reply, SystemFacts
from indexer import IndexSettings, encoder_identity, readers
from indexer.corpus import scan
from indexer.encoder import model_folder

if TYPE_CHECKING:
    from llama_index.core.indices.base import BaseIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

CHUNK_TOKENS, OVERLAP_TOKENS, BEST = 160, 20, 5
PACKAGES = {
    "llama_index.vector_stores.faiss": "llama-index-vector-stores-faiss",
    "llama_index.embeddings.huggingface": "llama-index-embeddings-huggingface",
}


def require_packages() -> None:
    """Raise `EvalError` where a package of the plain pipeline is not installed."""
    missing = [package for module, package in PACKAGES.items() if not _found(module)]
    if missing:
        raise EvalError(f"The plain pipeline needs {' and '.join(missing)}: pip install -e '.[dev]'.")


def _found(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package that it lies in
        return False


@dataclass(frozen=True, slots=True)
class Chunk:
    """One of the pieces found, with the file it is from."""

    source: str
    text: str


class PlainPipeline:
    """The pipeline with its index in memory."""

    def __init__(self, index: "BaseIndex[Any]", passages: int) -> None:
        self._index = index
        self.passages = passages

    @classmethod
    def build(cls, corpus: Path, embedding: "HuggingFaceEmbedding") -> Self:
        """Read, split and embed the same files that our own indexer takes."""
        import faiss
        from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.vector_stores.faiss import FaissVectorStore

        files = [corpus / source for source in scan(corpus, readers.FORMATS).sources]
        if not files:
            raise EvalError(f"{corpus}: there is no report in it.")
        documents = SimpleDirectoryReader(input_files=files).load_data()
        splitter = SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)
        nodes = splitter.get_nodes_from_documents(documents)
        dimension = len(embedding.get_text_embedding("dimension"))
        storage = StorageContext.from_defaults(vector_store=FaissVectorStore(faiss.IndexFlatIP(dimension)))
        return cls(VectorStoreIndex(nodes, storage_context=storage, embed_model=embedding), len(nodes))

    @classmethod
    def load(cls, folder: Path, embedding: "HuggingFaceEmbedding") -> Self:
        """Open what `save` wrote."""
        from llama_index.core import StorageContext, load_index_from_storage
        from llama_index.vector_stores.faiss import FaissVectorStore

        store = FaissVectorStore.from_persist_dir(str(folder))
        storage = StorageContext.from_defaults(vector_store=store, persist_dir=str(folder))
        index = load_index_from_storage(storage, embed_model=embedding)
        return cls(index, len(storage.docstore.docs))

    def save(self, folder: Path) -> None:
        """Write the index as LlamaIndex does."""
        self._index.storage_context.persist(str(folder))

    def retrieve(self, question: str, best: int = BEST) -> list[Chunk]:
        """The best chunks, the best first."""
        found = self._index.as_retriever(similarity_top_k=best).retrieve(question)
        return [Chunk(str(node.metadata.get("file_name", "")), node.get_content()) for node in found]


def load_embedding(settings: IndexSettings) -> "HuggingFaceEmbedding":
    """The model of the settings, as ours, through torch in float32."""
    require_packages()
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model_name=str(model_folder(settings.embedding_model)), device="cpu")


class PlainAsker:
    """The plain pipeline as a system under evaluation: the best passage is the answer, all five are cited."""

    def __init__(self, settings: IndexSettings) -> None:
        """Index the corpus of the settings, which takes a minute or two."""
        self._pipeline = PlainPipeline.build(settings.corpus_dir, load_embedding(settings))
        self.facts = SystemFacts(
            "the plain pipeline",
            model=encoder_identity(settings),
            settings={"chunk_tokens": CHUNK_TOKENS, "overlap_tokens": OVERLAP_TOKENS, "best": BEST},
        )

    def warm_up(self) -> None:
        """Embed one question, so that the first one of the set does not pay for loading."""
        self._pipeline.retrieve("warm-up")

    def ask(self, question: Question) -> Reply:
        """The best passage; the pipeline knows no history and refuses nothing."""
        citations = self.search(question, BEST)
        return Reply(answer=citations[0].quote if citations else "", answered=bool(citations), citations=citations)

    def search(self, question: Question, limit: int) -> tuple[Quoted, ...]:
        """The best chunks."""
        return tuple(Quoted(chunk.source, chunk.text) for chunk in self._pipeline.retrieve(question.question, limit))
