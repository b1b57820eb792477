"""Places: those of the shelf, by their full name or a telling word of it, and those that no report is about."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.words import STOPWORDS, words

DEFAULT_FILE = Path(__file__).parent / "data" / "places.toml"
# These may be left out of a name without its becoming another place's.
FORMAL = frozenset(
    {"city", "county", "council", "borough", "district", "metropolitan", "royal", "unitary", "authority"}
)
# These stand in many places' names and alone tell none of them.
GENERIC = FORMAL | frozenset(
    """north south east west northern southern eastern western central great greater upper lower isle isles island
    islands saint bridge vale forest new""".split()
)

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text. `start` and `end` count its words; `own` tells whether the shelf covers it."""

    start: int
    end: int
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Places:
    """What places are called. `own` and `others` lead from the words of a name to the place's name.

    `longest` is the number of words of the longest name.
    """

    own: Mapping[Name, str]
    others: Mapping[Name, str]
    longest: int

    @classmethod
    def of(cls, names: Iterable[str], path: Path = DEFAULT_FILE) -> "Places":
        """From the names of the shelf's places, and a file of the places that a report might be about."""
        names = list(dict.fromkeys(names))
        whole: dict[Name, str] = {}
        for name in names:
            tokens = spoken(name)
            whole.setdefault(tokens, name)
            whole.setdefault(tuple(w for w in tokens if w not in FORMAL) or tokens, name)
        known, short = _gazetteer(path)
        others = {tokens: name for tokens, name in known.items() if tokens not in whole}
        own = dict(whole)
        for name in names:
            for word in spoken(name):
                if word not in GENERIC and word not in STOPWORDS and (word,) not in others:
                    own.setdefault((word,), name)
        for alias, name in short.items():
            if spoken(name) in whole:
                own.setdefault(alias, whole[spoken(name)])
            else:
                others.setdefault(alias, name)
        return cls(own, others, max(map(len, (*own, *others)), default=0))

    def mentions(self, text: str) -> list[Mention]:
        """The places that a text names, in its order, the longest name at each word."""
        tokens = spoken(text)
        found: list[Mention] = []
        position = 0
        while position < len(tokens):
            mention = self._at(tokens, position)
            if mention:
                found.append(mention)
            position = mention.end if mention else position + 1
        return found

    def _at(self, tokens: Name, position: int) -> Mention | None:
        for size in range(min(self.longest, len(tokens) - position), 0, -1):
            name = tokens[position : position + size]
            for names, own in ((self.own, True), (self.others, False)):
                if name in names:
                    return Mention(position, position + size, names[name], own)
        return None

    def named(self, text: str) -> tuple[str, ...]:
        """The places of the shelf that a text names, each once."""
        return tuple(dict.fromkeys(m.name for m in self.mentions(text) if m.own))

    def elsewhere(self, text: str) -> tuple[str, ...]:
        """The places that a text names and no report covers, each once; "Kent-style" names none."""
        plain = re.sub(r"\b[\w’']+-(?:style|type|based|led|wide)\b", " ", text)
        return tuple(dict.fromkeys(m.name for m in self.mentions(plain) if not m.own))


def spoken(text: str) -> Name:
    """The words of a text or name as they are compared: lower case, without possessives."""
    return tuple(re.sub(r"['’]s?$", "", word) for word in words(text))


@cache
def _gazetteer(path: Path) -> tuple[dict[Name, str], dict[Name, str]]:
    """The names of the file, and its short forms with the names that they are short for."""
    with path.open("rb") as file:
        data = tomllib.load(file)
    lists: Sequence[Sequence[str]] = [value for value in data.values() if isinstance(value, list)]
    return (
        {spoken(name): name for names in lists for name in names},
        {spoken(alias): name for alias, name in data["short"].items()},
    )
