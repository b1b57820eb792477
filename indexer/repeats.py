"""Words that reports of different places share: they are their common form's, and state nothing about any of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from indexer.records import DocumentRecord
from indexer.types import Unit

# Shorter sentences ("This work will continue.") are written alike by chance.
_SHORTEST = 8
# One sentence in common may be a law's definition; a form leaves many. Above half, one is a copy of the other.
_FEWEST, _MOST_SHARE = 5, 0.5
_NUMBER = re.compile(r"\W*\d{1,2}(?:\.\d{1,3})*[.)]\s*")
_WORD = re.compile(r"[^\W\d_]+")


def mark_repeats(records: Sequence[DocumentRecord]) -> list[DocumentRecord]:
    """The records with `Unit.repeated` set anew on every sentence and item.

    Reports of one place may repeat each other: both speak for it, so this is no sign of a form. A sentence with a
    figure in it is a finding.
    """
    keys = [_keys(record) for record in records]
    shared: list[set[str]] = [set() for _ in records]
    for a, b in combinations(range(len(records)), 2):
        places = (records[a].document.place, records[b].document.place)
        if None in places or places[0] == places[1]:
            continue
        both = keys[a] & keys[b]
        if _FEWEST <= len(both) <= _MOST_SHARE * min(len(keys[a]), len(keys[b])):
            shared[a] |= both
            shared[b] |= both
    return [_marked(record, found) for record, found in zip(records, shared, strict=True)]


def _keys(record: DocumentRecord) -> set[str]:
    units = (unit for passage in record.passages for unit in passage.units)
    return {key for unit in units if (key := _key(unit))}


def _key(unit: Unit) -> str:
    """The unit's words for comparing; empty where it is too short or states a figure."""
    if unit.kind not in ("sentence", "item"):
        return ""
    bare = _NUMBER.sub("", unit.text, count=1) if _NUMBER.match(unit.text) else unit.text
    words = _WORD.findall(bare.lower())
    return " ".join(words) if len(words) >= _SHORTEST and not any(c.isdigit() for c in bare) else ""


def _marked(record: DocumentRecord, shared: set[str]) -> DocumentRecord:
    if not shared and not any(unit.repeated for passage in record.passages for unit in passage.units):
        return record
    passages = tuple(replace(p, units=tuple(_unit(u, shared) for u in p.units)) for p in record.passages)
    return replace(record, passages=passages)


def _unit(unit: Unit, shared: Iterable[str]) -> Unit:
    repeated = _key(unit) in shared
    return unit if unit.repeated == repeated else replace(unit, repeated=repeated)
