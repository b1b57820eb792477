"""One generation of an index, to read: what retrieval and the pages of the service stand on."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.database import Database
from indexer.errors import IndexDamagedError, IndexMismatchError
from indexer.generations import DATABASE, VECTORS, Manifest, current_name, live_folder
from indexer.records import layout
from indexer.types import Block, Document, Observation, PageSpan, Passage
from indexer.vectors import VectorIndex

_TEXTS_KEPT = 64
_PASSAGES_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found and its score; greater is better, whatever the search."""

    id: int
    score: float


class Store:
    """Safe to read from several threads. Once opened it does not notice that a newer generation goes live."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.version = folder.name
        self.manifest = manifest
        self._vectors = VectorIndex.load(folder / VECTORS, manifest.dimension, manifest.passages)
        self._database = Database(folder / DATABASE)
        rows = self._database.documents()
        if self._database.count("passages") != manifest.passages or len(rows) != len(manifest.documents):
            self._database.close()
            raise IndexDamagedError("The database of the index is not what its manifest says. Build the index again.")
        self._documents = {document.id: document for document, _, _, _ in rows}
        self._ranges = {document.id: range(first, first + count) for document, _, first, count in rows}
        self._passages: dict[int, Passage] = {}
        self._lock = threading.Lock()
        self._text = lru_cache(_TEXTS_KEPT)(self._database.text)
        self._pages = lru_cache(_TEXTS_KEPT)(self._database.pages)
        self._blocks = lru_cache(_TEXTS_KEPT)(self._database.blocks)
        self._observations = lru_cache(_TEXTS_KEPT)(self._database.numbered_observations)
        self._frequency = lru_cache(_PASSAGES_KEPT)(self._database.frequency)

    @classmethod
    def open(cls, index_dir: Path, encoder_identity: str | None = None) -> "Store":
        """The live generation of an index. With an identity, only an index made by that encoder is opened."""
        while True:
            name = current_name(index_dir)
            try:
                return cls._open_folder(live_folder(index_dir), encoder_identity)
            except IndexDamagedError:
                # A builder may have put newer generations in place meanwhile and removed this one.
                if current_name(index_dir) == name:
                    raise

    @classmethod
    def _open_folder(cls, folder: Path, encoder_identity: str | None) -> "Store":
        manifest = Manifest.load(folder)
        if manifest.layout != layout():
            raise IndexMismatchError("The index was made by another version of the program. Build it again.")
        if encoder_identity is not None and manifest.encoder != encoder_identity:
            raise IndexMismatchError(
                f"The index was made with the model {manifest.encoder}, not with {encoder_identity}. Build it again, "
                "or set REPORTQA_EMBEDDING_MODEL to the model that it was made with."
            )
        problems = manifest.check_files(folder)
        if problems:
            raise IndexDamagedError(f"The index is damaged: {'; '.join(problems)}. Build the index again.")
        return cls(folder, manifest)

    def close(self) -> None:
        """Lets go of the files; what other threads are just reading they read to the end."""
        self._database.close()

    def documents(self) -> tuple[Document, ...]:
        """Every document, by source."""
        return tuple(self._documents.values())

    def document(self, document_id: str) -> Document | None:
        """The document of this id, None where there is none."""
        return self._documents.get(document_id)

    def text(self, document_id: str) -> str:
        """The whole text of a document, to which all offsets refer; empty where there is no such document."""
        return self._text(document_id) or ""

    def pages(self, document_id: str) -> tuple[PageSpan, ...]:
        """The pages of a document, none where its format has none."""
        return self._pages(document_id)

    def blocks(self, document_id: str) -> tuple[Block, ...]:
        """The structure of a document, in reading order."""
        return self._blocks(document_id)

    def observations(self, document_id: str) -> tuple[Observation, ...]:
        """The figures that a document states, in reading order."""
        return self._database.observations(document_id)

    def numbered_observations(self, document_id: str) -> tuple[tuple[int, Observation], ...]:
        """The same, each with the id that `observations_of` finds it by."""
        return self._observations(document_id)

    def observations_of(self, ids: Sequence[int]) -> list[tuple[int, Observation]]:
        """The observations of these ids, in the order asked for; ids that none has are left out."""
        found = self._database.observations_of(ids)
        return [(number, found[number]) for number in ids if number in found]

    def search_observations(
        self,
        measure: str | None,
        place: str | None,
        from_year: int | None,
        to_year: int | None,
        documents: Sequence[str] | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[tuple[int, Observation]]:
        """The observations that fit, with their ids; None does not narrow the search.

        With a measure those that hold the most of its words (stemmed, in the measure, section, caption or labels) come
        first, else they are in the order of the documents. Years are met by an observation whose own years overlap
        them. An id stays the same from generation to generation as long as the observation does.
        """
        return self._database.search_observations(measure, place, from_year, to_year, documents, limit, offset)

    def counts(self) -> dict[str, int]:
        """How many passages, blocks and observations there are."""
        return {table: self._database.count(table) for table in ("passages", "blocks", "observations")}

    def __len__(self) -> int:
        """The number of passages; their ids count from 0."""
        return self.manifest.passages

    def passage(self, passage_id: int) -> Passage:
        """One passage; IndexError where the id is none of this store's."""
        return self.passages([passage_id])[0]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in the order asked for; IndexError where one is none of this store's."""
        kept = self._passages
        found = {i: kept[i] for i in ids if i in kept}
        missing = [i for i in ids if i not in found]
        if missing:
            read = {passage.id: passage for passage in self._database.passages(missing)}
            found |= read
            with self._lock:
                if len(self._passages) + len(read) > _PASSAGES_KEPT:
                    self._passages = {}
                self._passages |= read
        try:
            return [found[i] for i in ids]
        except KeyError as error:
            raise IndexError(f"there is no passage {error.args[0]}") from error

    def document_passages(self, document_id: str) -> list[Passage]:
        """The passages of a document, in reading order."""
        return self.passages(self._ranges.get(document_id, range(0)))

    def search_words(
        self,
        terms: Sequence[str],
        limit: int,
        documents: Sequence[str] | None = None,
        weights: tuple[float, float] = (1.0, 1.0),
    ) -> list[Hit]:
        """The passages that hold any of the words, best BM25 first. `weights` are those of body and context.

        Words are taken as they are, whatever signs they hold, and stemmed. No `documents` means all of them.
        """
        return [Hit(*row) for row in self._database.search(terms, limit, documents, weights)]

    def search_vectors(
        self, vector: NDArray[np.float32], limit: int, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """The passages whose vectors are nearest by cosine, best first. No `documents` means all of them."""
        allowed = None
        if documents is not None:
            allowed = [i for name in dict.fromkeys(documents) for i in self._ranges.get(name, ())]
        return [Hit(*row) for row in self._vectors.search(vector, limit, allowed)]

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """For each term in how many bodies it stands (contexts, where no body has it), stemmed as in `search_words`."""
        return {term: self._frequency(term) for term in terms}

    def vectors(self) -> NDArray[np.float32]:
        """The vectors of all passages, one a row."""
        return self._vectors.all()

    def problems(self) -> list[str]:
        """What a full look at the database finds wrong; slow, for `verify`."""
        return self._database.problems()
