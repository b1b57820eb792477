"""From a folder of reports to a new generation of the index; what has not changed is carried over."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import database, readers
from indexer.catalogue import Catalogue
from indexer.corpus import scan
from indexer.encoder import Encoder
from indexer.errors import IndexDamagedError, IndexerError, IndexMismatchError, IndexMissingError, UnreadableFileError
from indexer.generations import (
    DATABASE,
    REPORT,
    VECTORS,
    DocumentEntry,
    Manifest,
    build_lock,
    clean,
    clean_leftovers,
    publish,
    replace_file,
    sha256_of,
    sync_and_record,
)
from indexer.progress import Progress, SilentProgress
from indexer.reading import fingerprint, read_document
from indexer.records import DocumentRecord, embedded_text, layout
from indexer.store import Store
from indexer.types import BuildReport, FileOutcome
from indexer.vectors import VectorIndex

PROGRAM = "report-qa"


def build(
    corpus_dir: Path,
    index_dir: Path,
    load_encoder: Callable[[], Encoder],
    encoder_identity: str,
    progress: Progress | None = None,
) -> BuildReport:
    """Brings the index up to date with the corpus.

    Files that cannot be read are told in the report and are not in the new generation; the others are. Where nothing
    changed, or nothing at all can be read, the live generation stays. The encoder is loaded only for new passages.
    """
    began = time.monotonic()
    progress = progress or SilentProgress()
    found = scan(corpus_dir, readers.FORMATS)
    if not found.sources and not found.failed:
        kinds = ", ".join(sorted(readers.FORMATS))
        raise IndexerError(f"There are no reports in {corpus_dir}: files of the kinds {kinds} are read.")
    catalogue = Catalogue.load(corpus_dir)
    with build_lock(index_dir):
        clean_leftovers(index_dir)
        previous = _open_previous(index_dir, progress)
        try:
            job = _Job(previous, encoder_identity, load_encoder, progress)
            for source in catalogue.entries_missing(found.sources):
                progress.message(f"catalogue.toml names {source}, but there is no such file")
            records = job.read_all(corpus_dir, found.sources, catalogue)
            job.outcomes += [FileOutcome(source, "skipped", reason) for source, reason in found.skipped]
            job.outcomes += [FileOutcome(source, "failed", reason) for source, reason in found.failed]
            return _finish(index_dir, job, records, began)
        finally:
            if previous is not None:
                previous.close()


def remove(
    index_dir: Path, name: str, load_encoder: Callable[[], Encoder], progress: Progress | None = None
) -> BuildReport:
    """Takes a document (by id or source) out of the index. A later build finds it again if the corpus still has it."""
    began = time.monotonic()
    with build_lock(index_dir):
        clean_leftovers(index_dir)
        store = Store.open(index_dir)
        try:
            gone = {d.id for d in store.documents() if name in (d.id, d.source)}
            if not gone:
                raise IndexerError(
                    f"The index holds no document {name!r}. `python -m indexer list` shows what it holds."
                )
            job = _Job(store, store.manifest.encoder, load_encoder, progress or SilentProgress())
            records = [job.carried(entry) for entry in store.manifest.documents if entry.id not in gone]
            # The files of those that stay are not looked at: the code that read them is the one on record.
            job.fingerprint = store.manifest.fingerprint
            return _finish(index_dir, job, records, began, removable=True)
        finally:
            store.close()


def _open_previous(index_dir: Path, progress: Progress) -> Store | None:
    try:
        return Store.open(index_dir)
    except IndexMissingError:
        return None
    except (IndexDamagedError, IndexMismatchError) as error:
        progress.message(f"{error} Doing so now.")
        return None


def _finish(
    index_dir: Path, job: "_Job", records: Sequence[DocumentRecord], began: float, *, removable: bool = False
) -> BuildReport:
    """Writes and reports; the generation changes only where there is something new to write."""
    previous = job.previous
    entries = tuple(_entry(record) for record in records)
    if previous is not None:
        left = {entry.source for entry in entries} | {outcome.source for outcome in job.outcomes}
        gone = (d.source for d in previous.documents() if d.source not in left)
        job.outcomes += [FileOutcome(source, "removed") for source in gone]
    same = previous is not None and not job.read_anew and previous.manifest.documents == entries
    changed = not same and (bool(records) or removable)
    generation = previous.version if previous is not None else ""
    if changed:
        vectors = job.vectors(records)
        generation = publish(index_dir, partial(_write, records, vectors, job.encoder_identity, job.fingerprint))
        if any(outcome.status == "removed" for outcome in job.outcomes):
            # What was taken out must not stay on the disk in the generation before.
            clean(index_dir, keep=(generation,))
    order = sorted(job.outcomes, key=lambda outcome: outcome.source)
    report = BuildReport(generation, changed, tuple(order), time.monotonic() - began)
    try:
        replace_file(index_dir / REPORT, json.dumps(asdict(report), indent=1))
    except OSError as error:
        job.progress.message(f"{REPORT} could not be written: {error.strerror}")
    return report


def _entry(record: DocumentRecord) -> DocumentEntry:
    return DocumentEntry(record.document.id, record.document.source, record.document.sha256, record.entry_hash)


def _write(
    records: Sequence[DocumentRecord], vectors: NDArray[np.float32], encoder: str, fingerprint: str, folder: Path
) -> Manifest:
    database.write_database(folder / DATABASE, records)
    VectorIndex.build(vectors).save(folder / VECTORS)
    try:
        program = f"{PROGRAM} {version(PROGRAM)}"
    except PackageNotFoundError:
        program = PROGRAM
    return Manifest(
        program=program,
        encoder=encoder,
        dimension=vectors.shape[1],
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        layout=layout(),
        fingerprint=fingerprint,
        passages=sum(len(record.passages) for record in records),
        blocks=sum(len(record.blocks) for record in records),
        documents=tuple(_entry(record) for record in records),
        files={name: sync_and_record(folder / name) for name in (DATABASE, VECTORS)},
    )


class _Job:
    """One build: what it can take over, what it has read, and what became of each file."""

    def __init__(
        self,
        previous: Store | None,
        encoder_identity: str,
        load_encoder: Callable[[], Encoder],
        progress: Progress,
    ) -> None:
        self.previous = previous
        self.encoder_identity = encoder_identity
        self.progress = progress
        self.outcomes: list[FileOutcome] = []
        self.fingerprint = fingerprint()
        self._load_encoder = load_encoder
        same_encoder = previous is not None and previous.manifest.encoder == encoder_identity
        same_code = previous is not None and previous.manifest.fingerprint == self.fingerprint
        self.read_anew = not (same_encoder and same_code)
        self._old = {e.source: e for e in previous.manifest.documents} if previous is not None and same_code else {}
        self._reuse_vectors = same_encoder

    def read_all(self, corpus_dir: Path, sources: Sequence[str], catalogue: Catalogue) -> list[DocumentRecord]:
        """The records of all files that can be read, in their order."""
        records: list[DocumentRecord] = []
        by_hash: dict[str, str] = {}
        self.progress.start(len(sources), "Reading")
        for source in sources:
            began = time.monotonic()
            record, outcome = self._take(corpus_dir / source, source, catalogue)
            if record is not None:
                records.append(record)
                twin = by_hash.setdefault(record.document.sha256, source)
                if twin != source:
                    outcome = replace(outcome, warnings=(*outcome.warnings, f"has the same content as {twin}"))
            outcome = replace(outcome, seconds=time.monotonic() - began)
            self.outcomes.append(outcome)
            self._tell(outcome)
            self.progress.advance()
        return records

    def _take(self, path: Path, source: str, catalogue: Catalogue) -> tuple[DocumentRecord | None, FileOutcome]:
        try:
            sha256, entry_hash = sha256_of(path), catalogue.entry_hash(source)
            old = self._old.get(source)
            if old is not None and (old.sha256, old.entry_hash) == (sha256, entry_hash):
                record, status = self.carried(old), "unchanged"
            else:
                record, status = read_document(path, source, sha256, catalogue), "indexed"
        except UnreadableFileError as error:
            return None, FileOutcome(source, "failed", str(error))
        except OSError as error:
            return None, FileOutcome(source, "failed", f"cannot be opened: {error.strerror or error}")
        document = record.document
        return record, FileOutcome(
            source,
            "unchanged" if status == "unchanged" else "indexed",
            passages=len(record.passages),
            pages=document.pages,
            warnings=document.warnings,
        )

    def _tell(self, outcome: FileOutcome) -> None:
        if outcome.status == "failed":
            self.progress.message(f"{outcome.source} {outcome.reason}")
        elif outcome.status == "indexed":
            self.progress.message(f"{outcome.source}: {outcome.passages} passages")
        for warning in outcome.warnings if outcome.status == "indexed" else ():
            self.progress.message(f"{outcome.source}: {warning}")

    def carried(self, entry: DocumentEntry) -> DocumentRecord:
        """A document as the previous generation holds it."""
        store = self.previous
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
        )

    def vectors(self, records: Iterable[DocumentRecord]) -> NDArray[np.float32]:
        """A vector for each passage; one that the previous generation has of the very same words is taken from it."""
        texts = [embedded_text(passage) for record in records for passage in record.passages]
        known: dict[str, NDArray[np.float32]] = {}
        dimension = 0
        if self.previous is not None and self._reuse_vectors:
            dimension = self.previous.manifest.dimension
            passages = self.previous.passages(range(len(self.previous)))
            known = {embedded_text(p): v for p, v in zip(passages, self.previous.vectors(), strict=True)}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            encoder = self._load_encoder()
            if encoder.identity != self.encoder_identity:
                raise IndexMismatchError(f"The model is {encoder.identity}, not {self.encoder_identity} as was said.")
            dimension = encoder.dimension
            self.progress.message(f"{len(new)} passages to encode with {encoder.identity}")
            self.progress.start(len(new), "Encoding")
            known |= dict(zip(new, encoder.encode_passages(new, self.progress.advance), strict=True))
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, dimension), dtype=np.float32)
