"""What a question asks: about what, where, when, and for what kind of answer."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from service.kinds import Wants, kind_of, wants_of
from service.types import AnswerKind, Turn
from service.vocabulary import Form, Vocabulary
from service.words import ASKING, STOPWORDS, stem, words

YEAR = re.compile(r"\b((?:19|20)\d\d)(?:\s*(?:[-–/]|to)\s*((?:19|20)?\d\d))?\b")
PERSONA = re.compile(
    r"^(?:as (?:a|an|lead|the)\b[^,.:]{0,60}[,:]\s*|(?:i['’]m|i am|i|we)\b[^.?:]{0,90}[.:]\s+(?=\S)"
    r"|(?:a|an|the)?\s*[\w ]{3,40}\b(?:here|asks|asking|wonders|question)\s*:\s*|for an? [\w ]{3,40}:\s*)",
    re.IGNORECASE,
)
FOLLOW_UP = re.compile(
    r"^(?:and|but|so|then|also|what about|how about|why\??$|ok)\b"
    r"|\b(?:it|its|they|them|their|that|those|this|these|there|he|she|his|her|one)\b",
    re.IGNORECASE,
)
# A year that only names a report ("the August 2017 self-assessment") is not the year asked about.
REPORT_YEAR = re.compile(
    YEAR.pattern
    + r"(?=['’s]*\s+(?:[\w'’-]+\s+){0,3}?(?:self-assessments?|(?:annual |committee )?reports?|inspections?)\b)",
    re.IGNORECASE,
)
PERIOD_LABEL = re.compile(
    r"(?:(?:year|quarter|q[1-4]|spring|summer|autumn|end of|as at|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s*)*"
    r"(?:19|20)?\d\d(?:\s*[-–/]\s*(?:\w+ )?\d{2,4})?",
    re.IGNORECASE,
)


# The most that a word of asking may weigh: "percentage" can be a table's word, but is no topic.
ASKING_WEIGHT = 1.5
# The rarity of a word that none of some two hundred passages holds.
UNSEEN = 6.0


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked about: the stems as asked first, then others that mean the same. `weight` is its rarity.

    `words` are what the full-text index is asked for.
    """

    text: str
    forms: tuple[Form, ...]
    weight: float
    known: bool = True
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. `places` are those of the shelf; `years` are single calendar years.

    `points` are the years whose figures are asked for: those that do not only name a report.
    """

    text: str
    standalone: str
    kind: AnswerKind
    terms: tuple[Term, ...]
    places: tuple[str, ...]
    years: tuple[int, ...]
    points: tuple[int, ...]
    wants: Wants

    @property
    def weight(self) -> float:
        """The weight of all terms together, never zero."""
        return sum(term.weight for term in self.terms) or 1.0


def read_question(
    text: str,
    history: Sequence[Turn],
    vocabulary: Vocabulary,
    rarity: Callable[[str], float],
    places: Mapping[str, str],
    unseen: float = UNSEEN,
) -> Question:
    """Reads a question. `rarity` gives the inverse document frequency of a word (0: not in any report), `unseen` the
    weight of a word that stands in none; `places` leads from the stem of a place's name to its name."""
    standalone = with_history(text, history, places)
    core = without_persona(standalone)
    tokens = words(core)
    named = tuple(dict.fromkeys(places[s] for s in map(stem, tokens) if s in places))
    return Question(
        text,
        standalone,
        kind_of(without_persona(text)),
        tuple(_terms(tokens, vocabulary, rarity, places, unseen)),
        named,
        years_in(core),
        years_in(REPORT_YEAR.sub(" ", core)),
        wants_of(core),
    )


def is_name(term: Term, question: Question) -> bool:
    """True for a word that is written with a capital inside the question: a place or a body, say."""
    capital = re.escape(term.text.split()[0].capitalize())
    return re.search(rf"(?<!^)(?<![.?!:] )\b{capital}\b", question.text) is not None


def without_persona(text: str) -> str:
    """The question without who asks it ("I sit on a committee.", "As a councillor,")."""
    previous = None
    while previous != text:
        previous, text = text, PERSONA.sub("", text.strip(), count=1) or text
    return text


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
    before = " ".join(before.split()).rstrip(" ?.")
    return f"{before} – {text}" if before else text


def _terms(
    tokens: list[str],
    vocabulary: Vocabulary,
    rarity: Callable[[str], float],
    places: Mapping[str, str],
    unseen: float,
) -> list[Term]:
    stemmed = [stem(w) for w in tokens]
    spelling = {**vocabulary.spellings, **dict(zip(stemmed, tokens, strict=True))}
    terms: dict[Form, Term] = {}
    position = 0
    while position < len(tokens):
        size = _phrase_length(tokens, stemmed, position, vocabulary)
        phrase = tuple(stemmed[position : position + size])
        word = tokens[position]
        plain = word in STOPWORDS or stemmed[position] in places or YEAR.fullmatch(word) or len(word) < 2
        if phrase not in terms and not (size == 1 and plain):
            text = " ".join(tokens[position : position + size])
            term = _term(text, vocabulary.forms(phrase), spelling, rarity, unseen)
            if term.weight:
                terms[phrase] = term
        position += size
    return list(terms.values())


def _phrase_length(tokens: list[str], stemmed: list[str], position: int, vocabulary: Vocabulary) -> int:
    """How many words from here on are the longest phrase of the vocabulary; 1 where there is none."""
    for size in range(min(vocabulary.longest, len(tokens) - position), 0, -1):
        known = tuple(stemmed[position : position + size]) in vocabulary.groups_of
        if known and not (size == 1 and tokens[position] in STOPWORDS):
            return size
    return 1


def _term(
    text: str, forms: tuple[Form, ...], spelling: Mapping[str, str], rarity: Callable[[str], float], unseen: float
) -> Term:
    spelled = [[spelling.get(s, s) for s in form if s not in STOPWORDS] or list(form) for form in forms]
    searched = tuple(dict.fromkeys(word for form in spelled for word in form))
    weight = max(rarity(word) for word in spelled[0])
    if text in ASKING:
        return Term(text, forms, min(weight, ASKING_WEIGHT), words=searched)
    known = any(all(rarity(word) > 0 for word in form) for form in spelled)
    return Term(text, forms, weight if known else unseen, known, searched)
