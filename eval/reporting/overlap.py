"""Where a citation says the same words as the evidence."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from html import escape

SAME_WORDS = 6  # in a row; fewer stand together by chance, unless they are the whole of either

_WORD = re.compile(r"\S+")
_EDGES = ".,;:!?()[]\"'“”‘’"


def marked(quote: str, evidence: Iterable[str]) -> str:
    """The quote as HTML, what it shares with a piece of evidence in <mark>; white space does not tell words apart."""
    words = list(_WORD.finditer(quote))
    said = [_bare(word.group()) for word in words]
    shared: set[int] = set()
    for text in evidence:
        wanted = [_bare(word) for word in text.split()]
        least = min(SAME_WORDS, len(said), len(wanted))
        blocks = SequenceMatcher(None, said, wanted, autojunk=False).get_matching_blocks()
        shared.update(*(range(block.a, block.a + block.size) for block in blocks if block.size >= least))
    html, at = "", 0
    for start, end in _runs(sorted(shared)):
        first, last = words[start].start(), words[end].end()
        html += f"{escape(quote[at:first])}<mark>{escape(quote[first:last])}</mark>"
        at = last
    return html + escape(quote[at:])


def _bare(word: str) -> str:
    """The word without the marks at its edges: a quote may end before the full stop."""
    return word.strip(_EDGES) or word


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Places in a row, each row by its first and last."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
