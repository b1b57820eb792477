"""HTML: what a reader of the page sees, as lines of text; nothing is fetched and no script is run."""

import re
import warnings
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import PageElement, Tag

from indexer.readers.composing import Composer, Grid, apart_from, fold, sensible_title
from indexer.readers.decoding import decode
from indexer.readers.html_tables import (
    BLOCKS,
    DROPPED,
    HEADINGS,
    definitions_of,
    grid_of,
    is_hidden,
    is_layout,
    is_words,
    large_tables_in,
    visible_text,
)
from indexer.types import MarkKind, SourceText

_LISTS = frozenset(("ul", "ol", "menu", "dir"))
# What stands around a page's own text, on all pages of a site alike.
_SURROUNDS = frozenset(("nav", "aside"))
_SURROUND_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search"))
_LONGEST_BOLD_HEADING = 100
_BOLD_HEADING_LEVEL = 2
_LONGEST_MENU = 2_000
_PARTS_OF_TEXT = ["article", "main", "section", "blockquote", "figure", "table"]


def read_html(data: bytes) -> SourceText:
    """Marks for headings, paragraphs, list items and tables. A merged cell's words stand once, at its first place.

    Menus, side columns and the page's footer are marked as boilerplate.
    """
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
        self._pending: list[str] = []
        self._kind: MarkKind = "paragraph"
        self._level = 0
        self._lists = 0
        self._pre = 0
        self._surrounds = 0
        self._before_title = soup.find("h1") is not None
        self._no_headings = soup.find([*HEADINGS]) is None

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
            elif is_words(child):
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
                self._block(words, self._kind, self._level)
                if self._kind == "list_item":
                    self._kind, self._level = "paragraph", 0

    def _enter(self, tag: Tag) -> Callable[[], None] | None:
        """What to do at the tag's end, or None where its content is not to be gone through."""
        if tag.name in DROPPED or is_hidden(tag):
            return None
        if tag.name == "br":
            self._pending.append("\n")
            return None
        if tag.name == "sup" and self._pending:
            self._pending.append(apart_from("".join(self._pending[-3:]), tag.get_text()))
        if tag.name not in BLOCKS:
            return _nothing
        self.flush()
        if tag.name == "table" and not is_layout(tag):
            self._table(tag)
            return None
        if tag.name == "dl" and (pairs := definitions_of(tag)) is not None:
            self._grid(pairs)
            return None
        before = self._kind, self._level
        is_list, is_pre = tag.name in _LISTS, tag.name == "pre"
        self._lists += is_list
        is_surround = _is_surround(tag) or (is_list and self._before_title and _is_menu(tag))
        self._pre += is_pre
        self._surrounds += is_surround
        if tag.name in HEADINGS:
            self._kind, self._level = "heading", HEADINGS[tag.name]
            self._before_title = self._before_title and tag.name != "h1"
        elif self._no_headings and tag.name == "p" and not self._lists and _is_bold_line(tag):
            self._kind, self._level = "heading", _BOLD_HEADING_LEVEL
        elif tag.name == "li":
            self._kind, self._level = "list_item", max(self._lists - 1, 0)

        def close() -> None:
            self.flush()
            self._lists -= is_list
            self._pre -= is_pre
            self._surrounds -= is_surround
            # An item's first words are the item, and what follows within it is paragraphs.
            item_still_open = before[0] != "list_item" or self._kind in ("list_item", "heading")
            self._kind, self._level = before if item_still_open else ("paragraph", 0)

        return close

    def _table(self, table: Tag) -> None:
        waiting = [table]
        while waiting:
            current = waiting.pop()
            caption = current.find("caption", recursive=False)
            if isinstance(caption, Tag):
                self._block(visible_text(caption), "paragraph")
            self._grid(grid_of(current))
            waiting += reversed(large_tables_in(current))

    def _grid(self, grid: Grid) -> None:
        if not self._surrounds:
            self.composer.table(grid)
            return
        for row in grid:
            self._block(" ".join(cell.text for cell in row if cell.text), "boilerplate")

    def _block(self, text: str, kind: MarkKind, level: int = 0) -> None:
        if self._surrounds:
            kind, level = "boilerplate", 0
        self.composer.block(text, kind, level)


def _is_surround(tag: Tag) -> bool:
    """A menu, a side column or the page's footer; one of an article or a section belongs to the text."""
    if tag.get("role") in _SURROUND_ROLES or tag.name in _SURROUNDS:
        return True
    return tag.name == "footer" and tag.find_parent(_PARTS_OF_TEXT) is None


def _is_menu(listing: Tag) -> bool:
    """A list of nothing but links, two or more."""
    links = seen = 0
    waiting: list[PageElement] = [*listing.contents]
    while waiting and seen < _LONGEST_MENU:
        node = waiting.pop()
        seen += 1
        if isinstance(node, Tag):
            links += node.name == "a"
            if node.name != "a":
                waiting += node.contents
        elif is_words(node) and str(node).strip():
            return False
    return links > 1 and not waiting


def _is_bold_line(paragraph: Tag) -> bool:
    """A short line that is bold from end to end: a heading, on a page that has none by its markup."""
    text = fold(paragraph.get_text())
    if not 2 < len(text) <= _LONGEST_BOLD_HEADING or text[-1] in ".,;:!?" or not any(c.isalpha() for c in text):
        return False
    bold = paragraph.find_all(["b", "strong"], limit=20)
    outermost = [tag for tag in bold if tag.find_parent(["b", "strong"]) is None]
    return fold(" ".join(tag.get_text() for tag in outermost)) == text


def _nothing() -> None:
    """An inline tag's end means nothing."""


def _inline(text: str) -> str:
    """White space as the browser shows it: one space, also at the ends, for the neighbours' sake."""
    return re.sub(r"\s+", " ", text)
