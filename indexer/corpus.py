"""The files of a corpus folder: which are reports, which are passed over and why."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.catalogue import CATALOGUE_NAME
from indexer.errors import IndexerError
from indexer.generations import DocumentEntry, sha256_of
from indexer.removed import Removed

_ABOUT_THE_CORPUS = (CATALOGUE_NAME, "README.md")


@dataclass(frozen=True, slots=True)
class Scan:
    """Source names (paths within the corpus, with `/`) of the reports; of what was passed over on purpose, and of
    what could not be looked at, with the reasons.
    """

    sources: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """How a corpus differs from an index, by source name."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def scan(corpus_dir: Path, formats: Iterable[str]) -> Scan:
    """Looks through the folder and all its sub-folders. Hidden files are no reports and not mentioned."""
    if not corpus_dir.is_dir():
        raise IndexerError(f"There is no folder {corpus_dir} with reports. Name it with --corpus.")
    suffixes = frozenset(formats)
    sources: list[str] = []
    skipped: list[tuple[str, str]] = []
    failed: list[tuple[str, str]] = []
    root = corpus_dir.resolve()
    for path in _files(corpus_dir, skipped, failed):
        source = path.relative_to(corpus_dir).as_posix()
        if source in _ABOUT_THE_CORPUS:
            continue
        problem = _out_of_reach(path, root)
        if problem:
            skipped.append((source, problem))
        elif path.suffix.lower() not in suffixes:
            skipped.append((source, f"is not of a kind that is read ({', '.join(sorted(suffixes))})"))
        elif not source.isprintable():
            failed.append((ascii(source), "has a name with characters that cannot be shown; rename it"))
        elif path.exists() and not path.is_file():
            failed.append((source, "is not a regular file"))
        else:
            sources.append(source)
    return Scan(tuple(sorted(sources)), tuple(sorted(skipped)), tuple(sorted(failed)))


def _out_of_reach(path: Path, root: Path) -> str:
    """Why a path is not followed; empty where it stays in the corpus."""
    try:
        target = path.resolve()
    except (OSError, RuntimeError):  # Python up to 3.12 raises RuntimeError
        return "is a link that leads in a circle"
    return "" if target.is_relative_to(root) else "is a link that leads out of the corpus"


def _files(corpus_dir: Path, skipped: list[tuple[str, str]], failed: list[tuple[str, str]]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        folder = Path(error.filename).relative_to(corpus_dir).as_posix()
        failed.append((folder, f"cannot be opened: {error.strerror}"))

    for folder, subfolders, names in os.walk(corpus_dir, onerror=unreadable):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in [n for n in subfolders if (Path(folder) / n).is_symlink()]:
            # os.walk does not follow it; a folder of reports that is silently missing would be worse.
            source = (Path(folder) / name).relative_to(corpus_dir).as_posix()
            skipped.append((source, "is a link to a folder, which is not followed"))
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith("."))


def changes(
    corpus_dir: Path, formats: Iterable[str], indexed: Iterable[DocumentEntry], removed: Removed | None = None
) -> Changes:
    """What a build would find changed in the files (it would look at the catalogue and the code too).

    What was removed from the index on purpose is not missing from it.
    """
    before = {entry.source: entry.sha256 for entry in indexed}
    now = scan(corpus_dir, formats).sources
    hashes = {source: _hash(corpus_dir / source) for source in now}
    if removed is not None:
        hashes = {s: h for s, h in hashes.items() if h is None or not removed.keeps_out(s, h, before)}
    return Changes(
        added=tuple(s for s in hashes if s not in before),
        changed=tuple(s for s, sha256 in hashes.items() if s in before and sha256 != before[s]),
        removed=tuple(s for s in before if s not in set(now)),
    )


def _hash(path: Path) -> str | None:
    try:
        return sha256_of(path)
    except OSError:
        return None
