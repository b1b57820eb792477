"""Reading order of one page: columns one after another, full-width lines and tables between them."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from indexer.readers.pdf.geometry import PageContent, Row, Segment, is_number, rows_of
from indexer.readers.pdf.grids import FoundTable, is_inside
from indexer.readers.pdf.unruled import lines_in, unruled_tables

_DEEPEST = 5
_BIN = 2.0
_ABOUT = 6  # lines above and below that tell where a line's text ends on the right
_NARROWEST_GUTTER = 7.0
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}\s*\d+$|(?:\s·){4,}")
_ENTRY = re.compile(r".*\D[\s.…_]*\b(?:\d{1,3}|[ivxl]{1,6})$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?|index", re.IGNORECASE)
LineKind = Literal["text", "contents", "aside"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column. `left` and `right` are the column's edges, `region` tells columns apart."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    left: float
    right: float
    region: int
    kind: LineKind = "text"
    first_width: float = 0.0


Unit = Segment | FoundTable


def reading_order(page: PageContent, tables: list[FoundTable]) -> list[Line | FoundTable]:
    """Lines and tables as they are read, `tables` being the drawn ones; what runs across the page's direction stands at its end."""
    loose = [w for w in page.words if not w.turned and not any(is_inside(t.box, w) for t in tables)]
    units: list[Unit] = [segment for row in lines_in(rows_of(loose)) for segment in row]
    regions = _ordered([*units, *tables], 0) if units or tables else []
    items: list[Line | FoundTable] = []
    for number, region in enumerate(regions):
        items += _region(page, region, number)
    turned = [w for w in page.words if w.turned and not any(is_inside(t.box, w) for t in tables)]
    for word in sorted(turned, key=lambda w: (w.x0, w.top)):
        segment = Segment((word,))
        items.append(_line(page, segment, word.text, (word.x0, word.x1), len(regions), "aside"))
    return items


def _sides(unit: Unit) -> tuple[float, float, float, float]:
    return unit.box if isinstance(unit, FoundTable) else (unit.x0, unit.top, unit.x1, unit.bottom)


def _ordered(units: list[Unit], depth: int) -> list[list[Unit]]:
    """The regions of one column each, in reading order."""
    best: tuple[float, float, list[tuple[float, float]]] | None = None
    if depth < _DEEPEST and len(units) >= 4:
        for gutter in _gutters(units):
            bands = _bands(units, gutter)
            height = sum(bottom - top for top, bottom in bands)
            if bands and (best is None or height > best[0]):
                best = (height, gutter, bands)
    if best is None:
        return [units]
    _, gutter, bands = best
    regions: list[list[Unit]] = []
    rest = units
    for top, bottom in bands:
        above = [u for u in rest if _middle(u) < top]
        inside = [u for u in rest if top <= _middle(u) <= bottom]
        rest = [u for u in rest if _middle(u) > bottom]
        if above:
            regions += _ordered(above, depth + 1)
        regions += _ordered([u for u in inside if _sides(u)[0] < gutter], depth + 1)
        regions += _ordered([u for u in inside if _sides(u)[0] >= gutter], depth + 1)
    return regions + (_ordered(rest, depth + 1) if rest else [])


def _middle(unit: Unit) -> float:
    _, top, _, bottom = _sides(unit)
    return (top + bottom) / 2


def _gutters(units: list[Unit]) -> list[float]:
    """The middles of the upright strips that few lines cross, the widest few."""
    left = min(_sides(u)[0] for u in units)
    right = max(_sides(u)[2] for u in units)
    count = int((right - left) / _BIN) + 1
    if count > 5000:
        return []
    steps = [0] * (count + 1)
    for unit in units:
        x0, _, x1, _ = _sides(unit)
        steps[int((x0 - left) / _BIN)] += 1
        steps[min(count, int((x1 - left) / _BIN) + 1)] -= 1
    cover, now = [], 0
    for step in steps[:count]:
        now += step
        cover.append(now)
    limit = 0.4 * max(cover)
    valleys: list[tuple[float, float]] = []
    for share in (0.0, 0.12, 0.25, 0.4):
        at = 0
        while at < count:
            end = at
            while end < count and cover[end] <= share * max(cover):
                end += 1
            if (end - at) * _BIN >= _NARROWEST_GUTTER and at > 0 and end < count:
                lowest = sum(cover[at:end]) / (end - at)
                valleys.append((lowest - (end - at) / 1000, left + (at + end) / 2 * _BIN))
            at = end + 1
    kept: list[float] = []
    for _, place in sorted(v for v in valleys if v[0] <= limit):
        if all(abs(place - other) > 4 for other in kept):
            kept.append(place)
    edges = Counter(round(_sides(u)[0] / 2) * 2 for u in units if _sides(u)[0] > left + 20)
    # The left edges of columns, however many full-width lines stand over them and however few lines they hold.
    kept = kept[:8]
    for edge, _ in edges.most_common(8):
        if all(abs(edge - 3 - other) > 4 for other in kept):
            kept.append(edge - 3.0)
    return kept


def _bands(units: list[Unit], gutter: float) -> list[tuple[float, float]]:
    """The heights within which the text stands in two columns, one on each side of the gutter."""
    crossing = sorted(
        (_sides(u)[1], _sides(u)[3]) for u in units if _sides(u)[0] < gutter - 1 and _sides(u)[2] > gutter + 1
    )
    crossing = sorted([*crossing, *_tabular(units, gutter)])
    top = min(_sides(u)[1] for u in units) - 1
    bottom = max(_sides(u)[3] for u in units) + 1
    free: list[tuple[float, float]] = []
    for low, high in [*crossing, (bottom, bottom)]:
        if low > top:
            free.append((top, low))
        top = max(top, high)
    bands = []
    for low, high in free:
        inside = [u for u in units if low <= _middle(u) <= high]
        left = [u for u in inside if _sides(u)[2] <= gutter + 1]
        right = [u for u in inside if _sides(u)[0] >= gutter - 1]
        if _are_columns(left, right):
            bands.append((low, high))
    return bands


def _tabular(units: list[Unit], gutter: float) -> list[tuple[float, float]]:
    """The heights of rows that have words on one side of the gutter and figures only on the other."""
    rows: dict[int, tuple[list[Segment], list[Segment]]] = {}
    segments = sorted((u for u in units if isinstance(u, Segment)), key=lambda s: s.middle)
    number, height = 0, -100.0
    for segment in segments:
        if segment.middle - height > 0.35 * segment.size:
            number, height = number + 1, segment.middle
        rows.setdefault(number, ([], []))[segment.x0 >= gutter - 1].append(segment)
    found = []
    for left, right in rows.values():
        if left and right and any(all(is_number(s.text) for s in side) for side in (left, right)):
            both = [*left, *right]
            found.append((min(s.top for s in both), max(s.bottom for s in both)))
    near = [
        (low, high)
        for n, (low, high) in enumerate(found)
        if any(0 <= n + k < len(found) and abs(found[n + k][0] - low) < 3 * (high - low) for k in (-1, 1))
    ]
    # What stands between two such rows belongs to them.
    return [
        (low, near[n + 1][0] if n + 1 < len(near) and near[n + 1][0] - high < 3 * (high - low) else high)
        for n, (low, high) in enumerate(near)
    ]


def _are_columns(left: list[Unit], right: list[Unit]) -> bool:
    """Two columns of running text, and no table or list of names and values."""
    if not left or not right or len(left) + len(right) < 4:
        return False
    if _is_prose(left) and _is_prose(right):
        return True
    texts = [[u for u in side if isinstance(u, Segment)] for side in (left, right)]
    if min(len(texts[0]), len(texts[1])) < 4:
        return False
    few, many = sorted(texts, key=len)
    paired = sum(any(abs(s.middle - o.middle) <= 0.25 * s.size for o in many) for s in few)
    return paired <= 0.4 * len(few) and (_is_prose(list(few)) or _is_prose(list(many)))


def _is_prose(units: list[Unit]) -> bool:
    lines = [u for u in units if isinstance(u, Segment)]
    if not lines:
        return True
    # By width, so that a small table in a column of text does not outvote it.
    total = sum(s.x1 - s.x0 for s in lines) or 1.0
    wide = max(s.x1 for s in lines) - min(s.x0 for s in lines)

    def share(of: list[bool]) -> float:
        return sum(s.x1 - s.x0 for s, holds in zip(lines, of, strict=True) if holds) / total

    words = sum((s.x1 - s.x0) * len(s.words) for s in lines) / total
    if share([is_number(s.text) for s in lines]) > 0.25 or words < 2.5:
        return False
    if len(lines) < 3:
        return words >= 4
    starts = share([s.text[:1].islower() for s in lines])
    full = share([s.x1 - s.x0 >= 0.75 * wide for s in lines])
    return (words >= 3.5 and (starts >= 0.25 or full >= 0.5)) or (starts >= 0.4 and full >= 0.4)


def _region(page: PageContent, units: list[Unit], number: int) -> list[Line | FoundTable]:
    """One column's lines and tables from the top."""
    tables = sorted((u for u in units if isinstance(u, FoundTable)), key=lambda t: t.box[1])
    words = [w for u in units if isinstance(u, Segment) for w in u.words]
    rows = lines_in(rows_of(words))
    items: list[Line | FoundTable] = []
    edges = _edges(rows)
    for table in tables:
        above = [row for row in rows if row[0].middle < table.box[1]]
        rows = rows[len(above) :]
        items += [*_lines(page, above, edges, number), table]
    return _with_own_edge([*items, *_lines(page, rows, edges, number)])


def _with_own_edge(items: list[Line | FoundTable]) -> list[Line | FoundTable]:
    """Each line with the right edge of the text about it, which may be set narrower than the region."""
    lines = [item for item in items if isinstance(item, Line)]
    own: dict[int, float] = {}
    for number, line in enumerate(lines):
        near = [o.x1 for o in lines[max(0, number - _ABOUT) : number + _ABOUT + 1] if abs(o.size - line.size) < 0.6]
        edge = max(near)
        if sum(x >= edge - 4 * line.size for x in near) >= 4:
            own[id(line)] = edge
    return [replace(item, right=own.get(id(item), item.right)) if isinstance(item, Line) else item for item in items]


def _edges(rows: list[Row]) -> tuple[float, float]:
    if not rows:
        return 0.0, 0.0
    return min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)


def _lines(page: PageContent, rows: list[Row], edges: tuple[float, float], number: int) -> list[Line | FoundTable]:
    items: list[Line | FoundTable] = []
    found = {start: (end, table) for start, end, table in unruled_tables(page, rows)}
    at = 0
    while at < len(rows):
        end, table = found.get(at, (at + 1, None))
        if table is not None and _is_contents(rows, at, end):
            items += [_line(page, _whole(row), _row_text(row), edges, number, "contents") for row in rows[at:end]]
        elif table is not None:
            items.append(table)
        else:
            row = rows[at]
            text = _row_text(row)
            if _LEADERS.search(text) and _ENTRY.fullmatch(text):
                items.append(_line(page, _whole(row), text, edges, number, "contents"))
            elif len(row) >= 3 and all(is_number(s.text) for s in row):
                items.append(_line(page, _whole(row), text, edges, number, "aside"))
            else:
                items.append(_line(page, _whole(row), text, edges, number, "text"))
        at = end
    return items


def _is_contents(rows: list[Row], at: int, end: int) -> bool:
    """Titles with growing page numbers under the word "Contents"."""
    named = any(_CONTENTS.fullmatch(_row_text(row)) for row in rows[max(0, at - 3) : at + 1])
    last = [row[-1].text for row in rows[at:end] if len(row) >= 2]
    numbers = [int(text) for text in last if text.isdecimal() and len(text) <= 4]
    return named and len(numbers) >= 0.7 * len(last) and numbers == sorted(numbers)


def _whole(row: Row) -> Segment:
    return row[0] if len(row) == 1 else Segment(tuple(w for s in row for w in s.words))


def _row_text(row: Row) -> str:
    return " ".join(s.text for s in row)


def _line(page: PageContent, s: Segment, text: str, edges: tuple[float, float], region: int, kind: LineKind) -> Line:
    first = s.words[0].x1 - s.words[0].x0
    return Line(text, page.number, s.x0, s.x1, s.top, s.bottom, s.size, s.bold, edges[0], edges[1], region, kind, first)
