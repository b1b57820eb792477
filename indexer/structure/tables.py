"""Tables from grids of cells: their name, their header, and each row with what is needed to understand it alone."""

import re
from collections.abc import Sequence

from indexer.structure.body import body_rows
from indexer.structure.grids import Grid, Row, has_figures, is_period, is_rule
from indexer.structure.headers import Paths, caption_rows, header_count, header_paths
from indexer.structure.sides import one_record_a_row, records_a_row
from indexer.types import Table

_NAMES_COLUMN = re.compile(
    r"\b(?:dates?|years?|months?|quarters?|periods?|names?|titles?|types?|no|number|ref(?:erence)?|code|id|items?"
    r"|description|category)\W*$",
    re.IGNORECASE,
)


def make_table(
    grid: Grid,
    caption: str,
    breaks: frozenset[int] = frozenset(),
    header_rows: int | None = None,
    note: str = "",
    *,
    headed: bool = False,
) -> Table:
    """Reads a grid as a table.

    `breaks` are row numbers before which a blank line stood; `header_rows` is the number of header rows where the
    format tells it. The caption of the corner cell or of a lone first cell goes before the given one; `headed` tells
    that a heading stands above a table without a caption.
    """
    kept = [(index in breaks, row) for index, row in enumerate(grid) if not is_rule(row)]
    rows: list[Row] = [row for _, row in kept]
    at_breaks = {number for number, (cut, _) in enumerate(kept) if cut}
    records = records_a_row(rows) if header_rows in (None, 1) else 1
    if records > 1:
        rows, header_rows, at_breaks = one_record_a_row(rows, records), 1, set()
    above = caption_rows(rows) if header_rows is None else 0
    top = [row[0].text for row in rows[:above]]
    rows = rows[above:]
    # A format often marks the first header row alone.
    count = max(header_rows or 0, header_count(rows)) if header_rows is None or header_rows == 1 else header_rows
    head, body = rows[:count], rows[count:]
    headers = header_paths(head, max((len(row) for row in rows), default=0))
    _name_corner(head, body, headers, top, named=bool(caption or top) or headed)
    name = " – ".join(dict.fromkeys(part for part in (*top, caption) if part))
    cut = frozenset(number - above - count for number in at_breaks)
    return Table(name, tuple(head), tuple(body_rows(body, head, headers, cut)), note)


def _name_corner(head: Sequence[Row], body: Grid, headers: Paths, top: list[str], *, named: bool) -> None:
    """The corner cell names the table, or the column below it.

    "Measure" or "Area" only names the column; alone, it still is the best name that there is.
    """
    corner = next((row[0].text for row in head if row[0].text), "")
    if not corner or is_period(corner):
        return
    names_table = (len(corner.split()) > 1 and not _NAMES_COLUMN.search(corner)) or not named
    if names_table and has_figures(body):
        top.append(corner)
    else:
        headers[0] = (corner,)
