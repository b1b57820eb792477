"""What a line is by the look of it: heading, list item or running text, held against the document's own body text."""

import re
from collections import Counter
from collections.abc import Iterable

from indexer.readers.composing import fold
from indexer.readers.pdf.layout import Line

_BODY_SHARE = 0.2  # of all letters
_LARGER = 1.12  # times the body text
_LONGEST_HEADING = 25  # words by size, fewer by weight
_LONGEST_BOLD = 16
_SIGN = re.compile(r"(?:[•●▪◦‣·∙○■□➢✓➤\uf0b7\uf0a7\uf0d8\uf076]|o(?=\s)|[-–—*](?=\s))\s*(?=\S)")
_LETTERED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)](?=\s)|\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)(?=\s)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,3})*)\.?\s+(?=\S)")
_CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,3})+\.?(?=\s)")
_CAPTION = re.compile(r"(?:table|figure|fig\.|chart|graph|box|source|note)s?\b[\s.:]*\d*", re.IGNORECASE)

Look = tuple[float, bool, bool]


class Styles:
    """The document's body text and outline, by which its headings are told."""

    def __init__(self, lines: Iterable[Line], outline: frozenset[str]) -> None:
        sizes: Counter[float] = Counter()
        heavy = total = 0
        for line in lines:
            if line.kind == "text":
                sizes[round(line.size * 2) / 2] += len(line.text)
                total += len(line.text)
                heavy += len(line.text) if line.bold else 0
        # A file may have two sorts of body text, as a form with small print has; headings are larger than both.
        common = [size for size, letters in sizes.items() if letters >= _BODY_SHARE * total]
        self.body = max(common, default=sizes.most_common(1)[0][0] if sizes else 10.0)
        self._bold_body = heavy > 0.6 * total
        self._outline = outline

    def is_heading(self, line: Line) -> bool:
        """By size, weight, capitals or the outline; a caption or a sentence is none."""
        text = line.text
        words = len(text.split())
        letters = [c for c in text if c.isalpha()]
        if len(letters) < 3 or words > _LONGEST_HEADING or line.kind != "text":
            return False
        if fold(text).casefold() in self._outline and words <= _LONGEST_BOLD:
            return True
        if _SIGN.match(text) or text.rstrip()[-1] in ",;" or (text.rstrip()[-1] == "." and words > 5):
            return False
        if line.size >= _LARGER * self.body:
            return True
        if line.size < 0.93 * self.body or words > _LONGEST_BOLD or _CAPTION.match(text):
            return False
        if line.bold and not self._bold_body:
            return True
        capitals = sum(c.isupper() for c in letters) / len(letters)
        return capitals > 0.95 and len(letters) >= 5 and words >= 2 and text[-1] not in ".:"

    def look(self, line: Line) -> Look:
        """What headings of one level share: size, weight, capitals; larger, heavier ones sort first."""
        letters = [c for c in line.text if c.isalpha()]
        capitals = bool(letters) and all(c.isupper() for c in letters)
        return (-round(line.size * 2) / 2, not line.bold, not capitals)


def levels(looks: Iterable[tuple[Look, str]]) -> list[int]:
    """The level of each heading from 1: by its look, within one look by the depth of its number."""
    pairs = list(looks)
    near = _near_sizes({-look[0] for look, _ in pairs})
    pairs = [((-near[-look[0]], *look[1:]), text) for look, text in pairs]
    ranks = {look: rank for rank, look in enumerate(sorted({look for look, _ in pairs}), 1)}
    shallow: dict[Look, int] = {}
    for look, text in pairs:
        depth = number_depth(text)
        if depth:
            shallow[look] = min(depth, shallow.get(look, depth))
    return [
        min(6, ranks[look] + max(0, number_depth(text) - shallow.get(look, 1)) if number_depth(text) else ranks[look])
        for look, text in pairs
    ]


def _near_sizes(sizes: set[float]) -> dict[float, float]:
    """Each size with the largest of those that are meant as the same."""
    near: dict[float, float] = {}
    largest = 0.0
    for size in sorted(sizes, reverse=True):
        if size < 0.93 * largest or not largest:
            largest = size
        near[size] = largest
    return near


def number_depth(text: str) -> int:
    """2 for "3.1 Placements", 1 for "3 Placements", 0 where no number stands in front."""
    found = _NUMBERED.match(text)
    return found.group(1).count(".") + 1 if found else 0


def list_sign(text: str) -> int:
    """How many characters of a bullet stand in front; -1 where the text begins with a letter or number of a list."""
    sign = _SIGN.match(text)
    if sign is not None:
        return sign.end()
    return -1 if _LETTERED.match(text) else 0


def begins_clause(text: str) -> bool:
    """A numbered paragraph, "3.1 The committee ..."."""
    return _CLAUSE.match(text) is not None
