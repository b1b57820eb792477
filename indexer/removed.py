"""What was removed from an index stays out of it, although its file is still in the corpus.

`removed.json` holds the names and the hashes of such files, and nothing else of them. A file of the same name with
other content is another report, and is indexed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.catalogue import document_id
from indexer.errors import IndexDamagedError, IndexerError
from indexer.generations import build_lock, replace_file

REMOVED = "removed.json"
KEPT_OUT = "was removed from the index; to take it back: python -m indexer restore"


@dataclass(frozen=True, slots=True)
class Removed:
    """Source names and SHA-256 of the files that were removed."""

    files: tuple[tuple[str, str], ...] = ()

    @classmethod
    def load(cls, index_dir: Path) -> "Removed":
        """What was removed from this index; IndexDamagedError where that cannot be told any more."""
        try:
            found = json.loads((index_dir / REMOVED).read_text(encoding="utf-8"))
            return cls(tuple((str(one["source"]), str(one["sha256"])) for one in found))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, KeyError) as error:
            # To go on would bring back what was removed.
            raise IndexDamagedError(
                f"{REMOVED} cannot be read: it says what was removed from the index. Put it right, or delete it to "
                "have everything indexed that the corpus holds."
            ) from error

    def save(self, index_dir: Path) -> None:
        """Writes the list in one step."""
        content = [{"source": source, "sha256": sha256} for source, sha256 in self.files]
        try:
            replace_file(index_dir / REMOVED, json.dumps(content, indent=1))
        except OSError as error:
            raise IndexerError(f"{REMOVED} could not be written: {error.strerror or error}.") from error

    def keeps_out(self, source: str, sha256: str, indexed: Mapping[str, str]) -> bool:
        """Whether a file is one that was removed, be it under a new name. `indexed` are the hashes by source.

        A copy that is in the index in its own right stays there.
        """
        if (source, sha256) in self.files:
            return True
        return indexed.get(source) != sha256 and any(sha256 == removed for _, removed in self.files)

    def with_files(self, files: Mapping[str, str]) -> "Removed":
        """The list with these files (hashes by source) besides."""
        return Removed(tuple(sorted({*self.files, *files.items()})))


def restore(index_dir: Path, name: str) -> tuple[str, ...]:
    """Lets a removed file (by source or document id) be indexed again by the next build; returns its source."""
    if not index_dir.is_dir():
        raise IndexerError("There is no index yet. Build it with: python -m indexer build")
    with build_lock(index_dir):
        removed = Removed.load(index_dir)
        named = {source for source, _ in removed.files if name in (source, document_id(source))}
        if not named:
            raise IndexerError(f"No document {name!r} was removed. `python -m indexer status` shows what was.")
        Removed(tuple(one for one in removed.files if one[0] not in named)).save(index_dir)
    return tuple(sorted(named))
