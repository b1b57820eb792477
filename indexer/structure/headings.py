"""Which lines of a plain text are headings, and how they nest.

Plain text does not mark headings; they are told by their form, by the contents page where there is one, and by
repetition (a running header repeats on page after page, a form repeats its labels).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.structure.lines import BULLET, FINAL, Line, clean

PART = re.compile(r"(?:part|chapter|section|appendix|annex)\s+[a-z0-9]{1,4}\b", re.IGNORECASE)
NUMBER = re.compile(r"\(?(\d{1,2}(?:\.\d{1,3})+(?=[.)]?\s)|(?:\d{1,2}|[a-z]|[ivx]{2,4})(?=[.)]))[.)]?\)?\s+(?=\S)")
GRADE = re.compile(
    r"\W*\bgrade\s*\d\s*\(?(?:outstanding|good|adequate|inadequate|satisfactory|requires improvement)?\W*$"
    r"|\s*[(:–-]\s*(?:outstanding|good|adequate|inadequate|satisfactory|requires improvement(?: to be good)?)\W*$",
    re.IGNORECASE,
)
CONTENTS = re.compile(r"(?:table of )?contents:?$", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$|[ivxl]{1,6}$", re.IGNORECASE)
MAX_WORDS, MAX_CHARACTERS = 14, 110
RUNNING_REPEATS, LABEL_REPEATS = 4, 3
PLAIN_RANK = 5
# "There are low numbers of exclusions" says something; "What is working well" is a heading.
_CLAIM = re.compile(
    r"(?!wh|how\b|\w+ing\b).*(?<!\bwho)(?<!\bthat)(?<!\bwhich)\s(?:is|are|was|were|has|have)\s+\w", re.IGNORECASE
)
# "Name of Officer: Ann Lee" or "Yes" fills in a form.
_FIELD = re.compile(
    r"(?:yes|no|none|n/?a|not applicable)\W*$"
    r"|(?:name|date|tel|telephone|phone|e-?mail|contact|author|owner|officer|signed|report by|ward)\b[^:]{0,40}:\s*\S",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:of|and|or|the|a|an|to|in|for|with|by|from|is|are|was|were|including)$")


def title_key(text: str) -> str:
    """A heading's words alone, for comparing: no numbering, no page number, no case."""
    bare = NUMBER.sub("", clean(text), count=1) if NUMBER.match(clean(text)) else clean(text)
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"[\s.…]+\d{1,4}$", "", bare).lower()).strip()


@dataclass(frozen=True, slots=True)
class Outline:
    """What the whole text says about its headings."""

    contents: dict[str, int] = field(default_factory=dict)
    contents_lines: frozenset[int] = frozenset()
    running: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    @property
    def is_form(self) -> bool:
        """A form repeats its labels ("Summary and evidence:") under each of its numbered statements."""
        return bool(self.labels)


def read_outline(lines: Sequence[Line]) -> Outline:
    """Looks at all lines once: the contents page, running headers, and a form's repeated labels."""
    contents, contents_lines = _contents(lines)
    plain = [
        line for line in lines if line.text and not line.tabbed and _short(line) and not GRADE.match(clean(line.text))
    ]
    short = Counter(clean(line.text).lower() for line in plain)
    labels = {t for t, n in short.items() if n >= LABEL_REPEATS and t.endswith(":") and len(t.split()) <= 6}
    running = {t for t, n in short.items() if n >= RUNNING_REPEATS and not FINAL.search(t) and t[:1].isalpha()}
    return Outline(contents, contents_lines, frozenset(running), frozenset(labels))


def heading_rank(line: Line, outline: Outline, *, alone: bool) -> int | None:
    """The rank of a heading (0 is outermost), or None for a line that is none. `alone`: a blank line stands above."""
    text = clean(line.text)
    if line.tabbed or not _short(line) or BULLET.match(line.text) or not text:
        return None
    key = title_key(text)
    listed = next((k for k in outline.contents if key == k or (len(k.split()) > 2 and key.startswith(k + " "))), None)
    if listed is not None:
        return outline.contents[listed]
    if PART.match(text) and text[:4].lower() in {"part", "chap", "appe", "anne"} and len(text.split()) > 1:
        return 0
    if not alone or GRADE.match(text) or FINAL.search(text) or text[-1] in ",&" or not any(c.isalpha() for c in text):
        return None
    number = NUMBER.match(text)
    bare = text[number.end() :] if number else text
    if (
        _FIELD.match(bare)
        or not bare[:1].isupper()
        or _has_figures(bare)
        or re.match(r"(?:source|note|nb)\b", bare, re.IGNORECASE)
    ):
        return None
    letters = [c for c in bare if c.isalpha()]
    if len(letters) > 3 and all(c.isupper() for c in letters):
        return 2 if number else 3
    if number:
        return 2 + min(2, number.group(1).count(".") + (not number.group(1)[0].isdigit()))
    claims = _CLAIM.match(bare) is not None and len(bare.split()) >= 5
    return None if claims or _OPEN.search(bare) else PLAIN_RANK


def _short(line: Line) -> bool:
    return len(line.text) <= MAX_CHARACTERS and len(line.text.split()) <= MAX_WORDS


def _has_figures(text: str) -> bool:
    """True where digits stand that are neither a year nor part of a name ("Key Stage 2", "16+")."""
    return any(
        not re.fullmatch(r"(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?|\d{1,2}(?:st|nd|rd|th)?", found.strip(".,()+:"))
        for found in re.findall(r"\S*\d\S*", text)
    ) or bool(re.search(r"\d\s*%|:\s*\d", text))


def _contents(lines: Sequence[Line]) -> tuple[dict[str, int], frozenset[int]]:
    """The titles of the contents page with their ranks, and the lines it takes up.

    It ends where its first entry returns as a heading, or where running text begins.
    """
    begin = next((i for i, line in enumerate(lines[:400]) if CONTENTS.match(clean(line.text))), None)
    if begin is None:
        return {}, frozenset()
    ranks: dict[str, int] = {}
    taken = [begin]
    for index in range(begin + 1, min(len(lines), begin + 160)):
        line = lines[index]
        entries = [e for e in (clean(cell) for cell in line.text.split("\t")) if e and not PAGE_NUMBER.fullmatch(e)]
        keys = [title_key(entry) for entry in entries]
        if not line.tabbed and ((keys and keys[0] in ranks) or len(line.text) > 140):
            break
        ranks.update({key: _entry_rank(entry) for key, entry in zip(keys, entries, strict=True) if len(key) > 2})
        taken.append(index)
    return (ranks, frozenset(taken)) if len(ranks) >= 3 else ({}, frozenset())


def _entry_rank(entry: str) -> int:
    if PART.match(entry):
        return 0
    number = NUMBER.match(entry)
    if not number:
        return 1
    return 2 + min(2, number.group(1).count(".") + (not number.group(1)[0].isdigit()))
