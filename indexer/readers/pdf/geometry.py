"""What a page draws, upright: words, rules and shaded areas. Points from the top left corner, y downwards."""

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

Box = tuple[float, float, float, float]  # left, top, right, bottom
_LONGEST_NUMBER = 60
_FIGURE_GAP, _FIGURES_GAP = 0.7, 0.5
_NUMBER = re.compile(
    r"[(\[<>≤≥~]?[£$€¥+\-–−]{0,2}\d(?:[\d,. /:]*\d)?(?:%|k|m|bn|st|nd|rd|th|p)?[)\]*†]?|[-–—]|n/?a", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Word:
    """`turned` is set for text that runs across the page's own direction, as a chart's axis title does."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    turned: bool = False

    @property
    def middle(self) -> float:
        """The height of its middle, by which words of one line are told."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line or thin rectangle: at `at`, from `low` to `high` along the other axis."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as drawn. `pictures` is the share of it that pictures cover; `draws` is whether it shows anything."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()
    shaded: tuple[Box, ...] = ()
    pictures: float = 0.0
    draws: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line that stand close together."""

    words: tuple[Word, ...]
    text: str = field(init=False)
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "text", " ".join(w.text for w in self.words))
        put(self, "x0", min(w.x0 for w in self.words))
        put(self, "x1", max(w.x1 for w in self.words))
        put(self, "top", min(w.top for w in self.words))
        put(self, "bottom", max(w.bottom for w in self.words))
        letters: Counter[float] = Counter()
        for word in self.words:
            letters[word.size] += len(word.text)
        put(self, "size", letters.most_common(1)[0][0])

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return median(w.middle for w in self.words)

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        return all(w.bold for w in self.words if any(c.isalpha() for c in w.text)) and any(w.bold for w in self.words)


Row = list[Segment]


def rows_of(words: list[Word] | tuple[Word, ...]) -> list[list[Word]]:
    """Words by line, from the top, each line from the left."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        if rows and abs(_height(rows[-1]) - word.middle) <= 0.35 * min(word.size, rows[-1][0].size) + 0.6:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.x0) for row in _with_raised(rows)]


def _with_raised(rows: list[list[Word]]) -> list[list[Word]]:
    """Small raised or lowered words, as a note's number, put into the line that they overlap."""
    kept: list[list[Word]] = []
    sizes = [max(w.size for w in row) for row in rows]
    for number, row in enumerate(rows):
        near = [rows[n] for n in (number - 1, number + 1) if 0 <= n < len(rows) and sizes[number] <= 0.8 * sizes[n]]
        homes = [next((other for other in near if _is_raised(word, other)), None) for word in row]
        if homes and all(home is not None for home in homes):
            for word, home in zip(row, homes, strict=True):
                if home is not None:
                    home.append(word)
        else:
            kept.append(row)
    return kept


def _is_raised(word: Word, row: list[Word]) -> bool:
    beside = [w for w in row if w.size > word.size and max(w.x0 - word.x1, word.x0 - w.x1) <= 0.6 * w.size]
    lap = max((min(w.bottom, word.bottom) - max(w.top, word.top) for w in beside), default=0.0)
    return lap >= 0.35 * (word.bottom - word.top)


def _height(row: list[Word]) -> float:
    return max(row, key=lambda w: w.size).middle


def segments_of(row: list[Word], gap: float = 0.95) -> Row:
    """A line cut where the space is wider than `gap` times the letters' size."""
    parts: list[list[Word]] = []
    for word in row:
        last = parts[-1][-1] if parts else None
        near = gap
        if last is not None:
            # Two figures are two cells, and so mostly are a figure and words: no sentence spaces them so.
            near = min(gap, (gap, _FIGURE_GAP, _FIGURES_GAP)[is_number(word.text) + is_number(last.text)])
        if last is not None and word.x0 - last.x1 <= near * max(word.size, last.size):
            parts[-1].append(word)
        else:
            parts.append([word])
    return [Segment(tuple(part)) for part in parts]


def is_number(text: str) -> bool:
    """A figure as it stands in a cell, or the sign for none."""
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text.strip()) is not None
