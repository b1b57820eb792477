"""What a build can take over from the generation before it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indexer.catalogue import Catalogue
from indexer.encoder import Encoder
from indexer.errors import IndexDamagedError, IndexMismatchError
from indexer.generations import DocumentEntry
from indexer.progress import Progress
from indexer.records import DocumentRecord, embedded_text
from indexer.store import Store


class Previous:
    """The generation before, or none. Documents are taken over only where the same code read them."""

    def __init__(self, store: Store | None, encoder_identity: str, fingerprint: str) -> None:
        self.store = store
        self.entries: tuple[DocumentEntry, ...] = store.manifest.documents if store is not None else ()
        self.same_encoder = store is not None and store.manifest.encoder == encoder_identity
        self.same_code = store is not None and store.manifest.fingerprint == fingerprint
        self._by_source = {entry.source: entry for entry in self.entries}

    @property
    def hashes(self) -> Mapping[str, str]:
        """The hash of each file that is indexed, by its source."""
        return {entry.source: entry.sha256 for entry in self.entries}

    def unchanged(self, source: str, sha256: str, entry_hash: str) -> DocumentRecord | None:
        """The document of this file, where neither it nor what is said of it has changed."""
        old = self._by_source.get(source)
        if not self.same_code or old is None or (old.sha256, old.entry_hash) != (sha256, entry_hash):
            return None
        return self.record(old)

    def under_another_name(self, old: str, source: str, catalogue: Catalogue) -> DocumentRecord | None:
        """The document of the source `old`, moved to `source`; None where the name has a say in how it is read."""
        entry = self._by_source[old]
        if not self.same_code or catalogue.entry_hash(source) != entry.entry_hash:
            return None
        record = self.record(entry)
        document = catalogue.renamed(record.document, source, record.text)
        if document is None:
            return None
        return replace(
            record,
            document=document,
            passages=tuple(replace(passage, document_id=document.id) for passage in record.passages),
            observations=tuple(replace(one, document_id=document.id) for one in record.observations),
        )

    def record(self, entry: DocumentEntry) -> DocumentRecord:
        """A document as the generation holds it."""
        store = self.store
        document = store.document(entry.id) if store is not None else None
        if store is None or document is None:
            raise IndexDamagedError("The database of the index is not what its manifest says.")
        return DocumentRecord(
            document,
            entry.entry_hash,
            store.text(entry.id),
            store.pages(entry.id),
            store.blocks(entry.id),
            tuple(store.document_passages(entry.id)),
            store.observations(entry.id),
        )

    def vectors(
        self,
        records: Iterable[DocumentRecord],
        identity: str,
        load_encoder: Callable[[], Encoder],
        progress: Progress,
    ) -> NDArray[np.float32]:
        """A vector for each passage; one that the generation has of the very same words is taken from it."""
        texts = [embedded_text(passage) for record in records for passage in record.passages]
        known: dict[str, NDArray[np.float32]] = {}
        dimension = 0
        if self.store is not None and self.same_encoder:
            dimension = self.store.manifest.dimension
            passages = self.store.passages(range(len(self.store)))
            known = {embedded_text(p): v for p, v in zip(passages, self.store.vectors(), strict=True)}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            encoder = load_encoder()
            if encoder.identity != identity:
                raise IndexMismatchError(f"The model is {encoder.identity}, not {identity} as was said.")
            dimension = encoder.dimension
            progress.message(f"{len(new)} passages to encode with {encoder.identity}")
            progress.start(len(new), "Encoding")
            known |= dict(zip(new, encoder.encode_passages(new, progress.advance), strict=True))
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, dimension), dtype=np.float32)
