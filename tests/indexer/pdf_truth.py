"""Makes PDFs whose words, order, pages and cells are known: a small typesetter with a seed."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
_TOP, _BOTTOM = HEIGHT - 90.0, 80.0
_LEFT, _RIGHT = 60.0, WIDTH - 60.0
_SUBJECTS = (
    "The council,The panel,Our service,The partnership,Every team,The review,Each school,The board,This plan,A manager,"
    "The department,The inspector,Local families,Young people,Social workers,Foster carers"
).split(",")
_VERBS = (
    "reported,considered,published,approved,monitored,improved,reviewed,discussed,supported,completed,recorded,"
    "identified,delivered,strengthened,measured,agreed"
).split(",")
_OBJECTS = (
    "placement stability,the annual budget,timely assessments,permanent staffing,housing needs,school attendance,"
    "missing episodes,the improvement plan,early help,independent visits,care leavers,the risk register,health checks,"
    "local priorities,family support,caseload figures"
).split(",")
_TAILS = (
    "during the autumn,with clear results,in every locality,for the second year,across all teams,after consultation,"
    "despite national pressure,in line with guidance,before the deadline,without further delay,at the spring meeting,"
    "through regular audits"
).split(",")
_NAMES = "Children in need,Looked after,Care leavers,Adopted,Protection plans,Referrals,Contacts,Assessments".split(",")
_CUTS = {"assessments": 6, "improvement": 7, "independent": 5, "consultation": 7, "attendance": 6, "department": 6}


@dataclass(slots=True)
class Sentence:
    """A sentence and the pages of its first and last character."""

    text: str
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Truth:
    """A file and what is in it, in reading order."""

    pdf: bytes = b""
    sentences: list[Sentence] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    pages: int = 0


class Typesetter:
    """Sets text in columns, line by line, and notes where each sentence came to stand."""

    def __init__(
        self,
        seed: int,
        *,
        columns: int = 1,
        running: bool = True,
        hyphens: bool = False,
        size: float = 10.0,
        gutter: float = 20.0,
        justified: bool = False,
    ) -> None:
        self.random = random.Random(seed)
        self.truth = Truth()
        self.columns, self._running, self._hyphens = columns, running, hyphens
        self._target = io.BytesIO()
        self.canvas = Canvas(self._target, pagesize=(WIDTH, HEIGHT), invariant=True)
        self._number = 0
        self.size, self._gutter, self._justified = size, gutter, justified
        self.page, self._column, self._top = 1, 0, _TOP
        self.y = _TOP
        self._decorate()

    @property
    def wide(self) -> float:
        """The width of a column."""
        return (_RIGHT - _LEFT - self._gutter * (self.columns - 1)) / self.columns

    @property
    def left(self) -> float:
        """The left edge of the column that is being filled."""
        return _LEFT + self._column * (self.wide + self._gutter)

    def sentence(self) -> str:
        """A sentence that stands once in the file."""
        self._number += 1
        pick = self.random.choice
        return f"{pick(_SUBJECTS)} {pick(_VERBS)} {pick(_OBJECTS)} {pick(_TAILS)} under item {self._number:03d}."

    def paragraph(self, count: int) -> None:
        """Some sentences, broken over lines, columns and pages."""
        sentences = [Sentence(self.sentence()) for _ in range(count)]
        words = [(word, sentence) for sentence in sentences for word in sentence.text.split(" ")]
        self._set(words, self.left, indent=0.0)
        self.truth.sentences += sentences
        self.y -= 7

    def item(self, sign: str) -> None:
        """A list item with its sign in front."""
        sentence = Sentence(self.sentence())
        self._set([(word, sentence) for word in sentence.text.split(" ")], self.left, indent=14.0, sign=sign)
        self.truth.sentences.append(sentence)
        self.truth.items.append(sentence.text)
        self.y -= 4

    def heading(self, text: str, size: float = 15.0) -> None:
        """A heading at the head of a column's text; never the last line of a column."""
        if self.y < _BOTTOM + 90:
            self._next_column()
        self.y -= 8
        self.canvas.setFont("Helvetica-Bold", size)
        self.canvas.drawString(self.left, self.y, text)
        self.y -= size + 7
        self.truth.headings.append(text)

    def full_width(self, columns: int) -> None:
        """Ends the columns so far where they stand and begins others under them."""
        self._column = 0
        self.y = min(self.y, self._low) if self.columns > 1 else self.y
        self.columns = columns
        self._top = self.y = self.y - 14
        self._low = self.y

    _low = _TOP

    def _set(self, words: list[tuple[str, Sentence]], _left: float, *, indent: float, sign: str = "") -> None:
        first = True
        while words:
            if self.y < _BOTTOM:
                self._next_column()
            room = self.wide - indent
            line: list[str] = []
            while words and self._width([*line, words[0][0]]) <= room:
                word, sentence = words.pop(0)
                self._note(sentence)
                line.append(word)
            if words and self._hyphens and words[0][0] in _CUTS:
                word, sentence = words[0]
                cut = _CUTS[word]
                if self._width([*line, word[:cut] + "-"]) <= room:
                    self._note(sentence)
                    line.append(word[:cut] + "-")
                    words[0] = (word[cut:], sentence)
            self.canvas.setFont("Helvetica", self.size)
            if sign and first:
                self.canvas.drawString(self.left, self.y, sign)
            spare = room - self._width(line)
            text = self.canvas.beginText(self.left + indent, self.y)
            text.setWordSpace(spare / (len(line) - 1) if self._justified and words and len(line) > 1 else 0)
            text.textOut(" ".join(line))
            self.canvas.drawText(text)
            self.y -= self.size * 1.25
            self._low = min(self._low, self.y)
            first = False

    def _width(self, words: Sequence[str]) -> float:
        return float(stringWidth(" ".join(words), "Helvetica", self.size))

    def _note(self, sentence: Sentence) -> None:
        sentence.first = sentence.first or self.page
        sentence.last = self.page

    def _next_column(self) -> None:
        self._column += 1
        self.y = self._top
        if self._column == self.columns:
            self.next_page()

    def next_page(self) -> None:
        """Begins a page."""
        self.canvas.showPage()
        self.page += 1
        self._column, self._top, self.y, self._low = 0, _TOP, _TOP, _TOP
        self._decorate()

    def _decorate(self) -> None:
        if self._running:
            self.canvas.setFont("Helvetica", 8)
            self.canvas.drawString(_LEFT, HEIGHT - 45, "Annual report on services")
            self.canvas.drawRightString(_RIGHT, HEIGHT - 45, "Example County")
            self.canvas.drawCentredString(WIDTH / 2, 40, str(self.page + 4))

    def cells(self, rows: int, columns: int) -> list[list[str]]:
        """A header row, row labels and figures, some places empty."""
        head = ["Measure", *(f"{2012 + c}/{13 + c}" for c in range(columns - 1))]
        body = []
        for number in range(rows - 1):
            figures = [self._figure() for _ in range(columns - 1)]
            body.append([f"{self.random.choice(_NAMES)} {chr(65 + number % 26)}{number}", *figures])
        return [head, *body]

    def _figure(self) -> str:
        kind = self.random.random()
        if kind < 0.12:
            return ""
        return f"{self.random.uniform(1, 99):.1f}%" if kind < 0.5 else f"{self.random.randint(10, 9999):,}"

    def table(self, grid: list[list[str]], *, ruled: bool, repeat: bool = True, shaded: bool = False) -> None:
        """Sets a table under the text, over pages where it must, its header again on each where `repeat` is set."""
        self.truth.tables.append(grid)
        widths = [150.0] + [(self.wide - 150.0) / (len(grid[0]) - 1)] * (len(grid[0]) - 1)
        self.y -= 4
        for number, row in enumerate(grid):
            if self.y < _BOTTOM + 10:
                self.next_page()
                if repeat:
                    self._row(grid[0], widths, ruled=ruled, shaded=shaded, bold=True)
            self._row(row, widths, ruled=ruled, shaded=shaded and number == 0, bold=number == 0)
        self.y -= 16
        self._low = min(self._low, self.y)

    def _row(self, row: list[str], widths: list[float], *, ruled: bool, shaded: bool, bold: bool) -> None:
        x, tall = self.left, 16.0
        font = "Helvetica-Bold" if bold else "Helvetica"
        for number, (text, wide) in enumerate(zip(row, widths, strict=True)):
            if shaded:
                self.canvas.setFillGray(0.85)
                self.canvas.rect(x, self.y - tall + 11, wide, tall, fill=1, stroke=0)
                self.canvas.setFillGray(0)
            if ruled:
                self.canvas.rect(x, self.y - tall + 11, wide, tall)
            self.canvas.setFont(font, 9)
            if number == 0:
                self.canvas.drawString(x + 4, self.y, text)
            else:
                self.canvas.drawRightString(x + wide - 6, self.y, text)
            x += wide
        self.y -= tall

    def done(self) -> Truth:
        """The file, and the truth about it."""
        self.canvas.showPage()
        self.canvas.save()
        self.truth.pdf = self._target.getvalue()
        self.truth.pages = self.page
        return self.truth


def report(seed: int) -> Truth:
    """A report of some pages: columns, headings, lists, tables, running lines, all chosen by the seed."""
    chance = random.Random(seed * 7 + 1)
    setter = Typesetter(
        seed,
        columns=1,
        running=chance.random() < 0.8,
        hyphens=chance.random() < 0.5,
        size=chance.choice((9.0, 10.0, 11.0)),
        gutter=chance.choice((14.0, 18.0, 24.0)),
        justified=chance.random() < 0.4,
    )
    for number in range(1, chance.randint(3, 5)):
        setter.full_width(1)
        if setter.y < _BOTTOM + 150:
            setter.next_page()
        setter.heading(f"{number} Chapter on {chance.choice(_OBJECTS)} {number}", 16)
        setter.full_width(chance.choice((1, 1, 2, 2, 3)))
        for _ in range(chance.randint(3, 7)):
            setter.paragraph(chance.randint(2, 6))
            if chance.random() < 0.3:
                for sign in ("•", "•", "•"):
                    setter.item(sign)
        if chance.random() < 0.7:
            setter.full_width(1)
            if setter.y < _BOTTOM + 60:
                setter.next_page()
            grid = setter.cells(chance.randint(4, 30), chance.randint(3, 6))
            setter.table(grid, ruled=chance.random() < 0.6, shaded=chance.random() < 0.4)
    return setter.done()
