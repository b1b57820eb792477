"""Whether the figures of a sentence belong to the year, the place and the column that it says them of."""

import re
from collections.abc import Sequence

from service.llm.figures import Figure, figures, periods, same, years
from service.llm.pieces import Piece, PieceCell
from service.words import STOPWORDS, stem, words

# So many words may stand between a figure and the year that it is said of ("71% of assessments in 2018").
BETWEEN = 6
# "24% of children in Northmoor"
_PLACE_AFTER = r"[%)]?(?:\s+[^\W\d]+){{0,3}}?\s+(?:in|for|at|of)\s+({})\b"


def figures_aligned(text: str, pieces: Sequence[Piece], places: Sequence[str]) -> bool:
    """True where each figure stands in a piece that speaks for the year and place beside it, and under its column."""
    found = [figure for figure in figures(text) if not figure.is_date and not figure.is_one]
    said = {stem(word) for word in words(text)}
    named = [place for place in places if _mentions(place, text)]
    values = [figure.value for figure in found]
    for i, figure in enumerate(found):
        when = _years_beside(text, found, i)
        place = _place_beside(text, figure, named) if len(named) > 1 else None
        holders = [piece for piece in pieces if _holds(piece, figure)]
        if holders and not any(_speaks_for(piece, figure, when, place, said, values) for piece in holders):
            return False
    return True


def _holds(piece: Piece, figure: Figure) -> bool:
    return any(same(figure.value, other.value) for other in figures(piece.said))


def _speaks_for(
    piece: Piece, figure: Figure, when: frozenset[int], place: str | None, said: set[str], values: Sequence[float]
) -> bool:
    cells = [c for c in piece.cells if any(same(figure.value, f.value) for f in figures(c.value))]
    if not cells:
        around = f"{piece.said} {piece.frame}"
        return when <= years(around) and (place is None or _mentions(place, around))
    return any(_cell_fits(cell, piece, when, place, said, values) for cell in cells)


def _cell_fits(
    cell: PieceCell, piece: Piece, when: frozenset[int], place: str | None, said: set[str], values: Sequence[float]
) -> bool:
    own_years = years(f"{cell.header} {piece.label}") or years(f"{piece.said} {piece.frame}")
    around = f"{cell.header} {piece.label} {piece.lead} {' '.join((*piece.about, *piece.section))}"
    if not when <= own_years or not (place is None or _mentions(place, around)):
        return False
    # A column whose name the sentence says, and whose value it does not, is the one that it should have read.
    others = [c for c in piece.cells if c is not cell and not _is_said(c, values)]
    own = _distinct(cell, piece)
    return bool(own & said) or not any(_distinct(other, piece) & said for other in others)


def _is_said(cell: PieceCell, values: Sequence[float]) -> bool:
    return any(same(figure.value, value) for figure in figures(cell.value) for value in values)


def _distinct(cell: PieceCell, piece: Piece) -> set[str]:
    """The stems of a column's header that not every column of the row has."""
    own = _head(cell)
    return own - own.intersection(*(_head(other) for other in piece.cells))


def _head(cell: PieceCell) -> set[str]:
    return {stem(word) for word in words(cell.header) if word not in STOPWORDS}


def _years_beside(text: str, found: Sequence[Figure], i: int) -> frozenset[int]:
    """The years that a figure is said of, empty where that is not clear.

    Where the sentence begins with a year ("In 2018 it was 71%, in 2019 79%") that is the last one before the figure,
    else ("71% in 2018 and 79% in 2019") the first one soon after it; no other figure may stand between.
    """
    named = periods(text)
    if not named:
        return frozenset()
    if named[0].start < found[0].start:
        since = found[i - 1].end if i else 0
        before = [period for period in named if since <= period.start and period.end <= found[i].start]
        return before[-1].years if before else frozenset()
    until = found[i + 1].start if i + 1 < len(found) else len(text)
    after = next((period for period in named if found[i].end <= period.start < until), None)
    if after is None or len(words(text[found[i].end : after.start])) > BETWEEN:
        return frozenset()
    return after.years


def _place_beside(text: str, figure: Figure, named: Sequence[str]) -> str:
    """The place that a figure is said of: "in" it right after the figure, else the last before it, else the first."""
    follows = _PLACE_AFTER.format("|".join(map(re.escape, named)))
    if after := re.match(follows, text[figure.end :], re.IGNORECASE):
        return next(place for place in named if place.lower() == after[1].lower())
    starts = sorted((_first(place, text), place) for place in named)
    before = [place for start, place in starts if start < figure.start]
    return before[-1] if before else starts[0][1]


def _mentions(place: str, text: str) -> bool:
    return _first(place, text) >= 0


def _first(place: str, text: str) -> int:
    found = re.search(rf"\b{re.escape(place)}\b", text, re.IGNORECASE)
    return found.start() if found else -1
