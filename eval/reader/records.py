"""The training material as it stands: question sets in one form, with what is held out of training."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# So many questions of a set are trained on at most, so that no set rules. Nearest to the job: statistical reports
# (hitab), tables (wtq), short spans in encyclopaedia prose, and questions that the text does not answer.
CAPS = {
    "clapnq": 600, "covidqa": 400, "fetaqa": 1400, "hitab_rows": 4000, "hitab_text": 2700, "medquad": 300,
    "nq_oracle": 1600, "pubmedqa": 300, "qamr": 1000, "qed": 3500, "qmsum": 300, "scifact_train": 500, "selqa": 1500,
    "squad_part": 3500, "squad_qg": 1500, "squadshifts_wiki": 3500, "tydi_en": 3500, "unans_built": 8000, "wtq": 3500,
}  # fmt: skip
# One context in so many is held out, up to HELD_OUT questions of a set.
HELD_OUT_SHARE = 12
HELD_OUT = 250
PIECE = 40
_PIECES = re.compile(r"(?<=[.!?])\s+|\n+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, row or passage; `gold` where it holds the evidence."""

    text: str
    gold: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Record:
    """A question of a set. `answer_start` is an offset in `context`, where the first of `answers` stands."""

    set: str
    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    context: str
    answer_start: int | None


def read(folder: Path) -> Iterator[Record]:
    """The records of all sets named in CAPS that the folder holds, set by set."""
    for name in CAPS:
        path = folder / f"{name}.jsonl.gz"
        if path.is_file():
            with gzip.open(path, "rt", encoding="utf-8") as stream:
                yield from map(_record, stream)


def _record(line: str) -> Record:
    data = json.loads(line)
    return Record(
        data["set"],
        data["id"],
        data["question"],
        bool(data["answerable"]),
        tuple(a for a in data["answers"] if a),
        tuple(Candidate(c["text"], bool(c["label"]), c["kind"]) for c in data["candidates"]),
        data["context"] or "",
        data["answer_start"],
    )


def number(text: str) -> int:
    """A number that hangs on the text alone, the same on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def pieces(text: str) -> set[int]:
    """The longer sentences and lines of a text, as hashes of their letters and digits."""
    plain = (_NOT_WORD.sub("", part.lower()) for part in _PIECES.split(text))
    return {number(part) for part in plain if len(part) >= PIECE}


def texts_of(record: Record) -> set[int]:
    """The pieces of the texts that a question is about: its context and its gold candidates."""
    found = pieces(record.context)
    for candidate in record.candidates:
        if candidate.gold:
            found |= pieces(candidate.text)
    return found


def split(records: Iterable[Record]) -> tuple[list[Record], list[Record]]:
    """Training and held-out records. No training record shares a sentence of its context or gold with a held-out one.

    A record is held out by its context (or gold text), not by its question; of a set no more than HELD_OUT.
    """
    held: list[Record] = []
    rest: list[tuple[Record, set[int]]] = []
    counts = dict.fromkeys(CAPS, 0)
    taken: set[int] = set()
    for record in records:
        own = texts_of(record)
        key = record.context or next((c.text for c in record.candidates if c.gold), record.question)
        if number(key) % HELD_OUT_SHARE == 0 and counts[record.set] < HELD_OUT:
            counts[record.set] += 1
            held.append(record)
            taken |= own
        else:
            rest.append((record, own))
    left = [record for record, own in rest if own.isdisjoint(taken)]
    return [r for name, cap in CAPS.items() for r in _some(left, name, cap)], held


def _some(records: Iterable[Record], name: str, cap: int) -> list[Record]:
    """Those of a set that come first by the hash of their id: a fixed random choice."""
    return sorted((r for r in records if r.set == name), key=lambda r: number(f"{r.set}:{r.id}"))[:cap]
