"""Words cut at a line's end: joined, or left with the hyphen that is their own."""

import re
from collections.abc import Iterable

_CUT = re.compile(r"(?P<left>[^\W\d_]+(?:['’-][^\W\d_]+)*)-$")
# An en dash between figures or an address, broken at a line's end.
_OPEN_END = re.compile(r"(?:\w–|(?:https?://|www\.)\S*[/.=_?&-])$")
_START = re.compile(r"(?P<right>[^\W\d_]+)(?P<more>-\w)?")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# What stands before a hyphen of its own in plain English.
_PREFIXES = frozenset(
    "self non well long short high low half cross multi co part full ex post pre semi quasi all one two three four five"
    " six first second third year face full decision evidence follow looked".split()
)


_LONGEST_WORD = 80


class Hyphens:
    """Knows the document's own words, by which a cut word is told from a compound."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        cut = False
        for line in lines:
            tokens = _TOKEN.findall(line)
            # The halves of a cut word are no words of the document.
            whole = tokens[int(cut) : len(tokens) - int(line.endswith("-"))]
            cut = line.endswith("-")
            for token in whole:
                lowered = token.lower()
                self._words.add(lowered)
                if "-" in lowered:
                    self._compounds.add(lowered)
                    self._words.update(lowered.split("-"))

    def joined(self, before: str, after: str) -> str | None:
        """The text so far as it must stand before `after`, without a space; None where no word is cut."""
        tail = before[-_LONGEST_WORD:]
        if _OPEN_END.search(tail) and after[:1].isalnum():
            return before
        cut = _CUT.search(tail)
        start = _START.match(after)
        if before.endswith("-") and cut is None and len(before) > 1 and before[-2].isdigit() and after[:1].isdigit():
            return before
        if cut is None or start is None:
            return None
        left, right = cut.group("left").lower(), start.group("right").lower()
        if after[:1].isupper():
            return before
        if f"{left}{right}" in self._words:
            return before[:-1]
        if f"{left}-{right}" in self._compounds or left in _PREFIXES or "-" in left or start.group("more"):
            return before
        known = left in self._words and right in self._words and min(len(left), len(right)) >= 4
        return before if known else before[:-1]
