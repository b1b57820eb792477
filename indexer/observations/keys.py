"""The normal form of a measure: the same for whatever words, years and places it is written with."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from indexer.observations.lists import DATA
from indexer.observations.times import PERIOD

# "Long Name (LN)", as in Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions" (2003).
_ACRONYM = re.compile(r"[ ,]+\((?P<acronym>[A-Z][A-Za-z&]{1,7})\)")
_WORDS_BEFORE = re.compile(r"(?:[A-Za-z][\w'’/-]{0,60}[ ,]+){0,7}[A-Za-z][\w'’/-]{0,60}$")
_LONGEST_NAME = 160
_WORD = re.compile(r"[a-z]+(?:['’][a-z]{1,3})?|\d+(?:[.,/]\d+)*\+?")
_SMALL_WORDS = ("of", "and", "the", "for", "in", "to")
# Words that say how, not what, is counted, or nothing; "not", "no", "without" say much and stay.
_EMPTY = frozenset(
    """a about according after all also am an and any are around approximately as at be because been before being
    both but by can could currently did do does done during each either for from further get had has have having
    he her here his how however i if in into is it its itself just made make more most my nearly almost now of
    off on one only or other our ours out over overall own per recent recently same she so some still such than
    that the their them then there these they this those through to too up upon us very was we were what when
    where which while who whom whose will with would you your number numbers total totals proportion percentage
    percent percentages share figure figures rate rates s pct across within achieved recorded represents
    represent equates including usually""".split()
)
_stemmer = Stemmer.Stemmer("porter")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(re.sub(r"['’]s?$", "", word)))


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes keys. `forms` leads from each phrase, in lower case, to the name of its group."""

    forms: dict[str, str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> "Keys":
        """With the groups of the file and the acronyms that this report defines."""
        forms = dict(_shared_forms())
        for long_name, acronym in _acronyms(text):
            name = forms.get(long_name.lower(), long_name.lower())
            forms.setdefault(acronym.lower(), name)
            forms.setdefault(long_name.lower(), name)
        return cls._matching(forms)

    @classmethod
    def _matching(cls, forms: dict[str, str]) -> "Keys":
        ordered = sorted(forms, key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, form.split())) for form in ordered)
        return cls(forms, re.compile(rf"(?<![\w-])(?:{words})(?![\w+-])"))

    def key(self, measure: str, places: Iterable[str] = ()) -> str:
        """The normal form, its words in alphabetical order; `places` are names that are no part of a measure."""
        words = PERIOD.sub(" ", measure)
        for place in places:
            words = re.sub(rf"\b{re.escape(place)}(?:['’]s)?\b", " ", words, flags=re.IGNORECASE)
        words = _plain(words)
        names = [name for _, name in self.named(words)]
        rest = self.pattern.sub(" ", words)
        stems = {
            _stem(word) for word in _WORD.findall(rest) if word not in _EMPTY and (len(word) > 1 or word.isdigit())
        }
        return " ".join(sorted({*names, *stems}))

    def named(self, words: str) -> list[tuple[str, str]]:
        """The phrases of groups in the words, in lower case, each with the name of its group."""
        return [(m.group(), self.forms[m.group()]) for m in self.pattern.finditer(_plain(words))]


@lru_cache(maxsize=1)
def shared_keys() -> Keys:
    """With the groups of the file alone, for words that are no report's."""
    return Keys._matching(_shared_forms())


def measure_key(words: str) -> str:
    """The normal form of a measure as someone types it, to be compared with an observation's `measure_key`.

    Acronyms that only one report defines are not known here, and no place is taken out.
    """
    return shared_keys().key(words)


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower().replace("’", "'"))


@lru_cache(maxsize=1)
def _shared_forms() -> dict[str, str]:
    with (DATA / "measures.toml").open("rb") as file:
        groups: list[list[str]] = tomllib.load(file)["groups"]
    return {form.lower(): group[0].lower() for group in groups for form in group}


def _acronyms(text: str) -> list[tuple[str, str]]:
    """Pairs (long name, acronym) that the text defines, where the acronym's letters begin the words before it."""
    found: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        letters = re.sub(r"[^A-Z]", "", match.group("acronym")).lower()
        before = _WORDS_BEFORE.search(text[max(0, match.start() - _LONGEST_NAME) : match.start()])
        tail = _matching_tail(re.split(r"[ ,]+", before.group()), letters) if before and len(letters) > 1 else []
        if tail:
            found.setdefault(match.group("acronym"), " ".join(tail))
    return [(long_name, acronym) for acronym, long_name in sorted(found.items())]


def _matching_tail(names: list[str], letters: str) -> list[str]:
    """The shortest run of last words whose initials, small words aside, spell the letters."""
    for count in range(2, len(names) + 1):
        tail = names[-count:]
        initials = "".join(part[0] for name in tail for part in name.split("-") if part).lower()
        important = "".join(
            part[0] for name in tail if name not in _SMALL_WORDS for part in name.split("-") if part
        ).lower()
        if letters in (initials, important) and tail[0][0].lower() == letters[0]:
            return tail
    return []
