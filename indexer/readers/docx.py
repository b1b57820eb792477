"""DOCX by python-docx: the body in document order. Headers, footers, comments and deleted words are left out."""

import io
import re

import docx
from docx.document import Document as WordDocument
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.readers.archives import safe_package
from indexer.readers.charts import chart_parts, diagram_parts, diagram_words, read_chart
from indexer.readers.composing import Composer, fold, sensible_title
from indexer.readers.docx_numbering import Numbering
from indexer.readers.docx_styles import Role, Styles
from indexer.readers.docx_tables import grid_of, is_frame, large_tables_inside, rows_of
from indexer.readers.docx_text import (
    CELL,
    PARAGRAPH,
    RUN,
    TABLE,
    all_bold,
    inside,
    note_references,
    text_boxes,
    words,
)
from indexer.types import SourceText

_LONGEST_BOLD_HEADING = 100
_ORDINARY_HALF_POINTS = 22
_DEEPEST_NESTING = 60
# A number or a bullet that was typed, and a tab after it.
_TYPED_ITEM = re.compile(
    r"\s*(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,3})+\.?|[•·▪●◦–-]) ?\t+\s*(?=[^\W\d_]|[\"“‘(])"
)
_IMPORTED = qn("w:altChunk")  # a whole file of another format, which Word takes in when it opens the document
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"


def read_docx(data: bytes) -> SourceText:
    """Marks by style: headings, list items by their numbering level, tables. The title is the file's own, if any.

    Word files have no pages of their own, so none are given. Notes stand at the end of the section that refers to
    them.
    """
    document = docx.Document(io.BytesIO(safe_package(data)))
    numbering = _part(document, "numbering")
    body = _Body(document, Styles(document.styles.element, Numbering(numbering)))
    body.read(document.element.body)
    body.put_notes()
    return body.composer.source_text(_core_title(document) or body.title, body.warnings())


def _part(document: WordDocument, kind: str) -> BaseOxmlElement | None:
    """The root of a part that belongs to the document, such as its footnotes; None where it is missing or broken."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            part: Part = relation.target_part
            try:
                root: BaseOxmlElement = parse_xml(part.blob)
            except ValueError:  # lxml's syntax error; the notes of a damaged part must not cost the text
                return None
            return root
    return None


def _core_title(document: WordDocument) -> str | None:
    try:
        return sensible_title(document.core_properties.title)
    except (KeyError, ValueError, AttributeError):  # a damaged property part must not cost the text
        return None


class _Body:
    """Composes the body; `title` holds the words of the first paragraph in the Title style."""

    def __init__(self, document: WordDocument, styles: Styles) -> None:
        self.composer = Composer()
        self.title: str | None = None
        self._document = document
        self._styles = styles
        self._notes = {kind: _notes(_part(document, kind)) for kind in ("footnotes", "endnotes")}
        self._pending: dict[tuple[str, str], None] = {}
        self._missing_notes = 0
        self._left_out = 0
        self._broken_charts = 0
        self._objects = sum(1 for _ in document.element.body.iter(_OBJECT, _IMPORTED))
        self._bold_sizes = _bold_heading_sizes(document.element.body, styles)

    def read(self, container: BaseOxmlElement, depth: int = 0) -> None:
        """Adds the blocks of the body, of a cell or of a text box."""
        if depth > _DEEPEST_NESTING:
            self._left_out += 1
            return
        for element in inside(container, PARAGRAPH, TABLE):
            if element.tag == TABLE:
                self._table(element, depth)
            else:
                self._paragraph(element, depth)

    def warnings(self) -> tuple[str, ...]:
        """What was left out although the file has it."""
        found = []
        comments = _part(self._document, "comments")
        if comments is not None and len(comments):
            found.append(f"{len(comments)} comments are left out")
        if self._objects:
            found.append(f"{self._objects} embedded objects are left out")
        if self._missing_notes:
            found.append(f"{self._missing_notes} notes are referred to that the file does not hold")
        if self._left_out:
            found.append(f"{self._left_out} text boxes or tables nested more than {_DEEPEST_NESTING} deep left out")
        if self._broken_charts:
            found.append(f"{self._broken_charts} charts or diagrams are damaged and left out")
        return tuple(found)

    def put_notes(self) -> None:
        """Adds the notes that were referred to since the last time, each once."""
        for kind, number in self._pending:
            note = self._notes[kind].get(number)
            if note is None:
                self._missing_notes += 1
                continue
            for paragraph in note.iterdescendants(PARAGRAPH):
                self.composer.block(words(paragraph), "paragraph")
        self._pending.clear()

    def _paragraph(self, paragraph: BaseOxmlElement, depth: int) -> None:
        text = words(paragraph)
        # An empty numbered paragraph is counted by Word only where it shows its number, so not without words.
        if text.strip():
            role = self._styles.role(paragraph)
            if role.kind == "paragraph" and self._bold_sizes and _may_be_heading(paragraph, text):
                role = Role("heading", self._bold_sizes.get(_size(paragraph), len(self._bold_sizes)))
            if role.kind == "paragraph" and _TYPED_ITEM.match(text):
                role = Role("list_item")
            if self.title is None and self._styles.is_title(paragraph):
                self.title = sensible_title(text)
            if role.kind == "heading":
                self.put_notes()
            self.composer.block(f"{role.label} {text.lstrip()}" if role.label else text, role.kind, role.level)
        self._pending |= dict.fromkeys(note_references(paragraph))
        self._drawings(paragraph)
        for box in text_boxes(paragraph):
            self.read(box, depth + 1)

    def _drawings(self, paragraph: BaseOxmlElement) -> None:
        """Adds the figures of charts and the words of diagrams that are anchored in a paragraph."""
        for relation in chart_parts(paragraph):
            try:
                chart = read_chart(self._document.part.related_parts[relation].blob)
            except (KeyError, ValueError):
                self._broken_charts += 1
                continue
            self.composer.block(chart.title, "paragraph")
            self.composer.table(chart.grid)
        for relation in diagram_parts(paragraph):
            try:
                content = self._document.part.related_parts[relation].blob
                for text in diagram_words(content):
                    self.composer.block(text, "list_item")
            except (KeyError, ValueError):
                self._broken_charts += 1

    def _table(self, table: BaseOxmlElement, depth: int) -> None:
        if is_frame(table):
            # A frame around text: its cells are read one after the other.
            for row in rows_of(table):
                for cell in inside(row, CELL):
                    self.read(cell, depth + 1)
            return
        self.composer.table(grid_of(table))
        self._pending |= dict.fromkeys(note_references(table))
        for inner in large_tables_inside(table):
            self._table(inner, depth + 1)


def _notes(part: BaseOxmlElement | None) -> dict[str, BaseOxmlElement]:
    if part is None:
        return {}
    return {note.get(qn("w:id"), ""): note for note in part if note.get(qn("w:type")) in (None, "normal")}


def _bold_heading_sizes(body: BaseOxmlElement, styles: Styles) -> dict[int, int]:
    """For a file without one heading by style: the font sizes of its bold short paragraphs, each with its level."""
    sizes: set[int] = set()
    plain = False
    for paragraph in inside(body, PARAGRAPH):
        text = words(paragraph)
        if not text.strip():
            continue
        if styles.is_heading(paragraph):
            return {}
        if _may_be_heading(paragraph, text):
            sizes.add(_size(paragraph))
        else:
            plain = True
    return {size: level for level, size in enumerate(sorted(sizes, reverse=True), 1)} if plain else {}


def _may_be_heading(paragraph: BaseOxmlElement, text: str) -> bool:
    folded = fold(text)
    if not 2 < len(folded) <= _LONGEST_BOLD_HEADING or folded[-1] in ".,;:!?" or not any(c.isalpha() for c in folded):
        return False
    in_table = next(paragraph.iterancestors(CELL), None) is not None
    return not in_table and all_bold(paragraph)


def _size(paragraph: BaseOxmlElement) -> int:
    """The font size of the paragraph's first run that names one, in half points."""
    for run in paragraph.iterdescendants(RUN):
        size = run.find(f"{qn('w:rPr')}/{qn('w:sz')}")
        value = size.get(qn("w:val"), "") if size is not None else ""
        if value.isdecimal():
            return int(value)
    return _ORDINARY_HALF_POINTS
