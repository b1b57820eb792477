"""Tables without lines: rows of words that stand one under another with the same white strips between them."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.readers.composing import GridCell
from indexer.readers.pdf.geometry import PageContent, Row, Segment, Word, is_number, segments_of
from indexer.readers.pdf.grids import FoundTable, cell_text, with_headers
from indexer.readers.pdf.guides import Guide, guide_for, guides_of
from indexer.readers.pdf.lattice import keeps_to
from indexer.readers.pdf.records import PlacedLine, bottom_of, records, text_of, top_of

_WIDEST_BREAK = 1.9  # line heights of white between two rows of one table
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")
_NARROWEST = 0.5  # of the letters' size, a strip between columns
_FINEST, _MANY_LINES = 0.4, 5
_MOST_WORDS = 7.0  # in a cell, on average, of a table without figures


def unruled_tables(page: PageContent, rows: list[Row]) -> list[tuple[int, int, FoundTable]]:
    """The tables among the lines of one column, each with its first line's number and the one after its last."""
    found: list[tuple[int, int, FoundTable]] = []
    guides = guides_of(page)
    at = 0
    while at < len(rows):
        end = _run(rows, at)
        if end - at >= 2:
            table = _Run(page, rows[at:end], guides).table()
            if table is not None:
                start = _with_head(rows, at, table, found[-1][1] if found else 0)
                headed = _Run(page, rows[start:end], guides).table() if start < at else None
                found.append((at, end, table) if headed is None else (start, end, headed))
                at = end
                continue
        at += 1 if end - at < 2 else end - at
    return found


def _run(rows: list[Row], at: int) -> int:
    """The end of the lines from `at` on that may be one table; a line of one piece at its start is none."""
    if len(rows[at]) < 2:
        return at
    end, last = at + 1, at + 1
    wide = max(r[-1].x1 for r in rows) - min(r[0].x0 for r in rows)
    while end < len(rows):
        row = rows[end]
        gap = min(s.top for s in row) - max(s.bottom for s in rows[end - 1])
        if gap > _WIDEST_BREAK * row[0].size or _is_leader(row):
            break
        if len(row) >= 2:
            last = end + 1
        elif _is_long(row[0], wide, rows[at:last]) or end - last >= 3:
            break
        end += 1
    # Lines of one piece at the end belong to it where they carry on a cell that has been wrapped.
    while last < end and _carries_on(rows[last], rows[max(at, last - 2) : last]):
        last += 1
    return last


def _is_long(segment: Segment, wide: float, rows: list[Row]) -> bool:
    """A line of running text, which reaches over the first column that has a second beside it."""
    second = min((row[1].x0 for row in rows if len(row) >= 2), default=0.0)
    return segment.x1 - segment.x0 > 0.6 * wide and len(segment.words) >= 8 and segment.x1 > second


def _with_head(rows: list[Row], at: int, table: FoundTable, free: int) -> int:
    """The line above a table too where its words stand over the columns, closer than cells do."""
    if at <= free or len(rows[at - 1]) != 1:
        return at
    head = rows[at - 1][0]
    gap = min(s.top for s in rows[at]) - head.bottom
    fits = keeps_to(list(head.words), [*table.columns[1:], table.box[2] + 2 * head.size], 3.0)
    return at - 1 if fits and gap <= head.size and head.x1 <= table.box[2] + 2 * head.size else at


def _is_leader(row: Row) -> bool:
    return any(_LEADERS.search(segment.text) for segment in row)


def _carries_on(row: Row, above: list[Row]) -> bool:
    segment = row[0]
    gap = segment.top - max(s.bottom for s in above[-1])
    begun = any(abs(s.x0 - segment.x0) < 2 for line in above for s in line)
    return gap < 0.35 * segment.size and segment.text[:1].islower() and begun


@dataclass(slots=True)
class _Run:
    page: PageContent
    rows: list[Row]
    guides: list[Guide]
    _guide: Guide | None = None

    def table(self) -> FoundTable | None:
        strips = self._strips()
        if not strips:
            return None
        lines = [self._placed(row, strips) for row in self.rows]
        if not self._is_table(lines, len(strips) + 1):
            return None
        groups = self._records(lines)
        grid, heavy = [], []
        for group in groups:
            grid.append(_cells(group, len(strips) + 1))
            words = [w for line in group for _, _, part in line for w in part]
            heavy.append(all(w.bold for w in words))
        ruled_off = self._above_first_rule(groups)
        left = min(s.x0 for row in self.rows for s in row)
        right = max(s.x1 for row in self.rows for s in row)
        box = (left, min(s.top for s in self.rows[0]), right, max(s.bottom for s in self.rows[-1]))
        columns = (left, *((a + b) / 2 for a, b in strips))
        return FoundTable(box, with_headers(grid, heavy, ruled_off), columns, ruled=False)

    def _strips(self) -> list[tuple[float, float]]:
        """The drawn edges between columns, else white strips that no piece of the fuller lines crosses."""
        self._guide = self._own_guide()
        if self._guide is not None:
            return [(x - 0.1, x + 0.1) for x in self._guide.inner]
        most = max(len(row) for row in self.rows)
        full = [row for row in self.rows if len(row) >= max(2, 0.6 * most)]
        size = median(s.size for row in full for s in row)
        strips = _white([(s.x0, s.x1) for row in full for s in row], _NARROWEST * size)
        if len(full) >= _MANY_LINES:
            # Over many lines a strip narrower than the usual one is no chance either.
            finer = _white([(w.x0, w.x1) for row in full for s in row for w in s.words], _FINEST * size)
            strips = finer if len(finer) > len(strips) else strips
        return strips

    def _own_guide(self) -> Guide | None:
        """The guide that the lines keep to."""
        words = [w for row in self.rows for s in row for w in s.words]
        box = (
            min(w.x0 for w in words),
            min(w.top for w in words),
            max(w.x1 for w in words),
            max(w.bottom for w in words),
        )
        guide = guide_for(self.guides, box, words[0].size)
        if guide is None:
            return None
        crossed = sum(any(w.x0 < x - 1 and w.x1 > x + 1 for x in guide.inner) for w in words)
        return guide if crossed <= 0.02 * len(words) + 2 else None

    def _placed(self, row: Row, strips: list[tuple[float, float]]) -> PlacedLine:
        """The line's pieces with first and last column; a piece that only looks joined is cut at the strip."""
        placed: PlacedLine = []
        for segment in row:
            parts: list[list[Word]] = [[segment.words[0]]]
            for left, right in zip(segment.words, segment.words[1:], strict=False):
                at_strip = any(min(b, right.x0) > max(a, left.x1) for a, b in strips)
                near = 0.0 if self._guide is not None else 0.45 * segment.size
                if at_strip and right.x0 - left.x1 > max(0.0, near - 1e-6):
                    parts.append([])
                parts[-1].append(right)
            for part in parts:
                first = sum((a + b) / 2 < part[0].x0 + 0.5 for a, b in strips)
                last = max(first, sum((a + b) / 2 < part[-1].x1 - 0.5 for a, b in strips))
                if placed and placed[-1][1] >= first:
                    placed[-1] = (placed[-1][0], max(last, placed[-1][1]), placed[-1][2] + part)
                else:
                    placed.append((first, last, part))
        return placed

    def _is_table(self, lines: list[PlacedLine], wide: int) -> bool:
        cells = [(first, text_of(part)) for line in lines for first, _, part in line]
        texts = [text for first, text in cells if first]
        if not texts or all(len(line) < 2 for line in lines):
            return False
        figures = sum(is_number(text) for text in texts) / len(texts)
        several = sum(len(line) >= 2 for line in lines)
        if figures >= 0.3:
            fuller = [line for line in lines if len(line) >= 2]
            filled = sum(last - first + 1 for line in fuller for first, last, _ in line) / (wide * max(1, len(fuller)))
            return several >= (2 if wide >= 3 else 3) and several >= 0.4 * len(lines) and filled >= 0.5
        starts = sum(text[:1].islower() for _, text in cells) / len(cells)
        words = sum(len(text.split()) for _, text in cells) / len(cells)
        edges = self._aligned(lines)
        return several >= 3 and several >= 0.5 * len(lines) and starts < 0.35 and words <= _MOST_WORDS and edges >= 0.7

    def _aligned(self, lines: list[PlacedLine]) -> float:
        """The share of pieces that begin, end or are centred where most of their column's do."""
        columns: dict[int, list[tuple[float, float]]] = {}
        for line in lines:
            for first, last, part in line:
                if first == last:
                    columns.setdefault(first, []).append((part[0].x0, part[-1].x1))
        good = total = 0
        for pieces in columns.values():
            by_edge = (
                [p[0] for p in pieces],
                [p[1] for p in pieces],
                [(p[0] + p[1]) / 2 for p in pieces],
            )
            good += max(sum(abs(x - median(edge)) <= 2.5 for x in edge) for edge in by_edge)
            total += len(pieces)
        return good / max(1, total)

    def _records(self, lines: list[PlacedLine]) -> list[list[PlacedLine]]:
        ruled = [self._is_ruled_off(bottom_of(a), top_of(b)) for a, b in pairwise(lines)]
        return records(lines, ruled, self._guide.rows if self._guide is not None else ())

    def _above_first_rule(self, groups: list[list[PlacedLine]]) -> int:
        """How many rows stand above the first rule that lies under the table's top."""
        heights = [max(w.bottom for line in g for _, _, part in line for w in part) for g in groups]
        tops = [min(w.top for line in g for _, _, part in line for w in part) for g in groups]
        for number in range(min(4, len(groups) - 1)):
            if self._is_ruled_off(heights[number], tops[number + 1]):
                return number + 1
        return 0

    def _is_ruled_off(self, above: float, below: float) -> bool:
        """Whether rules stand between two heights along most of the table."""
        left = min(s.x0 for row in self.rows for s in row)
        right = max(s.x1 for row in self.rows for s in row)
        near = [r for r in self.page.across if above - 2.5 <= r.at <= below + 2.5]
        return sum(max(0.0, min(r.high, right) - max(r.low, left)) for r in near) >= 0.6 * (right - left)


def _white(edges: list[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    edges.sort()
    strips, reach = [], edges[0][1]
    for x0, x1 in edges[1:]:
        if x0 - reach >= least:
            strips.append((reach, x0))
        reach = max(reach, x1)
    return strips


def _cells(group: list[PlacedLine], wide: int) -> list[GridCell]:
    held: dict[int, list[Word]] = {}
    reach: dict[int, int] = {}
    for line in group:
        for first, last, part in line:
            held.setdefault(first, []).extend(part)
            reach[first] = max(reach.get(first, 1), last - first + 1)
    # A piece that leans over a place that has words of its own spans nothing.
    reach = {c: min(n, next((k - c for k in sorted(held) if k > c), n)) for c, n in reach.items()}
    return [GridCell(cell_text(held.get(c, [])), False, 1, reach.get(c, 1)) for c in range(wide)]


def lines_in(words: list[list[Word]]) -> list[Row]:
    """The lines' pieces; a list's sign stays with its words."""
    return [_with_marker(segments_of(row)) for row in words]


_BULLET = re.compile(r"[•●▪◦‣·○■□➢✓\uf0b7\uf0a7]")
_MARKER = re.compile(
    r"[•●▪◦‣·*–—\-o\uf0b7\uf0a7○■□➢✓]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\d{1,2}(?:\.\d{1,3})+\.?", re.IGNORECASE
)


def _with_marker(row: Row) -> Row:
    joined: Row = []
    for segment in row:
        sign = joined[-1] if joined else None
        near = sign is not None and segment.x0 - sign.x1 <= 4 * segment.size
        # Within a line only a bullet begins a second column's item: a number may be a cell.
        kind = _MARKER if len(joined) == 1 else _BULLET
        if sign is not None and near and kind.fullmatch(sign.text) and segment.text[:1].isalpha():
            joined[-1] = Segment(sign.words + segment.words)
        else:
            joined.append(segment)
    return joined
