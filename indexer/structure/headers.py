"""Which rows of a grid are its header, and the path of header texts above each column."""

from collections.abc import Sequence

from indexer.structure.grids import (
    EMPTY,
    Grid,
    Row,
    has_figures,
    is_figure,
    is_listed,
    is_period,
    only_first,
    texts_of,
)

Paths = list[tuple[str, ...]]
_SHORT_HEADER = 60
_PROSE = 80
_DEEPEST_HEADER = 4


def is_form(rows: Grid) -> bool:
    """Rows of a question or label and its answer ("Email: ..."): the first row is one of them, and no header."""
    asked = sum(row[0].text.endswith((":", "?")) for row in rows)
    return len(rows[0]) <= 3 and asked >= max(1, 0.6 * len(rows))


def header_count(rows: Grid) -> int:
    """How many of the first rows are the header, told from figures below it, from merged cells, from short words."""
    if len(rows) < 2 or is_form(rows):
        return 0
    first = rows[0]
    rest = texts_of(first)[1:]
    if not any(rest) or any(is_figure(text) for text in rest):
        return 0
    numeric = has_figures(rows[1:])
    periods = all(is_period(text) for text in rest if text)
    if is_period(first[0].text) and periods:
        return int(numeric or is_figure(rows[1][0].text))
    if not numeric and not periods and first[0].text and not _merged(first):
        short = all(cell.text and len(cell.text) <= _SHORT_HEADER and not is_listed(cell.text) for cell in first)
        prose = sum(len(row[0].text) for row in rows[1:]) > _PROSE * (len(rows) - 1)
        listed = any(is_listed(cell.text) for row in rows[1:] for cell in row)
        return int(short and (len(first) >= 3 or prose or listed))
    return _depth(rows, numeric=numeric)


def _depth(rows: Grid, *, numeric: bool) -> int:
    """Further header rows: what merged cells of the first reach over, and rows without a label or a figure."""
    count = 1
    most = min(_DEEPEST_HEADER, len(rows) - 1)
    while count < most:
        row, above = rows[count], rows[count - 1]
        under = texts_of(row)[1:]
        if not any(under) or any(is_figure(text) for text in under):
            break
        reached = any(cell.rows > count - number for number, r in enumerate(rows[:count]) for cell in r)
        split = any(cell.columns > 1 for cell in above[1:]) and not row[0].text
        gaps = not all(texts_of(above)[1:])
        full = all(low or high.text for low, high in zip(under, above[1:], strict=False))
        label = row[0].text in EMPTY or (numeric and gaps and not above[0].text)
        bare = full and label and (numeric or gaps) and len(rows) > count + 1
        if not (reached or split or bare):
            break
        count += 1
    return count


def _merged(row: Row) -> bool:
    return any(cell.columns > 1 or cell.rows > 1 for cell in row)


def header_paths(head: Grid, width: int) -> Paths:
    """For each column its header texts, outermost first.

    Merged cells reach as far as the format says. Where it says nothing, an outer header reaches right over the empty
    cells beside it.
    """
    paths: list[list[str]] = [[] for _ in range(width)]
    exact = any(_merged(row) for row in head)
    for depth, row in enumerate(head):
        # The corner names the table, unless the row has no label column and a period stands there too.
        first = 0 if row and is_period(row[0].text) else 1
        for column, text in enumerate(_spread(row, width, carry=not exact and depth < len(head) - 1)):
            if text and column >= first and paths[column][-1:] != [text]:
                paths[column].append(text)
    return [tuple(path) for path in paths]


def _spread(row: Row, width: int, *, carry: bool) -> list[str]:
    texts = [""] * width
    carried = ""
    for column, cell in enumerate(row[:width]):
        if cell.text:
            for place in range(column, min(width, column + cell.columns)):
                texts[place] = texts[place] or cell.text
        if carry and column:
            carried = cell.text or carried
            texts[column] = carried
    if carry:
        texts[len(row) :] = [carried] * max(0, width - len(row))
    return texts


def repeats(texts: Sequence[str], head: Grid) -> bool:
    """A header row that stands once more, as at the top of the next page."""
    folded = [_fold(text) for text in texts]
    return any(folded == [_fold(cell.text) for cell in row] for row in head)


def renames(texts: Sequence[str], head: Grid) -> bool:
    """A header row that stands once more in other words: the same name first, only short words beside it."""
    if not head or not texts[0] or _fold(texts[0]) != _fold(head[-1][0].text):
        return False
    return all(t and len(t) <= _SHORT_HEADER and not is_figure(t) for t in texts[1:])


def _fold(text: str) -> str:
    return "".join(text.lower().split())


def caption_rows(rows: Grid) -> int:
    """How many rows at the top hold one cell only and name the table, not a group of rows."""
    count = 0
    while len(rows) > count + 1 and only_first(rows[count]):
        if only_first(rows[count + 1]) or _looks_like_groups(rows[count:]):
            break
        count += 1
    return count


def _looks_like_groups(rows: Grid) -> bool:
    """True where more rows below also fill only their first cell: then the first is a group's name, no caption."""
    return sum(only_first(row) for row in rows[1:]) >= 2
