"""From a folder of reports to a new generation of the index; what has not changed is carried over."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
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
from indexer.errors import IndexDamagedError, IndexerError, IndexMismatchError, IndexMissingError
from indexer.gathering import Gathering
from indexer.generations import (
    DATABASE,
    REPORT,
    VECTORS,
    DocumentEntry,
    Manifest,
    build_lock,
    clean,
    clean_leftovers,
    current_name,
    publish,
    replace_file,
    sync_and_record,
)
from indexer.limits import ReadLimits
from indexer.previous import Previous
from indexer.progress import Progress, SilentProgress
from indexer.reading import fingerprint
from indexer.records import DocumentRecord, layout
from indexer.removed import Removed
from indexer.repeats import mark_repeats
from indexer.store import Store
from indexer.types import BuildReport, FileOutcome
from indexer.vectors import VectorIndex

PROGRAM = "report-qa"
_DEFAULT_LIMITS = ReadLimits()


def build(
    corpus_dir: Path,
    index_dir: Path,
    load_encoder: Callable[[], Encoder],
    encoder_identity: str,
    progress: Progress | None = None,
    limits: ReadLimits = _DEFAULT_LIMITS,
) -> BuildReport:
    """Brings the index up to date with the corpus.

    Files that cannot be read within the limits are told in the report and are not in the new generation; the others
    are. Where nothing changed, or nothing at all can be read, the live generation stays. The encoder is loaded only
    for new passages.
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
        removed = Removed.load(index_dir)
        store = _open_previous(index_dir, progress)
        try:
            previous = Previous(store, encoder_identity, fingerprint())
            for source in catalogue.entries_missing(found.sources):
                progress.message(f"catalogue.toml names {source}, but there is no such file")
            gathering = Gathering(corpus_dir, catalogue, previous, removed, progress)
            records = gathering.gather(found.sources, limits)
            outcomes = gathering.outcomes
            outcomes += [FileOutcome(source, "skipped", reason) for source, reason in found.skipped]
            outcomes += [FileOutcome(source, "failed", reason) for source, reason in found.failed]
            job = _Job(index_dir, previous, encoder_identity, fingerprint(), load_encoder, progress)
            return job.finish(records, outcomes, gathering.renamed, began, removable=gathering.takes_out)
        finally:
            if store is not None:
                store.close()


def remove(
    index_dir: Path, name: str, load_encoder: Callable[[], Encoder], progress: Progress | None = None
) -> BuildReport:
    """Takes a document (by id or source) out of the index for good.

    Later builds leave its file out although the corpus still has it, until `restore` takes it back or its content is
    another.
    """
    began = time.monotonic()
    with build_lock(index_dir):
        clean_leftovers(index_dir)
        removed = Removed.load(index_dir)
        store = Store.open(index_dir)
        try:
            manifest = store.manifest
            gone = {entry.source: entry.sha256 for entry in manifest.documents if name in (entry.id, entry.source)}
            if not gone:
                raise IndexerError(
                    f"The index holds no document {name!r}. `python -m indexer list` shows what it holds."
                )
            # The code that read those that stay is the one on record: their files are not looked at.
            previous = Previous(store, manifest.encoder, manifest.fingerprint)
            records = [previous.record(entry) for entry in manifest.documents if entry.source not in gone]
            job = _Job(
                index_dir, previous, manifest.encoder, manifest.fingerprint, load_encoder, progress or SilentProgress()
            )
            # First the list: where all ends between the two, the next build goes on with the removal.
            removed.with_files(gone).save(index_dir)
            try:
                return job.finish(records, [], {}, began, removable=True)
            except Exception:
                if current_name(index_dir) == store.version:
                    removed.save(index_dir)
                raise
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


class _Job:
    """The writing of one generation, and the report of it."""

    def __init__(
        self,
        index_dir: Path,
        previous: Previous,
        encoder_identity: str,
        fingerprint: str,
        load_encoder: Callable[[], Encoder],
        progress: Progress,
    ) -> None:
        self._index_dir = index_dir
        self._previous = previous
        self._identity = encoder_identity
        self._fingerprint = fingerprint
        self._load_encoder = load_encoder
        self._progress = progress

    def finish(
        self,
        records: Sequence[DocumentRecord],
        outcomes: Sequence[FileOutcome],
        renamed: Iterable[str],
        began: float,
        *,
        removable: bool = False,
    ) -> BuildReport:
        """Writes and reports; the generation changes only where there is something new to write.

        `renamed` are the old names of files that go on under new ones. Where it is `removable`, what is in the index
        goes even if nothing is left.
        """
        previous = self._previous
        entries = tuple(_entry(record) for record in records)
        left = {entry.source for entry in entries} | {outcome.source for outcome in outcomes} | set(renamed)
        gone = [FileOutcome(entry.source, "removed") for entry in previous.entries if entry.source not in left]
        up_to_date = previous.same_encoder and previous.same_code and previous.entries == entries
        changed = not up_to_date and (bool(records) or removable)
        generation = previous.store.version if previous.store is not None else ""
        if changed:
            records = mark_repeats(records)
            vectors = previous.vectors(records, self._identity, self._load_encoder, self._progress)
            generation = publish(self._index_dir, partial(self._write, records, vectors))
            if {entry.source for entry in previous.entries} - {entry.source for entry in entries}:
                # What was taken out must not stay on the disk in the generation before.
                clean(self._index_dir, keep=(generation,))
        order = sorted([*outcomes, *gone], key=lambda outcome: outcome.source)
        report = BuildReport(generation, changed, tuple(order), time.monotonic() - began)
        try:
            replace_file(self._index_dir / REPORT, json.dumps(asdict(report), indent=1))
        except OSError as error:
            self._progress.message(f"{REPORT} could not be written: {error.strerror}")
        return report

    def _write(self, records: Sequence[DocumentRecord], vectors: NDArray[np.float32], folder: Path) -> Manifest:
        database.write_database(folder / DATABASE, records)
        VectorIndex.build(vectors).save(folder / VECTORS)
        try:
            program = f"{PROGRAM} {version(PROGRAM)}"
        except PackageNotFoundError:
            program = PROGRAM
        return Manifest(
            program=program,
            encoder=self._identity,
            dimension=vectors.shape[1],
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            layout=layout(),
            fingerprint=self._fingerprint,
            passages=sum(len(record.passages) for record in records),
            blocks=sum(len(record.blocks) for record in records),
            documents=tuple(_entry(record) for record in records),
            files={name: sync_and_record(folder / name) for name in (DATABASE, VECTORS)},
            observations=sum(len(record.observations) for record in records),
        )


def _entry(record: DocumentRecord) -> DocumentEntry:
    return DocumentEntry(record.document.id, record.document.source, record.document.sha256, record.entry_hash)
