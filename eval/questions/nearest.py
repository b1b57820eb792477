"""The words of a text that are most like a quote which does not stand there: a slip shows when both are seen."""

import heapq
import re
from difflib import SequenceMatcher
from itertools import accumulate

from eval.scoring.score import Span

CLOSE = 0.6  # of difflib's ratio: below it the words have little to do with the quote
TRIED = 8  # stretches with the most words in common that are compared sign by sign
COMPARED = 600  # signs; enough to tell, and the comparison takes their square

_WORD = re.compile(r"\w+")


def nearest(text: str, quote: str) -> Span | None:
    """Where the most similar stretch of as many words stands; None where nothing is close."""
    wanted = set(_WORD.findall(quote.lower()))
    words = list(re.finditer(r"\S+", text))
    length = min(len(quote.split()), len(words))
    if not wanted or not length:
        return None
    shared = (not wanted.isdisjoint(_WORD.findall(word.group().lower())) for word in words)
    sums = [0, *accumulate(shared)]
    starts = heapq.nlargest(
        TRIED, range(len(words) - length + 1), key=lambda first: (sums[first + length] - sums[first], -first)
    )
    spans = [(words[first].start(), words[first + length - 1].end()) for first in starts]
    alike = {span: _ratio(text[slice(*span)], quote) for span in spans}
    best = max(spans, key=lambda span: alike[span])
    return best if alike[best] >= CLOSE else None


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower()[:COMPARED], other.lower()[:COMPARED], autojunk=False).ratio()
