"""Tables from grids of cells: which rows are headers, which columns are labels, what carries down and across."""

import re
from collections.abc import Sequence

from indexer.structure.lines import Line, clean
from indexer.types import Cell, Table, TableRow

Grid = Sequence[tuple[Cell, ...]]
PERIOD = re.compile(
    r"(?:(?:sep|sept|oct|nov|dec|jan|feb|mar|apr|may|jun|jul|aug)[a-z]*\.?\s*)?(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?"
    r"|q[1-4](?:\s+.*)?",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"[(\[<>≤≥~c.]*\s*[£$€↑↓+\-–−]?\s*[£$€]?\.?\d[\d,. ]*\s*(?:%|ppts?|pts?|k|m|bn)?\b.{0,12}", re.IGNORECASE
)
# "0 to 4", "16-17 years", "18+": who is counted, where it stands in the first column.
BAND = re.compile(r"\d{1,2}\s*(?:(?:to|[-–])\s*\d{1,2}|\+)(?:\s*(?:years?|yrs?)(?:\s*olds?)?)?", re.IGNORECASE)
EMPTY = {"", "-", "--", "–", "—", "n/a", "na", "..", "not reported", "(not reported)", "redacted"}
DASHES = re.compile(r"[\s|:=_–—-]*")


def cells_of(line: Line) -> tuple[Cell, ...]:
    """A tab-separated line's cells, with offsets into the document's text."""
    cells: list[Cell] = []
    position = line.start
    for raw in line.text.split("\t"):
        body = raw.strip()
        start = position + (raw.find(body) if body else 0)
        cells.append(Cell(start, start + len(body), clean(body)))
        position += len(raw) + 1
    return tuple(cells)


def is_rule(cells: Sequence[Cell]) -> bool:
    """A row of dashes that only draws a line."""
    return all(DASHES.fullmatch(cell.text) for cell in cells) and any(cell.text for cell in cells)


def is_figure(text: str) -> bool:
    """A cell that holds a number, however written; a year or a period is none."""
    return bool(FIGURE.fullmatch(text)) and not PERIOD.fullmatch(text) and len(text) <= 24


def make_table(grid: Grid, caption: str, breaks: frozenset[int] = frozenset(), header_rows: int | None = None) -> Table:
    """Reads a grid as a table.

    `breaks` are row numbers before which a blank line stood; `header_rows` is the number of header rows where the
    format tells it. The caption of the corner cell or of a lone first cell goes before the given one.
    """
    rows = [row for row in grid if not is_rule(row)]
    if header_rows is None and _says_all_twice(rows):
        rows, header_rows = _side_by_side(rows), 1
    top: list[str] = []
    while (
        len(rows) > 1
        and header_rows is None
        and len(rows[0]) > 1
        and rows[0][0].text
        and not any(c.text for c in rows[0][1:])
    ):
        if not any(c.text for c in rows[1][1:]) or _looks_like_groups(rows):
            break
        top.append(rows[0][0].text)
        rows = rows[1:]
    head_count = _header_count(rows) if header_rows is None else header_rows
    head, body = rows[:head_count], rows[head_count:]
    headers = _header_paths(head, max((len(r) for r in rows), default=0))
    corner = head[0][0].text if head else ""
    if corner and not PERIOD.fullmatch(corner):
        # "Measure" or "Area" only names the column below it; alone, it still is the best name that there is.
        names_table = len(corner.split()) > 1 or not (caption or top)
        if names_table and any(is_figure(c.text) for row in body for c in row[1:]):
            top.append(corner)
        else:
            headers[0] = (corner,)
    name = " – ".join(dict.fromkeys(part for part in (*top, caption) if part))
    return Table(name, tuple(head), tuple(_body_rows(body, head, headers, breaks, len(rows) - len(body))))


def _says_all_twice(rows: Grid) -> bool:
    """True for a header that holds the same names twice: two records stand in each row below it."""
    texts = [cell.text for cell in rows[0]] if rows else []
    half = len(texts) // 2
    return len(texts) >= 4 and len(texts) % 2 == 0 and texts[:half] == texts[half:] and all(texts)


def _side_by_side(rows: Grid) -> list[tuple[Cell, ...]]:
    """One record a row, the left halves first."""
    half = len(rows[0]) // 2
    right = [row[half:] for row in rows[1:] if any(cell.text for cell in row[half:])]
    return [rows[0][:half], *(row[:half] for row in rows[1:] if any(c.text for c in row[:half])), *right]


def _looks_like_groups(rows: Grid) -> bool:
    """True where more rows below also fill only their first cell: then the first is a group's name, no caption."""
    return sum(bool(r[0].text) and not any(c.text for c in r[1:]) for r in rows[1:]) >= 2


def _header_count(rows: Grid) -> int:
    if len(rows) < 2:
        return 0
    first = rows[0]
    rest = [cell.text for cell in first[1:]]
    if not any(rest) or any(is_figure(t) for t in rest):
        return 0
    numeric_body = any(is_figure(c.text) for row in rows[1:] for c in row[1:])
    periods = all(PERIOD.fullmatch(t) for t in rest if t)
    if PERIOD.fullmatch(first[0].text or "-") and periods and (numeric_body or is_figure(rows[1][0].text)):
        return 1
    if not numeric_body and not periods and first[0].text:
        short = all(c.text and len(c.text) <= 60 for c in first)
        prose = sum(len(row[0].text) for row in rows[1:]) > 80 * (len(rows) - 1)
        return int(short and (len(first) >= 3 or prose))
    second = rows[1]
    under = [c.text for c in second[1:]]
    spans = sum(not t for t in rest) > 0 and not second[0].text and len(rows) > 2
    if spans and all(under) and not any(is_figure(t) for t in under):
        return 2
    return 1


def _header_paths(head: Grid, width: int) -> list[tuple[str, ...]]:
    """For each column its header texts, outermost first; an outer header reaches right over the empty cells."""
    paths: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(head):
        carried = ""
        # The corner names the table, unless the row has no label column and a period stands there too.
        first = 0 if PERIOD.fullmatch(row[0].text) else 1
        for column in range(first, width):
            text = row[column].text if column < len(row) else ""
            if depth < len(head) - 1:
                carried = text or carried
                text = carried
            if text:
                paths[column].append(text)
    return [tuple(path) for path in paths]


def _label_columns(body: Grid) -> int:
    """How many leading columns name the row: those without figures, as long as figures stand further right."""
    width = max((len(row) for row in body), default=0)
    figures = [sum(is_figure(r[c].text) for r in body if c < len(r)) for c in range(width)]
    figures[:1] = [sum(is_figure(r[0].text) and not BAND.fullmatch(r[0].text) for r in body)]
    filled = [sum(r[c].text not in EMPTY for r in body if c < len(r)) for c in range(width)]
    if not any(figures[1:]):
        return 1
    count = 0
    for column in range(width):
        if figures[column] > 0.34 * max(1, filled[column]):
            break
        count += 1
    return count


def _body_rows(
    body: Grid, head: Grid, headers: list[tuple[str, ...]], breaks: frozenset[int], offset: int
) -> list[TableRow]:
    labels_wide = _label_columns(body) if body else 0
    numeric = any(is_figure(c.text) for row in body for c in row[1:])
    carried: list[str] = []
    groups: list[str] = []
    beside = False  # whether the next group stands beside the last one; where blank lines part groups, they tell
    rows: list[TableRow] = []
    first_header = tuple(c.text for c in head[0]) if head else ()
    grouped = any(c.text for row in body for c in row[1:])
    for index, row in enumerate(body):
        if head and tuple(c.text for c in row) == first_header:
            continue
        texts = [c.text for c in row]
        if grouped and _names_group(row):
            outer = index == 0 or index + offset in breaks or beside
            groups = [texts[0]] if outer or not groups else [groups[0], texts[0]]
            below = body[index + 1 : index + 2]
            nested = outer and index + 1 + offset not in breaks
            if not below or (_names_group(below[0]) and not nested):
                rows.append(TableRow(row[0].start, row[-1].end, tuple(row), ((),) * len(row), tuple(groups)))
            continue
        if numeric and _is_new_header(texts, labels_wide):
            headers = [(t,) if t else () for t in texts]
            carried = []
            continue
        labels = texts[:labels_wide]
        labels = [t or (carried[i] if i < len(carried) else "") for i, t in enumerate(labels)]
        carried = labels
        path = tuple(dict.fromkeys(t for t in (*groups, *labels) if t))
        columns = tuple(headers[i] if i < len(headers) else () for i in range(len(row)))
        rows.append(TableRow(row[0].start, row[-1].end, tuple(row), columns, path))
        beside = len(groups) == 1 and not breaks
    return rows


def _names_group(row: Sequence[Cell]) -> bool:
    """A row with words in its first cell alone names the rows below it; with none below it stands for itself."""
    return len(row) > 1 and 0 < len(row[0].text) < 160 and not any(c.text for c in row[1:])


def _is_new_header(texts: Sequence[str], labels_wide: int) -> bool:
    """A header row inside the body: periods and no figures where figures stand in other rows."""
    values = [t for t in texts[labels_wide:] if t]
    return bool(values) and all(PERIOD.fullmatch(t) for t in values)
