"""Columns of a page: white strips with running text on both sides, however full-width lines part them."""

from bisect import bisect_left
from collections import Counter

from indexer.readers.pdf.geometry import Segment, is_number
from indexer.readers.pdf.grids import FoundTable

_ROWS_APART = 6  # line heights: cells of some lines may stand between two rows with figures
_LINES_OF_COLUMN = 4
_LOOSEST = 2.5  # letters' sizes between two words of a justified line
_LINES_BESIDE = 8
_WORDS_OF_LINE = 5
_DEEPEST = 5
_BIN = 2.0
_NARROWEST_GUTTER = 7.0
Unit = Segment | FoundTable


def _sides(unit: Unit) -> tuple[float, float, float, float]:
    return unit.box if isinstance(unit, FoundTable) else (unit.x0, unit.top, unit.x1, unit.bottom)


def in_columns(units: list[Unit], depth: int) -> list[list[Unit]]:
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
            regions += in_columns(above, depth + 1)
        regions += in_columns([u for u in inside if _sides(u)[0] < gutter], depth + 1)
        regions += in_columns([u for u in inside if _sides(u)[0] >= gutter], depth + 1)
    return regions + (in_columns(rest, depth + 1) if rest else [])


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
    edges = Counter(round(s.x0) for s in segments)
    wide = [max((s.x1 - s.x0 for left_right in rows.values() for s in left_right[n]), default=0.0) for n in (0, 1)]
    found = []
    for left, right in rows.values():
        both = [*left, *right]
        figures = left and right and (_holds_figures(left, edges) or _holds_figures(right, edges))
        if figures and not _is_full_line(left, wide[0]) and not _is_full_line(right, wide[1]):
            found.append((min(s.top for s in both), max(s.bottom for s in both)))
    near = [
        (low, high)
        for n, (low, high) in enumerate(found)
        if any(0 <= n + k < len(found) and abs(found[n + k][0] - low) < _ROWS_APART * (high - low) for k in (-1, 1))
    ]
    near = _with_heads(near, [[*left, *right] for left, right in rows.values()])
    # What stands between two such rows belongs to them.
    return [
        (low, near[n + 1][0] if n + 1 < len(near) and near[n + 1][0] - high < _ROWS_APART * (high - low) else high)
        for n, (low, high) in enumerate(near)
    ]


def _with_heads(found: list[tuple[float, float]], rows: list[list[Segment]]) -> list[tuple[float, float]]:
    """The rows of figures with the column titles that stand close above them: short pieces, three or more."""
    heads: list[tuple[float, float]] = []
    below = dict(found)
    for row in reversed(rows):
        low, high = min(s.top for s in row), max(s.bottom for s in row)
        short = len(row) >= 3 and sum(len(s.words) for s in row) <= 3 * len(row)
        if low not in below and short and any(0 <= start - high + 2 <= 2.2 * (high - low) for start in below):
            below[low] = high
            heads.append((low, high))
    return sorted([*found, *heads])


def _holds_figures(side: list[Segment], edges: Counter[int]) -> bool:
    """Figures only, or words and figures apart from each other."""
    ordered = sorted(side, key=lambda s: s.x0)
    if all(is_number(s.text) for s in ordered):
        return True
    # A heading's or a note's number stands before its words, at the edge where its column's lines begin.
    first = ordered[0]
    numbered = is_number(first.text) and edges[round(first.x0)] >= _LINES_OF_COLUMN
    return any(is_number(s.text) for s in (ordered[1:] if numbered else ordered)) and len(ordered) > 1


def _is_full_line(side: list[Segment], wide: float) -> bool:
    """A line of running text, as beside a small table in the next column."""
    return len(side) == 1 and len(side[0].words) >= _WORDS_OF_LINE and side[0].x1 - side[0].x0 >= 0.85 * wide


def _are_columns(left: list[Unit], right: list[Unit]) -> bool:
    """Two columns of running text, and no table or list of names and values."""
    if not left or not right or len(left) + len(right) < 4:
        return False
    left, right = _with_whole_lines(left), _with_whole_lines(right)
    texts = [[u for u in side if isinstance(u, Segment)] for side in (left, right)]
    if _is_prose(left) and _is_prose(right):
        # Rows of a table stand at the same heights throughout; then each side must show that its lines run on.
        same = texts[0] and texts[1] and min(_paired(texts[0], texts[1]), _paired(texts[1], texts[0])) > 0.5
        return not same or all(len(side) < 3 or _runs_on(side) for side in texts)
    few, many = sorted(texts, key=len)
    if 0 < len(few) < 3 and len(many) >= _LINES_BESIDE and _is_prose(list(many)) and _runs_on(many):
        # The last line or two of a text, over at the head of the next column.
        return not any(is_number(s.text) for s in few)
    if len(few) < 4:
        return False
    paired = max(_paired(texts[0], texts[1]), _paired(texts[1], texts[0]))
    return paired <= 0.4 and (_is_prose(left) or _is_prose(right))


def _with_whole_lines(units: list[Unit]) -> list[Unit]:
    """Pieces of one line put together again where they are words set wide apart, as in justified narrow columns."""
    joined: list[Unit] = [u for u in units if not isinstance(u, Segment)]
    line: Segment | None = None
    for piece in sorted((u for u in units if isinstance(u, Segment)), key=lambda s: (round(s.middle), s.x0)):
        same = line is not None and abs(line.middle - piece.middle) <= 0.25 * piece.size
        if line is not None and same and 0 <= piece.x0 - line.x1 <= _LOOSEST * piece.size and not is_number(piece.text):
            line = Segment(line.words + piece.words)
            continue
        if line is not None:
            joined.append(line)
        line = piece
    return [*joined, line] if line is not None else joined


def _runs_on(lines: list[Segment]) -> bool:
    """Whether lines begin within a sentence or fill their column, as those of cells seldom do."""
    wide = max(s.x1 for s in lines) - min(s.x0 for s in lines)
    starts = sum(s.text[:1].islower() for s in lines)
    full = sum(s.x1 - s.x0 >= 0.8 * wide for s in lines)
    return starts >= 0.3 * len(lines) or full >= 0.7 * len(lines)


def _paired(lines: list[Segment], others: list[Segment]) -> float:
    """The share of lines that stand at the height of one on the other side."""
    heights = sorted(other.middle for other in others)
    found = 0
    for line in lines:
        at = bisect_left(heights, line.middle - 0.25 * line.size)
        found += at < len(heights) and heights[at] <= line.middle + 0.25 * line.size
    return found / len(lines)


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
