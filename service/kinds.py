"""What kind of answer a question asks for, and what the answer must hold, from the question's form."""

import re
from typing import Literal

from service.types import AnswerKind

Wants = Literal["number", "person", "date", "text"]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# The first kind whose form fits is taken, so the more telling forms stand first.
KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = (
    (
        "summary",
        _any(
            r"\b(?:summari[sz]e|summary|overview|briefing|brief me|gist|explain in a few|tell me about)\b",
            r"\bwhat (?:does|do|did|has|have) .{2,120}\b(?:say|said|tell us) about\b",
        ),
    ),
    (
        "definition",
        _any(
            r"\bwhat (?:is|are|was) an? [\w -]{2,40}\?$",
            r"\bwhat (?:is|are|was) (?:the )?['‘\"“][^'’\"”]{2,50}['’\"”]",
            r"\bwhat (?:is|are|was) (?:the )?(?-i:[A-Z]{2,}[\w-]*|[A-Z][\w-]*(?: [A-Z][\w-]*)*)(?: \w+)?\?$",
            r"\bwhat (?:exactly )?(?:does|do) .{2,60}\bmeans?\b",
            r"\b(?:stands? for|counts? as|defin(?:e|ition)|meant by)\b",
        ),
    ),
    (
        "why",
        _any(
            r"\b(?:why|reasons?|on what grounds|what makes)\b",
            r"\bwhat (?:\w+ )?(?:caused|led to|explains|made it)\b",
        ),
    ),
    (
        "trend",
        _any(
            r"\b(?:trend|over time|year by year|rising or falling|up or down|going up|going down|fared|track|trace)\b",
            r"\b(?:pattern|more stable|since (?:19|20)\d\d|what (?:has )?happened to)\b",
            r"\b(?:has|have|had|did|do|does) .{2,140}\b(?:changed?|moved?|grown?|risen?|fallen|improved?|developed?)\b",
        ),
    ),
    (
        "comparison",
        _any(
            r"\b(?:compar\w+|versus|vs\.?|stacks? up|better or worse|higher or lower|more or fewer|differ\w*)\b",
            r"\b(?:which had|bigger|worse|behind|relative to|against)\b",
            r"\b(?:more|fewer|less|greater|higher|lower|better|faster|slower|larger)\b[^?]{0,80} than(?! on[ce])",
            r"\b(?:below|above|in line with) (?:the )?(?:national|region|england|statistical)\b",
        ),
    ),
    (
        "list",
        _any(
            r"^(?:and |so |ok )?(?:list|name)\b|\blist (?:the|all)\b",
            r"\bwhat (?:are|were) the\b|\bwho sits\b",
            r"^which (?!is\b|was\b|has\b|does\b)[a-z]+(?<!s)s (?!did\b.*\bbest)",
            r"\b(?:which|what) (?:two|three|four|five|six|seven|areas|groups|agencies)\b",
            r"\bwhich [\w ]{3,40}s (?:are|were|did|do|does|was|have|has|came)\b",
            r"\bwhat [\w ]{3,30}s (?:are|were) there\b",
        ),
    ),
    (
        "judgement",
        _any(
            r"\b(?:grade[sd]?|rating|rated|judged?|judgements?|verdict|how did ofsted)\b",
            r"\boutcome of the [\w ]*inspection\b",
        ),
    ),
    (
        "yesno",
        _any(
            r"^(?:so |and |but |ok,? )?(?:is|are|was|were|does|do|did|has|have|had|would|could|can|should|will)\b",
            r"[,:.]\s*(?:is|are|was|were|does|do|did|has|have|would|could|can|will)\b[^?]*\?$",
        ),
    ),
)
NUMBER_ASKED = _any(
    r"\bhow (?:many|much|often|far|long|high|low|big|large|old)\b",
    r"\bwhat (?:percentage|proportion|share|number|rate|amount|size|fraction)\b",
    r"\b(?:percentage|proportion|share|rate|number|total|figure|cost|days|points)\b",
)


def kind_of(text: str) -> AnswerKind:
    """The kind of answer that is asked for, from the question's form."""
    return next((kind for kind, pattern in KINDS if pattern.search(text.strip())), "lookup")


def wants_of(text: str) -> Wants:
    """What the answer must hold."""
    if re.search(r"\bwho\b(?! (?:are|have|had|were|gain|got))", text, re.IGNORECASE):
        return "person"
    if re.search(r"\bwhen\b|\b(?:what|which) (?:date|year|month)\b|\bsince when\b", text, re.IGNORECASE):
        return "date"
    return "number" if NUMBER_ASKED.search(text) else "text"
