"""What a sentence claims beside its words and figures: direction, negation, intention, quantity.

The words are data (`service/data/claims.toml`). The rules are simple and err on the side of finding a sentence
unsupported: the extractive answer, which is verbatim, then stands in for it.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from service.llm.figures import figures, same
from service.words import STOPWORDS, stem, words

DATA = Path(__file__).parents[1] / "data" / "claims.toml"
# So many words after "not" or "plans to" are what is negated or intended.
REACH = 4
# So many words before a word of direction are what rises or falls.
SUBJECT = 5
NUMBER = "#"

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two sets of words of which a thing can be only one.

    `numbers`: the one goes from a smaller number to a larger. `loose`: words that are in no quote are let be.
    """

    one: frozenset[str]
    other: frozenset[str]
    numbers: bool
    loose: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of the data file."""

    opposites: tuple[Opposites, ...]
    negation: tuple[Phrase, ...]
    intention: tuple[Phrase, ...]
    quantities: tuple[tuple[Phrase, ...], ...]
    bounds: tuple[tuple[Phrase, ...], ...]
    leaning: tuple[Phrase, ...]
    instructions: tuple[Phrase, ...]


@cache
def word_lists(path: Path = DATA) -> Words:
    """The word lists, read once."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    opposites = tuple(
        Opposites(frozenset(o["one"]), frozenset(o["other"]), o.get("numbers", False), o.get("loose", False))
        for o in data["opposites"]
    )
    quantities = tuple(_phrases(one["phrases"]) for one in data["quantities"])
    bounds = tuple(_phrases(one["phrases"]) for one in data["bounds"])
    single = (_phrases(data[name]["phrases"]) for name in ("negation", "intention", "leaning", "instructions"))
    negation, intention, leaning, instructions = single
    return Words(opposites, negation, intention, quantities, bounds, leaning, instructions)


def _phrases(texts: Sequence[str]) -> tuple[Phrase, ...]:
    return tuple(tuple(text.replace("’", "'").split()) for text in texts)


def speaks_to_a_model(text: str) -> bool:
    """Whether a text seems to be written for a language model that reads it."""
    tokens = words(text)
    return any(True for phrase in word_lists().instructions for _ in _starts(tokens, phrase))


def leans(sentence: str) -> bool:
    """Whether a sentence begins with a word that points at the one before it."""
    return tuple(words(sentence)[:1]) in word_lists().leaning


def untrue(sentence: str, quotes: Sequence[str], *, figures_tell: bool = False) -> str | None:
    """The first kind of claim that the quotes do not bear out, None where all are.

    `figures_tell` is set where the quotes are values of a table, whose figures alone may show a direction.
    """
    lists = word_lists()
    said, quoted = words(sentence), words(" ".join(quotes))
    if not all(_direction_holds(axis, said, quoted, sentence, figures_tell) for axis in lists.opposites):
        return "direction"
    for name, markers in (("negation", lists.negation), ("intention", lists.intention)):
        if not _scope_holds(markers, said, quoted):
            return name
    if not all(_has(group, quoted) for group in lists.quantities if _has(group, said)):
        return "quantity"
    if not all(_bounds_hold(group, sentence, quotes) for group in lists.bounds):
        return "bound"
    return None


def _starts(tokens: Sequence[str], phrase: Phrase) -> Iterator[int]:
    size = len(phrase)
    return (i for i in range(len(tokens) - size + 1) if tuple(tokens[i : i + size]) == phrase)


def _has(group: Sequence[Phrase], tokens: Sequence[str]) -> bool:
    return any(True for phrase in group for _ in _starts(tokens, phrase))


def _content(tokens: Sequence[str]) -> set[str]:
    return {stem(token) for token in tokens if token not in STOPWORDS and not token[0].isdigit()}


def _direction_holds(
    axis: Opposites, said: Sequence[str], quoted: Sequence[str], sentence: str, figures_tell: bool
) -> bool:
    shown = _from_to(sentence) if axis.numbers else None
    for i, token in enumerate(said):
        if token not in axis.one and token not in axis.other:
            continue
        same_side, other_side = (axis.one, axis.other) if token in axis.one else (axis.other, axis.one)
        if shown is not None and shown != (token in axis.one) and other_side.isdisjoint(said):
            return False
        here = [k for k, word in enumerate(quoted) if word in same_side]
        against = [k for k, word in enumerate(quoted) if word in other_side]
        if here and against:
            if not _nearer(_content(said[max(0, i - SUBJECT) : i]), quoted, here, against):
                return False
        elif not here and (against or not (axis.loose or (figures_tell and shown is not None))):
            return False
    return True


def _nearer(subject: set[str], quoted: Sequence[str], here: Sequence[int], against: Sequence[int]) -> bool:
    """Whether what the sentence says it of stands nearer to a word of its side than to one of the other."""
    places = [k for k, word in enumerate(quoted) if stem(word) in subject]
    if not places:
        return True
    return min(abs(k - h) for k in places for h in here) <= min(abs(k - a) for k in places for a in against)


def _from_to(sentence: str) -> bool | None:
    """Whether "from 12 to 9" goes up; None where a sentence does not say so, or says it of equal figures."""
    for first, last in pairwise(figures(sentence)):
        begins = sentence[: first.start].lower().split()[-1:] == ["from"]
        if begins and sentence[first.end : last.start].lower().split()[-1:] == ["to"] and first.value != last.value:
            return first.value < last.value
    return None


def _scope_holds(markers: Sequence[Phrase], said: Sequence[str], quoted: Sequence[str]) -> bool:
    """Whether what is negated (or intended) is so in both, and what is not, is not."""
    said_marked, said_plain = _scopes(markers, said)
    marked, plain = _scopes(markers, quoted)
    if _has(markers, said) and not said_marked & marked:
        return False
    return not (said_plain - said_marked) & (marked - plain)


def _scopes(markers: Sequence[Phrase], tokens: Sequence[str]) -> tuple[set[str], set[str]]:
    """The stems of content within the reach of a marker, and those outside."""
    inside: set[int] = set()
    for phrase in markers:
        for i in _starts(tokens, phrase):
            inside.update(range(i, min(len(tokens), i + len(phrase) + REACH)))
    marked = _content([token for i, token in enumerate(tokens) if i in inside])
    return marked, _content([token for i, token in enumerate(tokens) if i not in inside])


def _bounds_hold(group: Sequence[Phrase], sentence: str, quotes: Sequence[str]) -> bool:
    """Whether a figure has "more than" (or another bound) in the sentence where it has it in the quotes."""
    found = [value for quote in quotes for value in _bounded(group, quote)]
    for value, is_bound in _bounded(group, sentence):
        there = {bound for other, bound in found if same(value, other)}
        if there and is_bound not in there:
            return False
    return True


def _bounded(group: Sequence[Phrase], text: str) -> list[tuple[float, bool]]:
    found: list[tuple[float, bool]] = []
    for figure in figures(text):
        before, after = words(text[: figure.start]), words(text[figure.end :])
        found.append((figure.value, any(_is_bound(phrase, before, after) for phrase in group)))
    return found


def _is_bound(phrase: Phrase, before: Sequence[str], after: Sequence[str]) -> bool:
    cut = phrase.index(NUMBER)
    front, back = phrase[:cut], phrase[cut + 1 :]
    if tuple(before[len(before) - len(front) :]) != front or tuple(after[: len(back)]) != back:
        return False
    # "no more than 5" is another bound than "more than 5".
    return not front or front[0] == "no" or before[-len(front) - 1 : -len(front)] != ["no"]
