"""Answers with several sides: each place, period or report that a question names has its own evidence."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indexer import Document
from service.answering.cells import Aim
from service.answering.comparison import cells_answer
from service.answering.draft import DraftStatement, Neighbours, quote_of, readable, where
from service.answering.prose import fact
from service.answering.timing import Period, periods_in
from service.evidence import SIGNALS, Evidence, Matcher, has_figure
from service.question import Question
from service.words import words

NOW = re.compile(r"\b(?:now|today|nowadays|currently|at present|latest|most recent(?:ly)?)\b", re.IGNORECASE)
SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
OPEN_END = re.compile(r"\bsince\b|\bover time\b|\bcurrent(?:ly)?\b|" + NOW.pattern, re.IGNORECASE)
# "What does each say?", "does the other report give the same number?"
EACH_REPORT = re.compile(
    r"\b(?:what does each|both reports|match\w*|agree\w*|the same|differ\w*|contradict\w*|conflict\w*|versus)\b",
    re.IGNORECASE,
)
NAMED = SIGNALS.index("document")
NAMED_SHARE = 0.6
MOST_SIDES, MOST_WORDS, LONG = 4, 115, 32
# What counts when the best evidence of one side is chosen: its rank within all, what it says, and the figure.
RANK, SAID, LED, FIGURE, YEAR_SAID, OTHER_YEAR = 0.3, 0.5, 0.4, 0.15, 0.2, 0.2
# A side must say so much of what the best side says.
SIDE_SHARE = 0.4
# A second report of the same time is told too where its evidence is worth this share of the best of all.
SECOND_SHARE = 0.2
_CLAUSE = re.compile(
    r"(?<=[;:])\s+|(?<=,)\s+(?=(?:but|however|although|though|while|whereas|which|and the|in particular)\b)"
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side with the evidence that may speak for it; `period` is set where the side is one."""

    evidence: tuple[Evidence, ...]
    places: tuple[str, ...] = ()
    period: Period | None = None


def sided(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    """A statement or two for each side; none where the question has fewer than two or the evidence speaks for one."""
    chooser = _Chooser(question)
    for find in (_places, _periods, _reports):
        sides = find(question, ranked)
        if len(sides) < 2:
            continue
        chosen = [(side, best) for side in sides if (best := chooser.best(side)) is not None]
        top = max((chooser.said(best) for _, best in chosen), default=0.0)
        chosen = [(side, best) for side, best in chosen if chooser.said(best) >= SIDE_SHARE * top]
        if len({best.unit.start for _, best in chosen}) > 1:
            return _told(question, chooser, chosen, neighbours)
    return []


def _told(
    question: Question, chooser: "_Chooser", chosen: Sequence[tuple[Side, Evidence]], neighbours: Neighbours
) -> list[DraftStatement]:
    statements: list[DraftStatement] = []
    seen: set[tuple[str, int]] = set()
    for side, best in chosen[:MOST_SIDES]:
        if (best.document.id, best.unit.start) in seen:
            continue
        seen.add((best.document.id, best.unit.start))
        own = replace(question, places=side.places) if side.places else question
        if best.unit.row is not None:
            rest = [e for e in side.evidence if e is not best]
            found = [_placed(s, where(best)) for s in cells_answer(own, [best, *rest], neighbours)]
        else:
            found = [chooser.shortened(best)]
        statements += found
    while len(statements) > 2 and sum(len(s.text.split()) for s in statements) > MOST_WORDS:
        statements.pop(-2)
    return statements


def _placed(statement: DraftStatement, place: str) -> DraftStatement:
    if statement.support == "computed":
        return statement
    return replace(statement, text=f"{place}: {statement.text}", frame=(place, *statement.frame))


def _places(question: Question, ranked: Sequence[Evidence]) -> list[Side]:
    """A side for each place that is named."""
    if len(question.places) < 2:
        return []
    found = [(place, tuple(e for e in ranked if e.document.place == place)) for place in question.places]
    return [Side(own, (place,)) for place, own in found if own]


def _periods(question: Question, ranked: Sequence[Evidence]) -> list[Side]:
    """A side for each report of the asked time; within one report one for each period, and for "now"."""
    if question.kind not in ("trend", "comparison"):
        return []
    reports: dict[str, list[Evidence]] = {}
    for evidence in ranked:
        reports.setdefault(evidence.document.id, []).append(evidence)
    asked = {document.id for document in _of_time(question, [own[0].document for own in reports.values()])}
    own = [Side(tuple(found), period=_own_period(found[0])) for key, found in reports.items() if key in asked]
    if len({side.period for side in own}) > 1:
        return sorted(_worthwhile(own, ranked), key=lambda side: side.period.order if side.period else (0, 0, 0))
    periods = sorted({*_ends(periods_in(question.standalone))}, key=lambda p: p.order)
    sides = [Side(tuple(e for e in ranked if _covers(e, period)), (), period) for period in periods]
    if len(periods) == 1 and (NOW.search(question.standalone) or SINCE.search(question.standalone)):
        later = tuple(e for e in ranked if (e.document.to_year or 0) >= periods[0].last and not _only_of(e, periods[0]))
        sides.append(Side(later))
    return [side for side in sides if side.evidence]


def _of_time(question: Question, documents: Sequence[Document]) -> list[Document]:
    """The reports of the years from the first to the last that a question names; with "since" up to the latest."""
    if not question.years:
        return []
    first, last = min(question.years), max(question.years)
    until = 9999 if OPEN_END.search(question.standalone) else last
    return [
        d
        for d in documents
        if d.from_year is not None and d.to_year is not None and d.from_year <= until and first <= d.to_year
    ]


def _own_period(evidence: Evidence) -> Period:
    document = evidence.document
    return Period(document.from_year or 0, document.to_year or 0)


def _worthwhile(sides: Sequence[Side], ranked: Sequence[Evidence]) -> list[Side]:
    """Each period's best report, and another of the same time only where its evidence ranks near the best of all."""
    kept: dict[Period | None, Side] = {}
    further = []
    for side in sorted(sides, key=lambda one: -one.evidence[0].score):
        if side.period not in kept:
            kept[side.period] = side
        elif side.evidence[0].score >= SECOND_SHARE * ranked[0].score:
            further.append(side)
    return [*kept.values(), *further]


def _ends(periods: Sequence[Period]) -> list[Period]:
    ends = []
    for period in periods:
        whole = period.last - period.first < 2
        ends += [period] if whole else [Period(period.first, period.first), Period(period.last, period.last)]
    return ends


def _covers(evidence: Evidence, period: Period) -> bool:
    document = evidence.document
    first, last = document.from_year, document.to_year
    if first is not None and last is not None and first <= period.last and period.first <= last:
        return True
    return any(own.fit(period) for own in periods_in(f"{evidence.unit.lead} {evidence.unit.text}"))


def _only_of(evidence: Evidence, period: Period) -> bool:
    own = periods_in(f"{evidence.unit.lead} {evidence.unit.text}")
    return bool(own) and all(one.fit(period) for one in own)


def _reports(question: Question, ranked: Sequence[Evidence]) -> list[Side]:
    """A side for each report that the question names, where it asks what several say."""
    if not EACH_REPORT.search(question.standalone) or question.kind in ("trend",):
        return []
    named: dict[str, list[Evidence]] = {}
    for evidence in ranked:
        if evidence.signals[NAMED] >= NAMED_SHARE:
            named.setdefault(evidence.document.id, []).append(evidence)
    return [Side(tuple(own)) for own in named.values()] if len(named) > 1 else []


class _Chooser:
    """Which evidence of a side answers best, the same thing being asked of all."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._matcher = Matcher(question)
        figures = question.wants == "number" or question.kind in ("comparison",)
        self._figure: Callable[[str], bool] = has_figure if figures else (lambda _: False)
        self._aim = Aim(question)

    def said(self, evidence: Evidence) -> float:
        """How much of the question a unit says, alone or with what leads to it."""
        alone = self._matcher.coverage(evidence.unit.text)
        section = evidence.candidate.passage.section[-1:]
        led = self._matcher.coverage(" ".join((evidence.unit.lead, evidence.unit.text, *section)))
        return alone + LED * (led - alone)

    def best(self, side: Side) -> Evidence | None:
        """The side's best evidence."""
        return max(side.evidence, key=lambda e: self._fit(e, side), default=None)

    def _fit(self, evidence: Evidence, side: Side) -> float:
        fit = SAID * self.said(evidence) + RANK * math.log(max(evidence.score, 1e-4))
        fit += FIGURE * self._figure(evidence.unit.text)
        if side.period is not None:
            own = periods_in(f"{evidence.unit.lead} {evidence.unit.text}")
            met = any(one.fit(side.period) for one in own)
            fit += YEAR_SAID if met else -OTHER_YEAR if own else 0.0
        return fit

    def shortened(self, evidence: Evidence) -> DraftStatement:
        """The fact with its place; of a long sentence the clause that says as much of the question, and its figure."""
        place = where(evidence)
        text = evidence.unit.text
        if len(text.split()) > LONG:
            wanted = 0.8 * self._matcher.coverage(text)
            for clause in sorted(_clauses(text), key=lambda c: len(words(c))):
                figured = has_figure(clause) or not self._figure(text)
                if self._matcher.coverage(clause) >= wanted and figured and len(clause.split()) > 5:
                    unit = replace(evidence.unit, text=clause.rstrip(" ,;:."))
                    said = f"{place}: {readable(unit)}"
                    return DraftStatement(said, (quote_of(evidence),), "quoted", (place,))
        return fact(evidence, place)


def _clauses(text: str) -> list[str]:
    """Runs of neighbouring clauses of a sentence."""
    parts = _CLAUSE.split(text)
    return [" ".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)]
