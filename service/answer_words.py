"""The words that answers made from figures use and understand, from `data/answer_words.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from service.words import stem

DATA = Path(__file__).parent / "data" / "answer_words.toml"


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The lists of the file; words of `opposed` are stems.

    `comparators`, `extremes` and `comparatives` lead from what is meant to a pattern that finds it. `bounding` and
    `rounding` find their words at the very end of a text, right before a figure.
    """

    linking: frozenset[str]
    rising: frozenset[str]
    falling: frozenset[str]
    level: frozenset[str]
    extremes: Mapping[str, re.Pattern[str]]
    comparatives: Mapping[str, re.Pattern[str]]
    extreme: frozenset[str]
    less_is_better: re.Pattern[str]
    totals: frozenset[str]
    comparators: Mapping[str, re.Pattern[str]]
    opposed: tuple[frozenset[str], ...]
    breaks: re.Pattern[str]
    differing: frozenset[str]
    bounding: re.Pattern[str]
    rounding: re.Pattern[str]
    qualifying: re.Pattern[str]
    expecting: re.Pattern[str]

    def comparators_in(self, text: str) -> frozenset[str]:
        """Whom a text names that a figure may be held against."""
        return frozenset(name for name, pattern in self.comparators.items() if pattern.search(text))


@cache
def answer_words() -> AnswerWords:
    """The lists, read once."""
    data: dict[str, Any] = tomllib.loads(DATA.read_text(encoding="utf-8"))
    less = data["less_is_better"]
    return AnswerWords(
        frozenset(data["linking"]),
        frozenset(data["rising"]),
        frozenset(data["falling"]),
        frozenset(data["level"]),
        {name: _pattern(phrases) for name, phrases in data["extremes"].items()},
        {name: _pattern(phrases) for name, phrases in data["comparatives"].items()},
        frozenset(word for key in ("extremes", "comparatives") for phrases in data[key].values() for word in phrases),
        re.compile(rf"\b(?:{'|'.join(map(re.escape, less))})", re.IGNORECASE),
        frozenset(data["totals"]),
        {name: _pattern(phrases) for name, phrases in data["comparators"].items()},
        tuple(frozenset(map(stem, group)) for group in data["opposed"]),
        _pattern(data["breaks"]),
        frozenset(data["differing"]),
        _pattern_at_end(data["bounding"]),
        _pattern_at_end(data["rounding"]),
        _pattern(data["qualifying"]),
        _pattern(data["expecting"]),
    )


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE)


def _pattern_at_end(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)(?:{'|'.join(map(re.escape, phrases))})\s+)[£$€]?$", re.IGNORECASE)
