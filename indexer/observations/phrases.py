"""What is counted, in the report's own words: the clause around a figure without what is no part of the measure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.observations.changes import follows_gap, read_change
from indexer.observations.clauses import APPROXIMATELY, strip_approximation
from indexer.observations.context import Setting
from indexer.observations.counting import counted_noun
from indexer.observations.figures import CURRENCIES, DURATION, Figure
from indexer.observations.plain import tidy
from indexer.observations.wholes import part_of_whole
from indexer.observations.wording import (
    HOLE,
    content_words,
    only_figure,
    own_words,
    shorten,
    upto_stop,
    without_opening,
    without_times,
)

_COPULA = re.compile(
    r"\b(?:(?:has|have|had|is|are|was|were|also|now|currently|has\ssince|did|would|usually)\s)*(?:is|are|was"
    r"|were|been|being|has|have|had|"
    r"stands?|stood|remains?|remained|averages?|averaged|reached|reaches|totalled|totals?|rose|risen|fell"
    r"|fallen|increased|decreased|reduced|improved|grew|grown|dropped|"
    r"declined|deteriorated|rising|falling|increasing|decreasing|improving|running|achieved|equates|amounted"
    r"|equals?|showed|shows|showing|went|moved|gone|stayed|varied|compares)\b",
    re.IGNORECASE,
)

_TAIL = re.compile(
    rf"(?:\s?(?:[a-z]+ly|current|financial|academic|calendar|at|to|of|from|by|(?:or\s)?(?:above|below)|under|also|significantly|slightly|steadily|again|up|down|further|relatively|steady"
    rf"|stable|static|broadly|much|good|high|low|an\s(?:improving|encouraging|improved)\s(?:indicator|picture|position|trend)|performance|with|"
    rf"strong|poor|excellent|weak|best|worst|similar|the\ssame|currently|now|still|only|just|well|an?\saverage"
    rf"|a\slittle|higher|lower|better|in|and|recorded|reported|over|the|last|"
    rf"few|couple|years?|course|improved|remained|increased|decreased|reduced|rose|risen|fell|fallen|since"
    rf"|further|set|has|have|been|unchanged|"
    rf"more|recently|consistently|approximately|around|about|estimated|calculated|measured|running|,)(?=[\s,]"
    rf"|$))*\s*{APPROXIMATELY}\s*",
    re.IGNORECASE,
)

_AFTER_THAT = re.compile(r"^.*\b(?:that|by\swhich|report|felt|showed|shows|found|concluded)\s*$", re.IGNORECASE)

_ONLY_VERB = re.compile(
    rf"[\W]*(?:(?:currently|now|also)\s)?(?:is|was|are|were|at|of|being|stands at|stood at|totals?"
    rf"|totalled)\s{APPROXIMATELY}\s*",
    re.IGNORECASE,
)

# An acronym in brackets says nothing new.
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|\s\([A-Z][\w&/’']{1,8}\)")

_SAYING = re.compile(
    r"^.*\b(?:identif\w+|found|shows?|showed|showing|indicat\w+|not(?:es|ed|ing)|report\w*|suggest\w*"
    r"|estimat\w+|means|reveal\w+|confirm\w+|"
    r"know|demonstrat\w+|states?|says?|said|tells?)\sthat\b,?\s",
    re.IGNORECASE,
)

_BACK = re.compile(
    r"\s?of\s(?:the\s(?:total|whole)(?=\s(?:is|are|was|were|and|in)\b|\W|$)|(?:them|this)\b|(?:these"
    r"|those)\s(?:is|are|was|were|had|have)\b)",
    re.IGNORECASE,
)

_RATE_WORDS = re.compile(r"^\s?(?:per|/)\s\d[\d,]*")

_CHANGE_FROM = re.compile(
    rf"^.*\b(?:increase|rise|reduction|decrease|fall|drop|growth|decline|improvement|change)s?\s(?:in"
    rf"|of)\s(?P<what>.+?)\sfrom\s{APPROXIMATELY}(?:[\s\w]{{0,40}}?\bto\s{APPROXIMATELY})?$",
    re.IGNORECASE,
)

VERB = re.compile(
    r"\b(?:is|are|was|were|had|has|have|did|got|took|spent|cost|paid|saw|won|ran|stood|stands|rose|fell|grew|remains?|came|became|sent|bought|sold|kept|lost|began|made|held|said|felt|live|lived|led|went|gave|found|left"
    r"|met|(?!need|need-based)[a-z]{3,}ed)\b"
)


_SPELL = r"(?:hour|day|night|week|month|quarter|year)\b"
_THERE = re.compile(
    r",?\sthere(?:\s(?:is|are|was|were|has|have|had|been|also|currently|now|still))*\s*$", re.IGNORECASE
)
# "within 20 miles" says what is counted.
_MEASURES = re.compile(rf"\s?(?:miles?|km|kilomet(?:re|er)s?|met(?:re|er)s?|{DURATION})\b", re.IGNORECASE)
_DUE_TO = re.compile(r"^.*\b(?:due\sto|resulting\sfrom|driven\sby|because\sof|offset\sby)\s", re.IGNORECASE)
_SAYS_MORE = re.compile(r"\b(?:[a-z]{3,}(?:ing|ed|en)|who|in|per)\b")
_SETTING = re.compile(r"\W*(?:in|at|across|among|amongst|within)\s", re.IGNORECASE)
_LONG_BEFORE_WITH = 5
_LONGEST_BEFORE = 10  # so many words before a figure, without a verb that it is said with, tell of other things too
_FEWEST_ALONE = 2
_LONG_SUBJECT = 16
_TORN = f"-{HOLE}-"
_LONGEST_SUBJECT = 23

_PREPOSITION_ENDS = re.compile(
    r"\b(?:of|to|from|with|in|at|by|for|across|on|between|among|over|than)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a figure's clause reads: its measure, "" where it says none itself; `change` for a rise or a fall.

    `torn` where the clause's words belong to another figure, so that the figure has only what it leans on.
    """

    measure: str
    change: bool = False
    torn: bool = False


def read_measure(words: str, setting: Setting, figures: Sequence[Figure]) -> Reading | None:
    """The measure in the figure's clause, without its other figures; None for what measures nothing."""
    for other in (figure for figure in figures if _MEASURES.match(words, figure.end) is None):
        words = words[: other.start] + HOLE + " " * (other.end - other.start - 1) + words[other.end :]
    left, right = _sides(words, setting)
    change = None if setting.from_value else read_change(left, right)
    if change is not None:
        return Reading(change, True) if content_words(change) >= 2 else None
    if follows_gap(left):
        return None
    left = without_times(strip_approximation(left))
    if setting.figure.unit == "%":
        left = re.sub(r"\b(?:an?\s)?(?:further|additional|another|remaining|other)\s*$", "", left)
    predicate = left
    left = _THERE.sub(" ", left)
    left = _CHANGE_FROM.sub(r"\g<what> from ", _AFTER_THAT.sub("", left))
    if setting.figure.unit in CURRENCIES and re.match(r"\s?of\s", right):
        left = HOLE if _PREPOSITION_ENDS.search(left) is not None else ""
    left = re.sub(r",?\sof\s(?:whom|which)\s*$", "", left)
    inside = left.rstrip().endswith("(") and re.match(r"\s?\)\s\w", right) is not None
    following = own_words(upto_stop(without_times(right)))
    whole = part_of_whole(words[: setting.figure.start], following)
    if whole is not None:
        return Reading(whole)
    counts = setting.figure.unit is None and counted_noun(right) is not None
    of_them = re.match(r"\s?of\s", right) is not None
    aside = re.search(r"\bwith\s*$", left) is not None and (counts or of_them)
    aside = aside or (of_them and re.search(r"\bin\s*$", left) is not None)
    subject = None if inside or aside else _subject(left, counts=counts)
    if subject is not None:
        if HOLE in subject.strip() or only_figure(subject) or len(subject.split()) > _LONGEST_SUBJECT:
            return Reading("", torn=True)
        following = "" if setting.figure.unit and _vague(following) else following
        return Reading(shorten(subject, following, keep_head=True))
    if not VERB.search(f"{predicate} {following}"):
        following += _shared_verb(words, setting)
    return _composed(_needed(left, following, setting.figure), following, setting, whole=inside, counts=counts)


def _composed(needed: str, following: str, setting: Setting, *, whole: bool, counts: bool) -> Reading:
    """The measure from the words before a figure that it needs and those after it; `whole` where all are needed."""
    if counts:
        needed = re.sub(rf"^.*,(?![^\s\d]*\d)[^\S{HOLE}]?", "", needed)
    if counts and _is_torn(needed, setting):
        if _PREPOSITION_ENDS.search(needed) is not None or content_words(following) < _FEWEST_ALONE:
            return Reading("", torn=True)
        needed = ""
    elif HOLE in without_opening(needed).strip() or (len(needed.split()) > _LONGEST_BEFORE and not whole):
        return Reading("", torn=True)
    where = _SETTING.match(needed) is not None and re.match(r"\s?of\s", following) is not None
    if where and content_words(needed) and not VERB.search(needed):
        return Reading(tidy(f"{shorten('', following)}, {tidy(needed)}"))
    if setting.figure.unit == "%" and content_words(needed):
        following = re.sub(r"^\s?of\b", " ", following)
    return Reading(shorten(without_opening(needed), following))


def _is_torn(left: str, setting: Setting) -> bool:
    """Whether the words before a count are another figure's, or go on about a subject that is not among them."""
    return HOLE in left or (
        setting.low > 0 and re.match(r"\s*[a-z]", left) is not None and VERB.match(left.strip()) is not None
    )


def _sides(words: str, setting: Setting) -> tuple[str, str]:
    """The words of the clause before and after the figure, without brackets that say nothing."""
    left, right = words[setting.low : setting.figure.start], words[setting.figure.end : setting.high]
    if _ONLY_VERB.fullmatch(left) and setting.low:
        left = words[: setting.figure.start]
    if (setting.figure.unit or "").startswith("per "):
        right = _RATE_WORDS.sub("", right)
    return _SAYING.sub("", _EMPTY_BRACKETS.sub(" ", left)), _EMPTY_BRACKETS.sub(" ", right)


def _needed(left: str, following: str, figure: Figure) -> str:
    """What of the words before a figure belongs to what follows it: a clause of its own needs nothing."""
    share = figure.unit == "%" and re.match(r"\s?of\s", following) is not None
    if VERB.search(following):
        leads_in = re.search(r"\b(?:in|as|by|for|to|from|on|at)\s*$", left) is not None
        return "" if share and not leads_in else re.sub(rf"^.*,[^\S{HOLE}]", "", left)
    long = len(left.split()) > _LONG_BEFORE_WITH or VERB.search(left) is not None
    alone = share or (long and _SAYS_MORE.search(following) is not None)
    return "" if alone and re.search(r"\bwith\s*$", left) is not None else left


def _shared_verb(words: str, setting: Setting) -> str:
    """ "30 letters and 20 notices were sent": what is said of both stands behind the second."""
    if not re.match(r",?\s(?:and|or)\b", words[setting.high :]):
        return ""
    rest = without_times(words[setting.high :])
    end = next((m.start() for m in re.finditer(r"[,;.:(](?!\d)|\s[–—-]\s|\sand\b", rest) if m.start() > 4), len(rest))
    verb = VERB.search(rest, 0, end)
    if verb is not None and not content_words(rest[: verb.start()].partition(HOLE)[2]):
        return ""  # no other things are counted there
    verb = verb or re.compile(r"\bnow\s[a-z]{4,}ing\b").search(rest, 0, end)
    return " " + rest[verb.start() : end] if verb is not None else ""


def points_back(words: str, setting: Setting) -> bool:
    """Whether a share is one of "the total" or of "them", so that another sentence must tell of what."""
    return _BACK.match(words[setting.figure.end :]) is not None


def _subject(left: str, *, counts: bool) -> str | None:
    """What stands before a verb such as "is" or "fell to", where only small words are between it and the figure.

    `counts` where the figure counts what stands behind it: then "discussions with" before it is no subject.
    """
    best: str | None = None
    for match in _COPULA.finditer(left):
        if _TAIL.fullmatch(left[match.end() :]):
            best = left[: match.start()]
            break
    if best is None:
        prepositions = "" if counts else r"|,?\s(?:at|of|to|from)"
        closing = re.search(rf"(?:\s[–—-]|:{prepositions}|\()\s*{APPROXIMATELY}$", left + " ", re.IGNORECASE)
        best = left[: closing.start()] if closing is not None else None
        if best is not None and len(best.split()) > _LONGEST_SUBJECT:
            return _TORN
    if best is None:
        return None
    cause = _DUE_TO.sub("", best)
    best = without_opening(cause if VERB.search(cause) is None else best)
    best = re.sub(r"^.*[.:;]\s(?=\S)", "", best)
    last = re.sub(r"^.*,\s(?=(?:the|our|a|an|its)\s)", "", best, flags=re.IGNORECASE)
    if len(best.split()) > _LONG_SUBJECT and content_words(last) > 1:
        best = without_opening(last)
    return best if content_words(best) else None


def _vague(following: str) -> bool:
    """Whether what follows a figure that has its subject before it only goes on about something else."""
    return not re.match(rf"\s?(?:(?:a|an|each)\s{_SPELL}\s?)?(?:(?:of|for|per|were|was)\b|$)", following)
