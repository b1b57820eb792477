"""Different words for the same thing: an editable file, and the acronyms that the reports spell out themselves."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.words import stem, stems, words

DEFAULT_FILE = Path(__file__).parent / "data" / "vocabulary.toml"
# "Long Name (LN)", as in Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions" (2003).
ACRONYM = re.compile(r"\(([A-Z][A-Za-z&]{1,7})\)")
LONGEST_NAME = 8
# So many characters before an acronym are looked at: a long run of letters and digits would take minutes.
LOOKED_BACK = 240
# The other way about: "LN (Long Name)", and the lines and rows of a glossary: "LN – Long Name".
_WORDS = r"(?:[A-Za-z][\w'’/-]{0,60}[ ,]{1,2}){1,7}[A-Za-z][\w'’/-]{0,60}"
EXPLANATION = re.compile(
    rf"\b([A-Z][A-Za-z&]{{1,7}}) ?\(({_WORDS})\)"
    rf"|^[ \t>|*•-]{{0,6}}([A-Z][A-Za-z&]{{1,7}})\**[ \t]{{0,3}}[-–—:=|\t][ \t]{{0,3}}({_WORDS})",
    re.MULTILINE,
)
SMALL = ("of", "and", "the", "for", "in", "to", "a", "an", "or")

Form = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Groups of phrases with one meaning. A phrase is a tuple of stems, which `groups_of` leads to its groups.

    `spellings` leads from a stem to a word of the phrases with that stem: the full-text index stems by itself, and a
    stem's own stem may be another.
    """

    groups: tuple[tuple[Form, ...], ...]
    groups_of: dict[Form, tuple[int, ...]]
    longest: int
    spellings: dict[str, str]

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]]) -> "Vocabulary":
        """From groups of phrases as a person writes them."""
        groups = [list(group) for group in groups]
        spellings = {stem(word): word for group in groups for phrase in group for word in words(phrase)}
        stemmed = tuple(tuple(dict.fromkeys(tuple(stems(p)) for p in group)) for group in groups)
        index: dict[Form, tuple[int, ...]] = {}
        for number, group in enumerate(stemmed):
            for form in group:
                index[form] = (*index.get(form, ()), number)
        return cls(stemmed, index, max((len(form) for form in index), default=1), spellings)

    @classmethod
    def load(cls, texts: Iterable[str], path: Path = DEFAULT_FILE) -> "Vocabulary":
        """The file's groups, and what the texts define."""
        with path.open("rb") as file:
            groups: list[list[str]] = tomllib.load(file)["groups"]
        known = {tuple(stems(phrase)) for group in groups for phrase in group}
        found = {pair for text in texts for pair in acronyms(text) if tuple(stems(pair[1])) not in known}
        return cls.of([*groups, *map(list, sorted(found))])

    def forms(self, phrase: Form) -> tuple[Form, ...]:
        """All phrases that mean the same as this one, itself first."""
        others = (form for number in self.groups_of.get(phrase, ()) for form in self.groups[number])
        return tuple(dict.fromkeys((phrase, *others)))


def acronyms(text: str) -> set[tuple[str, str]]:
    """Pairs (long name, acronym) that a text defines, where the acronym's letters begin the words before it."""
    found: set[tuple[str, str]] = set()
    for match in ACRONYM.finditer(text):
        names, letters = _words_before(text, match.start()), re.sub(r"[^A-Z]", "", match.group(1))
        long_name = _matching_tail(names, letters.lower()) if len(letters) > 1 else []
        if long_name:
            found.add((" ".join(long_name), match.group(1)))
    for match in EXPLANATION.finditer(text):
        short, explained = match.group(1) or match.group(3), match.group(2) or match.group(4)
        long_name = _matching_head(re.split(r"[ ,]+", explained.strip(" ,")), re.sub(r"[^A-Z]", "", short).lower())
        if long_name:
            found.add((" ".join(long_name), short))
    return found


def _words_before(text: str, end: int) -> list[str]:
    """The last words before a place in a text, as far as only spaces and commas part them."""
    names: list[str] = []
    before = text[max(0, end - LOOKED_BACK) : end]
    if before[-1:] not in (" ", ","):
        return []
    for name in reversed(re.split(r"[ ,]+", before.rstrip(" ,"))[-LONGEST_NAME:]):
        word = re.search(r"[A-Za-z][A-Za-z'’/-]{0,60}$", name)
        if word:
            names.insert(0, word.group())
        if not word or word.start():
            break
    return names


def _matching_head(names: list[str], letters: str) -> list[str]:
    """The shortest run of first words whose initials, small words aside, spell the letters."""
    if len(letters) < 2:
        return []
    return next((names[:n] for n in range(2, len(names) + 1) if letters in _initials(names[:n])), [])


def _initials(names: list[str]) -> tuple[str, str]:
    """The initials of all words, and of those that carry meaning; a hyphen parts words."""
    every = "".join(part[0] for name in names for part in name.split("-") if part).lower()
    telling = "".join(part[0] for name in names if name not in SMALL for part in name.split("-") if part).lower()
    return every, telling


def _matching_tail(names: list[str], letters: str) -> list[str]:
    """The shortest run of last words whose initials, small words aside, spell the letters."""
    for count in range(1, len(names) + 1):
        tail = names[-count:]
        if letters in _initials(tail) and len(tail[0]) > 1 and tail[0][0].lower() == letters[0]:
            return tail
    return []
