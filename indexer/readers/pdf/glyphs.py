"""Characters, lines and areas of a page by PDFium, turned upright. Nothing of the file runs: no forms, no scripts."""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.readers.pdf.geometry import Box, PageContent, Word
from indexer.readers.pdf.paths import Drawing, drawing_of
from indexer.readers.pdf.source import FieldValue

_MOST_CHARACTERS = 200_000  # a page of a newspaper has some 30,000; more is a hostile or broken file
_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-", 0x2010: "-", 0x2011: "-"}
_BOLD = re.compile(r"bold|black|heavy|demi|semibd", re.IGNORECASE)
_BOLD_FLAG = 1 << 18
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class _Glyph:
    index: int
    text: str  # "" parts two words
    turn: int
    box: Box  # left, bottom, right, top in the file's own space
    origin: tuple[float, float]


class Upright:
    """The page's own space turned clockwise by quarter turns, y downwards."""

    def __init__(self, area: Box, turn: int) -> None:
        self.left, self.low, self.right, self.high = area
        self.turn = turn % 4
        wide, tall = self.right - self.left, self.high - self.low
        self.width, self.height = (wide, tall) if self.turn % 2 == 0 else (tall, wide)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file's space, as seen."""
        x, y = x - self.left, y - self.low
        wide, tall = self.right - self.left, self.high - self.low
        return ((x, tall - y), (y, x), (wide - x, y), (tall - y, wide - x))[self.turn]

    def box(self, left: float, low: float, right: float, high: float) -> Box:
        """A box of the file's space, as seen."""
        (x0, y0), (x1, y1) = self.point(left, low), self.point(right, high)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def page_content(page: pdfium.PdfPage, number: int, fields: Sequence[FieldValue] = ()) -> PageContent:
    """All words and rules of one page, upright by /Rotate and by the direction in which most of its text runs.

    The values of form fields stand in their places.
    """
    area = page.get_bbox()
    text = page.get_textpage()
    try:
        glyphs = list(_glyphs(text))
        turns = Counter(glyph.turn for glyph in glyphs if glyph.text)
        upright = Upright(area, turns.most_common(1)[0][0] if turns else page.get_rotation() // 90)
        words = [word for word in _words(text, glyphs, area, upright) if _is_inside(word, upright)]
        words += [_field_word(value, upright) for value in fields]
    finally:
        text.close()
    drawn: Drawing = drawing_of(page, upright.box)
    pictures = min(1.0, drawn.pictures / max(1.0, upright.width * upright.height))
    return PageContent(
        number,
        upright.width,
        upright.height,
        tuple(words),
        tuple(drawn.across),
        tuple(drawn.down),
        tuple(drawn.shaded),
        pictures,
        drawn.objects > 0,
    )


def _field_word(value: FieldValue, upright: Upright) -> Word:
    x0, top, x1, bottom = upright.box(*value.box)
    size = max(4.0, min(10.0, 0.7 * (bottom - top)))
    # One line stands in the middle of its field, several begin at its top.
    middle = (top + bottom) / 2 if bottom - top < 3 * size else top + size
    end = min(x1, x0 + 0.5 * size * len(value.text))
    return Word(value.text, x0, middle - size / 2, max(end, x0 + 1), middle + size / 2, size)


def _is_inside(word: Word, upright: Upright) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.middle
    return -1 <= x <= upright.width + 1 and -1 <= y <= upright.height + 1


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[_Glyph]:
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        shown = _HYPHENS.get(code) or (chr(code) if 0 < code < 0x110000 else "")
        if not shown or shown.isspace() or unicodedata.category(shown) in ("Cc", "Cf"):
            yield _Glyph(index, "", 0, (0, 0, 0, 0), (0, 0))
            continue
        if 0xFB00 <= code <= 0xFB06:
            shown = unicodedata.normalize("NFKC", shown)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        turn = round(-raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4
        yield _Glyph(index, shown, turn, (box.left, box.bottom, box.right, box.top), (x.value, y.value))


def _words(text: pdfium.PdfTextPage, glyphs: list[_Glyph], area: Box, upright: Upright) -> Iterator[Word]:
    frames = [Upright(area, turn) for turn in range(4)]
    styles = _Styles(text)
    waiting: list[_Glyph] = []
    right = base = size = 0.0
    for glyph in glyphs:
        if not glyph.text:
            if waiting and waiting[0].turn == upright.turn:
                yield _word(waiting, styles, frames, upright)
                waiting = []
            continue
        frame = frames[glyph.turn]
        x0, _, x1, _ = frame.box(*glyph.box)
        y = frame.point(*glyph.origin)[1]
        if waiting and not (
            glyph.turn == waiting[-1].turn and abs(y - base) <= 0.55 * size and -0.6 * size <= x0 - right <= 0.6 * size
        ):
            yield _word(waiting, styles, frames, upright)
            waiting = []
        if not waiting:
            base, size = y, styles.of(glyph.index)[0]
        elif glyph.turn != upright.turn and x0 - right > 0.15 * size:
            waiting.append(_Glyph(glyph.index, " ", glyph.turn, glyph.box, glyph.origin))
        waiting.append(glyph)
        right = x1
    if waiting:
        yield _word(waiting, styles, frames, upright)


def _word(glyphs: list[_Glyph], styles: "_Styles", frames: list[Upright], upright: Upright) -> Word:
    size, bold = styles.of(glyphs[0].index)
    shown = "".join(glyph.text for glyph in glyphs)
    if glyphs[0].turn != upright.turn:
        boxes = [upright.box(*glyph.box) for glyph in glyphs]
        x0, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        return Word(shown, x0, top, max(b[2] for b in boxes), max(b[3] for b in boxes), size, bold, turned=True)
    frame = frames[glyphs[0].turn]
    boxes = [frame.box(*glyph.box) for glyph in glyphs]
    # The height comes from the baseline: fonts give their boxes any height.
    base = frame.point(*glyphs[0].origin)[1]
    return Word(
        shown, min(b[0] for b in boxes), base - 0.8 * size, max(b[2] for b in boxes), base + 0.2 * size, size, bold
    )


class _Styles:
    """Size and weight of a character's font; looked up once for a text object."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self._text = text
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._matrix = raw.FS_MATRIX()

    def of(self, index: int) -> tuple[float, bool]:
        """Size in points as seen, and whether it is bold."""
        size = raw.FPDFText_GetFontSize(self._text, index)
        if raw.FPDFText_GetMatrix(self._text, index, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        length = raw.FPDFText_GetFontInfo(self._text, index, self._name, 128, self._flags)
        name = self._name.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")
        weight = raw.FPDFText_GetFontWeight(self._text, index)
        bold = bool(_BOLD.search(name)) or bool(self._flags.value & _BOLD_FLAG) or weight >= _BOLD_WEIGHT
        return max(1.0, abs(size)), bold
