"""What a question asks: about what, where, when, and for what kind of answer."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from service.types import AnswerKind, Turn
from service.vocabulary import Form, Vocabulary
from service.words import STOPWORDS, stem, words

Wants = Literal["number", "person", "date", "text"]

YEAR = re.compile(r"\b((?:19|20)\d\d)(?:\s*(?:[-–/]|to)\s*((?:19|20)?\d\d))?\b")
PERSONA = re.compile(
    r"^(?:as (?:a|an|lead|the)\b[^,.:]{0,60}[,:]\s*|(?:i['’]m|i am|i|we)\b[^.?:]{0,90}[.:]\s+(?=\S)"
    r"|(?:a|an|the)?\s*[\w ]{3,40}\b(?:here|asks|asking|wonders|question)\s*:\s*|for an? [\w ]{3,40}:\s*)",
    re.IGNORECASE,
)
KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))  # type: ignore[misc]
    for kind, pattern in (
        ("summary", r"\b(?:summari[sz]e|summary|overview|briefing|brief me|gist|explain in a few|tell me about|in a nutshell)\b"),
        ("definition", r"\bwhat (?:is|are|was) (?:an? |the )?['‘\"“]?[\w -]{2,40}['’\"”]?(?: scheme| project)?\?$"
                       r"|\bwhat (?:exactly )?(?:does|do) .{2,60}\bmeans?\b|\bstands? for\b|\bcounts? as\b|\bdefin(?:e|ition)\b|\bmeant by\b"),
        ("why", r"\bwhy\b|\breasons?\b|\bwhat (?:\w+ )?(?:caused|led to|explains|made it)\b|\bon what grounds\b|\bwhat makes\b"),
        ("trend", r"\b(?:trend|over time|year by year|rising or falling|up or down|going up|going down|since (?:19|20)\d\d|fared"
                  r"|(?:has|have|had|did|do|does) .{2,140}\b(?:changed?|moved?|grown?|risen?|fallen|improved?|developed?|shifted?|evolved?)"
                  r"|track|trace|pattern|more stable|what (?:has )?happened to)\b"),
        ("comparison", r"\b(?:compar\w+|versus|vs\.?|stacks? up|better or worse|higher or lower|more or fewer|bigger|worse|behind"
                       r"|differ\w*|which had|(?:more|fewer|less|greater|higher|lower|better|faster|slower|larger|smaller)\b[^?]{0,80} than(?! once| one)"
                       r"|relative to|against|(?:below|above|in line with) (?:the )?(?:national|region|england|statistical))\b"),
        ("list", r"^(?:and |so |ok )?(?:list|name)\b|\b(?:list (?:the|all)|what are the (?!chances)|which (?:two|three|four|five|six|seven|areas|groups|agencies)"
                 r"|what (?:two|three|four|five|six) |what were the|who sits|which [\w ]{3,40}s (?:are|were|did|do|does|was|have|has|came)\b|what [\w ]{3,30}s (?:are|were) there)"),
        ("judgement", r"\b(?:grade[sd]?|rating|rated|judged?|judgements?|verdict|outcome of the [\w ]*inspection|how did ofsted)\b"),
        ("yesno", r"^(?:so |and |but |ok,? )?(?:is|are|was|were|does|do|did|has|have|had|would|could|can|should|will)\b"
                  r"|[,:.]\s*(?:is|are|was|were|does|do|did|has|have|would|could|can|will)\b[^?]*\?$"),
    )
)  # fmt: skip
NUMBER_ASKED = re.compile(
    r"\bhow (?:many|much|often|far|long|high|low|big|large)\b|\bwhat (?:percentage|proportion|share|number|rate|amount|size|fraction)\b"
    r"|\b(?:percentage|proportion|share|rate|number|total|figure|cost|how .{1,20} rate|days|points)\b",
    re.IGNORECASE,
)
FOLLOW_UP = re.compile(
    r"^(?:and|but|so|then|also|what about|how about|why\??$|ok)\b|\b(?:it|its|they|them|their|that|those|this|these|there|he|she|his|her|one)\b",
    re.IGNORECASE,
)
PERIOD_LABEL = re.compile(
    r"(?:(?:year|quarter|q[1-4]|spring|summer|autumn|end of|as at|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s*)*"
    r"(?:19|20)?\d\d(?:\s*[-–/]\s*(?:\w+ )?\d{2,4})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked about: the stems as asked first, then others that mean the same. `weight` is its rarity."""

    text: str
    forms: tuple[Form, ...]
    weight: float
    known: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. `places` are those of the shelf; `years` are single calendar years."""

    text: str
    standalone: str
    kind: AnswerKind
    terms: tuple[Term, ...]
    places: tuple[str, ...]
    years: tuple[int, ...]
    wants: Wants

    @property
    def weight(self) -> float:
        return sum(term.weight for term in self.terms) or 1.0


def read_question(
    text: str,
    history: Sequence[Turn],
    vocabulary: Vocabulary,
    rarity: Callable[[str], float],
    places: Mapping[str, str],
) -> Question:
    """Reads a question. `rarity` gives the inverse document frequency of a stem (0: not in any report);
    `places` leads from the stem of a place's name to its name."""
    standalone = with_history(text, history, places)
    core = without_persona(standalone)
    tokens = words(core)
    named = tuple(dict.fromkeys(places[s] for s in map(stem, tokens) if s in places))
    return Question(
        text,
        standalone,
        kind_of(without_persona(text)),
        tuple(_terms(tokens, vocabulary, rarity, places)),
        named,
        years_in(core),
        wants_of(core),
    )


def without_persona(text: str) -> str:
    """The question without who asks it ("I sit on a committee.", "As a councillor,")."""
    previous = None
    while previous != text:
        previous, text = text, PERSONA.sub("", text.strip(), count=1) or text
    return text


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


def years_in(text: str) -> tuple[int, ...]:
    """All calendar years named, spans ("2016/17", "2009 to 2012") as all their years."""
    years: list[int] = []
    for match in YEAR.finditer(text):
        first, last = int(match.group(1)), match.group(2)
        end = first if not last else int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        years.extend(range(first, end + 1) if first <= end <= first + 15 else [first])
    return tuple(dict.fromkeys(years))


def with_history(text: str, history: Sequence[Turn], places: Mapping[str, str]) -> str:
    """A follow-up made whole: the turn before it is put in front, without a place or year that the new one replaces."""
    if not history or not (FOLLOW_UP.search(text) or len(words(text)) < 6):
        return text
    before = without_persona(history[-1].question)
    if any(stem(w) in places for w in words(text)):
        before = " ".join(w for w in before.split() if not any(stem(p) in places for p in words(w)))
    if YEAR.search(text):
        before = YEAR.sub("", before)
    return f"{' '.join(before.split()).rstrip(' ?.')} – {text}"


def _terms(
    tokens: list[str], vocabulary: Vocabulary, rarity: Callable[[str], float], places: Mapping[str, str]
) -> list[Term]:
    stemmed = [stem(w) for w in tokens]
    terms: dict[Form, Term] = {}
    position = 0
    while position < len(tokens):
        size = next(
            (
                n
                for n in range(min(vocabulary.longest, len(tokens) - position), 0, -1)
                if tuple(stemmed[position : position + n]) in vocabulary.groups_of
                and not (n == 1 and tokens[position] in STOPWORDS)
            ),
            1,
        )
        phrase = tuple(stemmed[position : position + size])
        word = tokens[position]
        plain_word = size == 1 and (
            word in STOPWORDS or stemmed[position] in places or YEAR.fullmatch(word) or len(word) < 2
        )
        if not plain_word and phrase not in terms:
            forms = vocabulary.forms(phrase)
            content = [s for s in phrase if s not in STOPWORDS] or list(phrase)
            weight = max(rarity(s) for s in content)
            known = any(all(rarity(s) > 0 for s in form) for form in forms)
            terms[phrase] = Term(" ".join(tokens[position : position + size]), forms, weight if known else 6.0, known)
        position += size
    return list(terms.values())
