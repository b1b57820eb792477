"""Figures of a part whose whole is named before them: "Of the 40 homes visited, 85% were good"."""

import re

from indexer.observations.clauses import APPROXIMATELY
from indexer.observations.wording import shorten, without_times

_OF_WHOLE = re.compile(
    rf"(?:^|[.;]\s)\W*[Oo]f\s(?:(?:the|our|all)\s)*(?:\d[\d,]*\s)?(?P<whole>(?!these|those|whom|which|this)[^,;()]{{3,90}}),\s*{APPROXIMATELY}$"
)
_ACCORDING = re.compile(
    rf"\baccording\sto\s(?:(?:the|our|all)\s)?(?P<whole>(?:[a-z]+\s)?[a-z]{{3,}}(?:ees|ers|ors|nts|ren|ple|ies)),?\s{APPROXIMATELY}$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s?(?:(?:also|now|still|had|have|were|are|was|is|live|took|[a-z]{3,}ed)\b)")


def part_of_whole(before: str, following: str) -> str | None:
    """The measure "homes visited were good"; None where the words before name no whole."""
    whole = _OF_WHOLE.search(before) or _ACCORDING.search(before)
    if whole is None or _GOES_ON.match(following) is None:
        return None
    return shorten(without_times(whole.group("whole")), following)
