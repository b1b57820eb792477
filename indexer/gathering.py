"""The records of a corpus, carried over or read in the sandbox, and what became of each file."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from indexer import readers
from indexer.catalogue import Catalogue
from indexer.errors import UnreadableFileError
from indexer.generations import sha256_of
from indexer.limits import ReadLimits
from indexer.previous import Previous
from indexer.progress import BYTES, Progress
from indexer.records import DocumentRecord
from indexer.removed import KEPT_OUT, Removed
from indexer.sandbox import ReadTask, read_files
from indexer.types import FileOutcome

_Status = Literal["indexed", "unchanged", "renamed"]


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the corpus whose content is known by its hash."""

    source: str
    size: int
    sha256: str


class Gathering:
    """One look through a corpus. `outcomes` and `renamed` (old names) are whole once `gather` has returned."""

    def __init__(
        self, corpus_dir: Path, catalogue: Catalogue, previous: Previous, removed: Removed, progress: Progress
    ) -> None:
        self.outcomes: list[FileOutcome] = []
        self.renamed: dict[str, str] = {}
        self._corpus_dir = corpus_dir
        self._catalogue = catalogue
        self._previous = previous
        self._removed = removed
        self._progress = progress
        self._records: dict[str, DocumentRecord] = {}
        self._found: dict[str, FileOutcome] = {}
        self._new_names: dict[str, str] = {}

    def gather(self, sources: Sequence[str], limits: ReadLimits) -> list[DocumentRecord]:
        """The records of all files that can be read, in the order of the sources."""
        files = [file for source in sources if (file := self._look_at(source)) is not None]
        files = [file for file in files if not self._is_kept_out(file)]
        self._find_renamed(files, sources)
        self._read([file for file in files if not self._is_carried(file)], limits)
        by_hash: dict[str, str] = {}
        for source in sources:
            outcome = self._found[source]
            record = self._records.get(source)
            twin = by_hash.setdefault(record.document.sha256, source) if record is not None else source
            if twin != source:
                outcome = replace(outcome, warnings=(*outcome.warnings, f"has the same content as {twin}"))
            self.outcomes.append(outcome)
        return [self._records[source] for source in sources if source in self._records]

    def _look_at(self, source: str) -> _File | None:
        path = self._corpus_dir / source
        try:
            size = path.stat().st_size
            if size > readers.MAX_BYTES:
                raise UnreadableFileError(f"is larger than is read ({size:,} of at most {readers.MAX_BYTES:,} bytes)")
            return _File(source, size, sha256_of(path))
        except UnreadableFileError as error:
            self._fail(source, str(error))
        except OSError as error:
            self._fail(source, f"cannot be opened: {error.strerror or error}")
        return None

    def _is_kept_out(self, file: _File) -> bool:
        if not self._removed.keeps_out(file.source, file.sha256, self._previous.hashes):
            return False
        named = next(source for source, sha256 in self._removed.files if sha256 == file.sha256)
        if (file.source, file.sha256) in self._removed.files:
            named = file.source
        of = "" if named == file.source else f"has the content of {named}, which "
        self._found[file.source] = FileOutcome(file.source, "skipped", f"{of}{KEPT_OUT} {named}")
        return True

    def _find_renamed(self, files: Iterable[_File], sources: Iterable[str]) -> None:
        """Pairs files that are new with those of the same content that are gone."""
        present, hashes = set(sources), self._previous.hashes
        gone: dict[str, list[str]] = {}
        for source, sha256 in hashes.items():
            if source not in present:
                gone.setdefault(sha256, []).append(source)
        for file in files:
            if file.source not in hashes and gone.get(file.sha256):
                old = gone[file.sha256].pop(0)
                self._new_names[file.source] = old

    def _is_carried(self, file: _File) -> bool:
        began = time.monotonic()
        old = self._new_names.get(file.source)
        status: _Status = "unchanged"
        if old is not None:
            record = self._previous.under_another_name(old, file.source, self._catalogue)
            status = "renamed"
        else:
            entry_hash = self._catalogue.entry_hash(file.source)
            record = self._previous.unchanged(file.source, file.sha256, entry_hash)
        if record is None:
            return False
        self._take(record, status, time.monotonic() - began)
        return True

    def _read(self, files: Sequence[_File], limits: ReadLimits) -> None:
        if not files:
            return
        self._progress.start(sum(file.size for file in files), "Reading", BYTES)
        sizes = {file.source: file.size for file in files}
        # The largest first, so that it is not the last on which all wait.
        tasks = [self._task(file) for file in sorted(files, key=lambda file: -file.size)]
        for result in read_files(tasks, limits):
            if result.record is None:
                self._fail(result.source, result.reason, result.seconds)
            else:
                status: _Status = "renamed" if result.source in self._new_names else "indexed"
                self._take(result.record, status, result.seconds)
            self._progress.advance(sizes[result.source])

    def _task(self, file: _File) -> ReadTask:
        source = file.source
        entry, password = self._catalogue.entries.get(source), self._catalogue.password(source)
        return ReadTask(self._corpus_dir / source, source, file.sha256, entry, password)

    def _take(self, record: DocumentRecord, status: _Status, seconds: float) -> None:
        document = record.document
        old = self._new_names.get(document.source)
        if old is not None:
            self.renamed[old] = document.source
        self._records[document.source] = record
        self._found[document.source] = FileOutcome(
            document.source,
            status,
            f"was {old}" if old is not None else "",
            passages=len(record.passages),
            tables=document.tables,
            observations=len(record.observations),
            pages=document.pages,
            unread_pages=document.unread_pages,
            ocr_pages=document.ocr_pages,
            warnings=document.warnings,
            seconds=seconds,
        )
        if status == "indexed":
            self._progress.message(f"{document.source}: {len(record.passages)} passages")
        for warning in document.warnings if status != "unchanged" else ():
            self._progress.message(f"{document.source}: {warning}")

    def _fail(self, source: str, reason: str, seconds: float = 0.0) -> None:
        self._found[source] = FileOutcome(source, "failed", reason, seconds=seconds)
        self._progress.message(f"{source} {reason}")
