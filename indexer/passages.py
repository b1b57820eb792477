"""From blocks to passages: groups of sentences, list items or rows that stand on their own and are searched as one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from indexer.row_units import row_units
from indexer.sentences import split_sentences
from indexer.structure.drafts import words_between
from indexer.structure.lines import BULLET, CHART_POINTER, clean
from indexer.types import Block, Document, Passage, PassageKind, Unit

# About the length of the passages measured best for this kind of report (docs/architecture.md).
TARGET_WORDS = 110
# The coloured squares of a chart's key, as OCR takes them.
CHART_KEY = re.compile(r"[®©¢§]\s+[A-Z]")
MAX_CONTEXT = 300
SHORT_LEAD = 40
NO_STATEMENT = re.compile(
    r"\W*(?:source\s*[:–-]|please\b(?!,? note)|\(?see (?:section|page|above|below)\b)", re.IGNORECASE
)
DANGLING = re.compile(r"[:,;]$|\b(?:and|or|of|the|to|in|for|with|is|are|was|were|include|includes|including|follows)$")
WHOLLY_BOLD = re.compile(r"\W{0,4}\*\*[^*]+\*\*:?$")


def make_passages(document: Document, text: str, blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """Passages in reading order; every sentence, item and row that can be evidence is in one of them.

    A text of nothing but headings (a poster, a notice of one line) has them as its sentences.
    """
    kept = tuple(blocks)
    return _built(document, text, kept) or _built(
        document, text, [replace(block, kind="paragraph") for block in kept if block.kind == "heading"]
    )


def _built(document: Document, text: str, blocks: Iterable[Block]) -> tuple[Passage, ...]:
    builder = _Builder(document, text)
    for block in blocks:
        builder.take(block)
    builder.flush()
    return tuple(builder.passages)


def context_line(document: Document, section: Sequence[str]) -> str:
    """Where a passage stands, in words: title, place, period, then the headings above it."""
    about = [document.title]
    if document.place and document.place.lower() not in document.title.lower():
        about.append(document.place)
    if document.period and document.period not in document.title:
        about.append(document.period)
    return " · ".join((*about, " > ".join(section)))[:MAX_CONTEXT].strip(" ·>")


@dataclass(slots=True)
class _Builder:
    document: Document
    text: str
    passages: list[Passage] = field(default_factory=list)
    pending: list[Unit] = field(default_factory=list)
    section: tuple[str, ...] = ()
    lead: str = ""
    opening: str = ""
    listing: bool = False
    outer: str = ""
    level: int = -1

    def take(self, block: Block) -> None:
        if block.section != self.section and block.kind != "boilerplate":
            self.flush()
            self.section, self.lead, self.opening, self.listing = block.section, "", "", False
            self.outer, self.level = "", -1
        if block.kind == "table" and block.table is not None:
            self.flush()
            self._table(block)
        elif block.kind == "heading":
            self._add(Unit("heading", block.start, block.end, clean(self.text[block.start : block.end])))
        elif block.kind == "criterion":
            self._criterion(block)
        elif block.kind == "list_item":
            self._item(block)
        elif block.kind == "paragraph":
            self._paragraph(block)

    def _criterion(self, block: Block) -> None:
        """The form's words: kept as what the text below answers, never as evidence."""
        words = clean(self.text[block.start : block.end])
        self._add(Unit("sentence", block.start, block.end, words, evidence=False))

    def _paragraph(self, block: Block) -> None:
        spans = split_sentences(self.text, block.start, block.end)
        if self.listing:
            self.lead, self.listing, self.outer, self.level = "", False, "", -1
        if len(spans) > 1 and self._words() > TARGET_WORDS / 2:
            self._break_if(sum(len(self.text[a:b].split()) for a, b in spans))
        words = ""
        for start, end in spans:
            words = words_between(self.text, start, end, block.gaps)
            self._add(Unit("sentence", start, end, words, self.lead, evidence=states_something(words)))
        # A pointer to a chart that is not in the text leads into nothing.
        self.lead = words if DANGLING.search(words) and not CHART_POINTER.search(words) else ""
        # A paragraph without a full stop leads into a list below it, but not into another paragraph.
        self.opening = words if len(words.split()) > 4 and words[-1:] not in ".!?" else ""

    def _item(self, block: Block) -> None:
        body = self.text[block.start : block.end]
        bullet = BULLET.match(body)
        self.listing = True
        start = block.start + (bullet.end() if bullet else 0)
        words = words_between(self.text, start, block.end, block.gaps)
        if WHOLLY_BOLD.match(body):
            self.lead = ""  # a bold item is the heading of the items below it
        within = self.level >= 0 and block.level > self.level and self.outer
        lead = self.outer if within else self.lead or self.opening
        self._add(Unit("item", start, block.end, words, lead, evidence=states_something(words)))
        if WHOLLY_BOLD.match(body):
            self.lead = words
        if not within:
            self.outer = words if words.endswith(":") else ""
            self.level = block.level

    def _table(self, block: Block) -> None:
        assert block.table is not None
        caption = block.table.caption or (block.section[-1] if block.section else "")
        for row in block.table.rows:
            for unit in row_units(self.text, row, caption):
                self._add(unit, kind="table")
        self.lead = self.opening = ""
        self.flush("table")

    def _add(self, unit: Unit, kind: PassageKind = "prose") -> None:
        self._break_if(len(unit.text.split()), kind)
        self.pending.append(unit)

    def _words(self) -> int:
        return sum(len(unit.text.split()) for unit in self.pending)

    def _break_if(self, more: int, kind: PassageKind = "prose") -> None:
        have = self._words()
        if have and have + more > TARGET_WORDS * 1.25 and have > SHORT_LEAD / 2:
            self.flush(kind)

    def flush(self, kind: PassageKind = "prose") -> None:
        """Makes a passage of what is pending; headings alone make none."""
        units, self.pending = tuple(self.pending), []
        if not any(unit.kind != "heading" for unit in units):
            self.pending = [u for u in units if u.kind == "heading"][-1:] if units and kind == "prose" else []
            self.pending = [u for u in self.pending if self.section and self.section[-1] == u.text]
            return
        if kind == "prose" and sum(unit.kind == "item" for unit in units) > len(units) / 2:
            kind = "list"
        leads = dict.fromkeys(unit.lead for unit in units if unit.lead)
        first = next(iter(leads), "")
        inside = any(unit.text == first for unit in units)
        body = " ".join(unit.text for unit in units)
        context = context_line(self.document, self.section)
        if first and not inside and first not in self.section:
            context = f"{context} · {first}"[: MAX_CONTEXT + 160]
        self.passages.append(
            Passage(
                self.document.id,
                len(self.passages),
                kind,
                min(unit.start for unit in units),  # two records side by side are read left half first
                max(unit.end for unit in units),
                self.section,
                context,
                body,
                units,
            )
        )


def states_something(words: str) -> bool:
    """False for a pointer to a chart that is not in the text, a chart's key, a bare label, a source note or a form's
    instruction."""
    if CHART_KEY.match(words) and words[-1] not in ".!?":
        return False
    if CHART_POINTER.search(words) and (words.endswith(":") or not re.search(r"\d", words)):
        return False
    label = words.endswith(":") and len(words.split()) <= 5
    return not label and not NO_STATEMENT.match(words)
