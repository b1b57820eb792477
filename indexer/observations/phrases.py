"""What is counted, in the report's own words: the clause around a figure without what is no part of the measure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.observations.figures import CURRENCIES, Figure
from indexer.observations.context import APPROXIMATELY, Setting, strip_approximation
from indexer.observations.lists import lists
from indexer.observations.plain import tidy
from indexer.observations.times import PERIOD

LONGEST = 16
_TIME_PHRASE = re.compile(
    r"[,(]?\s?\b(?:(?:in|during|for|at|by|of|since|from|between|as\sat|as\sof|to|on|over|throughout|until)\s)?(?:the\s)?"
    r"(?:(?:end|start|beginning|middle|whole|course)\sof\s)?(?:the\s)?(?:(?:financial|academic|school|calendar|municipal)\s)?"
    r"(?:year(?:\s(?:ending|ended|to))?\s)?(?:\d{1,2}(?:st|nd|rd|th)?\s)?(?:" + PERIOD.pattern + r")"
    r"(?:\s(?:and|to)\s(?:" + PERIOD.pattern + r"))?(?:\s(?:financial|academic|school)\syears?)?",
    re.IGNORECASE,
)
_LOOSE_TIME = re.compile(
    r"\b(?:(?:at|from|since|by)\sthe\s(?:beginning|end|start)\sof\sthe\s(?:financial\s|academic\s|school\s)?(?:year|period|month|quarter)"
    r"|(?:as\s(?:of|at)\s|by\s|at\s|in\s|since\s)?(?:the\s)?(?:end|start|beginning|middle)\sof\s(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)|for\sthe\s(?:combined\s)?period\sof|during\sthe\speriod\sof\sthis\sreport|during\sthis\speriod|year\sto\sdate|at\sthe\smoment|so\sfar|at\spresent|this\syear|last\syear|currently|also|already|at\sthat\spoint|to\sdate)\b,?"
    r"|\(?\bas\s(?:of|at)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^[\W\d]*(?:(?:however|overall|currently|in\saddition|additionally|furthermore|also|and|but|of\sthese|of\sthose|as\sa\sresult|"
    r"with|this|that|in\stotal|at\sthe\stime\sof\s\w+|on\saverage|to|a\stotal\sof|some|both|therefore|similarly|again|in|by|at|of|than|from|"
    r"there\s(?:are|were|is|was|have\sbeen|has\sbeen|had\sbeen)(?:\s(?:also|now|still|currently|only))?|out\sof|only|just|now|during|"
    r"we\shave|we\shad|we|it|they|these|so\sfar|is|are|was|were|has|have|had|an|a|the|our|its|their|around)\b[\s,:]*)+",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"(?P<verb>\b(?:(?:has|have|had|is|are|was|were|also|now|currently|has\ssince|did|would|usually)\s)*(?:is|are|was|were|been|being|has|have|had|"
    r"stands?|stood|remains?|remained|averages?|averaged|reached|reaches|totalled|totals?|rose|risen|fell|fallen|increased|decreased|reduced|improved|grew|grown|dropped|"
    r"declined|deteriorated|rising|falling|increasing|decreasing|improving|running|achieved|equates|amounted|equals?|showed|shows|showing|went|moved|gone|stayed|varied|compares)\b)"
    r"(?P<tail>[^;:()]{0,60}?)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:\s?(?:at|to|of|from|by|also|significantly|slightly|steadily|again|up|down|further|relatively|steady|stable|static|broadly|much|good|high|low|"
    rf"strong|poor|excellent|weak|best|worst|similar|the\ssame|currently|now|still|only|just|well|an?\saverage|a\slittle|higher|lower|better|in|and|recorded|reported|over|the|last|"
    rf"few|couple|years?|course|improved|remained|increased|decreased|reduced|rose|risen|fell|fallen|since|further|set|has|have|been|unchanged|"
    rf"more|recently|consistently|approximately|around|about|estimated|calculated|measured|running|,)(?=[\s,]|$))*\s*{APPROXIMATELY}\s*",
    re.IGNORECASE,
)
_STOP = re.compile(
    r",(?!\d|\s[A-Z][a-z]+(?:,\s[A-Z][a-z]+)*\sand\s[A-Z])|[;(\[]|(?<!\d)\s[–—-]\s(?!\d)|[.:](?:\s|$)|\s(?:compared|against|but|while|whilst|whereas|although|which|and\sthis|and\sis|and\shas|and\sthe|as\swell|"
    r"(?:is|are|was|were)\s(?:better|worse|higher|lower|above|below)|remains?\s|in\sline\swith|similar\sto|meaning|making|and\s(?:in|we|they|it|there|by|at|that|have|has|are|were|was|to|will|some|most))\b",
    re.IGNORECASE,
)
_ENDS_LOOSE = re.compile(
    r"(?:\s(?:and|or|of|the|to|in|for|with|by|at|from|a|an|as|on|is|are|was|were|has|have|that|,|our|then|so|while|compared))+$",
    re.IGNORECASE,
)
_AFTER_THAT = re.compile(r"^.*\b(?:that|by\swhich|report|felt|showed|shows|found|concluded)\s*$", re.IGNORECASE)
_CHANGES = (
    (r"increas\w*|ris(?:e|en|es|ing)|rose|grow\w*|grew|up|higher", "increase"),
    (r"decreas\w*|reduc\w*|fall\w*|fell|drop\w*|declin\w*|down|cut|lower", "decrease"),
    (r"improve\w*|improving", "improvement"),
)
_ANY_CHANGE = "|".join(pattern for pattern, _ in _CHANGES)
_CHANGE_AFTER = re.compile(
    rf"\s?(?:[\w-]+\s){{0,2}}?(?P<noun>increase|rise|reduction|decrease|fall|drop|growth|decline|improvement|cut|uplift)s?\b(?P<rest>.*)",
    re.IGNORECASE,
)
_CHANGE_OF = re.compile(
    rf"\b(?P<noun>increase|rise|reduction|decrease|fall|drop|growth|decline|improvement)s?\s(?:of|by)\s{APPROXIMATELY}$",
    re.IGNORECASE,
)
_CHANGE_BY = re.compile(rf"\b(?P<verb>{_ANY_CHANGE})\s(?:[\w-]+\s){{0,3}}?by\s{APPROXIMATELY}$", re.IGNORECASE)
_CHANGE_VERB = re.compile(
    rf"\b(?P<verb>increased|rose|risen|grew|grown|fell|fallen|dropped|declined|decreased|grow)\s{APPROXIMATELY}$",
    re.IGNORECASE,
)
_CHANGE_ENDS = re.compile(
    r"\b(?:led|coupled|resulting|has|have|was|were|is|are|alongside|on|from|since|over|compared|between|against|during|which|when|due|in\sline|as|this|and\sthis)\b|[,;:(.]|\s[–—-]\s",
    re.IGNORECASE,
)
_GAP_AFTER = re.compile(
    r"\s?(?:points?\s)?(?:more|less|fewer|higher|lower|above|below|better|worse|greater|longer|shorter|short\sof|behind|ahead|gap|difference|older|younger|larger|smaller|extra)\b"
    r"|(?:\s[a-z]+){1,2}\s(?:more|fewer|less|higher|lower)\sthan\b|\sper\s\w+\s(?:more|less)\b",
    re.IGNORECASE,
)
_GAP_BEFORE = re.compile(
    rf"\b(?:gap|difference|variance|margin|variation|exceeded\s\w+)\s(?:\w+\s)?(?:of|by|to|is|was)\s{APPROXIMATELY}$|\bby\s{APPROXIMATELY}$",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"^(?:the|a|an|our|its|their|and|of|with|at|in|to|this|that|there|all|for|both|is|are|was|were|has|have|had)$",
    re.IGNORECASE,
)


_ONLY_VERB = re.compile(
    rf"[\W]*(?:(?:currently|now|also)\s)?(?:is|was|are|were|at|of|being|stands at|stood at|totals?|totalled)\s{APPROXIMATELY}\s*",
    re.IGNORECASE,
)
# An acronym in brackets says nothing new.
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|\s\([A-Z][\w&/’']{1,8}\)")
_SAYING = re.compile(
    r"^.*\b(?:identif\w+|found|shows?|showed|showing|indicat\w+|not(?:es|ed|ing)|report\w*|suggest\w*|estimat\w+|means|reveal\w+|confirm\w+|"
    r"know|demonstrat\w+|states?|says?|said|tells?)\sthat\b,?\s",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\s?of\s(?:the\s(?:total|whole)(?=\s(?:is|are|was|were|and|in)\b|\W|$)|(?:them|this)\b|(?:these|those)\s(?:is|are|was|were|had|have)\b)",
    re.IGNORECASE,
)
_RATE_WORDS = re.compile(r"^\s?(?:per|/)\s\d[\d,]*")
_CHANGE_FROM = re.compile(
    rf"^.*\b(?:increase|rise|reduction|decrease|fall|drop|growth|decline|improvement|change)s?\s(?:in|of)\s(?P<what>.+?)\sfrom\s{APPROXIMATELY}$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|had|has|have|did|got|took|made|held|said|felt|live|lived|led|went|gave|found|left|met|(?!need|need-based)[a-z]{3,}ed)\b"
)
_GENERIC = frozenset(
    """number numbers figure figures rate rates proportion percentage total average averages equivalent performance level levels current
    position equates represents representing equating year date completion now currently only just score value overall while whilst this
    it these those they being stands days weeks months hours per about around compared compares""".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a figure's clause reads: its measure, "" where it says none itself; `change` for a rise or a fall."""

    measure: str
    change: bool = False


def is_gap(words: str, setting: Setting) -> bool:
    """Whether the figure tells how far apart two others are."""
    return _GAP_AFTER.match(words[setting.figure.end :]) is not None


def read_measure(words: str, setting: Setting, figures: Sequence[Figure]) -> Reading | None:
    """The measure in the figure's clause, without its other figures; None for what measures nothing."""
    for other in figures:
        words = words[: other.start] + " " * (other.end - other.start) + words[other.end :]
    left, right = words[setting.low : setting.figure.start], words[setting.figure.end : setting.high]
    if _ONLY_VERB.fullmatch(left) and setting.low:
        left = words[: setting.figure.start]
    right = _EMPTY_BRACKETS.sub(
        " ", _RATE_WORDS.sub("", right) if (setting.figure.unit or "").startswith("per ") else right
    )
    left = _SAYING.sub("", _EMPTY_BRACKETS.sub(" ", left))
    change = None if setting.from_value else _change(left, right)
    if change is not None:
        return Reading(change, True) if content_words(change) >= 2 else None
    if _GAP_BEFORE.search(left):
        return None
    left = _without_times(strip_approximation(left))
    left = _CHANGE_FROM.sub(r"\g<what> from ", _AFTER_THAT.sub("", left))
    if setting.figure.unit in CURRENCIES and re.match(r"\s?of\s", right):
        left = ""
    inside = left.rstrip().endswith("(") and re.match(r"\s?\)\s\w", right) is not None
    subject = None if inside else _subject(left)
    following = _upto_stop(_without_times(right))
    if subject is None and not _VERB.search(f"{left} {following}"):
        following += _shared_verb(words, setting)
    if subject is None and _VERB.search(following):
        # A clause of its own needs nothing from before.
        whole = setting.figure.unit == "%" and re.match(r"\s?of\s", following) is not None
        left = "" if whole else re.sub(r"^.*,\s", "", left)
    if subject is not None:
        return Reading(shorten(subject, "" if setting.figure.unit and _vague(following) else following))
    return Reading(shorten(_OPENING.sub("", left), following))


def measure_after(right: str) -> str:
    """The measure in the words after a figure alone."""
    right = re.sub(r"^\s?(?:\)\s?)?of\s(?:whom|which|these|those|them)\b", "", right)
    return shorten("", _upto_stop(_without_times(right)))


def _shared_verb(words: str, setting: Setting) -> str:
    """ "30 letters and 20 notices were sent": what is said of both stands behind the second."""
    if not re.match(r",?\s(?:and|or)\b", words[setting.high :]):
        return ""
    rest = _without_times(words[setting.high :])
    end = next((m.start() for m in re.finditer(r"[,;.:(](?!\d)|\s[–—-]\s|\sand\b", rest) if m.start() > 4), len(rest))
    verb = _VERB.search(rest, 0, end)
    return " " + rest[verb.start() : end] if verb is not None else ""


def points_back(words: str, setting: Setting) -> bool:
    """Whether a share is one of "the total" or of "them", so that another sentence must tell of what."""
    return _BACK.match(words[setting.figure.end :]) is not None


def says_nothing(measure: str) -> bool:
    """Whether a measure has only words such as "rate" that need another measure to lean on."""
    found = [word for word in re.findall(r"[^\W\d_]{2,}", measure.lower()) if not _SMALL.match(word)]
    return all(word in _GENERIC for word in found)


def content_words(words: str) -> int:
    """How many words say something."""
    return sum(1 for word in re.findall(r"[^\W\d_]{2,}", words) if not _SMALL.match(word))


def shorten(left: str, right: str) -> str:
    """A measure of at most LONGEST words from what stands before and after the figure."""
    right = (
        re.sub(r"^\s*(?:\)\s?)?(?:of\s(?:all\s|the\s|these\s|those\s|our\s)?(?=\w))?", "", right)
        if not tidy(left)
        else right
    )
    before, after = tidy(left).split(), tidy(right).split()
    after = after[: max(LONGEST - min(len(before), 8), 6)]
    before = before[-(LONGEST - len(after)) :] if len(before) + len(after) > LONGEST else before
    joined = tidy(" ".join((*before, *after)))
    joined = re.sub(r"^(?:(?:the|a|an|our|of|and|with|in|to|by|that|as|for)\s)+", "", joined, flags=re.IGNORECASE)
    return tidy(_ENDS_LOOSE.sub("", joined))


def _subject(left: str) -> str | None:
    """What stands before a verb such as "is" or "fell to", where only small words are between it and the figure."""
    best: str | None = None
    for match in re.finditer(_COPULA.pattern.split("(?P<tail>")[0], left, re.IGNORECASE):
        if _TAIL.fullmatch(left[match.end() :]):
            best = left[: match.start()]
            break
    if best is None:
        closing = re.search(rf"(?:\s[–—-]|:|,?\s(?:at|of|to|from)|\()\s*{APPROXIMATELY}$", left + " ", re.IGNORECASE)
        best = left[: closing.start()] if closing is not None else None
    if best is None:
        return None
    best = _OPENING.sub("", best)
    best = re.sub(r"^.*[.:;]\s(?=\S)", "", best)
    return best if content_words(best) else None


def _vague(following: str) -> bool:
    """Whether what follows a figure that has its subject before it only goes on about something else."""
    return not re.match(r"\s?(?:of|for|per|were|was)\b", following)


def _without_times(words: str) -> str:
    words = _TIME_PHRASE.sub(" ", words)
    return re.sub(r"\s{2,}", " ", _LOOSE_TIME.sub(" ", words))


def _upto_stop(words: str) -> str:
    """The words after a figure up to the end of its phrase; a closing bracket right after the figure is passed over."""
    words = re.sub(r"^\s?[)\]]\s?", " ", words)
    stop = _STOP.search(words)
    return words[: stop.start()] if stop is not None else words


def _change(left: str, right: str) -> str | None:
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
    subject = re.sub(r"\s(?:has|have|had|been|is|are|was|were|will|also|to)*\s*$", "", left[: by.start()])
    subject = tidy(
        _OPENING.sub(
            "", _without_times(re.sub(r"(?:\s(?:has|have|had|been|also|was|were|is|are))+\s*$", "", " " + subject))
        )
    )
    return f"{noun} in {shorten(subject, '')}" if content_words(subject) else ""


def _change_of(noun: str, rest: str, left: str) -> str:
    named = re.match(r"\s?(?:in|of|to)\s(?P<what>.+)", rest) or re.match(r"\s?(?P<what>[a-z].+)", rest)
    if named is not None:
        what = named.group("what")
        end = next((m.start() for m in _CHANGE_ENDS.finditer(what)), len(what))
        if content_words(what[:end]):
            return f"{noun.lower()} in {shorten(_without_times(what[:end]), '')}"
    before = re.search(r"(?P<what>[\w\s'’&/-]{4,80}?)\s(?:has|have|had|saw|seen|with|show\w*|there)\b[^.]*$", left)
    what = tidy(_OPENING.sub("", _without_times(before.group("what")))) if before is not None else ""
    return f"{noun.lower()} in {shorten(what, '')}" if content_words(what) else ""


def counts_something(words: str, setting: Setting) -> bool:
    """Whether a bare number stands before things that are counted, or after a quantity that it is the value of."""
    figure, after = setting.figure, words[setting.figure.end :]
    if figure.value == 1:
        return False  # most often one of something, not a count
    head = counted_noun(after)
    if figure.worded:
        return head is not None and head in lists().counted and _worded_opens(words[: figure.start])
    if head is not None:
        return not _uncounted(head)
    if re.match(r"\s?\(\s?\d[\d.]*\s?%", after):
        return (
            counted_noun(re.sub(r"^\s?\([^)]*\)", "", after)) is not None
            or re.match(r"\s?\([^)]*\)\sof\b", after) is not None
        )
    left = strip_approximation(words[: figure.start])
    if re.match(r"\s?of\s(?:the|these|those|our|all|which|whom|them)\b", after):
        return True
    if re.search(r"\bof\s(?:which|whom|these|those)\W*$", left) and re.match(
        r"\s?(?:had|have|were|are|was|is|[a-z]{3,}ed)\b", after
    ):
        return True
    if re.search(r"\b(?:is|was|were|are|stood\sat|totalled)\s*$", left) and re.match(
        r"\s?(?:[.,;)](?!\d)|$|which\b|compared\b|in\s\d{4})", after
    ):
        return content_words(left) >= 2
    value = re.search(
        r"\b(?:is|are|was|were|at|to|from|of|with|reached|totalled|averaged|stood|with)\s*$|[(:–-]\s*$",
        left,
        re.IGNORECASE,
    )
    if (
        value is None
        or re.match(r"\s?[a-z]", after)
        and not re.match(
            r"\s?(?:in|at|by|as|for|to|and|on|during|compared|from|which|per|last|this|but|across|a|the|over|since|between|were|was|while|up|down|young)\b",
            after,
        )
    ):
        return False
    return lists().quantities.search(left) is not None or setting.held_against


def counted_noun(after: str) -> str | None:
    """The head, in lower case, of the plural noun phrase that follows a number; None where none follows."""
    head, previous = None, ""
    if re.match(r"\s(?:other|further\sother)\b", after):
        return None
    for number, match in enumerate(re.finditer(r"\s(?:[‘'\"“])?([A-Za-z][\w'’/&-]*|&)", after)):
        if number > 6 or match.start() != (0 if number == 0 else end):
            break
        end, word = match.end(), match.group(1)
        low = word.lower()
        if low in ("and", "&") and head is not None and number < 4:
            continue
        if low in _NO_NOUN and not (low == "after" and previous.endswith("ed")):
            break
        previous = low
        if is_plural(low):
            head = low
            if re.match(r"[,.;:)]", after[end:]) or low in ("children", "people"):
                break
    return head


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    if word in _IRREGULAR:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s", "ous"))
        and word not in _NO_PLURAL
    )


def _uncounted(head: str) -> bool:
    forms = {head, head.removesuffix("s"), head.removesuffix("es"), re.sub(r"ies$", "y", head)}
    return bool(forms & lists().uncounted)


def _worded_opens(left: str) -> bool:
    return (
        re.search(
            rf"(?:^|[.;:,]\s|\b(?:there\s(?:are|were|have\sbeen)|total\sof|and|of\swhom|in\swhich|included?)\s){APPROXIMATELY}$|^\W*$",
            left,
            re.IGNORECASE,
        )
        is not None
    )


_IRREGULAR = frozenset(
    "children people men women staff pupils families personnel police young-people offspring fte ftes households".split()
)
_NO_PLURAL = frozenset(
    "was has does its this his across less process progress access always perhaps towards whilst besides news".split()
)
_NO_NOUN = frozenset(
    """of in on at by for to from with and or as is are was were be been being have has had do did will would can could that which
    who whom whose where when while but than if so per the a an this these those it they we he she there compared against within
    during between over under above below into out up down not no nor each both either because since until about around after
    before through across""".split()
)
