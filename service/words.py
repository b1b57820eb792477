"""Words as the search sees them: lower case, stemmed, without the words that carry no meaning."""

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

import Stemmer

WORD = re.compile(r"[a-z]+(?:['’][a-z]{1,3})?|\d+(?:[.,/]\d+)*\+?")
STOPWORDS = frozenset(
    """a about above according after again all also am an and any are as at be because been before being below between
    both but by can could did do does doing done down during each either else for from further get give given go got
    had has have having he her here hers him his how i if in into is it its itself just let like me might more most much
    my near no nor not of off on once one only or other our ours out over own per please said same say says she should
    show so some such tell than that the their theirs them then there these they this those through to too under until
    up upon us very was we were what when where whether which while who whom whose why will with would you your yours
    many much figure figures exactly roughly around approximately actually really know want need find
    report reports document documents mention mentioned state stated
    compare compared compares comparison list name describe outline explain overview summarise summarize summary
    briefing brief gist versus vs trace track fared stack stacks quote told aside afterwards
    i'm i've i'd we're we've it's that's what's who's there's let's don't doesn't didn't isn't aren't wasn't weren't
    hasn't haven't hadn't can't couldn't won't wouldn't shouldn't""".split()
)
# Words that say how much is asked for. They are no topic, but a table may use them.
ASKING = frozenset("proportion percentage percent share number numbers total long often".split())
_stemmer = Stemmer.Stemmer("porter")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Porter's stem, the same family as the full-text index uses (Porter, 1980)."""
    return str(_stemmer.stemWord(word.replace("’", "'").removesuffix("'s")))


def words(text: str) -> list[str]:
    """All words and numbers in order, lower case and without accents; thousands commas are taken out of numbers."""
    plain = text.lower().replace("’", "'")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    found = WORD.findall(plain)
    return [re.sub(r"(?<=\d),(?=\d{3})", "", w) if w[0].isdigit() else w for w in found]


def stems(text: str) -> list[str]:
    """The stems of all words of a text in order, stop words included."""
    return [stem(w) for w in words(text)]


def content_words(text: str) -> list[str]:
    """The words that carry meaning, in order."""
    return [w for w in words(text) if w not in STOPWORDS and (len(w) > 1 or w.isdigit())]


def unseen_weight(passages: int) -> float:
    """The inverse document frequency of a word that no passage holds."""
    return math.log(1 + (passages + 0.5) / 0.5)


def rarity_of(frequency: Callable[[Sequence[str]], dict[str, int]], passages: int) -> Callable[[str], float]:
    """The inverse document frequency of a word as in BM25 (Robertson and Zaragoza, 2009), 0 where it stands nowhere."""

    @lru_cache(maxsize=50_000)
    def rarity(word: str) -> float:
        count = frequency([word])[word]
        return math.log(1 + (passages - count + 0.5) / (count + 0.5)) if count else 0.0

    return rarity
