"""PPTX by python-pptx: a slide is a page; its shapes in the order in which they are read, then its notes."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.table import Table

from indexer.readers.archives import safe_package
from indexer.readers.charts import chart_parts, diagram_parts, diagram_words, read_chart
from indexer.readers.composing import WIDEST_ROW, Composer, Grid, GridCell, fold, sensible_title
from indexer.readers.pptx_text import Bullets, Shape, words
from indexer.readers.reading_order import Box, in_reading_order
from indexer.readers.table_headers import with_merged_headers
from indexer.types import MarkKind, SourceText

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
# On every slide the same, and no part of what it says.
_FURNITURE = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER)
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DEEPEST_GROUP = 20


def read_pptx(data: bytes) -> SourceText:
    """A page for each slide. Its title is a heading; text, tables, the figures behind charts, and notes follow."""
    deck = pptx.Presentation(io.BytesIO(safe_package(data)))
    reading = _Reading()
    for number, slide in enumerate(deck.slides, 1):
        reading.take(slide, number)
    title = _core_title(deck)
    source = reading.composer.source_text(title, reading.warnings())
    return replace(source, unread_pages=tuple(reading.pictures_only))


def _core_title(deck: Presentation) -> str | None:
    try:
        return sensible_title(deck.core_properties.title)
    except (KeyError, ValueError, AttributeError):  # a damaged property part must not cost the text
        return None


@dataclass(slots=True)
class _Reading:
    """What has been composed, and what was left out."""

    composer: Composer = field(default_factory=Composer)
    pictures_only: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    def take(self, slide: Slide, number: int) -> None:
        """Adds one slide; a part of it that is damaged does not cost the others."""
        self.composer.page(number)
        if slide.element.get("show") in ("0", "false"):
            self.hidden.append(number)
            return
        _unwrap_alternatives(slide)
        shapes: list[Shape] = []
        self._safely(lambda: shapes.extend(_shapes(slide.shapes)), number)
        before = self.composer.length
        for shape in shapes:
            self._safely(partial(self._shape, shape, slide), number)
            if _is_object(shape) and number not in self.objects:
                self.objects.append(number)
        if slide.has_notes_slide:
            self._safely(partial(self._notes, slide), number)
        if self.composer.length == before and any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in shapes):
            self.pictures_only.append(number)

    def _safely(self, act: Callable[[], None], number: int) -> None:
        try:
            act()
        except (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError):
            if number not in self.broken:
                self.broken.append(number)

    def warnings(self) -> tuple[str, ...]:
        """By slide number."""
        told = (
            (self.hidden, "are hidden and left out"),
            (self.pictures_only, "are a picture without text"),
            (self.objects, "hold embedded objects, which are left out"),
            (self.broken, "are damaged in part, and some of what they show is left out"),
        )
        return tuple(f"slides that {what}: {', '.join(map(str, found))}" for found, what in told if found)

    def _shape(self, shape: Shape, slide: Slide) -> None:
        if shape.has_text_frame:
            self._text(shape)
        elif getattr(shape, "has_table", False):
            self.composer.table(_grid(shape.table))
        elif shape.element.tag == qn("p:graphicFrame"):
            self._graphic(shape, slide)

    def _text(self, shape: Shape) -> None:
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind in _FURNITURE:
            return
        if kind in _TITLES:
            self.composer.block(fold(" ".join(words(p) for p in shape.text_frame._txBody.p_lst)), "heading", 1)
            return
        bullets = Bullets(shape)
        for paragraph in shape.text_frame._txBody.p_lst:
            text = words(paragraph)
            if not text.strip():
                continue
            level, bullet, label = bullets.of(paragraph)
            self.composer.block(f"{label} {text.lstrip()}" if label else text, *_role(bullet=bullet, level=level))

    def _graphic(self, shape: Shape, slide: Slide) -> None:
        for relation in chart_parts(shape.element):
            chart = read_chart(slide.part.related_part(relation).blob)
            self.composer.block(chart.title, "paragraph")
            self.composer.table(chart.grid)
        for relation in diagram_parts(shape.element):
            for text in diagram_words(slide.part.related_part(relation).blob):
                self.composer.block(text, "list_item")

    def _notes(self, slide: Slide) -> None:
        frame = slide.notes_slide.notes_text_frame
        for paragraph in frame._txBody.p_lst if frame is not None else ():
            self.composer.block(words(paragraph), "paragraph")


def _unwrap_alternatives(slide: Slide) -> None:
    """Puts shapes that newer programs write in two forms into the slide in the first form; python-pptx sees neither."""
    for wrapper in list(slide.element.iter(f"{_ALTERNATIVES}AlternateContent")):
        choice = wrapper.find(f"{_ALTERNATIVES}Choice")
        parent = wrapper.getparent()
        if choice is not None and parent is not None and parent.tag in (qn("p:spTree"), qn("p:grpSp")):
            for child in reversed(choice):
                wrapper.addnext(child)
            parent.remove(wrapper)


def _is_object(shape: Shape) -> bool:
    """A frame whose content is neither a table nor a chart nor a diagram."""
    if shape.element.tag != qn("p:graphicFrame") or getattr(shape, "has_table", False):
        return False
    known = next(chart_parts(shape.element), None) or next(diagram_parts(shape.element), None)
    return known is None


def _role(*, bullet: bool, level: int) -> tuple[MarkKind, int]:
    return ("list_item", level) if bullet else ("paragraph", 0)


def _shapes(shapes: Iterable[Shape], depth: int = 0) -> Iterator[Shape]:
    """All shapes, those in groups too: titles first, the others as they stand on the slide."""
    everything = list(shapes)
    titles = [shape for shape in everything if _is_title(shape)]
    others = [shape for shape in everything if not _is_title(shape)]
    yield from titles
    for shape in in_reading_order([(_box(shape), shape) for shape in others]):
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP and depth < _DEEPEST_GROUP:
            yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _is_title(shape: Shape) -> bool:
    return bool(shape.is_placeholder and shape.placeholder_format.type in _TITLES)


def _box(shape: Shape) -> Box:
    left, top = shape.left or 0, shape.top or 0
    return Box(left, top, left + (shape.width or 0), top + (shape.height or 0))


def _grid(table: Table) -> Grid:
    grid: Grid = []
    rows = list(table.rows)
    header_rows = 0
    if table.first_row and rows:
        header_rows = max((cell.span_height for cell in rows[0].cells if cell.is_merge_origin), default=1)
    for number, row in enumerate(rows):
        header = number < header_rows
        places = []
        for cell in list(row.cells)[:WIDEST_ROW]:
            text = "" if cell.is_spanned else fold(" ".join(words(p) for p in cell.text_frame._txBody.p_lst))
            merged = cell.is_merge_origin
            down, across = (cell.span_height, cell.span_width) if merged else (1, 1)
            places.append(GridCell(text, header, down, across))
        grid.append(places)
    return with_merged_headers(grid)
