"""The figure of the time before, worked out from a sentence that tells how far the figure has moved since."""

import re
from collections.abc import Sequence
from decimal import Decimal

from service.answering.draft import DraftStatement, quote_of
from service.arithmetic import difference, plain, total
from service.evidence import Evidence
from service.question import Question

_BEFORE = (
    r"(?:(?:in|on|for|from|at|to|with) )?(?:the )?(?:previous|last|prior|preceding) (?:financial |school )?year"
    r"|(?:a|the) year (?:before|earlier|ago)"
)
ASKED = re.compile(rf"\b(?:{_BEFORE})", re.IGNORECASE)
_NUMBER = r"(?<![\w.,/£$%-])(?P<by>\d[\d,]*(?:\.\d+)?)(?![\w%/]|[.,]\d)"
# "6 deaths more than the previous year", "a fall of 12 on last year".
_MORE = re.compile(
    rf"{_NUMBER}(?: [a-z-]+){{0,2}} (?P<way>more|higher|fewer|less|lower) than (?:{_BEFORE})", re.IGNORECASE
)
_MOVED = re.compile(
    rf"\b(?P<way>increase|rise|decrease|fall|drop|reduction) of {_NUMBER}(?: [a-z-]+){{0,2}}"
    rf" (?:on|from|over|compared (?:to|with)|since) (?:{_BEFORE})",
    re.IGNORECASE,
)
_UP = frozenset({"more", "higher", "increase", "rise"})
_PLAIN = re.compile(_NUMBER.replace("?P<by>", ""))
_YEAR = re.compile(r"(?:19|20)\d\d")
WITHIN = 3


def year_before(question: Question, ranked: Sequence[Evidence]) -> DraftStatement | None:
    """The earlier figure, where the question asks for the time before and a well-ranked sentence tells the change.

    None where the sentence has more than one figure that may have changed.
    """
    if not ASKED.search(question.standalone):
        return None
    for evidence in ranked[:WITHIN]:
        text = evidence.unit.text
        moved = _MORE.search(text) or _MOVED.search(text)
        if moved is None:
            continue
        change = _value(moved.group("by"))
        # The figure that changed stands before its change.
        before_it = (found.group(1) for found in _PLAIN.finditer(text[: moved.start()]))
        figures = [number for number in before_it if not _YEAR.fullmatch(number)]
        if len(figures) != 1:
            continue
        now = _value(figures[0])
        rose = moved.group("way").lower() in _UP
        before = now - change if rose else now + change
        steps = difference(change, now) if rose else total((now, change))
        sign = "−" if rose else "+"
        said = f"{plain(before)} the year before ({plain(now)} {sign} {plain(change)})."
        return DraftStatement(said, (quote_of(evidence),), "computed", (), steps)
    return None


def _value(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
