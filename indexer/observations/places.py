"""Whose figure it is: the report's place, another that is named, or one of those that it is held against."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.observations.lists import lists
from indexer.types import Comparator

ENGLAND = "England"
_NAME = r"[A-Z][a-z]+(?:['’]s)?(?:[ -](?:(?:upon|on|of|the|le|in)[ -])?[A-Z][a-z]+){0,3}"
_NAMED = (
    re.compile(
        rf"\b(?P<place>{_NAME})\s(?:City|County|District|Borough|Town|Metropolitan|Metropolitan Borough)\sCouncil\b"
    ),
    re.compile(rf"\b(?P<place>{_NAME})\s(?:Local\s)?(?:Council|[Ll]ocality|[Dd]istrict|[Bb]orough)\b"),
    re.compile(rf"\b(?:[Cc]ity|[Tt]own|[Dd]istrict|[Bb]orough|[Cc]ounty) of (?P<place>{_NAME})\b"),
    re.compile(r"\b(?P<place>(?:East|West|North|South|Mid)[ -][A-Z][a-z]{3,})\b(?! (?:of|Regional?)\b)"),
    re.compile(r"\b(?P<place>[A-Z][a-z]+(?:shire|chester|borough|caster))\b"),
)
_LIKE_NAME = re.compile(r"[A-Z][a-z]{3,}(?:['’]s)?(?:(?:[ -](?:and|upon|on|of|the|&))?[ -][A-Z][a-z]+){0,2}")
_COMPASS = re.compile(r"(?:East|West|North|South|Mid)(?:ern)?$")
_NO_NAMES = frozenset(
    """the a an this our their each every any new all our county city district council local joint full early years
    youth children children's education family safeguarding health national regional eastern european south
    north east west schools school parish town in of for at by and to with from under within across if when
    as""".split()
)


@dataclass(frozen=True, slots=True)
class Places:
    """The report's place and the other places that its text names."""

    own: str | None
    others: tuple[str, ...]
    pattern: re.Pattern[str] | None
    own_pattern: re.Pattern[str] | None
    plain: frozenset[str]

    @classmethod
    def of(cls, own: str | None, text: str) -> "Places":
        """From a report's whole text."""
        plain = frozenset(re.findall(r"(?<![\w-])[a-z]{4,}", text))
        names = {name for name in _names(text) if own is None or not abbreviates(name, own)}
        names = {name for name in names if not _has_plain_word(name, plain) and not (own and own in name)}
        ordered = tuple(sorted(names, key=lambda name: (-len(name), name)))
        words = "|".join(map(re.escape, ordered))
        pattern = re.compile(rf"(?<![\w-])(?:{words})(?: and [A-Z][a-z]{{3,}})?(?![\w-])") if ordered else None
        own_pattern = re.compile(_own_forms(own)) if own else None
        return cls(own, ordered, pattern, own_pattern, plain)

    def is_name(self, words: str) -> bool:
        """Whether the words look like a place's name and never stand in the text in lower case, as a name does not."""
        return _LIKE_NAME.fullmatch(words) is not None and not _has_plain_word(words, self.plain)

    def other_in(self, words: str) -> str | None:
        """Another place that the words name, None where they name none."""
        found = self.pattern.search(words) if self.pattern is not None else None
        return found.group() if found is not None else None

    def own_in(self, words: str) -> re.Match[str] | None:
        """Where the words name the report's place or its short form."""
        return self.own_pattern.search(words) if self.own_pattern is not None else None


def comparators_in(words: str) -> list[tuple[int, int, Comparator]]:
    """All places where the words name something to hold a figure against, in order, the longest forms first."""
    return list(_comparators_in(words))


@lru_cache(maxsize=1024)
def _comparators_in(words: str) -> tuple[tuple[int, int, Comparator], ...]:
    found: list[tuple[int, int, Comparator]] = []
    for pattern, kind in lists().comparators:
        for match in pattern.finditer(words):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), kind))
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def abbreviates(short: str, name: str) -> bool:
    """Whether a name is the other, or a short form of it: "Cambs" or "Pb", its letters in the same order."""
    low, full = short.lower().strip(" ."), name.lower()
    if low == full or low.removesuffix("'s").removesuffix("’s") == full:
        return True
    if len(low) < 2 or " " in low or low[0] != full[0] or not short[:1].isupper() or len(low) >= len(full):
        return False
    letters = iter(full)
    same = all(letter in letters for letter in low)
    start = full.startswith(low[:3]) and len(low) >= 4 and low.endswith("s")
    return (same and (len(low) == 2 or full.startswith(low[:3]))) or start


def _has_plain_word(name: str, plain: frozenset[str]) -> bool:
    """Whether a word of a name also stands in the text in lower case, as no place's name does."""
    return any(word.lower() in plain and not _COMPASS.match(word) for word in re.split(r"[ -]", name) if len(word) > 3)


def _own_forms(own: str) -> str:
    """The place's name, and "Cambs" for a name in -shire."""
    forms = [re.escape(own)]
    first = own.split()[0]
    if len(first) > 6:
        forms.append(re.escape(first[:4]) + r"[a-z]?s?\.?(?![\w])")
    return rf"(?<![\w-])(?:{'|'.join(forms)})(?:['’]s)?(?![\w-])"


def _names(text: str) -> Iterator[str]:
    for pattern in _NAMED:
        for found in pattern.finditer(text):
            words = found.group("place").split(" ")
            while words and words[0].lower() in _NO_NAMES and not re.match(r"(?:East|West|North|South|Mid)$", words[0]):
                words = words[1:]
            name = " ".join(words)
            if len(name) > 3 and words[-1].lower() not in _NO_NAMES and name.lower() not in _NO_NAMES:
                yield name
