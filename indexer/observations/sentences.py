"""Figures that a sentence states."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.observations.context import APPROXIMATELY, Setting, settings
from indexer.observations.figures import DURATION, Figure, find_figures
from indexer.observations.masks import masked
from indexer.observations.phrases import (
    content_words,
    counted_noun,
    counts_something,
    is_gap,
    measure_after,
    points_back,
    read_measure,
    says_nothing,
    shorten,
)
from indexer.observations.places import Places, comparators_in
from indexer.observations.plain import View, tidy
from indexer.observations.times import Time, year_before
from indexer.sentences import split_sentences
from indexer.types import Comparator

_MODAL = re.compile(
    r"\b(?:must|shall|should|could|would|might|if|aims?\sto|intends?|will\s(?:be|have|need|see|provide|deliver|increase|reduce))\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:plans?\sto|planned|forecasts?|projected|predicted|projections?|expected\sto|anticipated|proposed|ambition)\b",
    re.IGNORECASE,
)
_COMING = re.compile(r"[^,;]{0,30}\b(?:over|in|for|within)\sthe\s(?:next|coming)\b", re.IGNORECASE)
# Of what is said of "some areas" nothing is known of the report's place.
_UNNAMED = re.compile(
    r"\b(?:in|for|at)\s(?:some|many|several|certain|other|one)\s(?:areas|schools|wards|authorities|parts|cases|places|settings)\b"
    r"|^(?:some\s|other\s|many\s|similar\s)?(?:local\s)?(?:authorities|councils)\b",
    re.IGNORECASE,
)
_UNIT_OF_TIME = re.compile(rf"\s?(?P<unit>{DURATION})\b", re.IGNORECASE)
_COUNTS_TIME = re.compile(
    r"\b(?:number\sof|average|mean)\s(?:\w+\s){0,2}?(?P<unit>days|weeks|months|hours)\b", re.IGNORECASE
)
_RATE = re.compile(r"\bper\s(10,?000|1,?000|100,?000)\b")
_POINTS_BACK = re.compile(
    r"\W*(?:and\s|but\s|however,?\s)?(?:this|it|that|these|those|the\s(?:figure|rate|proportion)s?|numbers?\s(?:have|has|had|is|are|were))\b",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(
    r"\b(?:held|issued|escalat\w*|trigger\w*|accept\w*|considered|referrals)\s(?:[\w'’]+\s){0,5}at\s$", re.IGNORECASE
)
_STARTS_WITH_VERB = re.compile(r"(?:being|had|has|have|were|are|was|is|live|lived|[a-z]{3,}ing)\b", re.IGNORECASE)
_STARTS_WITH_PREPOSITION = re.compile(r"(?:across|in|for|at|by|from|among|amongst|within|on)\s", re.IGNORECASE)
_PRONOUN_IS = re.compile(
    rf"\W*(?:and\s|but\s|however,?\s)?(?:this|these|it|that|which)(?:\s(?:number|figure|total|rate|proportion)s?)?\s(?:in\s\d{{4}}\s)?"
    rf"(?:is|was|are|were|represents?|represented|equates?\sto|equated\sto|accounts?\sfor|accounted\sfor|now\sstands\sat|stands\sat|stood\sat)\s{APPROXIMATELY}\s*",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\W*(?:however,?\s)?(?P<subject>.+?)\s(?:is|are|was|were|has|have|remains?|remained)\b", re.IGNORECASE)
_PART_OF = re.compile(
    rf"(?:\b(?:which|this|and|that|or|a)\s)?\b(?:represents|represented|representing|is|equates\sto|equating\sto|equivalent\sto|or|accounts\sfor|"
    rf"accounting\sfor|making\sup)\s(?:a\s(?:rate|proportion|percentage)\sof\s)?{APPROXIMATELY}\s*$",
    re.IGNORECASE,
)
_ONLY_OPENING = re.compile(
    rf"\W*(?:(?:overall|currently|in\stotal|however|also|and|of\sthese|of\sthose),?\s)?{APPROXIMATELY}\s*",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?P<head>.+?)\s(?:being|is|are|was|were|had|has|have|who|that|with|in|from|aged|live|[a-z]{3,}ed)\b"
)
_PREFIX = re.compile(r"^(?P<prefix>[^:]{12,160}?)\s?:\s")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of a sentence with its measure; `start` and `end` are in the document."""

    figure: Figure
    start: int
    end: int
    measure: str
    unit: str | None
    place: str | None
    comparator: Comparator | None
    time: Time | None


@dataclass(slots=True)
class SentenceReader:
    """Reads the sentences of a document one after the other: "this is below ..." leans on the one before."""

    text: str
    places: Places
    period: str | None
    last: Stated | None = field(default=None)

    def read(self, start: int, end: int, topic: str = "", home: str | None = None) -> Iterator[Stated]:
        """The figures stated in text[start:end]; `topic` names what is spoken of where a sentence does not."""
        for low, high in split_sentences(self.text, start, end):
            stated = list(self._sentence(View.of(self.text, low, high), topic, home or self.places.own))
            yield from stated
            own = [item for item in stated if item.comparator is None]
            self.last = own[-1] if own else None

    def _sentence(self, view: View, topic: str, home: str | None) -> Iterator[Stated]:
        words = view.words
        hidden = masked(words)
        figures = [f for f in find_figures(words) if not any(a < f.end and f.start < b for a, b in hidden)]
        if not figures:
            return
        kept: list[Stated] = []
        for setting in settings(words, figures, self.places, home):
            stated = self._figure(words, view, setting, figures, kept, topic)
            if stated is not None:
                kept.append(stated)
        yield from kept

    def _figure(
        self,
        words: str,
        view: View,
        setting: Setting,
        figures: Sequence[Figure],
        before: Sequence[Stated],
        topic: str,
    ) -> Stated | None:
        figure = setting.figure
        unit = _unit(words, setting)
        if not _is_stated(words, setting) or is_gap(words, setting):
            return None
        bare = figure.unit is None and unit is None
        if bare and setting.held_against and before and counted_noun(words[figure.end :]) is None:
            unit = before[-1].unit
        if (bare or figure.worded) and not counts_something(words, setting):
            return None
        reading = read_measure(words, setting, figures)
        if reading is None:
            return None
        if figure.unit == "percentage points" and not reading.change:
            return None
        comparator = setting.comparator
        time = setting.time
        measure = reading.measure
        if reading.change:
            comparator = None
        elif comparator is None and setting.from_value and time is None:
            comparator = "previous"
        if points_back(words, setting) and not before:
            return None
        going_on = None if reading.change or comparator is not None else self._going_on(words, setting, measure, before)
        if going_on is not None:
            measure = going_on
        elif comparator is not None or setting.held_against or content_words(measure) < 2 or says_nothing(measure):
            measure = self._leaning(words, setting, measure, before, topic, unit)
        if comparator == "previous" and time is None:
            time = (year_before(self.period) if not setting.from_value else None) or Time(None, None, None)
        if content_words(measure) < 1:
            return None
        start, end = view.span(figure.start, figure.end)
        return Stated(figure, start, end, measure, unit, setting.place, comparator, time)

    def _going_on(self, words: str, setting: Setting, measure: str, before: Sequence[Stated]) -> str | None:
        """The measure of a figure whose words need those of the figure before; None where they do not."""
        left, right = words[: setting.figure.start], words[setting.figure.end :]
        earlier = before[-1].measure if before else self.last.measure if self.last is not None else None
        if _PRONOUN_IS.fullmatch(left):
            return tidy(f"{earlier} ({measure_after(right)})") if earlier else ""
        if not before or earlier is None:
            verb_first = earlier is not None and _STARTS_WITH_VERB.match(measure) and _ONLY_OPENING.fullmatch(left)
            return _with_head(earlier, measure) if verb_first and earlier is not None else None
        between = words[before[-1].figure.end : setting.figure.start]
        if (
            re.fullmatch(r"[^()]*\(\s?", between)
            and re.match(r"\s?\)", right)
            and before[-1].unit != setting.figure.unit
        ):
            return earlier
        if _PART_OF.search(between):
            return tidy(f"{earlier}, {measure}")
        if re.match(r"\s?of\s(?:whom|which|these|those|them)\b", right):
            return tidy(f"{earlier}, {measure_after(right)}")
        if re.search(r"\bof\s(?:whom|which|these|those)\W", between):
            return tidy(f"{earlier}, {measure_after(right)}")
        if _STARTS_WITH_VERB.match(measure):
            return _with_head(earlier, measure)
        same = before[-1].unit == setting.figure.unit
        if same and _STARTS_WITH_PREPOSITION.match(measure):
            return _going_on(earlier, measure)
        return None

    def _leaning(
        self, words: str, setting: Setting, measure: str, before: Sequence[Stated], topic: str, unit: str | None
    ) -> str:
        """The measure of the figure that this one is held against or goes on from, "" where there is none."""
        against = setting.comparator is not None or setting.held_against
        own = re.match(r"\s?of\s(?:all\s|the\s)?", words[setting.figure.end :])
        if against and own is not None and content_words(measure) >= 3:
            return _without_comparator(measure)
        if before and not against and says_nothing(measure):
            return tidy(f"{measure}: {before[-1].measure}") if content_words(measure) else before[-1].measure
        earlier = [item for item in before if item.unit == unit]
        if earlier and (against or content_words(measure)):
            return earlier[-1].measure if against else _going_on(earlier[-1].measure, measure)
        if _POINTS_BACK.match(words) and self.last is not None and self.last.unit == unit:
            return self.last.measure
        if setting.comparator is not None or content_words(measure) < 2:
            prefix = _PREFIX.match(words)
            if prefix is not None and prefix.end() <= setting.figure.start:
                return tidy(" ".join(prefix.group("prefix").split()[-16:]))
            subject = _SUBJECT.match(words)
            if against and subject is not None and not _POINTS_BACK.match(words) and subject.end() < setting.figure.start:
                spoken_of = shorten("", subject.group("subject"))
                if content_words(spoken_of) >= 2 and not comparators_in(spoken_of):
                    return spoken_of
            cleaned = _without_comparator(measure)
            if content_words(cleaned) >= 2 and not _POINTS_BACK.match(words):
                return cleaned
            return tidy(f"{topic}: {cleaned}" if cleaned and topic else topic)
        return "" if says_nothing(measure) else measure


def _going_on(earlier: str, measure: str) -> str:
    """ "20% by schools, 15% by parents": the second says in short what the first says in full."""
    if _STARTS_WITH_VERB.match(measure):
        return _with_head(earlier, measure)
    stem = re.sub(r"\s(?:by|in|from|for|at|to|of|with|on|across|among|within)\s(?:\S+\s){0,2}\S+$", "", earlier)
    return tidy(f"{stem}, {measure}")


def _is_stated(words: str, setting: Setting) -> bool:
    """Whether the figure tells how things are, here, and not how they will or should be."""
    clause = words[setting.low : setting.high]
    return (
        not setting.listed
        and _MODAL.search(clause) is None
        and _TO_COME.search(words[: setting.high]) is None
        and _COMING.match(words[setting.figure.end :]) is None
        and _PROCEDURE.search(words[: setting.figure.start]) is None
        and "respectively" not in words
        and _UNNAMED.search(clause.strip()) is None
    )


def _with_head(earlier: str, measure: str) -> str:
    """The measure with whom the one before speaks of."""
    if _STARTS_WITH_VERB.match(earlier):
        return measure
    head = _HEAD.match(earlier)
    return tidy(f"{head.group('head') if head is not None else earlier} {measure}")


def _unit(words: str, setting: Setting) -> str | None:
    figure = setting.figure
    if figure.unit is not None or figure.worded:
        return figure.unit
    time = _UNIT_OF_TIME.match(words[figure.end :])
    if time is not None:
        return re.sub(r"^\w+\s", "", time.group("unit").lower()).rstrip("s") + "s"
    counted = _COUNTS_TIME.search(words[: figure.start])
    if counted is not None:
        return counted.group("unit").lower()
    return None


def _without_comparator(measure: str) -> str:
    words = measure
    for start, end, _ in reversed(comparators_in(measure)):
        words = words[:start] + " " + words[end:]
    words = re.sub(
        r"\b(?:average|averages|our|stretch|figure|than|against|above|below|better|higher|lower)\b",
        " ",
        words,
        flags=re.I,
    )
    return tidy(re.sub(r"^\W*(?:for|of|in|the)\s", "", tidy(words)))

