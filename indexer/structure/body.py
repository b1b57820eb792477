"""The rows below a table's header: what labels each of them, and the headers that hold for it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from indexer.structure.cuts import goes_on
from indexer.structure.grids import (
    BAND,
    EMPTY,
    PROSE_CELL,
    Grid,
    Row,
    has_figures,
    is_figure,
    is_listed,
    is_period,
    only_first,
    texts_of,
)
from indexer.structure.headers import Paths, is_form, renames, repeats
from indexer.structure.sides import names_beside, second_table_at, value_headers
from indexer.types import Cell, TableRow

_FEW_FIGURES = 0.34
_LONGEST_GROUP = 160
_LONGEST_HEADER = 40
_LONGEST_LABEL = 60
_ITEM = re.compile(r"\d{1,2}[.)]\s")


@dataclass(slots=True)
class _Part:
    """Rows under one header. Each row comes with whether a blank line stood before it."""

    headers: Paths
    rows: list[tuple[bool, Row]] = field(default_factory=list)
    name: str = ""


def body_rows(body: Grid, head: Grid, headers: Paths, breaks: frozenset[int]) -> list[TableRow]:
    """The rows with their labels and headers. `breaks` are the rows of the body before which a blank line stood."""
    if not body:
        return []
    listed = _is_grid_of_lists(body, head)
    width = 0 if listed else label_columns(body)
    rows: list[TableRow] = []
    for part in _parts(body, head, headers, breaks, width, listed=listed):
        grid = [row for _, row in part.rows]
        begin = None if listed else second_table_at(grid, part.headers)
        if begin is None:
            rows += _Rows(part, width, is_form(body)).read()
            continue
        left = [(cut, row[:begin]) for cut, row in part.rows]
        right = [(cut, row[begin:]) for cut, row in part.rows if any(cell.text for cell in row[begin:])]
        rows += _Rows(_Part(part.headers[:begin], left), width, form=False).read()
        beside = _Part(value_headers(part.headers, begin), right)
        rows += _Rows(beside, label_columns([row for _, row in right]), form=False).read()
    return rows


def label_columns(body: Grid) -> int:
    """How many leading columns name the row: those without figures, as long as figures stand further right."""
    width = max((len(row) for row in body), default=0)
    columns = [[row[c].text for row in body if c < len(row) and row[c].text not in EMPTY] for c in range(width)]
    figures = [sum(is_figure(text) for text in column) for column in columns]
    figures[:1] = [sum(is_figure(text) and not BAND.fullmatch(text) for text in columns[0])]
    if not any(figures[1:]):
        return 1
    few = [count <= _FEW_FIGURES * max(1, len(column)) for count, column in zip(figures, columns, strict=True)]
    if not few[0] and len(columns) > 2 and columns[1] and not figures[1] and any(figures[2:]):
        return 2  # a running number before the name
    count = 0
    for column in range(width):
        filled = columns[column]
        long = sum(map(len, filled)) > _LONGEST_LABEL * max(1, len(filled))
        dates = sum(is_period(text) for text in filled) > len(filled) / 2
        if not few[column] or (count and (long or dates)):
            break
        count += 1
    return count


def _is_grid_of_lists(body: Grid, head: Grid) -> bool:
    """Boxes of points beside and above one another, as strengths and weaknesses: no cell labels another."""
    if len(head) != 1 or len(head[0]) > 3 or not all(texts_of(head[0])):
        return False
    boxes = [cell.text for row in body if not _is_short(row) for cell in row if cell.text]
    return bool(boxes) and all(is_listed(text) for text in boxes)


def _is_short(row: Sequence[Cell]) -> bool:
    return all(cell.text and len(cell.text) <= _LONGEST_HEADER and not _is_value(cell.text) for cell in row)


def _is_value(text: str) -> bool:
    return is_figure(text) or is_listed(text)


def _parts(body: Grid, head: Grid, headers: Paths, breaks: Iterable[int], width: int, *, listed: bool) -> list[_Part]:
    """The body cut where a header row stands in its middle; repeated header rows are left out."""
    parts = [_Part(headers)]
    numeric = has_figures(body)
    for index, row in enumerate(body):
        texts = texts_of(row)
        if repeats(texts, head):
            continue
        if renames(texts, head) or (listed and _is_short(row)):
            parts.append(_Part(_one_deep(texts)))
        elif numeric and _is_new_header(texts, width, parts[-1].headers, head):
            paths = _one_deep([text if column >= width else "" for column, text in enumerate(texts)])
            known = {cell.text for cell in head[-1]} if head else set()
            name = texts[0] if width and texts[0] not in known else ""
            parts.append(_Part(paths, name=name))
        else:
            parts[-1].rows.append((index in breaks, row))
    return [part for part in parts if part.rows]


def _one_deep(texts: Sequence[str]) -> Paths:
    return [(text,) if text else () for text in texts]


def _is_new_header(texts: Sequence[str], width: int, headers: Paths, head: Grid) -> bool:
    """A header row inside the body: periods where figures stand in other rows, beside no label or the header's own."""
    filled = [column for column, text in enumerate(texts) if text and column >= width]
    if not filled or not all(is_period(texts[column]) for column in filled):
        return False
    labels = {text for text in texts[:width] if text}
    known = {cell.text for row in head for cell in row[:width]}
    above = [column < len(headers) and any(is_period(part) for part in headers[column]) for column in filled]
    return labels <= known or (len(filled) > 1 and all(above))


@dataclass(slots=True)
class _Rows:
    """Reads the rows of one part, carrying labels and groups down."""

    part: _Part
    width: int
    form: bool
    groups: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)
    beside: bool = False

    def read(self) -> list[TableRow]:
        rows: list[TableRow] = []
        grid = [row for _, row in self.part.rows]
        grouped = not self.form and _has_groups(grid)
        named = names_beside(grid, self.part.headers)
        self.groups = [self.part.name] if self.part.name else []
        blanks = any(cut for cut, _ in self.part.rows)
        exact = any(cell.rows > 1 for row in grid for cell in row[: self.width])
        for number, (cut, row) in enumerate(self.part.rows):
            above = grid[number - 1] if number else None
            if grouped and _names_group(row) and not (cut and above and goes_on(above[0].text, row[0].text)):
                nested = self._enter(row, outer=number == 0 or cut, cut_below=self._cut(number + 1))
                below = grid[number + 1] if number + 1 < len(grid) else None
                if below is None or (_names_group(below) and not nested):
                    rows.append(_row(row, [()] * len(row), tuple(self.groups)))
                continue
            label = self._label(row, above if cut else None, exact=exact)
            rows.append(_row(row, self._columns(row, named), label))
            self.beside = len(self.groups) == 1 and not blanks
        return rows

    def _cut(self, number: int) -> bool:
        return number < len(self.part.rows) and self.part.rows[number][0]

    def _enter(self, row: Row, *, outer: bool, cut_below: bool) -> bool:
        """Goes into a group; the next stands beside the last or within it: blank lines tell, where there are any."""
        outer = outer or self.beside
        self.groups = [row[0].text] if outer or not self.groups else [self.groups[0], row[0].text]
        self.carried, self.reach = [], []
        return outer and not cut_below

    def _label(self, row: Row, above: Row | None, *, exact: bool) -> tuple[str, ...]:
        """The labels of a row: its own, those carried down over empty cells, the first half of one cut in two.

        Where the format tells how far merged labels reach, they are carried so far and no further.
        """
        labels: list[str] = []
        for column, cell in enumerate(row[: self.width]):
            before = self.carried[column] if column < len(self.carried) else ""
            left = self.reach[column] if column < len(self.reach) else 0
            text = cell.text or (before if not exact or left else "")
            if column == 0 and above is not None and before and goes_on(above[0].text, cell.text):
                text = f"{before} {cell.text}"
            labels.append(text)
        old = self.reach + [0] * len(labels)
        self.reach = [max(cell.rows - 1 if cell.text else old[n] - 1, 0) for n, cell in enumerate(row[: self.width])]
        self.carried = labels
        return tuple(dict.fromkeys(text for text in (*self.groups, *labels) if text))

    def _columns(self, row: Row, named: dict[int, int]) -> list[tuple[str, ...]]:
        """The header of each cell; one that a name stands beside has the name below that name's header."""
        headers = self.part.headers
        paths = [_over(headers[number : number + cell.columns]) for number, cell in enumerate(row)]
        for value, name in named.items():
            if value < len(row):
                paths[value] = tuple(part for part in (*paths[name], row[name].text) if part)
        return paths


def _over(headers: Paths) -> tuple[str, ...]:
    """The header of a cell: where it reaches over several columns, what they share and then all their names."""
    distinct = list(dict.fromkeys(headers))
    if len(distinct) < 2:
        return distinct[0] if distinct else ()
    shared = [parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*distinct, strict=False))]
    rest = (" ".join(path[len(shared) :]) for path in distinct)
    return (*shared, ", ".join(part for part in rest if part))


def _row(row: Row, headers: Sequence[tuple[str, ...]], label: tuple[str, ...]) -> TableRow:
    return TableRow(row[0].start, row[-1].end, tuple(row), tuple(headers), label)


def _names_group(row: Row) -> bool:
    """Words in the first cell alone name the rows below it."""
    return only_first(row) and len(row[0].text) < _LONGEST_GROUP and not _ITEM.match(row[0].text)


def _has_groups(grid: Grid) -> bool:
    """Whether rows with a first cell alone are groups (one at the top, a merged one, several) or lack their value."""
    alone = [number for number, row in enumerate(grid) if _names_group(row)]
    if not alone or not any(cell.text for row in grid for cell in row[1:]):
        return False
    wide = any(grid[number][0].columns > 1 or grid[number][0].text.endswith(":") for number in alone)
    long = sum(len(row[0].text) for row in grid) > PROSE_CELL * len(grid)
    # Where every other row is long words alone, they are remarks on the row above.
    words = sum(len(grid[number][0].text) for number in alone)
    long = long or (len(alone) > _FEW_FIGURES * len(grid) and words > _LONGEST_HEADER * len(alone))
    return (alone[0] == 0 or wide or len(alone) > 1 or alone == [len(grid) - 1]) and not long
