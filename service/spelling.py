"""Spelling mistakes in questions: a word that neither the shelf nor English knows becomes the shelf's nearest word."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from service.places import Places, spoken
from service.words import ASKING, STOPWORDS, words

WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]{1,3})?")
SHORTEST = 4
# From so many letters on a word may be two slips away from what was meant; else one.
TWO_SLIPS = 7
# A word that the reports have but once, and English has not, may be a slip of its own.
OFTEN = 2
NEAREST = 20


@cache
def english() -> frozenset[str]:
    """The English words of pyspellchecker's list (MIT), whose code is not run: it takes half a second to start."""
    packed = files("spellchecker").joinpath("resources/en.json.gz").read_bytes()
    return frozenset(json.loads(gzip.decompress(packed)))


class Spelling:
    """Corrects questions by the words of one shelf."""

    def __init__(self, texts: Iterable[str], known: Callable[[str], bool], places: Places) -> None:
        """`known` tells whether the index finds a word, in whatever inflection."""
        self._counts = Counter(word for text in texts for word in words(text) if word.isalpha())
        self._known = known
        self._places = places
        self._names = [word for name in places.own for word in name if len(word) >= SHORTEST]

    @cached_property
    def _words(self) -> list[str]:
        """All words that a slip may have been meant for; made when the first slip is met, to start sooner."""
        often = (word for word, count in self._counts.items() if count >= OFTEN or word in english())
        found = dict.fromkeys((*self._names, *sorted(STOPWORDS | ASKING), *often))
        return [word for word in found if len(word) >= SHORTEST]

    def corrected(self, text: str) -> str:
        """The question with its mistakes mended; names and numbers are left alone, but for the shelf's own places."""
        tokens = spoken(text)
        named = {tokens[n] for mention in self._places.mentions(text) for n in range(mention.start, mention.end)}

        def mended(match: re.Match[str]) -> str:
            word = match.group()
            plain = re.sub(r"['’]s?$", "", word)
            if plain.lower() in named or self._is_right(plain.lower()):
                return word
            inside = text[: match.start()].rstrip()[-1:] not in ("", ".", "?", "!", ":")
            is_name = plain[0].isupper() and (inside or plain.isupper())
            better = self._nearest(plain.lower(), self._names if is_name else self._words)
            if not better:
                return word
            better = better.capitalize() if plain[0].isupper() else better
            return better + word[len(plain) :]

        return WORD.sub(mended, text)

    def _is_right(self, word: str) -> bool:
        short = len(word) < SHORTEST or not word.isascii()
        return short or word in STOPWORDS or word in ASKING or self._known(word) or word in english()

    def _nearest(self, word: str, among: list[str]) -> str | None:
        """The word that is the fewest slips away (a letter more, less, other, or two exchanged), then the commonest.

        That distance is Damerau's (1964) in its restricted form, optimal string alignment.
        """
        slips = 2 if len(word) >= TWO_SLIPS else 1
        found = process.extract(word, among, scorer=OSA.distance, score_cutoff=slips, limit=NEAREST)
        # Two slips and another first letter is another word. The same letters in another order are the likeliest slip.
        close = [
            (slip, sorted(other) != sorted(word), -self._counts[other], other)
            for other, slip, _ in found
            if slip < 2 or other[0] == word[0]
        ]
        return min(close)[-1] if close else None
