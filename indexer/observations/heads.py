"""Measures that say in short what another says in full: what of the other they need."""

import re

from indexer.observations.counting import is_plural
from indexer.observations.phrases import VERB
from indexer.observations.plain import tidy
from indexer.observations.soundness import FINITE, STARTS_WITH_VERB

_HEAD = re.compile(
    r"(?P<head>.+?)\s(?:being|is|are|was|were|had|has|have|who|that|with|in|from|aged|live|[a-z]{3,}ed)\b"
)

# "15 year olds drink": a plural, and no word that goes on about it.
_WHO = re.compile(
    r"(?P<head>(?:[\w'’-]+\s){0,3}[a-z]{2,}s|(?:\w+\s)?(?:children|people|women|men))\s"
    r"(?!to|of|for|with|by|on|at|as|and|or|under|over|within|across|between|whose|which|where|when|[a-z]+ing\b)[a-z]+\b"
)
_ONLY_CHANGES = re.compile(
    r"(?:improved|increased|decreased|reduced|risen|rose|fallen|fell|dropped|grown|grew|declined|changed)",
    re.IGNORECASE,
)


def in_short(earlier: str, measure: str) -> str:
    """ "20% by schools, 15% by parents": the second says in short what the first says in full."""
    if _ONLY_CHANGES.fullmatch(measure):
        return earlier
    if STARTS_WITH_VERB.match(measure):
        return with_head(earlier, measure)
    stem = re.sub(r"\s(?:by|in|from|for|at|to|of|with|on|across|among|within)\s(?:\S+\s){0,2}\S+$", "", earlier)
    return tidy(f"{stem}, {measure}")


def with_head(earlier: str, measure: str) -> str:
    """The measure with whom the one before speaks of."""
    if FINITE.match(earlier):
        return measure
    same = re.search(rf"(?<!\bwho)(?<!\bthat)(?<!\bwhich)\s{re.escape(measure.split()[0])}\s", earlier)
    if same is not None:
        return tidy(f"{earlier[: same.start()]} {measure}")
    head = _HEAD.match(earlier) or _WHO.match(earlier)
    if head is None and VERB.search(earlier) is None and is_plural(earlier.split()[-1].lower()):
        return tidy(f"{earlier} {measure}")
    return tidy(f"{head.group('head')} {measure}") if head is not None else ""
