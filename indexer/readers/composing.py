"""Puts the text of a document together block by block, noting at each where it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.types import Mark, MarkKind, PageSpan, SourceText

# Titles that programs put in by themselves, file names left in the title field, headings that any report has.
_NO_TITLE = re.compile(
    r"(untitled|document|word document|microsoft word|powerpoint presentation|presentation|blank|template|title|home"
    r"|slide|layout|doc|page|normal|new document)[\s\d.]*(-.*)?$"
    r"|.*\.(docx?|pdf|indd|qxd|pub|pages|numbers|key|pptx?|xlsx?|rtf|odt|txt|html?|tmp|dotx?|md)\s*$"
    r"|(table of )?contents$|introduction$|background$|(executive )?summary$|foreword$|preface$|overview$"
    r"|(chapter|section|part|appendix|annex) [\divxlc]+\b.*",
    re.IGNORECASE,
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
# A report's widest table has some dozens of columns; merged cells beyond this are a broken or hostile file's.
WIDEST_ROW = 300
_LONGEST_TITLE = 200
_MOST_PLACES = 1_000_000
_NOTE_NUMBER = re.compile(r"\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*")
_LAST_WORD = re.compile(r"\w+$")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One place of a table's grid. `text` is empty where a merged cell covers the place.

    `rows` and `columns` are how many places a merged cell covers, counted from its own.
    """

    text: str
    header: bool = False
    rows: int = 1
    columns: int = 1


Grid = list[list[GridCell]]


@dataclass(frozen=True, slots=True)
class PageTurn:
    """Where a page begins within a block: its number from 1 and the printed one."""

    number: int
    label: str | None = None


@dataclass(slots=True)
class Composer:
    """Text that grows: blocks parted by a blank line, table rows one a line with a TAB between cells."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _marks: list[Mark] = field(default_factory=list)
    _pages: list[PageSpan] = field(default_factory=list)
    _turned: list[PageTurn] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many characters there are so far."""
        return self._length

    def page(self, number: int, label: str | None = None) -> None:
        """Begins a page (or a slide) with the next words; it goes on to where the next one begins.

        One without text is empty.
        """
        self._turned.append(PageTurn(number, label))

    def _begin_pages(self) -> None:
        for turn in self._turned:
            self._close_page()
            self._pages.append(PageSpan(turn.number, turn.label, self._length, self._length))
        self._turned.clear()

    def _close_page(self) -> None:
        if self._pages:
            last = self._pages[-1]
            self._pages[-1] = PageSpan(last.number, last.label, last.start, self._length)

    def block(self, text: str, kind: MarkKind, level: int = 0) -> None:
        """Adds one heading, paragraph or list item; blank ones are left out."""
        text = tidy_lines(storable(text))
        if text:
            start = self._open()
            self._put(text)
            self._marks.append(Mark(start, self._length, kind, level))

    def broken_block(self, parts: Sequence[str | PageTurn], kind: MarkKind, level: int = 0) -> None:
        """Adds one block in which pages begin. The words stand as given, with the space between two parts."""
        words = [part if isinstance(part, PageTurn) else _fold_inside(storable(part)) for part in parts]
        texts = [number for number, part in enumerate(words) if isinstance(part, str) and part.strip()]
        if not texts:
            for part in words:
                if isinstance(part, PageTurn):
                    self.page(part.number, part.label)
            return
        first, last = texts[0], texts[-1]
        start: int | None = None
        for number, part in enumerate(words):
            if isinstance(part, PageTurn):
                self.page(part.number, part.label)
            elif first <= number <= last:
                start = self._open() if start is None else start
                part = part.lstrip() if number == first else part
                self._put(part.rstrip() if number == last else part)
        self._marks.append(Mark(start or 0, self._length, kind, level))

    def table(self, grid: Grid, turns: Mapping[int, Sequence[PageTurn]] | None = None) -> None:
        """Adds a table. Rows without a word are left out; a table of one column is added as paragraphs.

        `turns` are the pages that begin with a row, by its number in the grid.
        """
        rows = _filled_rows(grid)
        width = max((len(row) for row in rows.values()), default=0)
        # Rows are filled up to one width, unless a few wide ones would make millions of empty cells of it.
        filled_up = width if width * len(rows) <= _MOST_PLACES else 0
        start, at = -1, len(self._marks)
        for number in range(len(grid)):
            for turn in (turns or {}).get(number, ()):
                self.page(turn.number, turn.label)
            row = rows.get(number)
            if row is None:
                continue
            if width <= 1:
                self.block(row[0].text, "paragraph")
                continue
            if start < 0:
                start = self._open()
            else:
                self._append("\n")
            self._row(row + [GridCell("")] * (filled_up - len(row)))
        if start >= 0:
            self._marks.insert(at, Mark(start, self._length, "table"))

    def _row(self, row: list[GridCell]) -> None:
        self._begin_pages()
        start, cells = self._length, []
        for number, cell in enumerate(row):
            if number:
                self._put("\t")
            cell_start = self._length
            self._put(fold(storable(cell.text)))
            cells.append(Mark(cell_start, self._length, "cell", int(cell.header), cell.rows, cell.columns))
        self._marks += [Mark(start, self._length, "row"), *cells]

    def _open(self) -> int:
        """Begins a block: the blank line before it is still the last page's."""
        if self._parts:
            self._append("\n\n")
        self._begin_pages()
        return self._length

    def _put(self, text: str) -> None:
        self._begin_pages()
        self._append(text)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def source_text(self, title: str | None = None, warnings: tuple[str, ...] = ()) -> SourceText:
        """What has been added so far. Without `title` the first heading of level 1 is the title."""
        text = "".join(self._parts)
        self._begin_pages()
        self._close_page()
        if title is None:
            headings = (m for m in self._marks if m.kind == "heading" and m.level == 1)
            title = next((sensible_title(text[m.start : m.end]) for m in headings), None)
        return SourceText(text, tuple(self._pages), tuple(self._marks), title, warnings)


def _filled_rows(grid: Grid) -> dict[int, list[GridCell]]:
    """The rows with words by their numbers, and merged cells that reach no further than what is left of the grid."""
    filled = [any(cell.text.strip() for cell in row) for row in grid]
    rows = {
        number: [c if c.rows == 1 else replace(c, rows=sum(filled[number : number + c.rows])) for c in row]
        for number, row in enumerate(grid)
        if filled[number]
    }
    width = max((len(row) for row in rows.values()), default=0)
    return {
        number: [c if c.columns == 1 else replace(c, columns=min(c.columns, width - at)) for at, c in enumerate(row)]
        for number, row in rows.items()
    }


def fold(text: str) -> str:
    """All white space, line ends too, as single spaces."""
    return " ".join(text.split())


def apart_from(before: str, superscript: str) -> str:
    """A space where a raised number refers to a note: right after a figure or a word it would become a part of it.

    Nothing after a unit or a sign of one or two letters, as in m2 and CO2.
    """
    if not _NOTE_NUMBER.fullmatch(superscript) or not before or before[-1].isspace():
        return ""
    word = _LAST_WORD.search(before)
    return "" if word is not None and len(word[0]) <= 2 and word[0].isalpha() else " "


def _fold_inside(text: str) -> str:
    """White space as single spaces, at the ends too."""
    return _SPACES.sub(" ", text)


def tidy_lines(text: str) -> str:
    """Lines without white space at their ends and without blank ones; what stands inside a line is kept."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def storable(text: str) -> str:
    """Without NUL and half surrogates, which damaged files hold and no UTF-8 store takes."""
    if _UNSTORABLE.search(text) is None:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")


def sensible_title(title: str | None) -> str | None:
    """The title on one line, or None where it is a program's default, a file name or no words."""
    folded = fold(storable(title or ""))
    letters = sum(character.isalpha() for character in folded)
    if letters < 3 or len(folded) > _LONGEST_TITLE or _NO_TITLE.match(folded):
        return None
    if folded.islower() and " " not in folded:  # a file name again
        return None
    return folded
