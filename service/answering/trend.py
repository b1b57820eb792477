"""Trends from a table: where a measure began and ended, how far it moved, its peak, and the gap to another."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.answer_words import answer_words
from service.answering.aim import Aim
from service.answering.draft import DraftStatement, Neighbours, Observed
from service.answering.prose import fact
from service.answering.saying import observed_cell, quote_of_cell, quotes_of, short_caption
from service.answering.series import Point, Series, series_of
from service.answering.table import choose, counterpart
from service.arithmetic import BETWEEN, difference, extreme, plain
from service.evidence import Evidence
from service.question import Question

# Of more points than these the first, the last and the extremes are said; the chart has them all.
MOST_SAID = 4
LONGEST_BREAK = 40
SINCE = re.compile(r"\bsince\b|\bfrom (?:19|20)\d\d(?:/\d\d)?(?! ?(?:to|until|-|–))", re.IGNORECASE)
GAP = re.compile(r"\b(?:gap|catch(?:ing)? up|behind|closer|narrow\w*|compared?|relative)\b", re.IGNORECASE)


def table_trend(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    """The change of the asked series over the asked periods; none where the table holds no series."""
    aim = Aim(question)
    cells, _ = choose(aim, ranked, neighbours)
    found = series_of(cells)
    if not found:
        return []
    own = found[0].within(aim.periods, open_end=bool(SINCE.search(question.standalone)))
    statements = [_change(own)]
    other = other_side(aim, own, found)
    if other is not None and (aim.comparators or GAP.search(question.standalone)):
        statements += _gap(own, other)
    return statements + _breaks(own, neighbours)


def _breaks(series: Series, neighbours: Neighbours) -> list[DraftStatement]:
    """The sentence near the table that says that its figures cannot simply be set side by side."""
    evidence = series.points[0].cell.evidence
    passage = evidence.candidate.passage
    for near in neighbours(passage):
        for unit in near.units if near.section == passage.section else ():
            told = unit.kind != "row" and unit.states and answer_words().breaks.search(unit.text)
            if told and len(unit.text.split()) <= LONGEST_BREAK:
                candidate = replace(evidence.candidate, passage=near)
                return [fact(replace(evidence, unit=unit, candidate=candidate))]
    return []


def observed(series: Series) -> tuple[Observed, ...]:
    """All points of a series, for the reply's observations and its chart."""
    return tuple(observed_cell(p.cell, p.figure, series.name, p.when) for p in series.points)


def _change(series: Series) -> DraftStatement:
    first, last = series.points[0], series.points[-1]
    caption = short_caption(first.cell.evidence.unit.lead)
    head = ", ".join(part for part in (caption, series.name) if part)
    steps = [difference(first.value, last.value)]
    inner = series.points[1:-1]
    if len(series.points) <= MOST_SAID:
        said = ", ".join(f"{p.said} in {p.when}" for p in series.points)
        told: list[Point] = list(series.points)
    else:
        told = [first, last]
        said = f"{first.said} in {first.when}"
        for name, form, best in (("highest", "max", max), ("lowest", "min", min)):
            extremum = best(p.value for p in series.points)
            if extremum not in (first.value, last.value):
                point = next(p for p in inner if p.value == extremum)
                said += f", {name} {point.said} in {point.when}"
                told.append(point)
                steps.append(extreme([p.value for p in series.points], form))
        said += f", {last.said} in {last.when}"
    text = f"{head}: {said}, {_moved(first, last)}." if head else f"{said}, {_moved(first, last)}."
    frame = (caption, *series.label, *series.head, *(p.when for p in told))
    quotes = quotes_of([p.cell for p in told], [p.cell for p in series.points])
    return DraftStatement(text, quotes, "computed", frame, BETWEEN.join(steps), observed(series))


def _moved(first: Point, last: Point) -> str:
    change = last.value - first.value
    if not change:
        return "the same"
    points = " percentage points" if "%" in last.said else ""
    word = "up" if change > 0 else "down"
    return f"{word} {plain(abs(change))}{points} ({plain(last.value)} − {plain(first.value)})"


def other_side(aim: Aim, own: Series, found: Sequence[Series]) -> Series | None:
    """The series of whom the question compares with: of the same names but for the comparator."""
    for other in found:
        if other is own or not _comparators(other) or (aim.comparators and not _comparators(other) & aim.comparators):
            continue
        if _comparators(other) - _comparators(own) and _same_but_for_side(aim, own, other):
            return other
    return None


def _comparators(series: Series) -> frozenset[str]:
    return answer_words().comparators_in(series.name)


def _same_but_for_side(aim: Aim, own: Series, other: Series) -> bool:
    at = {p.period: p.cell for p in own.points}
    pairs = [(p.cell, at[p.period]) for p in other.points if p.period in at]
    return bool(pairs) and all(counterpart(aim, cell, top) for cell, top in pairs)


def _gap(own: Series, other: Series) -> list[DraftStatement]:
    """How far the two were apart at the first and the last period that both have."""
    at = {p.period: p for p in other.points}
    both = [(p, at[p.period]) for p in own.points if p.period in at]
    if len(both) < 2:
        return []
    (a, b), (c, d) = both[0], both[-1]
    before, after = abs(a.value - b.value), abs(c.value - d.value)
    steps = [difference(b.value, a.value), difference(d.value, c.value), difference(before, after)]
    word = "narrowed" if after < before else "widened" if after > before else "same"
    name = other.name
    moved = f"gap {word} from {plain(before)} to {plain(after)}" if after != before else f"gap the same, {plain(after)}"
    text = f"{name}: {b.said} in {b.when}, {d.said} in {d.when}; {moved}."
    quotes = tuple(quote_of_cell(p.cell) for p in (b, d, a, c))
    frame = (*other.label, *other.head, b.when, d.when)
    return [DraftStatement(text, quotes, "computed", frame, BETWEEN.join(steps), observed(other))]
