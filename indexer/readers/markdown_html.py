"""HTML inside Markdown: marks that point into the file's own text, so that quotes hold in the file itself."""

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import accumulate

from indexer.readers.composing import WIDEST_ROW
from indexer.types import Mark, MarkKind

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS: dict[str, MarkKind] = {
    **dict.fromkeys(("p", "div", "summary", "blockquote", "pre", "caption", "dt", "dd", "center"), "paragraph"),
    **dict.fromkeys(_HEADINGS, "heading"),
    "li": "list_item",
}
_UNSEEN = frozenset(("script", "style", "template"))
_LISTS = frozenset(("ul", "ol"))
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_FARTHEST_DOWN = 1_000


def html_marks(text: str, start: int, end: int) -> list[Mark]:
    """Headings, paragraphs, list items and tables of text[start:end]; inline tags stay within their words."""
    parser = _Parser(text[start:end])
    parser.feed(text[start:end])
    parser.close()
    parser.finish()
    return [Mark(start + m.start, start + m.end, m.kind, m.level, m.rows, m.columns) for m in parser.found]


class _Parser(HTMLParser):
    """Notes where blocks and cells begin and end."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Mark] = []
        self._text = text
        # HTMLParser counts lines by "\n" alone.
        self._line_starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._kind: MarkKind = "paragraph"
        self._level = 0
        self._begun = 0  # where the words of the running block begin
        self._lists = 0
        self._unseen = 0
        self._table: _Table | None = None
        self._nested = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a block or a cell."""
        after = self._here() + len(self.get_starttag_text() or "")
        self._unseen += tag in _UNSEEN
        if self._table is not None:
            self._nested += tag == "table"
            if not self._nested:
                self._table.begin(tag, dict(attrs), self._here(), after)
            return
        if tag == "table":
            self._end_block(self._here())
            self._table = _Table(self._text)
        elif tag in _KINDS or tag in _LISTS:
            self._end_block(self._here())
            self._lists += tag in _LISTS
            self._kind = _KINDS.get(tag, "paragraph")
            self._level = max(self._lists - 1, 0) if tag == "li" else _HEADINGS.get(tag, 0)
            self._begun = after

    def handle_endtag(self, tag: str) -> None:
        """Ends a block or a cell."""
        here = self._here()
        after = self._text.find(">", here) + 1 or len(self._text)
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
            self._begun = after
        elif self._table is not None:
            if tag == "table" and not self._nested:
                self._end_table(here)
                self._begun = after
            elif self._nested:
                self._nested -= tag == "table"
            else:
                self._table.end(tag, here)
        elif tag in _KINDS or tag in _LISTS:
            self._end_block(here)
            self._lists = max(self._lists - (tag in _LISTS), 0)
            self._begun = after

    def finish(self) -> None:
        """Ends what is still open."""
        if self._table is not None:
            self._end_table(len(self._text))
        else:
            self._end_block(len(self._text))

    def _end_block(self, end: int) -> None:
        if not self._unseen:
            mark = _trimmed(self._text, self._begun, end, self._kind, self._level)
            if mark is not None and any(c.isalnum() for c in _without_tags(self._text[mark.start : mark.end])):
                self.found.append(mark)
        self._kind, self._level, self._begun = "paragraph", 0, end

    def _end_table(self, end: int) -> None:
        if self._table is not None:
            self._table.end("tr", end)
            self.found += self._table.marks()
        self._table = None

    def _here(self) -> int:
        line, column = self.getpos()
        return self._line_starts[min(line - 1, len(self._line_starts) - 1)] + column


class _Table:
    """The rows and cells of one table, as their tags go by."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._rows: list[list[Mark]] = []
        self._covered: dict[int, int] = {}  # column -> rows still covered from above
        self._open: tuple[int, int, int, int] | None = None  # where the cell's words begin, header, rows, columns
        self._head = False

    def begin(self, tag: str, attributes: dict[str, str | None], here: int, after: int) -> None:
        if tag in _GROUPS:
            self._head = tag == "thead"
        elif tag == "tr":
            self.end("tr", here)
            self._rows.append([])
        elif tag in ("td", "th"):
            self._end_cell(here)
            if not self._rows:
                self._rows.append([])
            self._cover(after)
            header = int(tag == "th" or self._head)
            spans = (_span(attributes, "rowspan", _FARTHEST_DOWN), _span(attributes, "colspan", WIDEST_ROW))
            self._open = (after, header, *spans)

    def end(self, tag: str, here: int) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell(here)
        if tag == "tr" and self._rows and self._rows[-1]:
            self._cover(self._rows[-1][-1].end)

    def marks(self) -> Iterator[Mark]:
        rows = [row for row in self._rows if row]
        if not rows:
            return
        yield Mark(rows[0][0].start, rows[-1][-1].end, "table")
        for number, row in enumerate(rows):
            yield Mark(row[0].start, row[-1].end, "row")
            for cell in row:
                yield Mark(cell.start, cell.end, "cell", cell.level, min(cell.rows, len(rows) - number), cell.columns)

    def _cover(self, here: int) -> None:
        """Puts empty cells in the places that cells of the rows above reach down to."""
        row = self._rows[-1]
        while (column := len(row)) in self._covered:
            left = self._covered.pop(column)
            if left > 1:
                self._covered[column] = left - 1
            row.append(Mark(here, here, "cell"))

    def _end_cell(self, here: int) -> None:
        if self._open is None:
            return
        begun, header, down, across = self._open
        self._open = None
        row = self._rows[-1]
        across = max(min(across, WIDEST_ROW - len(row)), 1)
        mark = _trimmed(self._text, begun, here, "cell", header) or Mark(here, here, "cell", header)
        for place in range(across):
            if down > 1:
                self._covered[len(row)] = down - 1
            first = Mark(mark.start, mark.end, "cell", header, down, across)
            row.append(Mark(mark.end, mark.end, "cell", header) if place else first)


def _trimmed(text: str, start: int, end: int, kind: MarkKind, level: int) -> Mark | None:
    words = text[start:end]
    if not words.strip():
        return None
    return Mark(start + len(words) - len(words.lstrip()), start + len(words.rstrip()), kind, level)


def _without_tags(words: str) -> str:
    outside, parts = True, []
    for character in words:
        outside = (outside and character != "<") or character == ">"
        parts.append(character if outside else "")
    return "".join(parts)


def _span(attributes: dict[str, str | None], name: str, most: int) -> int:
    value = attributes.get(name) or ""
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < 8 else 1
