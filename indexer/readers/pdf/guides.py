"""Where shaded cells and pieces of rules tell a table's columns and rows without drawing its grid."""

from dataclasses import dataclass

from indexer.readers.pdf.geometry import Box, PageContent

_NEAR = 2.0  # points between edges that are meant as one
_TALLEST = 0.6  # of the page: more is a background


@dataclass(frozen=True, slots=True)
class Guide:
    """The edges between columns from the left, the outer ones included, and the edges between rows from the top."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def inner(self) -> tuple[float, ...]:
        """The edges between two columns."""
        return self.columns[1:-1]


def guides_of(page: PageContent) -> list[Guide]:
    """Those of the page's tables whose shades or rules are drawn cell by cell, as browsers draw them."""
    pieces: list[Box] = [s for s in page.shaded if s[3] - s[1] < _TALLEST * page.height]
    pieces += [(r.low, r.at, r.high, r.at) for r in page.across]
    guides: list[Guide] = []
    for edges, top, bottom in sorted(_bands(pieces), key=lambda band: band[1]):
        home = next((n for n, g in enumerate(guides) if _agree(g.columns, edges)), None)
        if home is None:
            guides.append(Guide(edges, tuple(sorted({top, bottom}))))
        else:
            wider = max(guides[home].columns, edges, key=len)
            guides[home] = Guide(wider, _with_places(guides[home].rows, (top, bottom)))
    whole = [(r.low, r.high, r.at) for r in page.across]
    return [Guide(g.columns, _with_places(g.rows, tuple(_beside(g, whole)))) for g in guides]


def guide_for(guides: list[Guide], box: Box, size: float) -> Guide | None:
    """The guide that stands within a run of lines, reaching as far to either side."""
    for guide in guides:
        within = any(box[1] - 1.5 * size <= y <= box[3] + 1.5 * size for y in guide.rows)
        if within and guide.columns[0] <= box[0] + size and guide.columns[-1] >= box[2] - size:
            return guide
    return None


def _bands(pieces: list[Box]) -> list[tuple[tuple[float, ...], float, float]]:
    """Pieces side by side at one height, each touching the next: their edges, top and bottom."""
    found: list[tuple[tuple[float, ...], float, float]] = []
    rows: list[list[Box]] = []
    for piece in sorted(pieces, key=lambda p: (p[1], p[3])):
        same = rows and abs(rows[-1][0][1] - piece[1]) <= _NEAR and abs(rows[-1][0][3] - piece[3]) <= _NEAR
        if same:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        run: list[Box] = []
        for piece in [*sorted(row), (float("inf"),) * 4]:
            if run and abs(piece[0] - run[-1][2]) <= _NEAR:
                run.append(piece)
                continue
            if len(run) >= 2 and all(p[2] - p[0] > 3 * _NEAR for p in run):
                edges = (*(p[0] for p in run), run[-1][2])
                found.append((edges, run[0][1], run[0][3]))
            run = [piece]
    return found


def _agree(known: tuple[float, ...], edges: tuple[float, ...]) -> bool:
    few, many = sorted((known, edges), key=len)
    return all(any(abs(x - y) <= _NEAR for y in many) for x in few)


def _with_places(rows: tuple[float, ...], more: tuple[float, ...]) -> tuple[float, ...]:
    placed = list(rows)
    for y in more:
        if all(abs(y - other) > _NEAR for other in placed):
            placed.append(y)
    return tuple(sorted(placed))


def _beside(guide: Guide, whole: list[tuple[float, float, float]]) -> list[float]:
    left, right = guide.columns[0], guide.columns[-1]
    return [y for low, high, y in whole if abs(low - left) <= 2 * _NEAR and abs(high - right) <= 2 * _NEAR]
