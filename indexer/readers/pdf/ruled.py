"""Tables drawn with lines: the grid that crossing rules make, with cells merged where no rule parts them."""

from bisect import bisect_right

from indexer.readers.composing import GridCell
from indexer.readers.pdf.geometry import Box, PageContent, Rule, Word, is_number, rows_of
from indexer.readers.pdf.grids import FoundTable, cell_text, is_inside, with_headers

_SNAP = 3.0  # points between rules that are meant as one
_TOUCH = 3.5
_COVERED = 0.6  # of a cell's side must be drawn to part it from its neighbour
_MOST_RULES = 6000
_MOST_LINES = 400


def ruled_tables(page: PageContent) -> list[FoundTable]:
    """The page's tables that rules or shaded cells draw, from the top."""
    across, down = _rules(page)
    found = []
    for own_across, own_down in _connected(across, down):
        table = _Lattice(page, own_across, own_down).table()
        if table is not None:
            found.append(table)
    return sorted(_outermost(found), key=lambda table: (table.box[1], table.box[0]))


def _outermost(tables: list[FoundTable]) -> list[FoundTable]:
    kept: list[FoundTable] = []
    for table in sorted(tables, key=lambda t: -(t.box[2] - t.box[0]) * (t.box[3] - t.box[1])):
        x, y = (table.box[0] + table.box[2]) / 2, (table.box[1] + table.box[3]) / 2
        if not any(k.box[0] <= x <= k.box[2] and k.box[1] <= y <= k.box[3] for k in kept):
            kept.append(table)
    return kept


def _rules(page: PageContent) -> tuple[list[Rule], list[Rule]]:
    """Rules, and the sides of shaded cells, those on one line put together."""
    across, down = list(page.across), list(page.down)
    for x0, top, x1, bottom in page.shaded:
        if bottom - top < 0.6 * page.height:
            across += [Rule(top, x0, x1), Rule(bottom, x0, x1)]
            down += [Rule(x0, top, bottom), Rule(x1, top, bottom)]
    return _joined(across), _joined(down)


def _joined(rules: list[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if group and rule.at - group[0].at > _SNAP:
            joined += _runs(group)
            group = []
        group.append(rule)
    joined += _runs(group)
    return joined[:_MOST_RULES]


def _runs(group: list[Rule]) -> list[Rule]:
    runs: list[Rule] = []
    if not group:
        return runs
    at = sum(r.at for r in group) / len(group)
    for rule in sorted(group, key=lambda r: r.low):
        if runs and rule.low <= runs[-1].high + _SNAP:
            runs[-1] = Rule(at, runs[-1].low, max(runs[-1].high, rule.high))
        else:
            runs.append(Rule(at, rule.low, rule.high))
    return [run for run in runs if run.high - run.low >= 6]


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch."""
    parent = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for i, level in enumerate(across):
        for j, upright in enumerate(down, len(across)):
            if (
                level.low - _TOUCH <= upright.at <= level.high + _TOUCH
                and upright.low - _TOUCH <= level.at <= upright.high + _TOUCH
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number in range(len(parent)):
        group = groups.setdefault(root(number), ([], []))
        if number < len(across):
            group[0].append(across[number])
        else:
            group[1].append(down[number - len(across)])
    return [g for g in groups.values() if len(g[0]) >= 2 and len(g[1]) >= 1]


class _Lattice:
    """One group of crossing rules and the words within it."""

    def __init__(self, page: PageContent, across: list[Rule], down: list[Rule]) -> None:
        self._across, self._down, self._page = across, down, page
        self._xs = _places([r.at for r in down], min(r.low for r in across), max(r.high for r in across))
        self._ys = _places([r.at for r in across], min(r.low for r in down), max(r.high for r in down))
        self.box: Box = (self._xs[0], self._ys[0], self._xs[-1], self._ys[-1])

    def table(self) -> FoundTable | None:
        """The grid, or None where the rules frame something else than a table."""
        wide, tall = len(self._xs) - 1, len(self._ys) - 1
        if wide < 2 or tall < 1 or wide * tall < 2 or wide > _MOST_LINES or tall > _MOST_LINES:
            return None
        words = [w for w in self._page.words if is_inside(self.box, w)]
        owner = self._owners(wide, tall)
        held: dict[int, list[Word]] = {}
        for word in words:
            column = min(wide - 1, max(0, bisect_right(self._xs, (word.x0 + word.x1) / 2) - 1))
            row = min(tall - 1, max(0, bisect_right(self._ys, word.middle) - 1))
            held.setdefault(owner[row * wide + column], []).append(word)
        grid, heavy = self._grid(owner, held, wide, tall)
        grid, heavy, columns = _without_slivers(grid, heavy, self._xs)
        if not _is_table(grid, held, owner):
            return None
        return FoundTable(self.box, with_headers(grid, heavy), tuple(columns), ruled=True)

    def _owners(self, wide: int, tall: int) -> list[int]:
        """For each place of the grid the first place of the merged cell that it belongs to."""
        right = _sides(self._down, self._xs, self._ys)
        below = _sides(self._across, self._ys, self._xs)
        owner = list(range(wide * tall))
        taken = [False] * (wide * tall)
        for row in range(tall):
            for column in range(wide):
                first = row * wide + column
                if taken[first]:
                    continue
                across = 1
                while (
                    column + across < wide
                    and not right[column + across][row]
                    and not taken[row * wide + column + across]
                ):
                    across += 1
                down = 1
                while row + down < tall and all(
                    not below[row + down][column + k] and not taken[(row + down) * wide + column + k]
                    for k in range(across)
                ) and all(not right[column + k][row + down] for k in range(1, across)):
                    down += 1
                for r in range(row, row + down):
                    for c in range(column, column + across):
                        taken[r * wide + c] = True
                        owner[r * wide + c] = first
        return owner

    def _grid(
        self, owner: list[int], held: dict[int, list[Word]], wide: int, tall: int
    ) -> tuple[list[list[GridCell]], list[bool]]:
        grid: list[list[GridCell]] = []
        heavy: list[bool] = []
        reach: dict[int, tuple[int, int]] = {}
        for place, first in enumerate(owner):
            reach[first] = (place // wide - first // wide + 1, place % wide - first % wide + 1)
        for row in range(tall):
            firsts = [owner[row * wide + c] for c in range(wide)]
            bands = _bands(
                [held.get(f, []) if f == row * wide + c else [] for c, f in enumerate(firsts)],
                whole=all(reach[f] == (1, 1) for f in firsts),
                few_rules=tall <= 4,
            )
            for number, cells in enumerate(bands):
                grid.append(
                    [
                        GridCell(cell_text(cells[c]), False, *reach[f])
                        if f == row * wide + c and number == 0
                        else GridCell(cell_text(cells[c]))
                        for c, f in enumerate(firsts)
                    ]
                )
                inked = [w for cell in cells for w in cell]
                heavy.append(bool(inked) and (all(w.bold for w in inked) or self._is_shaded(row, len(heavy))))
        return grid, heavy

    def _is_shaded(self, row: int, before: int) -> bool:
        """A shade under this row and not under the last one: a header, and no table that is shaded throughout."""
        if before > 3 or len(self._ys) < 3:
            return False
        last = (self._ys[-2] + self._ys[-1]) / 2
        middle = (self._ys[row] + self._ys[row + 1]) / 2

        def shade(height: float) -> float:
            wide = [min(x1, self.box[2]) - max(x0, self.box[0]) for x0, y0, x1, y1 in self._page.shaded if y0 <= height <= y1]
            return sum(w for w in wide if w > 0) / (self.box[2] - self.box[0])

        second = (self._ys[-3] + self._ys[-2]) / 2
        return shade(middle) >= 0.6 > max(shade(last), shade(second) if row < len(self._ys) - 3 else 0.0)


def _places(at: list[float], low: float, high: float) -> list[float]:
    """Where the grid's lines stand, open sides included."""
    places: list[float] = []
    for place in sorted(at):
        if not places or place - places[-1] > _SNAP:
            places.append(place)
    if places[0] - low > 8:
        places.insert(0, low)
    if high - places[-1] > 8:
        places.append(high)
    return places


def _sides(rules: list[Rule], places: list[float], along: list[float]) -> list[list[bool]]:
    """For each place the stretches between `along` at which a rule is drawn."""
    drawn = [[0.0] * (len(along) - 1) for _ in places]
    for rule in rules:
        near = [n for n, place in enumerate(places) if abs(place - rule.at) <= _SNAP]
        for number in near:
            for k in range(len(along) - 1):
                drawn[number][k] += max(0.0, min(rule.high, along[k + 1]) - max(rule.low, along[k]))
    return [[d >= _COVERED * (along[k + 1] - along[k]) for k, d in enumerate(row)] for row in drawn]


def _bands(cells: list[list[Word]], *, whole: bool, few_rules: bool) -> list[list[list[Word]]]:
    """The rows within one ruled row: one, or as many as a column of figures has lines where no rule parts them."""
    lines = [rows_of(cell) for cell in cells]
    figures = [
        column
        for number, column in enumerate(lines)
        if number and len(column) >= 3 and all(is_number(" ".join(w.text for w in line)) for line in column)
    ]
    if not (whole and few_rules and figures):
        return [cells]
    key = max(figures, key=len)
    starts = [line[0].middle - 0.6 * line[0].size for line in key]
    starts[0] = 0.0
    bands: list[list[list[Word]]] = [[[] for _ in cells] for _ in starts]
    for number, cell in enumerate(cells):
        for word in cell:
            bands[max(0, bisect_right(starts, word.middle) - 1)][number].append(word)
    return bands


def _without_slivers(
    grid: list[list[GridCell]], heavy: list[bool], xs: list[float]
) -> tuple[list[list[GridCell]], list[bool], list[float]]:
    """Without the narrow empty columns that double rules leave, and without empty rows."""
    keep = [
        c
        for c in range(len(xs) - 1)
        if xs[c + 1] - xs[c] >= 8 or any(row[c].text for row in grid)
    ]
    shrunk = []
    for row in grid:
        cells = []
        for c in keep:
            cell = row[c]
            spanned = sum(c <= k < c + cell.columns for k in keep)
            cells.append(GridCell(cell.text, cell.header, cell.rows, max(1, spanned)))
        shrunk.append(cells)
    full = [n for n, row in enumerate(shrunk) if any(cell.text for cell in row)]
    placed = []
    for n in full:
        row = [
            GridCell(c.text, c.header, max(1, sum(n <= k < n + c.rows for k in full)), c.columns) for c in shrunk[n]
        ]
        placed.append(row)
    return placed, [heavy[n] for n in full], [xs[c] for c in keep]


def _is_table(grid: list[list[GridCell]], held: dict[int, list[Word]], owner: list[int]) -> bool:
    """At least two rows and two columns with words; frames and charts have most of their places empty."""
    if len(grid) < 2 or not held:
        return False
    columns = sum(any(row[c].text for row in grid) for c in range(len(grid[0])))
    filled = sum(1 for words in held.values() if words)
    if columns < 2 or filled < 3:
        return False
    return filled >= 0.15 * len(set(owner))
