"""Markdown: the stored text is the file itself; the marks point into it."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.readers.composing import sensible_title
from indexer.readers.decoding import decode
from indexer.readers.markdown_html import html_marks
from indexer.types import Mark, MarkKind, SourceText

_ATX = re.compile(r"#{1,6}(?:[ \t]+|$)(?P<words>.*?)(?:[ \t]+#+)?[ \t]*$")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_CONTAINER_PREFIX = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?[ \t>]*")
_QUOTE_PREFIX = re.compile(r"[ \t>]*")
# "key: value" lines, their continuations, comments and blank lines; each line fits one alternative only.
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<body>(?:\w[\w -]*:.*\n|[ \t].*\n|- .*\n|#.*\n|\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)"
)
_FRONT_TITLE = re.compile(r"^title[ \t]*:[ \t]*(?P<words>.+)$", re.MULTILINE | re.IGNORECASE)
_INLINE_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]*>|[*`]+|(?<!\w)_+|_+(?!\w)")


def read_markdown(data: bytes) -> SourceText:
    """Marks for headings, list items, paragraphs, code, and tables, those in HTML too.

    Each stands for the words without their markup signs.
    """
    text, warnings = decode(data, "a Markdown file")
    front = _FRONT_MATTER.match(text)
    body = text
    if front is not None:
        # Blank lines in its place keep every line number.
        body = "\n" * front.group().count("\n") + text[front.end() :]
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    marks = tuple(_Marker(text).marks(parser.parse(body)))
    return SourceText(text=text, marks=marks, title=_title(text, front, marks), warnings=warnings)


def _title(text: str, front: re.Match[str] | None, marks: tuple[Mark, ...]) -> str | None:
    given = _FRONT_TITLE.search(front.group("body")) if front is not None else None
    if given is not None:
        title = sensible_title(given.group("words").strip().strip("\"'"))
        if title is not None:
            return title
    heading = next((m for m in marks if m.kind == "heading" and m.level == 1), None)
    if heading is None:
        return None
    return sensible_title(_INLINE_MARKUP.sub(r"\1", text[heading.start : heading.end]))


class _Marker:
    """Turns the parser's line ranges into offsets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def marks(self, tokens: list[Token]) -> Iterator[Mark]:
        lists = 0
        fresh_item = False  # an item's first paragraph stands for the item
        for number, token in enumerate(tokens):
            if token.type in ("bullet_list_open", "ordered_list_open"):
                lists += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                lists -= 1
            elif token.type == "list_item_open":
                fresh_item = True
            elif token.type == "list_item_close":
                fresh_item = False
            elif token.type == "heading_open":
                yield from self._heading(token)
            elif token.type == "paragraph_open":
                kind: MarkKind = "list_item" if fresh_item else "paragraph"
                yield from self._words(token, tokens[number + 1].content, kind, lists - 1 if fresh_item else 0)
                fresh_item = False
            elif token.type in ("fence", "code_block"):
                yield from self._code(token)
            elif token.type == "html_block":
                first, last = _range(token)
                yield from html_marks(self._text, self._starts[first], self._starts[last] - 1)
            elif token.type == "table_open":
                yield from self._table(tokens, number, in_list=lists > 0)

    def _heading(self, token: Token) -> Iterator[Mark]:
        first, last = _range(token)
        level = int(token.tag[1])
        start = self._starts[first]
        if token.markup.startswith("#"):
            at = self._lines[first].find(token.markup)
            found = _ATX.match(self._lines[first], at)
            if found is not None:
                yield from self._span(start + found.start("words"), start + found.end("words"), "heading", level)
        else:  # underlined with === or ---, which is the range's last line
            prefix = _CONTAINER_PREFIX.match(self._lines[first])
            yield from self._span(start + (prefix.end() if prefix else 0), self._starts[last - 1] - 1, "heading", level)

    def _words(self, token: Token, content: str, kind: MarkKind, level: int) -> Iterator[Mark]:
        first, last = _range(token)
        # The parser's text of the first line tells where the signs of quotes and lists end.
        at = self._lines[first].find(content.split("\n", 1)[0])
        if at < 0:
            prefix = _CONTAINER_PREFIX.match(self._lines[first])
            at = prefix.end() if prefix else 0
        yield from self._span(self._starts[first] + at, self._starts[last] - 1, kind, level)

    def _code(self, token: Token) -> Iterator[Mark]:
        first, last = _range(token)
        if token.type == "fence":
            first += 1
            closing = _QUOTE_PREFIX.sub("", self._lines[last - 1], count=1).rstrip()
            if last > first and len(closing) >= 3 and set(closing) == {token.markup[0]}:
                last -= 1
        yield from self._span(self._starts[first], self._starts[last] - 1, "paragraph")

    def _table(self, tokens: list[Token], at: int, *, in_list: bool) -> Iterator[Mark]:
        rows: list[tuple[Mark, list[Mark]]] = []
        width = 0
        for token in (tokens[place] for place in range(at + 1, len(tokens))):
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                line = _range(token)[0]
                head = not rows
                prefix = (_CONTAINER_PREFIX if head and in_list else _QUOTE_PREFIX).match(self._lines[line])
                row, cells = self._row(line, prefix.end() if prefix else 0, header=head, width=width)
                width = width or len(cells)
                rows.append((row, cells))
        yield Mark(rows[0][0].start, rows[-1][0].end, "table")
        for row, cells in rows:
            yield row
            yield from cells

    def _row(self, line: int, indent: int, *, header: bool, width: int) -> tuple[Mark, list[Mark]]:
        """A row and its cells; `width` is the head row's, to which the others are cut or filled up (0: the head)."""
        words, start = self._lines[line], self._starts[line]
        end = len(words.rstrip())
        bounds = [indent, *(m.start() + 1 for m in _UNESCAPED_PIPE.finditer(words, indent, end)), end + 1]
        spans = list(zip(bounds, (b - 1 for b in bounds[1:]), strict=False))
        if words[indent : indent + 1] == "|":
            spans = spans[1:]
        if words[indent:end].endswith("|") and len(spans) > 1 and not words[indent:end].endswith("\\|"):
            spans = spans[:-1]
        cells = []
        for left, right in spans[: width or None]:
            cell = words[left:right]
            begin = left + len(cell) - len(cell.lstrip()) if cell.strip() else left
            cells.append(Mark(start + begin, start + begin + len(cell.strip()), "cell", int(header)))
        cells += [Mark(start + end, start + end, "cell", int(header))] * (width - len(cells))
        return Mark(start + indent, start + end, "row"), cells

    def _span(self, start: int, end: int, kind: MarkKind, level: int = 0) -> Iterator[Mark]:
        """One mark without the white space at its ends; none where nothing is left."""
        words = self._text[start:end]
        if words.strip():
            yield Mark(start + len(words) - len(words.lstrip()), start + len(words.rstrip()), kind, level)


def _range(token: Token) -> tuple[int, int]:
    """First line and the one after the last, from 0."""
    if token.map is None:
        raise ValueError(f"the Markdown parser gave {token.type} no place")
    return token.map[0], token.map[1]
