"""Figures that a sentence states."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.observations.changes import is_gap
from indexer.observations.context import Setting, settings
from indexer.observations.counting import counted_noun, counts_something, is_bare
from indexer.observations.figures import DURATION, WORDED, Figure, find_figures
from indexer.observations.headers import joined
from indexer.observations.leaning import Ground, Stated, going_on, leaning
from indexer.observations.lists import lists
from indexer.observations.masks import masked
from indexer.observations.phrases import VERB, Reading, points_back, read_measure
from indexer.observations.places import Places, comparators_in
from indexer.observations.plain import View
from indexer.observations.soundness import is_broken, stands_alone
from indexer.observations.times import Time, year_before
from indexer.observations.wording import content_words, says_nothing
from indexer.sentences import split_sentences

_DIGIT = re.compile(r"\d")
_LABEL = 3  # so few words, as "All ages: 93%", name what is counted only under their heading
_MODAL = re.compile(
    r"\b(?:must|shall|should|could|would|might|if|aims?\sto|intends?|expects?\sto|will|assum\w+)\b", re.IGNORECASE
)

_TO_COME = re.compile(
    r"\b(?:plans?\sto|planned|forecasts?|projected|predicted|projections?|expected\sto|anticipated|proposed"
    r"|ambition)\b",
    re.IGNORECASE,
)

# "may" in lower case only: the month is no rule.
_RULE = re.compile(r"\bmay\b|\b[Uu]nless\b")
_COMING = re.compile(r"[^,;]{0,30}\b(?:(?:over|in|for|within)\sthe\s(?:next|coming)|by\s20\d\d)\b", re.IGNORECASE)

# Of what is said of "some areas" nothing is known of the report's place.
_UNNAMED = re.compile(
    r"\b(?:in|for|at)\s(?:some|many|several|certain|other|one)\s(?:areas|schools|wards|authorities|parts|cases"
    r"|places|settings)\b"
    r"|^(?:some\s|other\s|many\s|similar\s)?(?:local\s)?(?:authorities|councils)\b",
    re.IGNORECASE,
)

_PROCEDURE = re.compile(
    r"\b(?:held|issued|escalat\w*|trigger\w*|accept\w*|considered|referrals)\s(?:[\w'’]+\s){0,5}at\s$|\bany\s(?:\w+\s){1,3}$",
    re.IGNORECASE,
)

_FOR_OTHERS = re.compile(
    r"\s?(?:for|across|among)\s(?!\(?(?:19|20)\d\d|the\s(?:same|previous|year|whole|period|last|corresponding))",
    re.IGNORECASE,
)
_LISTS_THEM = re.compile(r"\W*(?:they|these|it|this)\sincludes?d?\b", re.IGNORECASE)
_NONE_BEYOND = re.compile(r"\b(?:no|none|neither)\b[^,;]{0,60}\b(?:more|less|fewer|greater)\sthan\s$", re.IGNORECASE)
# A heading that the items below it go on with: "In assessments of the spring:".
_LEADS_IN = re.compile(r"(?:in|of|among|amongst|from|for)\s", re.IGNORECASE)
_UNIT_OF_TIME = re.compile(rf"\s?(?P<unit>{DURATION})\b", re.IGNORECASE)

_COUNTS_TIME = re.compile(
    r"\b(?:number\sof|average|mean)\s(?:\w+\s){0,2}?(?P<unit>days|weeks|months|hours)\b", re.IGNORECASE
)


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
            # A tab within a sentence is a row or a contents line that was not told as one.
            raw = self.text[low:high]
            prose = "\t" not in raw.strip() and (_DIGIT.search(raw) or WORDED.search(raw)) is not None
            stated = self._sentence(View.of(self.text, low, high), topic, home or self.places.own) if prose else []
            yield from stated
            own = [item for item in stated if item.comparator is None]
            self.last = own[-1] if own else None

    def _sentence(self, view: View, topic: str, home: str | None) -> list[Stated]:
        words = view.words
        kept: list[Stated] = []
        hidden = masked(words)
        figures = [f for f in find_figures(words) if not any(a < f.end and f.start < b for a, b in hidden)]
        for setting in settings(words, figures, self.places, home):
            if _is_stated(words, setting):
                stated = self._figure(view, setting, figures, Ground(kept, self.last, topic))
                kept += [stated] if stated is not None else []
        return kept

    def _figure(self, view: View, setting: Setting, figures: Sequence[Figure], ground: Ground) -> Stated | None:
        words, figure = view.words, setting.figure
        unit = _unit(words, setting, ground)
        if (figure.unit is None and (unit is None or figure.worded)) and not counts_something(words, setting):
            return None
        reading = read_measure(words, setting, figures)
        if reading is None or (figure.unit == "percentage points" and not reading.change):
            return None
        if not ground.before and points_back(words, setting):
            return None
        comparator, measure = setting.comparator, reading.measure
        if reading.change:
            comparator = None
        else:
            measure = _full_measure(words, setting, reading, ground, unit)
            if content_words(measure) <= _LABEL and VERB.search(words) is None:
                measure = _labelled(measure, figure, ground.topic)
            if comparator is None and setting.from_value and setting.time is None:
                comparator = "previous"
        if says_nothing(measure) or is_broken(measure) or not (reading.change or stands_alone(words, figure, measure)):
            return None
        time = setting.time
        if comparator == "previous" and time is None:
            time = (year_before(self.period) if not setting.from_value else None) or Time(None, None, None)
        start, end = view.span(figure.start, figure.end)
        return Stated(figure, start, end, measure, unit, setting.place, comparator, time, reading.change)


def _labelled(measure: str, figure: Figure, topic: str) -> str:
    """The measure of a mere label and figure: under its heading; a share of "boys: 12%" does not say which share."""
    if figure.unit == "%" and lists().quantities.search(measure) is None:
        return ""
    return joined((topic, measure))


def _full_measure(words: str, setting: Setting, reading: Reading, ground: Ground, unit: str | None) -> str:
    """The measure, with what it needs from before."""
    measure, against = reading.measure, setting.comparator is not None or setting.held_against
    if setting.comparator is None:
        continued = going_on(words, setting, measure, ground)
        if continued is not None:
            return continued
    if not against and (reading.torn or (measure and setting.figure.unit is None and is_bare(measure))):
        return ""
    if VERB.match(measure) and _LEADS_IN.match(ground.topic) and not words[: setting.figure.start].strip(" -–•*"):
        return f"{ground.topic}: {measure}"
    if against or content_words(measure) < 2 or says_nothing(measure):
        return leaning(words, setting, measure, ground, unit)
    return measure


def _is_stated(words: str, setting: Setting) -> bool:
    """Whether the figure tells how things are, here, and not how they will or should be."""
    clause, behind = words[setting.low : setting.high], words[setting.figure.end :]
    return (
        not setting.listed
        and not is_gap(behind)
        and _MODAL.search(clause) is None
        and _RULE.search(words[: setting.figure.start]) is None
        and re.match(r"[^.]*\bwhichever\b|\s?limits?\b", behind) is None
        and _TO_COME.search(words[: setting.high]) is None
        and _COMING.match(behind) is None
        and _PROCEDURE.search(words[: setting.figure.start]) is None
        and "respectively" not in words
        and not (words[: setting.figure.start].endswith("(") and re.match(r"\s[a-z]+\)", behind))
        and not (setting.held_against and not setting.comparator and _FOR_OTHERS.match(behind))
        and not _counts_others(behind)
        and _LISTS_THEM.match(words) is None
        and _NONE_BEYOND.search(words[: setting.figure.start]) is None
        and _UNNAMED.search(clause.strip()) is None
    )


def _counts_others(behind: str) -> bool:
    """ "5 of our statistical neighbours" counts those that one is compared with."""
    of = re.match(r"\s?of\s(?:(?:our|the|its|all)\s)*", behind)
    return of is not None and any(start == 0 for start, _, _ in comparators_in(behind[of.end() :]))


def _unit(words: str, setting: Setting, ground: Ground) -> str | None:
    """The figure's unit: printed with it, or told by the words before it, or that of what it is held against."""
    figure = setting.figure
    if figure.unit is not None or figure.worded:
        return figure.unit
    time = _UNIT_OF_TIME.match(words[figure.end :])
    if time is not None:
        return re.sub(r"^\w+\s", "", time.group("unit").lower()).rstrip("s") + "s"
    against = setting.held_against or setting.comparator is not None
    if against and ground.before and counted_noun(words[figure.end :]) is None and not ground.before[-1].change:
        return ground.before[-1].unit
    counted = _COUNTS_TIME.search(words[: figure.start])
    return counted.group("unit").lower() if counted is not None else None
