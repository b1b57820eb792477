"""Whether a measure stands alone: whole, and naming what is counted without the words around it."""

import re

from indexer.observations.counting import counted_noun
from indexer.observations.figures import Figure
from indexer.observations.phrases import VERB
from indexer.observations.wording import content_words

STARTS_WITH_VERB = re.compile(r"(?:being|had|has|have|were|are|was|is|live|lived|[a-z]{3,}ing)\b", re.IGNORECASE)

FINITE = re.compile(r"(?:being|had|has|have|were|are|was|is|live|lived)\b", re.IGNORECASE)
_STARTS_WITH_THESE = re.compile(r"(?:these|those|such)\b", re.IGNORECASE)
# "Such cases" is nothing without the words before, "such cases that were closed in time by the team" something.
_FEWEST_OF_THESE = 5

_ATTRIBUTE = re.compile(r"\b[a-z]+ed\s[a-z]+s$")  # "maintained schools" says nothing of them
_ONLY_THINGS = re.compile(r"(?:[A-Z]\w+\s)?[a-z]+ed\s[a-z]+s")
_BRACKET = re.compile(r"^\([^)]*\)\s*")

_BROKEN = re.compile(
    r"^(?:ie|i\.e|eg|e\.g|pursuant|although|though|while|whilst|despite|because|if|unless|using|under\sthe|given|when|where|following|due\sto|another)\b"
    r"|^(?:higher|lower|better|worse)\s|\bthan\s(?:has|have|is|was|were|in)\b"
    r"|^(?:did|do|does|has|have|had|is|are|was|were|will|be|been|not)\b"
    r"|[£$€]\s?\(?\d"
    r"|\swe\s(?:have|had|are|were|will|can|also)\b|\bboth\s(?:the|our)\b"
    r"|\b(?:for|to|from|with|at|above|below|by|than|over)\sof\b"
    r"|\bthis\s(?!(?:same\s)?(?:year|period|month|quarter)\b)\w|\bthis$|\swe(?=\s\W|$)"
    r"|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\s\d\d\b|\b(?:attending|including|receiving|having|using)$"
    r"|\b(?!aged\b)[a-z]+(?:ing|ed)\s\d+$",
    re.IGNORECASE,
)


def is_broken(measure: str) -> bool:
    """Whether a measure begins or ends in mid-phrase, or names what only the sentences around it tell."""
    return _BROKEN.search(measure) is not None


def stands_alone(words: str, figure: Figure, measure: str) -> bool:
    """Whether a measure tells of whom or of what: not "were late" in mid-sentence, not "elsewhere" of a bare share."""
    right = words[figure.end :].strip()
    if re.match(r"(?:who|whom|whose|which)\b", measure):
        return False
    if content_words(measure) < _FEWEST_OF_THESE and _STARTS_WITH_THESE.match(measure):
        return False
    if figure.unit is not None and VERB.match(measure) and _BRACKET.sub("", right).startswith(measure.split(" ")[0]):
        return False
    if figure.unit == "%" and (re.match(r"(?:an?|the)\s", right) or _ONLY_THINGS.fullmatch(measure)):
        return False
    if not measure or right[:1] != measure[:1] or not right.startswith(measure.split(" ")[0]):
        return FINITE.match(measure) is None
    counts = figure.unit is None and counted_noun(words[figure.end :]) is not None
    if STARTS_WITH_VERB.match(measure) and not counts:
        return False
    return figure.unit != "%" or VERB.search(_ATTRIBUTE.sub("", measure)) is not None
