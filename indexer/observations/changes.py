"""Figures that tell of a rise or a fall, and those that tell how far apart two others are."""

import re

from indexer.observations.clauses import APPROXIMATELY
from indexer.observations.plain import tidy
from indexer.observations.wording import content_words, shorten, without_opening, without_times

_CHANGES = (
    (r"increas\w*|ris(?:e|en|es|ing)|rose|grow\w*|grew|up|higher", "increase"),
    (r"decreas\w*|reduc\w*|fall\w*|fell|drop\w*|declin\w*|down|cut|lower", "decrease"),
    (r"improve\w*|improving", "improvement"),
)

_ANY_CHANGE = "|".join(pattern for pattern, _ in _CHANGES)

_CHANGE_AFTER = re.compile(
    r"\s?(?:[\w-]+\s){0,2}?(?P<noun>increase|rise|reduction|decrease|fall|drop|growth|decline|improvement|cut"
    r"|uplift)s?\b(?P<rest>.*)",
    re.IGNORECASE,
)

_CHANGE_OF = re.compile(
    rf"\b(?P<noun>increase|rise|reduction|decrease|fall|drop|growth|decline|improvement)s?\s(?:of"
    rf"|by)\s{APPROXIMATELY}$",
    re.IGNORECASE,
)

_CHANGE_BY = re.compile(rf"\b(?P<verb>{_ANY_CHANGE})\s(?:[\w-]+\s){{0,3}}?by\s{APPROXIMATELY}$", re.IGNORECASE)

_CHANGE_VERB = re.compile(
    rf"\b(?P<verb>increased|rose|risen|grew|grown|fell|fallen|dropped|declined|decreased|grow)\s{APPROXIMATELY}$",
    re.IGNORECASE,
)

_CHANGE_ENDS = re.compile(
    r"\b(?:primarily|mainly|largely|partly|driven|reflecting|led|coupled|resulting|has|have|was|were|is|are|alongside|on|from|since|over|compared|between|against"
    r"|during|which|when|due|in\sline|as|this|and\sthis)\b|[,;:(.]|\s[–—-]\s",
    re.IGNORECASE,
)

_ENDS_IN_VERB = re.compile(r"(?:\s(?:has|have|had|been|also|was|were|is|are|will|to))+\s*$", re.IGNORECASE)

_GAP_AFTER = re.compile(
    r"\s?(?:points?\s)?(?:more|less|fewer|higher|lower|above|below|better|worse|greater|longer|shorter"
    r"|short\sof|behind|ahead|gap|difference|older|younger|larger|smaller|extra)\b"
    r"|(?:\s[a-z]+){1,2}\s(?:more|fewer|less|higher|lower)\sthan\b|\sper\s\w+\s(?:more|less)\b",
    re.IGNORECASE,
)

_GAP_BEFORE = re.compile(
    rf"\b(?:gap|difference|variance|margin|variation|exceeded\s\w+)\s(?:\w+\s)?(?:of|by|to|is"
    rf"|was)\s{APPROXIMATELY}$|\bby\s{APPROXIMATELY}$",
    re.IGNORECASE,
)


def is_gap(right: str) -> bool:
    """Whether a figure before these words tells how far apart two others are."""
    return _GAP_AFTER.match(right) is not None


def follows_gap(left: str) -> bool:
    """Whether the words before a figure announce a gap, or a step "by" which something is beyond something else."""
    return _GAP_BEFORE.search(left) is not None


def read_change(left: str, right: str) -> str | None:
    """ "increase in X" for a figure that tells of a change; "" where it does not say of what, None for no change."""
    after = _CHANGE_AFTER.match(right)
    if after is not None:
        return _change_of(after.group("noun"), after.group("rest"), left)
    of = _CHANGE_OF.search(left)
    if of is not None:
        return _change_of(of.group("noun"), right, left[: of.start()])
    by = _CHANGE_BY.search(left) or _CHANGE_VERB.search(left)
    if by is None:
        return None
    noun = next(n for pattern, n in _CHANGES if re.fullmatch(pattern, by.group("verb"), re.IGNORECASE))
    subject = re.sub(r"^.*,\s(?=(?:the|our|an?|its|their)\s)", "", left[: by.start()], flags=re.IGNORECASE)
    subject = tidy(without_opening(without_times(_ENDS_IN_VERB.sub("", " " + subject))))
    return f"{noun} in {shorten(subject, '')}" if content_words(subject) else ""


def _change_of(noun: str, rest: str, left: str) -> str:
    named = re.match(r"\s?(?:in|of|to)\s(?P<what>.+)", rest) or re.match(r"\s?(?P<what>[a-z].+)", rest)
    if named is not None:
        what = named.group("what")
        end = next((m.start() for m in _CHANGE_ENDS.finditer(what)), len(what))
        if content_words(what[:end]):
            return f"{noun.lower()} in {shorten(without_times(what[:end]), '')}"
    before = re.search(r"(?P<what>[\w\s'’&/-]{4,80}?)\s(?:has|have|had|saw|seen|with|show\w*|there)\b[^.]*$", left)
    what = tidy(without_opening(without_times(before.group("what")))) if before is not None else ""
    return f"{noun.lower()} in {shorten(what, '')}" if content_words(what) else ""
