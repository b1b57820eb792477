"""The imprint: who publishes a report, under what rights, how to get a copy. It is no part of what the report says."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from indexer.structure.drafts import Draft

_DATA = Path(__file__).parent.parent / "data" / "imprint.toml"
# Marks this near each other, in blocks, are of one imprint; what stands between them (an address) belongs to it.
_NEAR = 4
_LONGEST = 600
# A line of an address, or of copyright, that stands alone looks like a heading.
_KINDS = frozenset({"paragraph", "list_item", "heading", "boilerplate"})


@cache
def _mark() -> re.Pattern[str]:
    with _DATA.open("rb") as file:
        marks: list[str] = tomllib.load(file)["marks"]
    return re.compile("|".join(marks), re.IGNORECASE | re.MULTILINE)


def _is_marked(text: str, draft: Draft) -> bool:
    words = draft.words(text)
    return draft.kind in _KINDS and len(words) <= _LONGEST and bool(_mark().search(words))


def mark_imprint(text: str, drafts: Sequence[Draft]) -> None:
    """Makes the blocks of an imprint boilerplate. One mark alone is none: a report may speak of large print."""
    marked = [index for index, draft in enumerate(drafts) if _is_marked(text, draft)]
    for first, second in pairwise(marked):
        between = drafts[first : second + 1]
        if second - first <= _NEAR and all(d.kind in _KINDS for d in between):
            for draft in between:
                draft.kind = "boilerplate"
