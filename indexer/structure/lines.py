"""Lines of a text with their places, and what the looks of a single line tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.types import PageSpan

BULLET = re.compile(r"\s*(?:(?:[-–—•▶►●◦▪■*]|o)\s+)+(?=\S)")
# Minutes number their items on and on; four figures that begin with 19 or 20 are a year.
NUMBERED = re.compile(r"\s*(?:\(?(?:\d{1,3}|(?!19|20)\d{4}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,3})+[.)]?)\s+(?=\S)")
FINAL = re.compile(r"[.!?:;][\"”’')\]*_]*$")
# A star after a lone capital is a grade ("A*-C"), and no markup.
MARKUP = re.compile(r"<[^<>]{1,200}>|\*{2,3}|(?<!\b[A-Z])\*|\[(?=[^\]]{0,300}\]\(#)|\]\(#\)")

CHART_POINTER = re.compile(
    r"\b(?:chart|graph|diagram)s?\b[^.]*\b(?:below|above|shows?|shown|indicates?|following|next|illustrates?)\b"
    r"|\b(?:below|above|following|next)\s(?:\w+\s)?(?:chart|graph|diagram)s?\b",
    re.IGNORECASE,
)

# In short paragraphs as many long lines end one as go on; but then many end in mid-sentence.
CUT_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its newline; `start` and `end` leave out the white space around it.

    `indent` counts the spaces before the text. `page_top` is set for the first line with text on a page.
    """

    start: int
    end: int
    text: str
    indent: int
    page_top: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing stands on the line."""
        return not self.text

    @property
    def tabbed(self) -> bool:
        """Whether the line is a row of cells."""
        return "\t" in self.text


def split_lines(text: str, pages: Sequence[PageSpan] = ()) -> list[Line]:
    """All lines, blank ones too. A tab at a line's edge is an empty cell, so it is kept in the line's text."""
    tops = {page.start for page in pages}
    lines: list[Line] = []
    position, page_pending = 0, False
    for raw in text.split("\n"):
        page_pending = page_pending or any(position <= top <= position + len(raw) for top in tops)
        body = raw.strip(" \f\r") if "\t" in raw else raw.strip()
        body = body if body.strip() else ""
        lead = raw.find(body) if body else len(raw)
        start = position + lead
        top = page_pending and bool(body)
        lines.append(Line(start, start + len(body), body, len(raw) - len(raw.lstrip(" ")), top))
        page_pending = page_pending and not body
        position += len(raw) + 1
    return lines


def clean(text: str) -> str:
    """Text for reading and searching: markup and runs of white space taken out. Never used for quoting."""
    return re.sub(r"\s+", " ", MARKUP.sub(" ", text)).strip()


def is_wrapped(lines: Sequence[Line]) -> bool:
    """True where paragraphs are broken over several lines, as in OCR and PDF text: most long lines go on below."""
    lengths = sorted(len(line.text) for line in lines if line.text and not line.tabbed)
    if not lengths or lengths[int(len(lengths) * 0.98)] > 160:
        return False
    pairs = [(a, b) for a, b in pairwise(lines) if len(a.text) > 50 and not a.tabbed]
    cut = sum(not FINAL.search(a.text) and b.text[:1].islower() for a, b in pairs)
    return bool(pairs) and (sum(not b.blank for _, b in pairs) > 0.5 * len(pairs) or cut > CUT_SHARE * len(pairs))
