"""The highest, lowest, best or worst of a table's row or column, and the periods in which two rows stood so and so."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.answer_words import answer_words
from service.answering.aim import CHANGE, SHARE, Aim
from service.answering.cells import AskedCell, is_total
from service.answering.comparison import observed_cells
from service.answering.draft import DraftStatement, Neighbours
from service.answering.figures import figure_of
from service.answering.saying import quote_of_cell, quotes_of, short_caption, value_words
from service.answering.series import Point, Series, series_of
from service.answering.tables import fitting_tables
from service.answering.trend import observed, other_side
from service.arithmetic import BETWEEN, difference, extreme, share
from service.evidence import Evidence
from service.question import Question
from service.words import words

_EXTREME = "|".join(p.pattern for p in (*answer_words().extremes.values(), *answer_words().comparatives.values()))
# "Which month had the best ...", "what was the largest item": the extreme itself is asked for.
ASKED = re.compile(rf"\b(?:which|what|when|who|whose|where)\b[^?]{{0,90}}(?:{_EXTREME})", re.IGNORECASE)
PERIOD_AXIS = re.compile(
    r"\b(?:which|what) (?:one |single |financial |school )?(?:year|month|quarter|fy)\b|\bwhen\b", re.IGNORECASE
)
# A table is looked at for an extreme though sentences rank far above it.
TABLE_SHARE = 0.05
MONTH_ASKED = re.compile(r"\b(?:which|what) month\b", re.IGNORECASE)
THAN = re.compile(r"\bthan\b", re.IGNORECASE)
WHOLE = re.compile(r"\b(?:of|in) (?:all|the total|total|everything|the whole|overall)\b", re.IGNORECASE)
GAPS = re.compile(r"\b(?:gap|difference|behind|short)\w*\b", re.IGNORECASE)
RELATIONS: tuple[tuple[re.Pattern[str], Callable[[Decimal, Decimal], bool]], ...] = (
    (re.compile(r"\b(?:level with|equal to|the same as|match\w*|on a par)\b", re.IGNORECASE), lambda a, b: a == b),
    (
        re.compile(r"\b(?:bigger|higher|greater|larger|more|above|ahead|exceed\w*|overt\w+)\b", re.IGNORECASE),
        lambda a, b: a > b,
    ),
    (re.compile(r"\b(?:smaller|lower|fewer|less|below|behind)\b", re.IGNORECASE), lambda a, b: a < b),
)
MOST_PERIODS = 3


def extreme_answer(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    """The answer where a question asks for an extreme or for when two stood so; none where it or the table does not."""
    text = question.standalone
    over_time = bool(PERIOD_AXIS.search(text))
    name = _name(text) if ASKED.search(text) else None
    relation = next((holds for pattern, holds in RELATIONS if pattern.search(text)), None) if over_time else None
    if name is None and relation is None:
        return []
    aim = Aim(question)
    for cells in fitting_tables(aim, ranked, neighbours, TABLE_SHARE):
        if name is not None:
            found = _of_series(aim, cells, name) if over_time else _of_column(aim, cells, name)
        else:
            assert relation is not None
            found = _when(aim, cells, relation)
        if found:
            return found
    return []


def _name(text: str) -> tuple[str, str] | None:
    """Which extreme is asked for, and the question's own word for it."""
    lists = answer_words()
    patterns = [*lists.extremes.items(), *([] if THAN.search(text) else lists.comparatives.items())]
    hits = [(m.start(), name, m.group(0)) for name, p in patterns if (m := p.search(text))]
    return min(hits)[1:] if hits else None


def _form(name: str, measure: str) -> str:
    if name in ("best", "worst"):
        less = bool(answer_words().less_is_better.search(measure))
        return "min" if (name == "best") == less else "max"
    return "max" if name == "highest" else "min"


def _of_series(aim: Aim, cells: Sequence[AskedCell], name: tuple[str, str]) -> list[DraftStatement]:
    """The period of the extreme of the asked series."""
    found = series_of(cells)
    if MONTH_ASKED.search(aim.question.standalone):
        found = [one for one in found if all(p.period.month for p in one.points)]
    if not found:
        return []
    series = found[0].within(aim.periods, open_end=False)
    caption = short_caption(series.points[0].cell.evidence.unit.lead)
    form = _form(name[0], f"{series.name} {caption} {aim.question.standalone}")
    values = [p.value for p in series.points]
    chosen = max(values) if form == "max" else min(values)
    told = [p for p in series.points if p.value == chosen][:MOST_PERIODS]
    head = ", ".join(part for part in (caption, series.name) if part)
    said = " and ".join(p.when for p in told)
    text = f"{head}: {name[1].lower()} in {said}, {told[0].said}." if head else f"{name[1]} in {said}, {told[0].said}."
    frame = (caption, *series.label, *series.head, *(p.when for p in told))
    quotes = quotes_of([p.cell for p in told], [p.cell for p in series.points])
    return [DraftStatement(text, quotes, "computed", frame, extreme(values, form), observed(series))]


def _of_column(aim: Aim, cells: Sequence[AskedCell], name: tuple[str, str]) -> list[DraftStatement]:
    """The row with the extreme of the asked column; what adds the others up does not count."""
    column = _column(aim, cells)
    if len(column) < 2:
        return []
    measure = f"{' '.join(column[0].header)} {aim.question.standalone}"
    gaps = bool(GAPS.search(measure)) and name[0] in ("highest", "lowest")
    numbers = {cell: _number(cell, absolute=gaps) for cell in column}
    form = _form(name[0], measure)
    best = (max if form == "max" else min)(column, key=lambda cell: numbers[cell])
    caption, label, head = short_caption(best.evidence.unit.lead), " – ".join(best.row.label), " / ".join(best.header)
    said = f"{head} {value_words(best)}" if head else value_words(best)
    text = f"{caption}: {name[1].lower()} is {label}, {said}." if caption else f"{name[1]} is {label}, {said}."
    frame = (caption, label, head)
    quotes = quotes_of([best], column)
    steps = extreme(numbers.values(), form)
    statements = [DraftStatement(text, quotes, "computed", frame, steps, observed_cells(column))]
    return statements + _share_of_total(aim, cells, best)


def _number(cell: AskedCell, *, absolute: bool) -> Decimal:
    figure = figure_of(cell.text)
    assert figure is not None
    return abs(figure.value) if absolute else figure.value


def _column(aim: Aim, cells: Sequence[AskedCell]) -> list[AskedCell]:
    """The figures of the column that fits the question best over all its rows; one of gaps where a gap is asked for."""
    columns: dict[tuple[tuple[str, ...], int], dict[tuple[str, ...], AskedCell]] = {}
    for cell in cells:
        if figure_of(cell.text) is not None and cell.row.label and not is_total(cell):
            # A second row of the same label has none of its own: it adds up those above.
            columns.setdefault((cell.header, cell.index), {}).setdefault(cell.row.label, cell)
    usable = [list(column.values()) for column in columns.values() if len(column) > 1]
    if GAPS.search(aim.question.standalone):
        usable = [column for column in usable if CHANGE.search(" ".join(column[0].header))]
    return max(usable, key=lambda column: sum(cell.fit for cell in column) / len(column), default=[])


def _share_of_total(aim: Aim, cells: Sequence[AskedCell], part: AskedCell) -> list[DraftStatement]:
    """What share of the column's total a cell is, where that is asked and the table has a total."""
    if not (SHARE.search(aim.question.standalone) and WHOLE.search(aim.question.standalone)):
        return []
    total = next((c for c in cells if c.header == part.header and c.index == part.index and is_total(c)), None)
    own, whole = figure_of(part.text), figure_of(total.text) if total else None
    if total is None or own is None or whole is None or not whole.value:
        return []
    steps = share(own.value, whole.value)
    text = f"{value_words(part)} of {value_words(total)} is {steps.rsplit(' = ', 1)[1]}%."
    return [DraftStatement(text, (quote_of_cell(part), quote_of_cell(total)), "computed", (), steps)]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two series with the periods that both have."""

    one: Series
    other: Series
    points: tuple[tuple[Point, Point], ...]


def _when(aim: Aim, cells: Sequence[AskedCell], holds: Callable[[Decimal, Decimal], bool]) -> list[DraftStatement]:
    """The periods in which the first-named of two series stood to the other as asked, and both figures."""
    pair = _pair(aim, series_of(cells))
    if pair is None:
        return []
    told = [(a, b) for a, b in pair.points if holds(a.value, b.value)]
    if not told or len(told) > MOST_PERIODS or len(told) == len(pair.points):
        return []
    caption = short_caption(pair.one.points[0].cell.evidence.unit.lead)
    sides = [f"{a.when}: {pair.one.name} {a.said}, {pair.other.name} {b.said}" for a, b in told]
    text = "; ".join(sides) + "."
    frame = (caption, *pair.one.label, *pair.one.head, *pair.other.label, *pair.other.head, *(a.when for a, _ in told))
    quotes = tuple(quote_of_cell(p.cell) for both in told for p in both)
    steps = BETWEEN.join(difference(b.value, a.value) for a, b in told)
    return [DraftStatement(text, quotes, "computed", frame, steps, (*observed(pair.one), *observed(pair.other)))]


def _pair(aim: Aim, found: Sequence[Series]) -> _Pair | None:
    """The asked series and the one of whom it is compared with, or two that the question names in their order."""
    if not found:
        return None
    one, other = found[0], other_side(aim, found[0], found) if aim.comparators else None
    if other is None:
        asked = aim.question.standalone.lower()
        named = [(at, series) for series in found if (at := _first_named(series, found, asked)) is not None]
        if len(named) < 2:
            return None
        (_, one), (_, other) = sorted(sorted(named, key=lambda n: -n[1].fit)[:2], key=lambda n: n[0])
    known = {p.period: p for p in other.points}
    both = tuple((p, known[p.period]) for p in one.points if p.period in known)
    return _Pair(one, other, both) if len(both) > 1 else None


def _first_named(series: Series, found: Sequence[Series], asked: str) -> int | None:
    """Where the question first says a word of a series' name that not all series share."""
    shared = set.intersection(*(set(words(one.name)) for one in found))
    compared = answer_words().comparators_in(series.name)
    places = [m.start() for name in compared if (m := answer_words().comparators[name].search(asked))]
    places += [m.start() for w in set(words(series.name)) - shared if (m := re.search(rf"\b{re.escape(w)}\b", asked))]
    return min(places, default=None)
