"""Where a clause ends, and what stands before a figure without saying anything."""

import re

APPROXIMATELY = (
    r"(?:\b(?:a\s|an\s)?(?:around|about|approximately|approx\.?|just|over|under|nearly|almost|more\sthan"
    r"|less\sthan|fewer\sthan|some|"
    r"only|c\.|circa|up\sto|well|close\sto|roughly|exactly|at\sleast|in\sexcess\sof|in\sthe\sregion\sof"
    r"|(?:an?\s)?total\sof|an?\saverage\sof|"
    r"on\saverage|currently|now|still|well\sover|slightly|the|an|a|as\s(?:high|low|many|much)\sas|low|high)\s)*"
)

_ENDS_APPROXIMATELY = re.compile(APPROXIMATELY + "$", re.IGNORECASE)

# A clause ends where another subject or a comparison begins.
BREAK = re.compile(
    r";|[.!?]\s+(?=[A-Z])|(?<!aged\s\d)(?<!aged\s\d\d)\s[–—-]\s|:\s|,?\s(?:but|whereas|while|whilst|although|though|however|compared"
    r"|comparing|which\scompares|against|versus|vs)\b"
    r"|\swhich\s(?:is|are|was|were)\s(?:also\s)?(?:better|worse|above|below|higher|lower|similar|comparable)\b|,\s(?:which|and\sthe|and\sthis|this|these|it|we|with|where|and\sto|and\shas|and\sis|in\sline)\b|\s(?:is"
    r"|are|was|were)\s(?:better|worse|higher|lower|above|below|similar)\b"
    r"|,\s(?:equivalent|equating|representing|above|below|similar|higher|lower|better|equal)\b",
    re.IGNORECASE,
)

_PARTING = re.compile(r",(?!\d)|;|\s(?:and|with|while|plus)\b|\(|\)|\sor(?=\s[\d£])|\sof\s(?:which|whom)\b")


def strip_approximation(words: str) -> str:
    """Words before a figure without "around", "just over" and the like at their end."""
    return words[: _ENDS_APPROXIMATELY.search(words).start()] if words else words  # type: ignore[union-attr]


def parting(words: str, start: int, end: int, *, last: bool) -> int:
    """Where the words between two figures part into those of the one and those of the other.

    Where they do not part, both figures have their words in common: the sentence's end or beginning.
    """
    between = words[start:end]
    partings = [m for m in _PARTING.finditer(between) if not (m.group() == "(" and not between[m.end() :].strip())]
    if not partings:
        return 0 if last else len(words)
    if last:
        return start + partings[-1].end()
    goes_on = re.search(r"\s(?:and|or)\s[a-z]+\swith\s*$", between)  # "visited 9 schools and spoke with 12 pupils"
    return start + (goes_on or partings[-1]).start()
