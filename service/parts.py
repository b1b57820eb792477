"""The separate things that one question asks, each as a question of its own. Where it is not plain, one part is all."""

import re
from collections.abc import Sequence

from service.history import POINTS_BACK, made_whole
from service.periods import PERIOD_PHRASE, YEAR
from service.places import Places, spoken
from service.words import ASKING, content_words

MOST = 5
_ASKS = (
    r"(?:(?:by|at|in|on|from|of|for|since|to|under)\s+)?(?:how|what|which|who|whose|when|where|why)\b"
    r"|(?:is|are|was|were|did|does|do|has|have|had|can|will)\s+(?:the|a|an|it|they|there|any|(?-i:[A-Z][\w’'-]+))\b"
)
QUESTION_WORD = re.compile(rf"\b(?:{_ASKS})|^(?:list|give|show|name|trace|track|explain|summari[sz]e)\b", re.IGNORECASE)
# A second question: behind a question mark, or behind "and" with a question word of its own.
SECOND = re.compile(rf"(?:\?\s+(?:and\s+)?|\s*[,;–-]?\s+(?:and|but)(?:\s+(?:also|then))?\s+)(?={_ASKS})", re.IGNORECASE)
# "They say how cases are shared and how staff are led": the second "how" hangs on the same verb as the first.
EMBEDDED = re.compile(
    r"\b(?:about|of|on|know|explain|say|says|said|show|shows|describe|see|tell|from|for|to|between|depends?|into|in)\s+"
    r"(?P<word>how|what|which|who|when|where|why)\b",
    re.IGNORECASE,
)
# "For how long, before ...": the sentence goes on.
UNDER_WAY = re.compile(r"(?:\w+ )?(?:how|what|which)\b[^,]{0,20},", re.IGNORECASE)
HOLLOW = frozenset("since far percentages big case".split())
SPAN = re.compile(r"\b(?:between|from)\b", re.IGNORECASE)
STEP = re.compile(r"\s*,\s*(?:and\s+|or\s+)?(?:then\s+|again\s+)?|\s+and\s+(?:then\s+|again\s+)?", re.IGNORECASE)
# What may stand in "in early 2017" or "the 2009 inspection" beside places and years.
SETTING = frozenset(
    """in at on of for the by during around about as since then again also early late mid start end beginning middle
    spring summer autumn winter january february march april may june july august september october november december
    inspection report self-assessment self assessment year quarter months nationally england country whole latest last
    county council city region a it its itself""".split()
)


def parts_of(question: str, places: Places) -> tuple[str, ...]:
    """The questions within a question, each whole with the subject, place and year of the first; itself where one."""
    clauses = _clauses(question)
    if len(clauses) > 1:
        whole = [clauses[0]]
        whole += [made_whole(f"And {clause}", clauses[0], places) for clause in clauses[1:]]
        return tuple(_closed(part) for part in whole[:MOST])
    settings = _settings(question, places)
    return tuple(settings[:MOST]) if len(settings) > 1 else (question,)


def _clauses(question: str) -> list[str]:
    """The question cut where a second thing is asked that has words of its own."""
    clauses: list[str] = []
    position = 0
    for match in SECOND.finditer(question):
        left, right = question[position : match.start()], question[match.end() :].split("?")[0]
        if not (QUESTION_WORD.search(left) and _asks(left) and _asks(right)) or UNDER_WAY.match(right):
            continue
        embedded = [m.group("word").lower() for m in EMBEDDED.finditer(left)]
        if right.split()[0].lower() in embedded and "?" not in match.group():
            continue
        clauses.append(left)
        position = match.end()
    return [*clauses, question[position:].split("?")[0]]


def _asks(text: str) -> bool:
    """Whether a clause asks for something of its own: "and by how much?" or "and since when?" does not."""
    own = [w for w in content_words(PERIOD_PHRASE.sub(" ", text)) if w not in ASKING and w not in HOLLOW]
    return len(own) > 1 or bool(own and POINTS_BACK.search(text))


def _settings(question: str, places: Places) -> list[str]:
    """One question for each of several places and times that are listed at the end: "in A in 2015 and in B"."""
    plain = question.strip().rstrip("?. ")
    cuts = list(STEP.finditer(plain))
    tail: list[str] = []
    head = plain
    for cut in reversed(cuts):
        piece = head[cut.end() :]
        if not _is_setting(piece, places):
            break
        tail.insert(0, piece)
        head = head[: cut.start()]
    if not tail:
        return []
    head, first = _split_setting(head, places)
    if not first or (SPAN.search(first) and len(tail) == 1) or re.search(r"\b(?:between|both|from)\s*$", head):
        return []
    pieces = [first, *tail]
    years = [piece for piece in pieces if YEAR.search(piece)]
    if len(years) == 1 and years[0] is pieces[-1] and len(pieces) > 1 and places.mentions(pieces[-1]):
        # "in A and in B in 2017": the year is meant for both.
        period = PERIOD_PHRASE.search(pieces[-1])
        pieces = [*(f"{piece} {period.group().strip()}" if period else piece for piece in pieces[:-1]), pieces[-1]]
    named = _named_in_pieces(pieces, places)
    return [_closed(f"{head.rstrip(' ,:')} {_led(piece, named)}") for piece in pieces]


def _led(piece: str, place: str) -> str:
    """A setting with the small word that leads to it, and the place that all the others are in."""
    piece = piece.strip()
    first = piece.split()[0].lower()
    if first == "the":
        piece = f"at {piece}"
    elif YEAR.match(piece):
        piece = f"in {piece}"
    return f"{piece} in {place}" if place and place.lower() not in piece.lower() else piece


def _named_in_pieces(pieces: Sequence[str], places: Places) -> str:
    """The one place named in the first of several settings, where the others are times only."""
    names = [m.name for piece in pieces for m in places.mentions(piece)]
    others = [piece for piece in pieces[1:] if not YEAR.search(piece)]
    return names[0] if len(names) == 1 and places.mentions(pieces[0]) and not others else ""


def _is_setting(text: str, places: Places) -> bool:
    """Whether a text is nothing but places and times, and at least one."""
    plain = PERIOD_PHRASE.sub(" ", text)
    tokens = spoken(plain)
    mentions = places.mentions(plain)
    taken = {n for m in mentions for n in range(m.start, m.end)}
    left = [w for n, w in enumerate(tokens) if n not in taken and w not in SETTING]
    anchored = bool(mentions) or YEAR.search(text) is not None or "nationally" in tokens or "england" in tokens
    return anchored and not left


def _split_setting(text: str, places: Places) -> tuple[str, str]:
    """The longest end of a text that is nothing but places and times, cut off; it begins with a small word."""
    spots = [
        m.start()
        for m in re.finditer(
            r"\b(?:in|at|on|by|during|around|as of|since|for|from|the)\b|(?<=:\s)\S", text, re.IGNORECASE
        )
    ]
    for spot in spots:
        if _is_setting(text[spot:], places):
            return text[:spot], text[spot:]
    return text, ""


def _closed(text: str) -> str:
    plain = text.strip().rstrip(" ,;?.–-")
    return f"{plain[:1].upper()}{plain[1:]}?"
