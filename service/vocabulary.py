"""Different words for the same thing: an editable file, and the acronyms that the reports spell out themselves."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.words import stem, stems, words

DEFAULT_FILE = Path(__file__).parent / "data" / "vocabulary.toml"
# "Long Name (LN)", as in Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions" (2003).
# The length of a word is bounded, or a long run of letters and digits would take minutes.
DEFINITION = re.compile(r"((?:[A-Za-z][\w'’/-]{0,60}[ ,]+){1,8})\(([A-Z][A-Za-z&]{1,7})\)")

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
    for match in DEFINITION.finditer(text):
        names, letters = re.split(r"[ ,]+", match.group(1).strip()), re.sub(r"[^A-Z]", "", match.group(2))
        if len(letters) < 2:
            continue
        long_name = _matching_tail(names, letters.lower())
        if long_name:
            found.add((" ".join(long_name), match.group(2)))
    return found


def _matching_tail(names: list[str], letters: str) -> list[str]:
    """The shortest run of last words whose initials, small words aside, spell the letters."""
    for count in range(1, len(names) + 1):
        tail = names[-count:]
        initials = "".join(part[0] for name in tail for part in name.split("-") if part).lower()
        important = "".join(
            part[0] for n in tail if n not in ("of", "and", "the", "for", "in", "to") for part in n.split("-") if part
        ).lower()
        if letters in (initials, important) and len(tail[0]) > 1 and tail[0][0].lower() == letters[0]:
            return tail
    return []
