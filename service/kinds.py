"""What kind of answer a question asks for, and what the answer must hold, from the question's form."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from service.types import AnswerKind

Wants = Literal["number", "person", "date", "text"]
DATA = Path(__file__).parent / "data" / "kinds.toml"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


NUMBER_ASKED = _any(
    r"\bhow (?:many|much|often|far|long|high|low|big|large|old)\b",
    r"\bwhat (?:percentage|proportion|share|number|rate|amount|size|fraction)\b",
    r"\b(?:percentage|proportion|share|rate|number|total|figure|cost|days|points)\b",
)


_JOINT = _any(r"\b(?:joint|combined|shared)\b")


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of questions: `kinds` in the order in which they are tried.

    `outsider` names who is no place of the shelf (England, a target), `times` holds two times against each other,
    `counted` uses a grade to say what is counted.
    """

    kinds: tuple[tuple[AnswerKind, re.Pattern[str]], ...]
    outsider: re.Pattern[str]
    times: re.Pattern[str]
    counted: re.Pattern[str]

    @classmethod
    def load(cls, path: Path = DATA) -> "Forms":
        """Reads the file."""
        with path.open("rb") as file:
            data = tomllib.load(file)

        def pattern(part: dict[str, Any]) -> re.Pattern[str]:
            return _any(*(re.sub(r"<(\w+)>", lambda m: data["words"][m[1]], form) for form in part["forms"]))

        return cls(
            tuple((part["kind"], pattern(part)) for part in data["kinds"]),
            _any(data["words"]["outsider"]),
            pattern(data["times"]),
            pattern(data["counted"]),
        )


@cache
def forms() -> Forms:
    """The forms of the file, read once."""
    return Forms.load()


def kind_of(text: str, places: int = 0) -> AnswerKind:
    """The kind of answer that is asked for, from the question's form and the number of the shelf's places it names."""
    plain, known = text.strip(), forms()
    kind: AnswerKind = next((kind for kind, pattern in known.kinds if pattern.search(plain)), "lookup")
    if kind == "comparison" and places < 2 and known.times.search(plain) and not known.outsider.search(plain):
        return "trend"
    if kind == "judgement" and known.counted.search(plain):
        return "lookup"
    sides = places > 1 and not _JOINT.search(plain)
    return "comparison" if kind == "lookup" and sides else kind


def wants_of(text: str) -> Wants:
    """What the answer must hold."""
    if re.search(r"\bwho\b(?! (?:are|have|had|were|gain|got))", text, re.IGNORECASE):
        return "person"
    if re.search(r"\bwhen\b|\b(?:what|which) (?:date|year|month)\b|\bsince when\b", text, re.IGNORECASE):
        return "date"
    return "number" if NUMBER_ASKED.search(text) else "text"
