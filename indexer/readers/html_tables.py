"""HTML tables and definition lists as grids."""

import re
from collections import Counter

from bs4.element import PageElement, PreformattedString, Tag

from indexer.readers.composing import WIDEST_ROW, Grid, GridCell, apart_from, fold
from indexer.readers.table_headers import with_merged_headers

# Never seen on the page, or controls rather than content.
_DROPPED_NAMES = """
head script style template noscript svg iframe object embed applet canvas audio video map button select
datalist textarea input frameset
"""
_BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
footer form header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr
ul h1 h2 h3 h4 h5 h6
"""
DROPPED = frozenset(_DROPPED_NAMES.split())
BLOCKS = frozenset(_BLOCK_NAMES.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_LONGEST_DEFINITION = 400
_FARTHEST_DOWN = 5_000
_MOST_COVERED = 100_000


def grid_of(table: Tag) -> Grid:
    """The table's places row by row; a place that a merged cell covers is an empty cell."""
    grid: Grid = []
    reaching_down: dict[int, tuple[int, bool]] = {}  # column -> rows still covered, header cell
    rows = _rows(table)
    covered = 0
    left = Counter(id(section) for section, _ in rows)  # a cell reaches no further than its part of the table
    for section, tr in rows:
        row: list[GridCell] = []
        for cell in _children(tr, "td", "th"):
            _take_covered(row, reaching_down)
            header = cell.name == "th" or section.name == "thead"
            across, down = _span(cell, "colspan"), min(_span(cell, "rowspan"), left[id(section)])
            across = max(min(across, WIDEST_ROW - len(row)), 1)
            covered += across * down - 1
            if covered > _MOST_COVERED:
                across = down = 1  # no table that is meant to be read merges so much
            for place in range(across):
                if len(row) in reaching_down:
                    break  # cells that the page lets overlap: the one that came first stays
                if down > 1:
                    reaching_down[len(row)] = (down - 1, header)
                first = GridCell(visible_text(cell), header, down, across)
                row.append(GridCell("", header) if place else first)
        _take_covered(row, reaching_down)
        left[id(section)] -= 1
        grid.append(row)
    return with_merged_headers(grid)


def definitions_of(dl: Tag) -> Grid | None:
    """A definition list as rows of term and meaning; None where a meaning is more than a few words."""
    if dl.find("dl") is not None:
        return None
    pairs: Grid = []
    term = ""
    for child in _items(dl):
        text = visible_text(child)
        if child.name == "dt":
            if term:
                pairs.append([GridCell(term), GridCell("")])
            term = text
            continue
        if len(text) > _LONGEST_DEFINITION or child.find(["table", "ul", "ol", *HEADINGS]) is not None:
            return None
        pairs.append([GridCell(term), GridCell(text)])
        term = ""
    if term:
        pairs.append([GridCell(term), GridCell("")])
    return pairs if any(row[0].text and row[1].text for row in pairs) else None


def is_layout(table: Tag) -> bool:
    """Whether the table only arranges the page: its cells are then read one after the other, like blocks."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = _rows(table)
    if table.find("caption", recursive=False) is not None:
        return False
    if any(cell.name == "th" for _, row in rows for cell in _children(row, "th")):
        return False
    if any(section.name == "thead" for section, _ in rows):
        return False
    narrow = max((len(_children(row, "td")) for _, row in rows), default=0) <= 1
    return narrow or table.find(["table", *HEADINGS]) is not None


def large_tables_in(table: Tag) -> list[Tag]:
    """Tables in the cells of a table that are read as tables of their own, the outermost only."""
    found: list[Tag] = []
    waiting = [*reversed(table.contents)]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Tag) or is_hidden(node):
            continue
        if node.name == "table" and not _is_small(node):
            found.append(node)
        else:
            waiting += reversed(node.contents)
    return found


def visible_text(tag: Tag) -> str:
    """The words of a cell or caption on one line; blocks within it are parted by a space. Large tables are left out."""
    parts: list[str] = []
    waiting: list[PageElement | str] = [*reversed(tag.contents)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name in DROPPED or is_hidden(node) or (node.name == "table" and not _is_small(node)):
                continue
            gap = " " if node.name in BLOCKS or node.name == "br" else ""
            if node.name == "sup" and parts:
                parts.append(apart_from("".join(parts[-3:]), node.get_text()))
            parts.append(gap)
            waiting += [gap, *reversed(node.contents)]
        elif is_words(node):
            parts.append(str(node))
    return fold("".join(parts))


def is_words(node: PageElement | str) -> bool:
    """Text, but no comment, declaration or processing instruction."""
    return isinstance(node, str) and not isinstance(node, PreformattedString)


def is_hidden(tag: Tag) -> bool:
    """Whether the tag itself says that it is not shown; style sheets are not looked at."""
    if tag.has_attr("hidden") or (tag.name == "dialog" and not tag.has_attr("open")):
        return True
    return _HIDDEN_STYLE.search(str(tag.get("style", ""))) is not None


def _is_small(table: Tag) -> bool:
    """Of one row or one column: no more than a list of words."""
    rows = _rows(table)
    return len(rows) <= 1 or max(len(_children(row, "td", "th")) for _, row in rows) <= 1


def _take_covered(row: list[GridCell], reaching_down: dict[int, tuple[int, bool]]) -> None:
    while (column := len(row)) in reaching_down:
        left, header = reaching_down.pop(column)
        if left > 1 and column < WIDEST_ROW:
            reaching_down[column] = (left - 1, header)
        row.append(GridCell("", header))


def _rows(table: Tag) -> list[tuple[Tag, Tag]]:
    """Each row with the part of the table that it stands in: head, body, foot, or the table itself."""
    rows: list[tuple[Tag, Tag]] = []
    for child in _children(table, "thead", "tbody", "tfoot", "tr"):
        rows += [(table, child)] if child.name == "tr" else [(child, tr) for tr in _children(child, "tr")]
    return rows


def _close_items(dl: Tag) -> None:
    """Sets terms and meanings side by side that pages leave open and the parser therefore puts into one another."""
    last: dict[int, Tag] = {}
    for child in dl.find_all(["dt", "dd", "div"]):
        owner = child.parent
        if (
            owner is None
            or owner.name not in ("dt", "dd")
            or (child.name == "div" and not _children(child, "dt", "dd"))
        ):
            continue
        before = last.get(id(owner), owner)
        before.insert_after(child.extract())
        last[id(owner)] = child


def _items(dl: Tag) -> list[Tag]:
    _close_items(dl)
    items: list[Tag] = []
    for child in _children(dl, "dt", "dd", "div"):
        items += [child] if child.name != "div" else _children(child, "dt", "dd")
    return items


def _children(tag: Tag, *names: str) -> list[Tag]:
    return [c for c in tag.contents if isinstance(c, Tag) and c.name in names and not is_hidden(c)]


def _span(cell: Tag, name: str) -> int:
    """How far a cell reaches; a rowspan of 0 is to the end of its part of the table."""
    try:
        value = int(str(cell.get(name, "1")))
    except ValueError:
        return 1
    if value == 0 and name == "rowspan":
        return _FARTHEST_DOWN
    return min(max(value, 1), _FARTHEST_DOWN if name == "rowspan" else WIDEST_ROW)
