"""Series of figures in a table: the same measure of the same place over its periods, along a row or down a column."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.answering.cells import AskedCell
from service.answering.figures import Figure, figure_of
from service.answering.saying import value_words
from service.answering.timing import Period, without_period


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series: the cell, its number, and its period as worded."""

    cell: AskedCell
    figure: Figure
    period: Period
    when: str

    @property
    def value(self) -> Decimal:
        """The number."""
        return self.figure.value

    @property
    def said(self) -> str:
        """The value with its unit."""
        return value_words(self.cell)


@dataclass(frozen=True, slots=True)
class Series:
    """Points in time order. `label` and `head` are the names that all of them share; `fit` is the best cell's."""

    label: tuple[str, ...]
    head: tuple[str, ...]
    points: tuple[Point, ...]
    fit: float

    @property
    def name(self) -> str:
        """What the series is of, in the table's words."""
        return ", ".join(part for part in (" – ".join(self.label), " / ".join(self.head)) if part)

    def within(self, asked: Sequence[Period], *, open_end: bool) -> "Series":
        """The points from the first to the last of the asked periods; all where that leaves fewer than two."""
        years = [p for p in asked if p.first]
        if not years:
            return self
        first, last = min(p.first for p in years), max(p.last for p in years)
        if len(years) == 1 and first == last and not open_end:
            return self
        kept = tuple(p for p in self.points if p.period.last >= first and (open_end or p.period.first <= last))
        return Series(self.label, self.head, kept, self.fit) if len(kept) > 1 else self


def series_of(cells: Sequence[AskedCell]) -> list[Series]:
    """The series of two or more figures among a table's cells, those that fit the question best first."""
    groups: Groups = {}
    for cell in cells:
        named, figure = cell.period, figure_of(cell.text)
        if named is None or figure is None:
            continue
        period, when = named
        label, head = cell.row.label, cell.header
        if when in head:
            head = _without(head, when)
        else:
            label = _without(label, when)
        groups.setdefault((label, head), []).append(Point(cell, figure, period, when))
    found = []
    for (label, head), points in _headed(groups).items():
        if len({point.period for point in points}) == len(points) > 1:
            ordered = tuple(sorted(points, key=_when(points)))
            found.append(Series(label, head, ordered, max(point.cell.fit for point in points)))
    return sorted(found, key=lambda one: -one.fit)


Groups = dict[tuple[tuple[str, ...], tuple[str, ...]], list[Point]]


def _headed(groups: Groups) -> Groups:
    """The groups, with the points of bare period heads put to those of the one head that reaches over a part of them.

    "Fiscal Year End" over 2018 stands for the 2019 and 2017 beside it, too.
    """
    merged: Groups = {}
    for (label, head), points in groups.items():
        heads = [other for same, other in groups if same == label and other]
        target = heads[0] if not head and len(heads) == 1 else head
        taken = {p.period for p in groups.get((label, target), [])} if target != head else set()
        if taken & {p.period for p in points}:
            target = head
        merged.setdefault((label, target), []).extend(points)
    return merged


def _when(points: Sequence[Point]) -> "_Order":
    return _Order(all(not point.period.first for point in points))


@dataclass(frozen=True, slots=True)
class _Order:
    """Sorts points in time; months without a year stay as the table has them, for a year may begin in April."""

    as_read: bool

    def __call__(self, point: Point) -> tuple[int, ...]:
        return (point.cell.evidence.unit.start, point.cell.index) if self.as_read else point.period.order


def _without(path: tuple[str, ...], when: str) -> tuple[str, ...]:
    """A path without the words of its period; what else the part says stays ("Actual")."""
    rest = without_period(when)
    return tuple(part if part != when else rest for part in path if part != when or rest)
