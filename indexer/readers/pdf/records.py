"""Lines of a table without a grid, put together where they are one row: by drawn edges, overlap and white between."""

from itertools import pairwise
from statistics import median

from indexer.readers.pdf.geometry import Word, is_number

Piece = tuple[int, int, list[Word]]  # first and last column
PlacedLine = list[Piece]
_OVERLAP = 0.15  # of the letters' size: lines that lap over are one row, its cells set to the middle
_JUMP = 0.2  # of the letters' size, between the white within a row and that between rows
_TALLEST_BAND = 8.0  # letters' sizes


def text_of(part: list[Word]) -> str:
    """A piece's words."""
    return " ".join(w.text for w in part)


def top_of(line: PlacedLine) -> float:
    """The top of its highest word."""
    return min(w.top for _, _, part in line for w in part)


def bottom_of(line: PlacedLine) -> float:
    """The bottom of its lowest word."""
    return max(w.bottom for _, _, part in line for w in part)


def records(lines: list[PlacedLine], ruled: list[bool], edges: tuple[float, ...] = ()) -> list[list[PlacedLine]]:
    """Lines put together where one carries on the cells of the line above.

    `ruled` tells of each line but the first whether a rule parts it from the one above; `edges` are heights at which
    shades or rules part rows.
    """
    gaps = [top_of(below) - bottom_of(above) for above, below in pairwise(lines)]
    size = median(w.size for line in lines for _, _, part in line for w in part)
    every = sum(ruled) >= max(3, 0.25 * len(lines))  # a rule under each row, however many lines it has
    clear = _clear_break(lines, gaps, size)
    # Two spacings: lines within a record and records. One spacing: every line may be a record.
    spread = max(gaps) - min(gaps) if gaps else 0.0
    middle = (max(gaps) + min(gaps)) / 2 if spread > 0.3 * size else None
    groups = [[lines[0]]]
    for number in range(1, len(lines)):
        line, gap = lines[number], gaps[number - 1]
        told = _told_by_edges(lines[number - 1], line, edges, size)
        if told is not None:
            goes_on = told
        elif every:
            goes_on = not ruled[number - 1]
        elif gap < -_OVERLAP * size:
            goes_on = True
        elif clear is not None:
            goes_on = gap <= clear or _is_head_carried_on(line, groups[-1], gap)
        else:
            goes_on = _continues(line, groups[-1], gap, middle)
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    return _with_head_storeys(groups)


def _told_by_edges(above: PlacedLine, below: PlacedLine, edges: tuple[float, ...], size: float) -> bool | None:
    """Whether two lines stand between the same two edges; None where the edges do not tell."""
    first, second = (sum(e < (top_of(line) + bottom_of(line)) / 2 for e in edges) for line in (above, below))
    if first != second:
        return False
    if 0 < first < len(edges) and edges[first] - edges[first - 1] <= _TALLEST_BAND * size:
        return True
    return None


def _clear_break(lines: list[PlacedLine], gaps: list[float], size: float) -> float | None:
    """The white up to which lines are of one row, so that no row has two figures in one column.

    The widest such; None where lines of one row are no closer than rows.
    """
    steps = sorted(max(gap, -_OVERLAP * size) for gap in gaps)
    jumps = [(a + b) / 2 for a, b in pairwise(steps) if b - a >= _JUMP * size]
    figures = [{first for first, _, part in line if first and is_number(text_of(part))} for line in lines]
    if sum(bool(found) for found in figures) < 2:
        return None
    for limit in reversed(jumps):
        held: set[int] = set()
        good = joined = 0
        for number, own in enumerate(figures):
            if number and gaps[number - 1] <= limit:
                joined += 1
                if held & own:
                    break
                held = held | own
            else:
                held = own
            good += 1
        if good == len(figures) and joined:
            return limit
    return None


def _with_head_storeys(groups: list[list[PlacedLine]]) -> list[list[PlacedLine]]:
    """The first row parted where a title over several columns stands over those columns' own."""
    head = groups[0]
    spanning = [n for n, line in enumerate(head) if any(first != last for first, last, _ in line)]
    if not spanning or len(head) < 2 or spanning[-1] == len(head) - 1:
        return groups
    wide = [(first, last) for n in spanning for first, last, _ in head[n] if first != last]
    at = next(
        (
            n
            for n in range(spanning[-1] + 1, len(head))
            if any(sum(low <= first <= high for first, _, _ in head[n]) >= 2 for low, high in wide)
        ),
        None,
    )
    return groups if at is None else [head[:at], head[at:], *groups[1:]]


def _continues(line: PlacedLine, group: list[PlacedLine], gap: float, middle: float | None) -> bool:
    if _is_head_carried_on(line, group, gap):
        return True
    if middle is not None and gap > middle:
        return False
    texts = [text_of(part) for _, _, part in line]
    filled = {first for row in group for first, _, _ in row}
    own = {first for first, _, _ in line}
    if any(is_number(text) for text in texts) or not own <= filled:
        return False
    if any(first != last for first, last, _ in line):
        return False
    last_words = [text_of(part) for row in group for first, _, part in row if first in own]
    if any(is_number(text) for text in last_words) and 0 not in own:
        return False
    if middle is not None and len(own) < len(filled):
        return True
    return len(own) < len(filled) and all(text[:1].islower() or text[:1] in "(&" for text in texts)


def _is_head_carried_on(line: PlacedLine, group: list[PlacedLine], gap: float) -> bool:
    """A bold line close under bold column titles that carries some of them on."""
    words = [w for _, _, part in [*line, *(p for row in group for p in row)] for w in part]
    if gap > 0.4 * words[0].size or not all(w.bold for w in words):
        return False
    filled = {first for row in group for first, last, _ in row if first == last}
    return len(filled) == sum(len(row) for row in group[:1]) >= 2 and {first for first, _, _ in line} <= filled
