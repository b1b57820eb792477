"""What a question asks: about what, where, when, and for what kind of answer."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from service.history import with_history
from service.kinds import Wants, kind_of, wants_of
from service.parts import parts_of
from service.periods import YEAR as YEAR
from service.periods import Period, period_of, told
from service.periods import years_in as years_in
from service.persona import without_persona
from service.places import Places, spoken
from service.types import AnswerKind, Turn
from service.vocabulary import Form, Vocabulary
from service.words import ASKING, STOPWORDS, stem

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

    `points` are the years whose figures are asked for: those that do not only name a report. `elsewhere` are the places
    named that no report is about. `parts` are the separate things asked, each a whole question; one where all is one.
    `period` is what the points span, which may be open at an end ("since 2015").
    """

    text: str
    standalone: str
    kind: AnswerKind
    terms: tuple[Term, ...]
    places: tuple[str, ...]
    years: tuple[int, ...]
    points: tuple[int, ...]
    wants: Wants
    elsewhere: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    period: Period | None = None

    @property
    def stems(self) -> frozenset[str]:
        """The stems of all forms of all terms."""
        return frozenset(part for term in self.terms for form in term.forms for part in form)

    @property
    def weight(self) -> float:
        """The weight of all terms together, never zero."""
        return sum(term.weight for term in self.terms) or 1.0


def read_question(
    text: str,
    history: Sequence[Turn],
    vocabulary: Vocabulary,
    rarity: Callable[[str], float],
    places: Places,
    unseen: float = UNSEEN,
    corrected: Callable[[str], str] = str,
    latest: Callable[[Sequence[str]], int | None] = lambda _: None,
) -> Question:
    """Reads a question. `rarity` gives the inverse document frequency of a word (0: not in any report), `unseen` the
    weight of a word that stands in none; `corrected` mends the spelling of a question; `latest` gives the last
    year that a report of one of the places covers."""
    turns = [Turn(corrected(turn.question), turn.answer) for turn in history]
    asked = corrected(text)
    standalone = with_history(asked, turns, places)
    standalone = told(standalone, latest(places.named(standalone)))
    core = without_persona(standalone)
    return Question(
        text,
        standalone,
        _kind(asked, standalone, places),
        tuple(_terms(core, vocabulary, rarity, places, unseen)),
        places.named(core),
        years_in(core),
        years_in(REPORT_YEAR.sub(" ", core)),
        wants_of(core),
        places.elsewhere(core),
        parts_of(core, places),
        period_of(REPORT_YEAR.sub(" ", core)),
    )


def _kind(text: str, standalone: str, places: Places) -> AnswerKind:
    """The kind that the new turn asks for; where it leaves that open, the kind of the question made whole."""
    core = without_persona(text)
    own = kind_of(core, len(places.named(core)))
    if own != "lookup" or standalone == text:
        return own
    whole = without_persona(standalone)
    return kind_of(whole, len(places.named(whole)))


def is_name(term: Term, question: Question) -> bool:
    """True for a word that is written with a capital inside the question: a place or a body, say."""
    capital = re.escape(term.text.split()[0].capitalize())
    return re.search(rf"(?<!^)(?<![.?!:] )\b{capital}\b", question.text) is not None


def _terms(
    text: str, vocabulary: Vocabulary, rarity: Callable[[str], float], places: Places, unseen: float
) -> list[Term]:
    # The index has "parent" for "parent's".
    tokens = list(spoken(text))
    stemmed = [stem(w) for w in tokens]
    named = {n for mention in places.mentions(text) if mention.own for n in range(mention.start, mention.end)}
    spelling = {**vocabulary.spellings, **dict(zip(stemmed, tokens, strict=True))}
    terms: dict[Form, Term] = {}
    position = 0
    while position < len(tokens):
        size = _phrase_length(tokens, stemmed, position, vocabulary)
        if any(n in named for n in range(position, position + size)):
            size = 1
        phrase = tuple(stemmed[position : position + size])
        word = tokens[position]
        plain = word in STOPWORDS or position in named or YEAR.fullmatch(word) or len(word) < 2
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
    told = [max(rarity(word) for word in form) for form in spelled if all(rarity(word) > 0 for word in form)]
    if not weight and told:
        # Only the reports' own words for it tell how rare it is: "kids" where they say children.
        weight = min(told)
    if text in ASKING:
        return Term(text, forms, min(weight, ASKING_WEIGHT), words=searched)
    return Term(text, forms, weight if told else unseen, bool(told), searched)
