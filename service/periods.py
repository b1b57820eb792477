"""Periods in questions: which years they are, and the same a year on or back."""

import re

YEAR = re.compile(r"\b((?:19|20)\d\d)(?:\s*(?:[-–/]|to)\s*((?:19|20)?\d\d))?\b")
_TIME = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec|spring|summer|autumn|winter|quarter|q[1-4]|(?:first|second|third|fourth|last) quarter"
    r"|early|mid|late|the (?:start|beginning|end|middle) of|year|the year|end of|\d{1,2}(?:st|nd|rd|th)?|financial)"
)
# A period as it stands in a question, with the small word that leads to it: "in the year to March 2017".
PERIOD_PHRASE = re.compile(
    rf"\b(?:(?:in|at|by|during|since|from|as of|for|of|until|to|before|after|around|between)\s+)?"
    rf"(?:the\s+)?(?:(?:the\s+)?{_TIME}[\s-]+(?:(?:of|to|ended|ending|in)\s+)?)*{YEAR.pattern}"
    rf"(?:\s+(?:and|to|until|or)\s+(?:{_TIME}\s+)*{YEAR.pattern})*"
    r"(?:\s+(?:[\w-]+\s+)?(?:inspection|self-assessment|(?:annual )?report|review)\b)?",
    re.IGNORECASE,
)


def years_in(text: str) -> tuple[int, ...]:
    """All calendar years named, spans ("2016/17", "2009 to 2012") as all their years."""
    years: list[int] = []
    for match in YEAR.finditer(text):
        first, last = int(match.group(1)), match.group(2)
        end = first if not last else int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        years.extend(range(first, end + 1) if first <= end <= first + 15 else [first])
    return tuple(dict.fromkeys(years))


def shifted(text: str, by: int) -> str:
    """A text with all its years moved by so many; empty where it names none. "2016/17" becomes "2015/16"."""
    if not YEAR.search(text):
        return ""

    def moved(match: re.Match[str]) -> str:
        first, last = match.group(1), match.group(2)
        whole = match.group().replace(first, str(int(first) + by), 1)
        if not last:
            return whole
        end = str(int(last) + by) if len(last) == 4 else f"{(int(last) + by) % 100:02d}"
        return whole[: len(whole) - len(last)] + end

    return YEAR.sub(moved, text)


def without_years(text: str) -> str:
    """A text without its periods and the small words that lead to them; a year that names a report stays."""
    return " ".join(PERIOD_PHRASE.sub(lambda m: " " if m.group()[-1].isdigit() else m.group(), text).split())
