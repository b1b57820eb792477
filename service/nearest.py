"""The nearest thing to a figure that is not told: the same measure of another year, else of another place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from indexer import Observation
from service.answering.draft import Quote
from service.evidence import Matcher
from service.places import spoken
from service.question import Question, Term
from service.types import CellReference
from service.words import ASKING, content_words, stem

MOST = 3
# The figures looked at for one question, best worded first.
LOOKED_AT = 40
# The same for one measure, place and time.
SAME_LOOKED_AT = 40
# So much of what is asked, by rarity, a figure's measure and labels must say to count as the same.
SAME_ENOUGH = 0.66
LITTLE_ELSE = 0.5


class Figures(Protocol):
    """What is needed of a store."""

    def search_observations(
        self,
        measure: str | None,
        place: str | None,
        from_year: int | None,
        to_year: int | None,
        documents: Sequence[str] | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[tuple[int, Observation]]:
        """The observations that fit, with their ids; the best-worded measure first, else in document order."""
        ...


@dataclass(frozen=True, slots=True)
class Nearest:
    """Figures near to what was asked, nearest first: of a place asked about, and of other places."""

    here: tuple[Observation, ...] = ()
    elsewhere: tuple[Observation, ...] = ()

    @property
    def all(self) -> tuple[Observation, ...]:
        """All of them, nearest first."""
        return (*self.here, *self.elsewhere)


def nearest_figures(store: Figures, question: Question, documents: Sequence[str] | None = None) -> Nearest:
    """The figures of the measure that a question asks for, whatever their year and place."""
    question = replace(question, terms=topic_terms(question))
    said = " ".join(term.text for term in question.terms if term.known and term.text not in ASKING)
    if not said:
        return Nearest()
    found = [one for _, one in store.search_observations(said, None, None, None, documents, LOOKED_AT)]
    matcher = Matcher(question)
    close = [one for one in found if _same(matcher, question.stems, one)]
    close.sort(key=lambda one: (one.comparator is not None, not _right_unit(question, one), _years_off(question, one)))
    here = [one for one in close if one.place in question.places] if question.places else close
    others = [one for one in close if one not in here and one.comparator is None]
    return Nearest(_distinct(here), _distinct(others) if not here else ())


def rests_on(quotes: Sequence[Quote], figure: Observation, figures: Nearest) -> bool:
    """Whether quotes hold the sentence or row that states a figure, or one that states the same of its place."""
    same = [one for one in figures.all if (one.measure_key, one.place) == (figure.measure_key, figure.place)]
    return any(q.meets(one.document_id, one.unit_start, one.unit_end) for q in quotes for one in same)


def same_figures(store: Figures, figure: Observation, documents: Sequence[str] | None = None) -> list[Observation]:
    """The figures of the very measure and place of one, of times that meet its own; itself among them."""
    found = store.search_observations(
        figure.measure, figure.place, figure.from_year, figure.to_year, documents, SAME_LOOKED_AT
    )
    return [one for _, one in found if one.measure_key == figure.measure_key]


def quote_of_figure(one: Observation) -> Quote:
    """The sentence or row that states a figure."""
    cell = CellReference(one.table, one.row, one.column, one.text, one.unit) if one.row or one.column else None
    return Quote(one.document_id, one.unit_start, one.unit_end, one.section, 1.0, cell)


def topic_terms(question: Question) -> tuple[Term, ...]:
    """The terms but for those that only name a place that no report is about."""
    names = {word for name in question.elsewhere for word in spoken(name)}
    return tuple(term for term in question.terms if not set(spoken(term.text)) <= names)


def measure_stems(one: Observation) -> set[str]:
    """The stems of the words that tell what a figure counts."""
    return {stem(word) for word in content_words(one.measure) if word not in ASKING}


def _same(matcher: Matcher, asked: frozenset[str], one: Observation) -> bool:
    """Whether a figure's measure says what is asked, and little else: a part of the children is not the children."""
    if matcher.coverage(" ".join((one.measure, *one.row, *one.column, one.table))) < SAME_ENOUGH:
        return False
    own = measure_stems(one)
    return len(own & asked) >= LITTLE_ELSE * len(own)


def _years_off(question: Question, one: Observation) -> int:
    """How many years lie between an observation and those asked about; the newest first where none is asked."""
    asked = question.points or question.years
    first, last = one.from_year, one.to_year
    if first is None or last is None:
        return 9999
    if not asked:
        return 9000 - last
    return min(max(first - year, year - last, 0) for year in asked)


def _right_unit(question: Question, one: Observation) -> bool:
    text = question.standalone.lower()
    if any(word in text for word in ("percentage", "proportion", "share", "per cent")):
        return one.unit == "%"
    return one.unit is None if "how many" in text or "number" in text else True


def _distinct(figures: Sequence[Observation]) -> tuple[Observation, ...]:
    """The first few, one for each sentence or row of a report."""
    kept = {(one.document_id, one.unit_start): one for one in reversed(figures)}
    return tuple(one for one in figures if kept.get((one.document_id, one.unit_start)) is one)[:MOST]
