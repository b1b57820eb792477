"""What a report says of itself where the catalogue is silent: title, kind and place. Says None rather than guess."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import PurePosixPath

from indexer.periods import is_period, spell_dates
from indexer.readers.composing import fold, sensible_title
from indexer.types import SourceText

_TITLE_WITHIN = 3000
_LONGEST_TITLE_LINE = 160
_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_ENDS_LIKE_PROSE = re.compile(r"[.;,:!?…]$")
_KINDS = (
    ("self-assessment", r"self[- ](?:assessment|evaluation)"),
    ("inspection", r"inspection"),
    ("annual report", r"annual (?:\w+ ){0,2}report"),
    ("performance report", r"performance (?:\w+ ){0,3}report"),
    ("minutes", r"minutes"),
    ("agenda", r"agenda"),
    ("strategy", r"strategy"),
    ("budget", r"budget"),
    ("accounts", r"accounts|annual return"),
    ("policy", r"policy|procedure"),
)

_WORD = r"[A-Z][\w’'-]*"
_JOINT = (
    r"(?:[ ](?:and|&|upon|on|under|with|le|the|in)[ ](?:the[ ])?|[ ](?=[A-Z])"
    r"|(?<=Isle|Vale)[ ]of[ ]|(?<=Forest|Riding)[ ]of[ ])"
)
_NAME = rf"(?P<place>{_WORD}(?:{_JOINT}{_WORD}){{0,4}}?)"
_TIER = r"(?i:(?:Metropolitan[ ]|City[ ]and[ ])?(?:County|City|Borough|District|Town|Parish|Community|Unitary|Islands))"
_LABELLED = re.compile(
    r"^[ \t*>-]*(?:name of )?(?:local )?(?:authority|council)(?: name)?[ \t*]*:[ \t*]*(?P<place>[^\t\n*]{3,60})",
    re.IGNORECASE | re.MULTILINE,
)
_BODIES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NAME}[ ]{_TIER}[ ](?i:Council|Authority)\b",
        rf"\b(?i:(?:London|Royal|Metropolitan)[ ]Borough[ ]of)[ ]{_NAME}(?=[^\w’'-]|$)(?![ ]{_WORD})",
        rf"\b{_NAME}[ ](?i:(?:Local[ ])?Safeguarding[ ](?:Children|Adult)(?:s|[’']s)?[ ](?:Board|Partnership))\b",
    )
)
# "Published by ..." at either end of the report; a copyright line names a publisher where it is an organisation's.
_ORGANISATION = rf"{_WORD}(?:[ ](?:(?:and|&|of|for|the)[ ])*{_WORD}){{0,8}}"
_PUBLISHED_BY = re.compile(rf"\b(?i:published[ ]by)[ ]*:?[ ]*(?i:the[ ])?(?P<body>{_ORGANISATION})")
_LABELLED_PUBLISHER = re.compile(r"^[ \t]*(?i:publisher)[ \t]*:[ \t]*(?P<body>[^\t\n]{3,80})", re.MULTILINE)
_YEAR = r"(?:19|20)\d\d"
_COPYRIGHT = re.compile(
    rf"(?:©|\([cC]\)|\b(?i:copyright))[ ]*(?:{_YEAR}[ ]+)?(?P<body>{_ORGANISATION})(?:[ ,]*{_YEAR})?[ ]*[.,\n]"
)
_BODY_WORD = re.compile(
    r"\b(?:council|authority|board|partnership|trust|office|department|commission|agency|police|university|ofsted)\b",
    re.IGNORECASE,
)
_MEETING_OF = re.compile(
    r"\b(?i:minutes|agenda)[ ](?i:of|for)[ ](?i:(?:a|the)[ ](?:\w+[ ]){0,3}meeting[ ]of(?:[ ]the)?)[ ]"
)
_PLAIN_COUNCIL = re.compile(rf"\b{_NAME}[ ](?:Council|COUNCIL)\b")
_SHIRE = re.compile(r"\b(?<!New )(?P<place>(?:(?:East|West|North|South)[ ])?[A-Z](?:[a-z]+shire|[A-Z]+SHIRE))\b")
_SMALL_WORDS = frozenset(["and", "upon", "on", "under", "with", "le", "the", "in", "of"])
# Capital words that come before a council's name without being part of it.
_NOT_PLACE_NAMES = """
a an the this that our your their all any each every other of for by to in at from with and as is was about
report reports annual inspection minutes meeting agenda plan review assessment self-assessment strategy statement
children children's services service social care joint local county city borough district town parish community
council councils board cabinet committee director leader chief executive members member councillor councillors mr mrs
ms dr cllr sir lord professor welcome between both neighbouring former new full youth research national european
british general school schools student health medical arts privy combined unitary metropolitan safeguarding ofsted
"""
_NOT_PLACES = frozenset(_NOT_PLACE_NAMES.split())


def infer_title(source: str, text: SourceText) -> str:
    """The format's title, else the first heading, else the first lines that look like a cover, else the file name."""
    headings = [m for m in text.marks if m.kind == "heading" and m.start < _TITLE_WITHIN]
    titles = [sensible_title(text.text[m.start : m.end]) for m in headings[:2]]
    if text.title or headings:
        lines = [text.title or titles[0] or _name_in_words(source)]
    elif text.marks:
        lines = [_name_in_words(source)]
    else:
        lines = list(_cover_lines(text.text[:_TITLE_WITHIN]))
    if len(lines) == 1 and any(pattern.fullmatch(lines[0]) for pattern in _BODIES):
        # A council's name alone would be the title of all its papers.
        lines.append(next((t for t in titles if t and t != lines[0]), None) or _name_in_words(source))
    return ": ".join(lines) or _name_in_words(source)


def title_is_name(title: str, source: str) -> bool:
    """Whether a title was made from the file's name, or with it."""
    return title.endswith(_name_in_words(source))


def infer_kind(title: str) -> str | None:
    """The kind of report, where the title names it."""
    return next((kind for kind, words in _KINDS if re.search(rf"\b{words}\b", title, re.IGNORECASE)), None)


def infer_place(source: str, title: str, text: SourceText) -> str | None:
    """The area of the council that the report is about: named on its cover, or far more often than any other."""
    top = text.text[:_TITLE_WITHIN]
    labelled = _LABELLED.search(top)
    if labelled is not None and (place := _from_label(labelled.group("place"))):
        return place
    for words in (title, top):
        named = {*_bodies(words)}
        if len(named) == 1:
            return named.pop()
    whole = _dominant(Counter(_bodies(text.text)))
    if whole is not None:
        return whole
    for words in (title, _name_in_words(source).title(), top):
        shires = {_proper(found.group("place")) for found in _SHIRE.finditer(words)}
        if len(shires) == 1:
            return shires.pop()
    named = {*_places(_PLAIN_COUNCIL, title)}
    if len(named) == 1:
        return named.pop()
    plain = Counter(_places(_PLAIN_COUNCIL, text.text))
    return _dominant(plain) or _dominant(Counter(_places(_SHIRE, text.text)))


def infer_publisher(title: str, text: SourceText) -> str | None:
    """Who made the report, where it says so: "Published by", a copyright line, a council heading its own paper."""
    top, end = text.text[:_TITLE_WITHIN], text.text[-_TITLE_WITHIN:]
    for pattern in (_LABELLED_PUBLISHER, _PUBLISHED_BY, _COPYRIGHT):
        for part in (top, end):
            found = pattern.search(part)
            if found is not None and _BODY_WORD.search(found.group("body")):
                return _proper(fold(found.group("body")))
    if infer_kind(title) == "inspection":
        return None  # it is about the council that its title names, and not by it
    meeting = _MEETING_OF.search(top)
    heads = (title, next((fold(line.strip(" \t#*_")) for line in top.split("\n") if len(line.strip()) > 3), ""))
    starts = (*heads, fold(top[meeting.end() :][:_LONGEST_TITLE_LINE])) if meeting else heads
    named = (pattern.match(words) for words in starts for pattern in _BODIES)
    return next((_proper(found.group()) for found in named if found is not None), None)


def _cover_lines(top: str) -> Iterator[str]:
    """At most two lines from the top that read as a title, dates passed over."""
    found = 0
    for block in _BLOCK.finditer(top):
        lines = [fold(line.strip(" \t#*_")) for line in block.group().split("\n")]
        lines = [line for number, line in enumerate(lines) if number or not line.isdigit()]  # a page number on top
        if not lines:
            continue
        title_ends_here = len(lines) > 3  # a PDF page, or prose: only capitalised lines at its very top are the title
        if title_ends_here:
            lines = [*takewhile(_is_capitalised, lines[:3])]
        line = fold(" ".join(lines))
        if line and not is_period(line):
            if "\t" in block.group() or not _reads_as_title(line):
                return
            yield line
            found += 1
        if found == 2 or title_ends_here:
            return


def _reads_as_title(line: str) -> bool:
    return (
        len(line) <= _LONGEST_TITLE_LINE
        and (line[0].isupper() or line[0].isdigit())
        and _ENDS_LIKE_PROSE.search(line) is None
        and sensible_title(line) is not None
    )


def _is_capitalised(line: str) -> bool:
    long_words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", line) if len(word) > 3]
    if len(line) > 80 or re.match(r"\d+\.", line):
        return False
    return bool(long_words) and sum(w[0].isupper() for w in long_words) >= 0.75 * len(long_words)


def _name_in_words(source: str) -> str:
    """The file name without its ending; a hyphen between figures ("2016-17") stays."""
    stem = spell_dates(PurePosixPath(source).stem)
    words = fold(re.sub(r"(?<!\d)[-_]+|[-_]+(?!\d)|_+", " ", stem)) or stem
    return words[:1].upper() + words[1:]


def _from_label(value: str) -> str | None:
    value = fold(value)
    bodies = list(_bodies(value))
    if bodies:
        return bodies[0]
    value = re.sub(r"[ ](?:council|authority)$", "", value, flags=re.IGNORECASE)
    plausible = re.fullmatch(rf"{_WORD}(?:[ ][\w’'&-]+){{0,4}}", value)
    return _proper(value) if plausible and not any(character.isdigit() for character in value) else None


def _bodies(words: str) -> Iterator[str]:
    """The places of the councils and safeguarding boards that are named, as often as they are."""
    for pattern in _BODIES:
        yield from _places(pattern, words)


def _places(pattern: re.Pattern[str], words: str) -> Iterator[str]:
    for found in pattern.finditer(words):
        name = found.group("place").split(" ")
        # "Inspection of Essex County Council", "The Essex ...": what comes before the name is no part of it.
        last = max((i for i, word in enumerate(name) if word.lower() in _NOT_PLACES - _SMALL_WORDS), default=-1)
        name = name[last + 1 :]
        while name and name[0].lower() in _SMALL_WORDS:
            name = name[1:]
        if name:
            yield _proper(" ".join(name))


def _proper(name: str) -> str:
    """A name in capitals as one writes it in a sentence."""
    if not name.isupper():
        return name
    words = [word if word in _SMALL_WORDS else word.capitalize() for word in name.lower().split(" ")]
    return " ".join(words)


def _dominant(counts: Counter[str]) -> str | None:
    """The most frequent, where it is frequent and leaves the next far behind."""
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 3:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1] else None
