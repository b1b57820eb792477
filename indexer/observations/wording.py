"""Words of a measure: which of them say something, and where a measure begins and ends."""

import re

from indexer.observations.clauses import APPROXIMATELY
from indexer.observations.plain import tidy
from indexer.observations.times import PERIOD

LONGEST = 24

# Stands where another figure stood; white space for every pattern.
HOLE = "\x1f"

_TIME_PHRASE = re.compile(
    r"[,(]?\s?\b(?:(?:in|during|for|at|by|of|since|from|between|as\sat|as\sof|to|on|over|throughout"
    r"|until)\s)?(?:the\s)?"
    r"(?:(?:end|start|beginning|middle|whole|course)\s(?:of\s)?)?(?:the\s)?(?:(?:financial|fiscal|academic|school|calendar"
    r"|municipal)\s)?"
    r"(?:year(?:\s(?:ending|ended|to))?\s)?(?:\d{1,2}(?:st|nd|rd|th)?\s)?(?:" + PERIOD.pattern + r")"
    r"(?:\s(?:and|to)\s(?:" + PERIOD.pattern + r"))?(?:\s(?:financial|academic|school)\syears?)?",
    re.IGNORECASE,
)

_LOOSE_TIME = re.compile(
    r"\b(?:(?:at|from|since|by)\sthe\s(?:beginning|end|start)\sof\sthe\s(?:financial\s|academic\s"
    r"|school\s)?(?:year|period|month|quarter)"
    r"|(?:as\s(?:of|at)\s|by\s|at\s|in\s|since\s)?(?:the\s)?(?:end|start|beginning|middle)\sof\s(?:January"
    r"|February|March|April|May|June|July|August|September|October"
    r"|November|December)|for\sthe\s(?:combined\s)?period\sof|during\sthe\speriod\sof\sthis\sreport"
    r"|during\sthis\speriod|year\sto\sdate|at\sthe\smoment|so\sfar|at\spresent|this\syear|last\syear|currently"
    r"|also|already|at\sthat\spoint|to\sdate)\b,?"
    r"|\(?\bas\s(?:of|at)\b",
    re.IGNORECASE,
)

_OPENING = re.compile(
    r"^[\W\d]*(?:(?:however|overall|currently|in\saddition|additionally|furthermore|also|and|but|including|according\sto\s(?:the\s|our\s)?\w+|on\san?\s[\w-]+\sbasis|of\sthese"
    r"|of\sthose|as\sa\sresult|"
    r"with|this|that|in\stotal|as\s(?:noted|stated|mentioned|shown|set\sout)\s(?:above|below|earlier)|seen"
    r"|(?:improved|increased|reduced|raised)(?=\sthe\s(?:proportion|numbers?|percentage|rate|average|share))|at\sthe\stime\sof\s\w+|on\saverage|to|a\stotal\sof|some|both|therefore|similarly"
    r"|again|in|by|at|of|than|from|"
    r"there\s(?:are|were|is|was|have\sbeen|has\sbeen|had\sbeen)(?:\s(?:also|now|still|currently|only))?|out\sof"
    r"|only|just|now|during|"
    r"(?:we|it|they)\s(?:have|had|has)\sbeen|we\shave|we\shad|we|it|they|these|so\sfar|is|are|was|were|has|have|had|an|a|the|our|its|their"
    r"|around)\b[\s,:]*)+",
    re.IGNORECASE,
)

_SPELL_OPENS = re.compile(
    r"^\W*(?:in|during|over|for|at|within)\s(?:(?:this|that|the\s(?:same|reporting|review|last|current|(?:average\s)?(?:two|three|six|nine|twelve)[\s-]month))\s"
    r"(?:period|time|year|quarter|month)|any\s(?:one\s)?time|(?:year|quarter|phase|month)\s(?:one|two|three|four|\d))\b,?",
    re.IGNORECASE,
)

_STOP = re.compile(
    r",(?!\d|\s(?:who|whose)\s|\s[A-Z][a-z]+(?:,\s[A-Z][a-z]+)*\sand\s[A-Z])|[;(\[]|(?<!\d)\s[–—-]\s(?!\d)|[.:](?:\s|$)|\s[–—-]\s(?:or|and|an?|with)\b"
    r"|\s(?:compared|against|but|while|whilst|whereas|although|which|and\sthis|and\sis|and\shas|and\sthe|as\swell|"
    r"(?:is|are|was|were)\s(?:better|worse|higher|lower|above|below)|remains?\s|an?\s(?:much\s|slightly\s|far\s)?(?:higher|lower|better|worse|greater|smaller)\s(?:proportion|rate|number|figure|percentage|share)|in\sline\swith|similar\sto"
    r"|e\.g\b|i\.e\b|meaning|making|we\s(?:have|had|are|were|will|can|also)|and\s(?:in|we|they|it|there|by|at|that|have|has|are|were|was|to|will|some|most))\b",
    re.IGNORECASE,
)

# "a placement which is near": without it, "a placement" would be any.
_ONE_OF_MANY = re.compile(r"\b(?:an?|any)\s(?:\w+\s)?\w+$")

# A new sentence without a full stop before it.
_RUNS_ON = re.compile(r"(?<=[a-z])\s(?=(?:Between|There|During|We|This|These)\s)")

_ENDS_LOOSE = re.compile(
    r"(?:\s(?:and|or|of|the|to|in|for|with|by|at|from|a|an|as|on|is|are|was|were|has|have|had|been|being|we|it|there|where|when|which|who|whose|totall?ing|amounting|following|primarily|mainly|largely|partly|due|that|,|our|then|so"
    r"|while|compared|just|under|over|around|about|nearly|almost|including))+$",
    re.IGNORECASE,
)

_ONLY_FIGURE = re.compile(
    r"(?:[Tt]he\s)?(?:[Oo]ur|(?:[A-Z][\w'’]+\s?){1,3})\s(?:figure|rate|average|percentage|proportion|number|total|level)s?"
)

# "and 5 were late" in a measure is another's; "16 and 17" is an age.
_ANOTHER_FIGURE = re.compile(r"(?<!\d)\s(?:and|or|with)\s(?:up\sto\s)?\d[\d,.]*%?\s(?=[a-z'‘])")

_SMALL = re.compile(
    r"^(?:the|on|a|an|our|its|their|and|of|with|at|in|to|this|that|there|all|for|both|is|are|was|were|has|have|had)$",
    re.IGNORECASE,
)

_GENERIC = frozenset(
    """number numbers figure figures rate rates proportion percentage total average averages equivalent performance
    level levels current position equates represents representing equating amount final year date now currently
    completion only just score value overall while whilst this it these those they being stands days weeks months hours
    per about around compared compares""".split()
)


_BEFORE_HOLE = re.compile(
    rf"(?:,|\s(?:to\s\w+|and|with|from|for|in|by|of|at|than|providing|(?:up\s)?to))*\s*{APPROXIMATELY}$", re.IGNORECASE
)
_LONGEST_BEHIND = 5
# "a survey of 90 tenants found that 12% ...": the rest is the other figure's.
_FOUND_THAT = re.compile(rf"\s\w+\sthat(?:\s{APPROXIMATELY})?\s*{HOLE}.*")
_VERB_BEHIND = re.compile(r"\b(?:is|are|was|were|had|has|have|did|took|[a-z]{3,}ed)\b")


def content_words(words: str) -> int:
    """How many words say something."""
    return sum(1 for word in re.findall(r"[^\W\d_]{2,}", words) if not _SMALL.match(word))


def says_nothing(measure: str) -> bool:
    """Whether a measure has only words such as "rate", or begins with "such", and needs another to lean on."""
    if measure.lower().startswith("such "):
        return True
    return telling_words(measure) == 0


def telling_words(words: str) -> int:
    """How many words say something that not every measure says, as "rate" does."""
    found = [word for word in re.findall(r"[^\W\d_]{2,}", words.lower()) if not _SMALL.match(word)]
    return sum(word not in _GENERIC for word in found)


def only_figure(words: str) -> bool:
    """Whether a subject is only "the Westshire figure", so that another sentence tells of what."""
    return _ONLY_FIGURE.fullmatch(words.strip()) is not None


def shorten(left: str, right: str, *, keep_head: bool = False) -> str:
    """A measure of at most LONGEST words from what stands before and after the figure.

    `keep_head` where what stands before is a subject, whose first words tell most.
    """
    right = re.sub(r"^\s*(?:\)\s?)?(?:of\s(?:all\s|the\s|our\s)?(?=\w))?", "", right) if not tidy(left) else right
    before, after = tidy(left).split(), tidy(right).split()
    after = after[: max(LONGEST - len(before), 4) if keep_head else max(LONGEST - min(len(before), 8), 6)]
    if len(before) + len(after) > LONGEST:
        room = LONGEST - len(after)
        before = before[:room] if keep_head else before[-room:]
    joined = tidy(" ".join((*before, *after)))
    joined = re.sub(r"^(?:(?:the|a|an|our|of|and|with|in|to|by|that|as|for)\s)+", "", joined, flags=re.IGNORECASE)
    other = _ANOTHER_FIGURE.search(joined)
    return tidy(_ENDS_LOOSE.sub("", joined[: other.start()] if other is not None else joined))


def without_opening(words: str) -> str:
    """The words without "however, there were" and the like at their beginning."""
    return _OPENING.sub("", _SPELL_OPENS.sub("", words))


def without_times(words: str) -> str:
    """The words without the periods that they name."""
    words = _TIME_PHRASE.sub(" ", words)
    return re.sub(r"\s{2,}", lambda run: HOLE if HOLE in run.group() else " ", _LOOSE_TIME.sub(" ", words))


def upto_stop(words: str) -> str:
    """The words after a figure up to the end of its phrase; a closing bracket right after the figure is passed over."""
    words = re.sub(r"^\s?[)\]]\s?", " ", words)
    words = _RUNS_ON.split(words, maxsplit=1)[0]
    for stop in _STOP.finditer(words):
        if not (stop.group() == " which" and _ONE_OF_MANY.search(words[: stop.start()])):
            return words[: stop.start()]
    return words


def own_words(following: str) -> str:
    """The words after a figure without those that another one in them says more of."""
    following = _FOUND_THAT.sub("", following)
    own, hole, rest = following.partition(HOLE)
    if not hole or not (HOLE in rest or _VERB_BEHIND.search(rest) or len(rest.split()) > _LONGEST_BEHIND):
        return following
    return own[: _BEFORE_HOLE.search(own).start()]  # type: ignore[union-attr]


def measure_after(right: str) -> str:
    """The measure in the words after a figure alone."""
    right = re.sub(r"^\s?(?:\)\s?)?of\s(?:whom|which|these|those|them)\b", "", right)
    return shorten("", upto_stop(without_times(right)))
