"""Whether the service's numbers were fitted on a set: its figures over that set flatter it."""

import hashlib
import json
import re
from pathlib import Path

from service.ranker import DATA, WITH_READER

ROOT = Path(__file__).resolve().parents[2]
_SET = re.compile(r"\S+\.jsonl")


def fitted_sets() -> tuple[str, ...]:
    """The sets that the fitted numbers name, as paths from the root of the program."""
    notes = (json.loads(path.read_text(encoding="utf-8"))["note"] for path in (DATA, WITH_READER))
    return tuple(dict.fromkeys(name for note in notes for name in _SET.findall(note)))


def is_fitted_on(set_path: Path, sha256: str) -> bool:
    """Whether the set is one of those: by its place, or by what is in it."""
    known = [ROOT / name for name in fitted_sets()]
    if any(path.resolve() == set_path.resolve() for path in known):
        return True
    return any(hashlib.sha256(path.read_bytes()).hexdigest() == sha256 for path in known if path.exists())
