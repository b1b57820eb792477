"""HTML: what a reader of the page sees, as lines of text; nothing is fetched and no script is run."""

import re
import warnings
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import PageElement, PreformattedString, Tag

from indexer.readers.composing import WIDEST_ROW, Composer, Grid, GridCell, fold, sensible_title
from indexer.readers.decoding import decode
from indexer.types import MarkKind, SourceText

# Never seen on the page, or controls rather than content; <nav> is a site's menu and would be found for every topic.
_DROPPED_NAMES = """
head script style template noscript svg iframe object embed applet canvas audio video map nav button select
datalist textarea input frameset
"""
_BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
footer form header hgroup hr html legend li main menu ol p pre section summary table tbody td tfoot th thead tr
ul h1 h2 h3 h4 h5 h6
"""
_DROPPED = frozenset(_DROPPED_NAMES.split())
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)


def read_html(data: bytes) -> SourceText:
    """Marks for headings, paragraphs, list items and tables. A merged cell's words stand once, at its first place."""
    text, notes = decode(data, "an HTML file", markup=True)
    with warnings.catch_warnings():
        # XHTML is read well enough by the HTML parser; the parser's doubt is no news to a user.
        warnings.simplefilter("ignore", category=XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", category=MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(text, "lxml")
    title = soup.find("title")
    page = _Page(soup)
    page.read(soup)
    found = page.composer.source_text(warnings=notes)
    given = sensible_title(title.get_text()) if title is not None and title.find_parent("svg") is None else None
    return SourceText(text=found.text, marks=found.marks, title=given or found.title, warnings=notes)


class _Page:
    """Gathers running text until a block ends, then hands it to the composer with its kind."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.composer = Composer()
        self._frames = {id(table.find_parent("table")) for table in soup.find_all("table")}
        self._pending: list[str] = []
        self._kind: MarkKind = "paragraph"
        self._level = 0
        self._lists = 0
        self._pre = 0

    def read(self, root: Tag) -> None:
        """Goes through the page with a stack of its own: pages are nested deeper than Python calls may be."""
        open_tags: list[tuple[Iterator[PageElement], Callable[[], None]]] = [(iter(root.children), self.flush)]
        while open_tags:
            children, close = open_tags[-1]
            child = next(children, None)
            if child is None:
                open_tags.pop()
                close()
            elif isinstance(child, Tag):
                closing = self._enter(child)
                if closing is not None:
                    open_tags.append((iter(child.children), closing))
            elif _is_words(child):
                self._pending.append(str(child) if self._pre else _inline(str(child)))

    def flush(self) -> None:
        """Ends the running block. Two line breaks in a row part paragraphs."""
        if not self._pending:
            return
        blocks = re.split(r"\n\s*\n", "".join(self._pending))
        self._pending = []
        for block in blocks:
            words = "\n".join(fold(line) for line in block.split("\n"))
            if words.strip():
                self.composer.block(words, self._kind, self._level)
                if self._kind == "list_item":
                    self._kind, self._level = "paragraph", 0

    def _enter(self, tag: Tag) -> Callable[[], None] | None:
        """What to do at the tag's end, or None where its content is not to be gone through."""
        if tag.name in _DROPPED or _is_hidden(tag):
            return None
        if tag.name == "br":
            self._pending.append("\n")
            return None
        if tag.name not in _BLOCKS:
            return _nothing
        self.flush()
        if tag.name == "table" and id(tag) not in self._frames and not _is_layout(tag):
            self._table(tag)
            return None
        before = self._kind, self._level
        is_list, is_pre = tag.name in _LISTS, tag.name == "pre"
        self._lists += is_list
        self._pre += is_pre
        if tag.name in _HEADINGS:
            self._kind, self._level = "heading", _HEADINGS[tag.name]
        elif tag.name == "li":
            self._kind, self._level = "list_item", max(self._lists - 1, 0)

        def close() -> None:
            self.flush()
            self._lists -= is_list
            self._pre -= is_pre
            # An item's first words are the item, and what follows within it is paragraphs.
            item_still_open = before[0] != "list_item" or self._kind in ("list_item", "heading")
            self._kind, self._level = before if item_still_open else ("paragraph", 0)

        return close

    def _table(self, table: Tag) -> None:
        caption = table.find("caption", recursive=False)
        if caption is not None:
            self.composer.block(_visible_text(caption), "paragraph")
        self.composer.table(_grid(table))


def _grid(table: Tag) -> Grid:
    """The table's places row by row; a place that a merged cell covers is an empty cell."""
    grid: Grid = []
    reaching_down: dict[int, tuple[int, bool]] = {}  # column -> rows still covered, header cell
    for tr in _rows(table):
        row: list[GridCell] = []
        for cell in _children(tr, "td", "th"):
            _take_covered(row, reaching_down)
            header = cell.name == "th"
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(min(across, max(WIDEST_ROW - len(row), 1))):
                if down > 1:
                    reaching_down[len(row)] = (down - 1, header)
                row.append(GridCell("" if place else _visible_text(cell), header))
        _take_covered(row, reaching_down)
        grid.append(row)
    return grid


def _take_covered(row: list[GridCell], reaching_down: dict[int, tuple[int, bool]]) -> None:
    while (column := len(row)) in reaching_down:
        left, header = reaching_down.pop(column)
        if left > 1 and column < WIDEST_ROW:
            reaching_down[column] = (left - 1, header)
        row.append(GridCell("", header))


def _rows(table: Tag) -> list[Tag]:
    rows: list[Tag] = []
    for child in _children(table, "thead", "tbody", "tfoot", "tr"):
        rows += [child] if child.name == "tr" else _children(child, "tr")
    return rows


def _children(tag: Tag, *names: str) -> list[Tag]:
    return [c for c in tag.contents if isinstance(c, Tag) and c.name in names and not _is_hidden(c)]


def _span(cell: Tag, name: str) -> int:
    try:
        return min(max(int(str(cell.get(name, "1"))), 1), WIDEST_ROW)
    except ValueError:
        return 1


def _is_layout(table: Tag) -> bool:
    """Whether the table only arranges the page: its cells are then read one after the other, like blocks.

    So are those of a table that has others in it, which the caller knows from one look at the whole page.
    """
    if table.get("role") in ("presentation", "none"):
        return True
    return table.find("th") is None and table.find([*_HEADINGS]) is not None


def _visible_text(tag: Tag) -> str:
    """The words of a cell or caption on one line; blocks within it are parted by a space."""
    parts: list[str] = []
    waiting: list[PageElement | str] = [*reversed(tag.contents)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name not in _DROPPED and not _is_hidden(node):
                gap = " " if node.name in _BLOCKS or node.name == "br" else ""
                parts.append(gap)
                waiting += [gap, *reversed(node.contents)]
        elif _is_words(node):
            parts.append(str(node))
    return fold("".join(parts))


def _is_words(node: PageElement | str) -> bool:
    """Text, but no comment, declaration or processing instruction."""
    return isinstance(node, str) and not isinstance(node, PreformattedString)


def _nothing() -> None:
    """An inline tag's end means nothing."""


def _inline(text: str) -> str:
    """White space as the browser shows it: one space, also at the ends, for the neighbours' sake."""
    return re.sub(r"\s+", " ", text)


def _is_hidden(tag: Tag) -> bool:
    if tag.has_attr("hidden") or (tag.name == "dialog" and not tag.has_attr("open")):
        return True
    return _HIDDEN_STYLE.search(str(tag.get("style", ""))) is not None
