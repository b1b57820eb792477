"""What a report is about, in a few words: the headings that most of its text stands under."""

import re
from collections import defaultdict
from collections.abc import Sequence

from indexer import Block

NUMBERING = re.compile(r"^(?:part [a-z0-9]+\s*[:.–-]?\s*|\(?(?:\d{1,2}(?:\.\d{1,3})*|[a-z])[.)]?\s+)", re.IGNORECASE)
GENERAL = frozenset(
    """introduction background summary contents conclusion conclusions foreword appendix overview references context
    glossary recommendations""".split()
)
MOST = 6
WORDS = range(1, 8)


def topics_of(blocks: Sequence[Block]) -> list[str]:
    """Up to six headings in plain words, those with most text under them first."""
    under: dict[str, int] = defaultdict(int)
    for block in blocks:
        if block.kind in ("paragraph", "list_item", "table") and block.section:
            under[block.section[-1]] += block.end - block.start
    found: dict[str, None] = {}
    for heading in sorted(under, key=lambda heading: -under[heading]):
        topic = topic_of(heading)
        if topic:
            found.setdefault(topic)
    return list(found)[:MOST]


def topic_of(heading: str) -> str:
    """A heading without its number, not in capitals; nothing where it names no subject."""
    words = NUMBERING.sub("", heading).strip(" .:–-")
    fits = len(words.split()) in WORDS and not re.search(r"[\d?!;:]", words) and words.lower() not in GENERAL
    if not fits or not words[:1].isalpha():
        return ""
    shouted = all(c.isupper() for c in words if c.isalpha())
    if shouted:
        return words.lower() if " " in words else ""
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words.split())
