"""Where an index stands on the disk: complete, immutable generations, and a pointer to the live one.

    CURRENT                      the name of the live generation, replaced in one step
    build.lock                   held while an index is written
    build-report.json            what became of each file in the last build
    removed.json                 names and hashes of the files that were removed and stay out
    generations/<name>/          manifest.json, store.sqlite, vectors.faiss
    generations/.tmp-...         being written, or left by a killed build

A generation is written aside, synced and renamed before the pointer moves: no reader and no kill meets half of one.
"""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.errors import IndexBusyError, IndexDamagedError, IndexerError, IndexMismatchError, IndexMissingError

FORMAT = 2
CURRENT = "CURRENT"
REPORT = "build-report.json"
DATABASE = "store.sqlite"
VECTORS = "vectors.faiss"
_MANIFEST = "manifest.json"
_LOCK = "build.lock"
_FOLDER = "generations"
_TEMPORARY = ".tmp-"
_ASIDE = ".new"
_NOTHING_LOST = "What was there before is still there and in use."
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What a file of a generation must be."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """By what a build recognises that a document has not changed."""

    id: str
    source: str
    sha256: str
    entry_hash: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of and with what. `fingerprint` is that of the code that read the files."""

    program: str
    encoder: str
    dimension: int
    created: str
    layout: str
    fingerprint: str
    passages: int
    blocks: int
    documents: tuple[DocumentEntry, ...]
    files: dict[str, FileRecord]
    observations: int = 0
    format: int = FORMAT

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """The manifest of a generation's folder."""
        try:
            values = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
            if values.get("format") != FORMAT:
                raise IndexMismatchError("The index was made by another version of the program. Build it again.")
            documents = tuple(DocumentEntry(**entry) for entry in values.pop("documents"))
            files = {name: FileRecord(**record) for name, record in values.pop("files").items()}
            return cls(**values, documents=documents, files=files)
        except OSError as error:
            raise IndexDamagedError("The index has lost its manifest. Build the index again.") from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexDamagedError("The manifest of the index cannot be read. Build the index again.") from error

    def save(self, folder: Path) -> None:
        """Writes the manifest into a generation's folder."""
        _write_synced(folder / _MANIFEST, json.dumps(asdict(self), indent=1))

    def check_files(self, folder: Path, *, hashes: bool = False) -> list[str]:
        """What is wrong with the generation's files: missing, of another size, or (slower) of other content."""
        problems = []
        for name, record in self.files.items():
            path = folder / name
            if not path.is_file():
                problems.append(f"{name} is missing")
            elif path.stat().st_size != record.size:
                problems.append(f"{name} has {path.stat().st_size} bytes, not {record.size}")
            elif hashes and sha256_of(path) != record.sha256:
                problems.append(f"{name} is not what was written: its sha256 differs")
        return problems


def strange_files(folder: Path, manifest: Manifest) -> list[str]:
    """What lies in a generation's folder without being a part of it."""
    return sorted(path.name for path in folder.iterdir() if path.name not in (*manifest.files, _MANIFEST))


def sha256_of(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def current_name(index_dir: Path) -> str | None:
    """The name of the live generation, if there is one. Cheap: a service may ask every second."""
    try:
        return (index_dir / CURRENT).read_text(encoding="utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"{CURRENT} of the index cannot be read. Build the index again.") from error


def live_folder(index_dir: Path) -> Path:
    """The folder of the live generation."""
    name = current_name(index_dir)
    if name is None:
        raise IndexMissingError("There is no index yet. Build it with: python -m indexer build")
    folder = index_dir / _FOLDER / name
    # A damaged pointer must not lead out of the index.
    if Path(name).name != name or name.startswith(".") or not folder.is_dir():
        raise IndexDamagedError("The live generation of the index is missing. Build the index again.")
    return folder


@contextmanager
def build_lock(index_dir: Path) -> Iterator[None]:
    """Holds the index for one writer; the system lets go of it when the writer dies."""
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        stream = (index_dir / _LOCK).open("a")
    except OSError as error:
        raise IndexerError(f"The index folder cannot be written: {error.strerror}.") from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusyError("Another build is running on this index. Wait for it to end.") from error
        yield


def publish(index_dir: Path, write: Callable[[Path], Manifest]) -> str:
    """Writes a generation with `write`, makes it the live one and returns its name. The caller holds the lock.

    Fails as a whole: whatever goes wrong, the generation that was live stays so.
    """
    previous = current_name(index_dir)
    try:
        parent = index_dir / _FOLDER
        parent.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=parent))
        try:
            manifest = write(folder)
            manifest.save(folder)
            _sync(folder)
            seed = json.dumps(asdict(manifest), sort_keys=True).encode()
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{hashlib.sha256(seed).hexdigest()[:8]}"
            folder.chmod(0o755)
            folder.rename(parent / name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _sync(parent)
        replace_file(index_dir / CURRENT, name + "\n")
    except MemoryError as error:
        raise IndexerError(f"There is not enough memory to write the index. {_NOTHING_LOST}") from error
    except OSError as error:
        raise IndexerError(_write_failure(error)) from error
    clean(index_dir, keep=(name, previous))
    return name


def _write_failure(error: OSError) -> str:
    if error.errno in _FULL:
        return f"The disk is full: the index was not written. {_NOTHING_LOST} Make room and build again."
    return f"The index could not be written ({error.strerror or error}). {_NOTHING_LOST}"


def clean(index_dir: Path, keep: tuple[str | None, ...]) -> None:
    """Removes generations but those to keep, and what killed builds left. A reader keeps the files it has open."""
    for folder in (index_dir / _FOLDER).glob("*"):
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def clean_leftovers(index_dir: Path) -> None:
    """Removes what killed builds left: what is half-written, and, where the live generation is there, all others.

    One of those may hold what was removed. The caller holds the lock.
    """
    live = None
    with suppress(IndexDamagedError, IndexMissingError):
        live = live_folder(index_dir).name
    for folder in (index_dir / _FOLDER).glob("*"):
        if folder.name.startswith(_TEMPORARY) or live not in (None, folder.name):
            shutil.rmtree(folder, ignore_errors=True)
    for file in index_dir.glob(f".*{_ASIDE}"):
        file.unlink(missing_ok=True)


def replace_file(path: Path, text: str) -> None:
    """Puts a whole new file in the place of an old one, in one step."""
    aside = path.with_name(f".{path.name}{_ASIDE}")
    _write_synced(aside, text)
    aside.replace(path)
    _sync(path.parent)


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(path: Path) -> None:
    """Makes a folder's entries, or a file, safe on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_and_record(path: Path) -> FileRecord:
    """Makes a written file safe on the disk and tells what it is."""
    _sync(path)
    return FileRecord(path.stat().st_size, sha256_of(path))
