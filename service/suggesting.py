"""What to ask next: questions made from figures and headings near what was shown, so that the reports answer them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from indexer import Observation, Store
from service.answering.draft import Quote
from service.evidence import Evidence, Matcher
from service.exchanging import with_places
from service.nearest import Nearest, nearest_figures
from service.phrasing import comparison_for, question_for, trend_for
from service.places import Places
from service.question import Question
from service.topics import topic_of
from service.words import STOPWORDS, stems, words

MOST = 3
# Figures of one measure, and figures around one, that are looked at.
SAME_MEASURE, AROUND = 30, 12
# A heading of this many words or more is a sentence rather than a topic.
TOPIC_WORDS = 6
# Headings of these words alone name no topic that one could ask about.
HOLLOW = STOPWORDS | frozenset(
    """current self assessment overall effectiveness service services information commissioned main key findings next
    steps performance data part section evidence progress priorities areas improvement strengths""".split()
)
LINKING = frozenset("of and the for in to with on from by at a".split())
COMPARED_WITH = {"England": "England", "statistical neighbours": "statistical neighbours"}


class Suggester:
    """Makes suggestions from one generation of the index."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._figures = lru_cache(64)(store.observations)

    def next_questions(
        self,
        question: Question,
        quotes: Sequence[Quote],
        ranked: Sequence[Evidence],
        documents: Sequence[str] | None = None,
        nearest: Nearest | None = None,
    ) -> tuple[str, ...]:
        """Up to three questions that follow on from what was shown, none of them the one that was asked.

        They stand in turn for: another place or year, a comparator, the change, a neighbouring figure, the topic.
        `documents` are the ids of the reports that may be asked, None for all; `nearest` is what a refusal shows.
        """
        anchors = list(nearest.all) if nearest else self._shown(question, quotes)
        if not anchors and nearest is None:
            anchors = list(nearest_figures(self._store, question, documents).all)
        ways = [list(self._near_figure(question, one, documents, nearest is not None)) for one in anchors[:MOST]]
        ways.append(list(self._neighbours(quotes)))
        return _different(question, (*_in_turn(ways), *_topics(question, ranked)))

    def figures_in(self, quotes: Sequence[Quote]) -> list[Observation]:
        """The figures that stand in the quotes, but for those that only compare."""
        return [
            one
            for quote in quotes
            for one in self._figures(quote.document_id)
            if quote.start <= one.start and one.end <= quote.end and one.comparator is None
        ]

    def better_questions(
        self, question: Question, nearest: Nearest, places: Places
    ) -> list[tuple[str, Observation | None]]:
        """Questions to ask instead: the same of a place that is covered, or those that the nearest figures answer.

        Each has the figure that its answer must tell, None where any answer will do.
        """
        figures = [(asked, one) for one in nearest.all if one.comparator is None and (asked := question_for(one))]
        if not question.elsewhere or question.places:
            return list(figures)
        covered = [one.place for one in nearest.all if one.place] + sorted(set(places.own.values()))
        return [(with_places(question.standalone, place, places), None) for place in dict.fromkeys(covered)]

    def examples(self, question: Question, ids: Sequence[str] | None = None) -> tuple[str, ...]:
        """Questions that the reports answer, for someone whose question they do not: one for each report in turn."""
        documents = [d for d in self._store.documents() if ids is None or d.id in ids]
        documents = [d for d in documents if not question.places or d.place in question.places]
        dated = [
            [one for one in self._figures(d.id) if not one.comparator and not one.period_inferred] for d in documents
        ]
        return _different(question, _in_turn([[*filter(None, map(question_for, some))][:MOST] for some in dated]))

    def _shown(self, question: Question, quotes: Sequence[Quote]) -> list[Observation]:
        """The figures that stand in the quotes, those that say most of the question first."""
        matcher = Matcher(question)
        shown = self.figures_in(quotes)
        return sorted(shown, key=lambda one: -matcher.coverage(" ".join((one.measure, *one.row, *one.column))))

    def _near_figure(
        self, question: Question, anchor: Observation, documents: Sequence[str] | None, unseen: bool
    ) -> Iterator[str]:
        """Other places, comparators, the change and other years of one measure."""
        found = self._store.search_observations(anchor.measure, None, None, None, documents, SAME_MEASURE)
        same = [one for _, one in found if one.measure_key == anchor.measure_key]
        own = [one for one in same if one.comparator is None and not (unseen and _speaks_for(question, one))]
        if unseen and anchor in own:
            yield question_for(anchor)
        yield from (question_for(one) for one in own if one.place != anchor.place)
        for one in same:
            name = COMPARED_WITH.get(one.comparator or "")
            if name and one.period == anchor.period and question.kind != "comparison":
                yield comparison_for(anchor, name)
        here = [one for one in own if one.place == anchor.place]
        if question.kind != "trend" and len({(one.from_year, one.to_year) for one in here}) > 1:
            yield trend_for(anchor)
        yield from (question_for(one) for one in here if one.period != anchor.period)

    def _neighbours(self, quotes: Sequence[Quote]) -> Iterator[str]:
        """The figures that stand nearest to the quotes in the same section."""
        for quote in quotes[:MOST]:
            section = quote.section[-1:]
            near = [
                one
                for one in self._figures(quote.document_id)
                if one.section[-1:] == section and one.comparator is None and not quote.start <= one.start < quote.end
            ]
            near.sort(key=lambda one: abs(one.start - quote.start))
            yield from (question_for(one) for one in near[:AROUND])


def _speaks_for(question: Question, one: Observation) -> bool:
    """Whether a figure is of the very place and year that a question was refused for."""
    span = range(one.from_year or 0, (one.to_year or 0) + 1)
    return one.place in question.places and any(year in span for year in question.points)


def _topics(question: Question, ranked: Sequence[Evidence]) -> Iterator[str]:
    """The topics that the best evidence stands under, those first that share a word with the question."""
    asked = _asked(question.standalone)
    topics: dict[str, bool] = {}
    for evidence in ranked:
        place = evidence.document.place
        topic = next((t for heading in reversed(evidence.candidate.passage.section) if (t := topic_of(heading))), "")
        if (not question.places or place in question.places) and _is_topic(topic, place or ""):
            text = f"What does the report say about {topic}{f' in {place}' if place else ''}?"
            topics.setdefault(text, bool(asked & frozenset(stems(topic))))
    yield from sorted(topics, key=lambda text: not topics[text])


def _is_topic(heading: str, place: str) -> bool:
    said = words(heading)
    telling = set(said) - HOLLOW
    # "Together we have" is a sentence cut short.
    if any(word in STOPWORDS and word not in LINKING for word in said) or (said[:1] and said[0] in LINKING - {"the"}):
        return False
    return bool(telling) and len(said) < TOPIC_WORDS and not telling & set(words(place))


def _different(question: Question, found: Iterable[str]) -> tuple[str, ...]:
    """The first few that are neither the question itself nor each other."""
    seen = {_asked(question.text), _asked(question.standalone)}
    chosen: list[str] = []
    for text in found:
        asked = _asked(text)
        if text and asked not in seen:
            seen.add(asked)
            chosen.append(text)
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def _in_turn(ways: Sequence[Sequence[str]]) -> Iterator[str]:
    """The first of every way, then the second of every way and so on."""
    for turn in range(max(map(len, ways), default=0)):
        yield from (way[turn] for way in ways if turn < len(way))


def _asked(text: str) -> frozenset[str]:
    """What two questions must have in common to be the same: their telling words."""
    return frozenset(s for s in stems(text) if s not in STOPWORDS)
