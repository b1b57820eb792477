"""Tables drawn with lines: the grid that crossing rules make, with cells merged where no rule parts them."""

from bisect import bisect_right
from collections import Counter

from indexer.readers.composing import GridCell
from indexer.readers.pdf.geometry import Box, PageContent, Rule, Word, rows_of
from indexer.readers.pdf.grids import FoundTable, cell_text, is_inside, with_headers
from indexer.readers.pdf.lattice import figure_breaks, figure_strips, is_table, keeps_to, without_slivers
from indexer.readers.pdf.rules import connected, places, rules_of, sides

_MOST_LINES = 400


def ruled_tables(page: PageContent) -> list[FoundTable]:
    """The page's tables that rules or shaded cells draw, from the top."""
    across, down = rules_of(page)
    found = []
    for own_across, own_down in connected(across, down):
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


class _Lattice:
    """One group of crossing rules and the words within it."""

    def __init__(self, page: PageContent, across: list[Rule], down: list[Rule]) -> None:
        self._across, self._down, self._page = across, down, page
        self._xs = places([r.at for r in down], min(r.low for r in across), max(r.high for r in across))
        self._ys = places([r.at for r in across], min(r.low for r in down), max(r.high for r in down))
        self.box: Box = (self._xs[0], self._ys[0], self._xs[-1], self._ys[-1])

    def table(self) -> FoundTable | None:
        """The grid, or None where the rules frame something else than a table."""
        wide, tall = len(self._xs) - 1, len(self._ys) - 1
        if wide < 2 or tall < 1 or wide > _MOST_LINES or tall > _MOST_LINES:
            return None
        words = [w for w in self._page.words if is_inside(self.box, w)]
        if self._add_columns(words):
            wide = len(self._xs) - 1
        owner = self._owners()
        held = self._held(words, owner)
        if self._add_sides(held) or self._add_rows(owner, held):
            self._add_rows(self._owners(), self._held(words, self._owners()))
            owner = self._owners()
            held = self._held(words, owner)
        grid, heavy = self._grid(owner, held)
        grid, heavy, columns = without_slivers(grid, heavy, self._xs)
        if not is_table(grid, held, owner):
            return None
        return FoundTable(self.box, with_headers(grid, heavy), tuple(columns), ruled=True)

    def _held(self, words: list[Word], owner: list[int]) -> dict[int, list[Word]]:
        """The words of each merged cell."""
        wide, tall = len(self._xs) - 1, len(self._ys) - 1
        held: dict[int, list[Word]] = {}
        for word in words:
            column = min(wide - 1, max(0, bisect_right(self._xs, (word.x0 + word.x1) / 2) - 1))
            row = min(tall - 1, max(0, bisect_right(self._ys, word.middle) - 1))
            held.setdefault(owner[row * wide + column], []).append(word)
        return held

    def _add_columns(self, words: list[Word]) -> bool:
        """Parts a drawn column whose lines all hold several figures, one under another."""
        lines = rows_of(words)
        found: list[tuple[float, float, float]] = []
        for left, right in zip(self._xs, self._xs[1:], strict=False):
            inside = [[w for w in line if left <= (w.x0 + w.x1) / 2 <= right] for line in lines]
            found += figure_strips([line for line in inside if line], self._ys[0])
        for at, top, bottom in found:
            self._xs = sorted([*self._xs, at])
            self._down.append(Rule(at, top, bottom))
        return bool(found)

    def _add_sides(self, held: dict[int, list[Word]]) -> bool:
        """Draws the sides that a cell over several columns lacks where its words keep to the columns."""
        wide = len(self._xs) - 1
        owner = self._owners()
        added = False
        for first, words in held.items():
            row, column = divmod(first, wide)
            reach = sum(o == first for o in owner[row * wide : (row + 1) * wide])
            if reach < 2:
                continue
            places = self._xs[column : column + reach + 1]
            for line in rows_of(words):
                if keeps_to(line, places):
                    top, bottom = line[0].top - 1, line[0].bottom + 1
                    if len(rows_of(words)) > 1:
                        self._insert(top, places[0], places[-1])
                        self._insert(bottom, places[0], places[-1])
                    else:
                        top, bottom = self._ys[row], self._ys[row + 1]
                    self._down += [Rule(x, top - 1, bottom + 1) for x in places[1:-1]]
                    added = True
        return added

    def _add_rows(self, owner: list[int], held: dict[int, list[Word]]) -> bool:
        """Draws rules between the lines of a row whose columns hold figures line by line."""
        wide, tall = len(self._xs) - 1, len(self._ys) - 1
        added = False
        sizes = Counter(owner)
        for row in range(tall):
            whole = [c for c in range(wide) if sizes[row * wide + c] == 1]
            lines = {c: rows_of(held.get(row * wide + c, [])) for c in whole}
            for between in figure_breaks(lines):
                across = [(self._xs[c], self._xs[c + 1]) for c in whole]
                for low, high in across:
                    self._across.append(Rule(between, low, high))
                added = True
        if added:
            self._ys = sorted({*self._ys, *(r.at for r in self._across if not self._stands(r.at))})
        return added

    def _insert(self, height: float, low: float, high: float) -> None:
        if not self._stands(height):
            self._ys = sorted([*self._ys, height])
            self._across.append(Rule(height, low, high))

    def _stands(self, height: float) -> bool:
        return any(abs(height - y) <= 1.0 for y in self._ys)

    def _owners(self) -> list[int]:
        """For each place of the grid the first place of the merged cell that it belongs to."""
        wide, tall = len(self._xs) - 1, len(self._ys) - 1
        right = sides(self._down, self._xs, self._ys)
        below = sides(self._across, self._ys, self._xs)
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
                while (
                    row + down < tall
                    and all(
                        not below[row + down][column + k] and not taken[(row + down) * wide + column + k]
                        for k in range(across)
                    )
                    and all(not right[column + k][row + down] for k in range(1, across))
                ):
                    down += 1
                for r in range(row, row + down):
                    for c in range(column, column + across):
                        taken[r * wide + c] = True
                        owner[r * wide + c] = first
        return owner

    def _grid(self, owner: list[int], held: dict[int, list[Word]]) -> tuple[list[list[GridCell]], list[bool]]:
        wide, tall = len(self._xs) - 1, len(self._ys) - 1
        reach = {
            first: (place // wide - first // wide + 1, place % wide - first % wide + 1)
            for place, first in enumerate(owner)
        }
        grid: list[list[GridCell]] = []
        heavy: list[bool] = []
        for row in range(tall):
            places = range(row * wide, (row + 1) * wide)
            cells = [held.get(p, []) if owner[p] == p else [] for p in places]
            grid.append(
                [
                    GridCell(cell_text(cell), False, *reach[p]) if owner[p] == p else GridCell("")
                    for p, cell in zip(places, cells, strict=True)
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
            wide = [
                min(x1, self.box[2]) - max(x0, self.box[0])
                for x0, y0, x1, y1 in self._page.shaded
                if y0 <= height <= y1
            ]
            return sum(w for w in wide if w > 0) / (self.box[2] - self.box[0])

        second = (self._ys[-3] + self._ys[-2]) / 2
        return shade(middle) >= 0.6 > max(shade(last), shade(second) if row < len(self._ys) - 3 else 0.0)
