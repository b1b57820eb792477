"""DOCX by python-docx: the body in document order. Headers, footers, comments and deleted words are left out."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.errors import UnreadableFileError
from indexer.readers.composing import WIDEST_ROW, Composer, Grid, GridCell, fold, sensible_title
from indexer.readers.docx_styles import Styles
from indexer.types import SourceText

_BODY_PART = re.compile(r"word/document\d*\.xml")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MOST_UNPACKED = 400_000_000
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r"))
# Wrappers around blocks, rows and cells: content controls, custom XML, tracked insertions and moves.
_WRAPPERS = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_TEXT_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same content once more
_NOT_TEXT = frozenset((qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), _TEXT_BOX, _FALLBACK))
_CHARACTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_OFF = ("0", "false", "off")


def read_docx(data: bytes) -> SourceText:
    """Marks by style: headings, list items by their numbering level, tables. The title is the file's own, if any."""
    document = docx.Document(io.BytesIO(_checked_package(data)))
    body = _Body(Styles(document.styles.element))
    body.read(document.element.body)
    return body.composer.source_text(title=_core_title(document) or body.title)


def _checked_package(data: bytes) -> bytes:
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFileError("is encrypted, or an old Word file (.doc), although its name says .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = next((name for name in package.namelist() if _BODY_PART.fullmatch(name)), None)
            if body is None:
                raise UnreadableFileError("is not a Word file although its name says so (it has no word/document.xml)")
            unpacked = sum(part.file_size for part in package.infolist())
            if unpacked > _MOST_UNPACKED:
                raise UnreadableFileError(f"unpacks to {unpacked // 1_000_000} MB, which is more than is read")
            with package.open(body) as part:
                strict = _STRICT.search(part.read(8000)) is not None
            return _as_transitional(package) if strict else data
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as error:
        raise UnreadableFileError("is not a Word file although its name says so, or is damaged") from error


def _as_transitional(package: zipfile.ZipFile) -> bytes:
    """The same file with the names of the ordinary form: Word can save a "Strict" form, which python-docx refuses."""
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for part in package.infolist():
            content = package.read(part)
            if part.filename.endswith((".xml", ".rels")):
                content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
            target.writestr(part.filename, content)
    return changed.getvalue()


def _core_title(document: WordDocument) -> str | None:
    try:
        return sensible_title(document.core_properties.title)
    except (KeyError, ValueError, AttributeError):  # a damaged property part must not cost the text
        return None


class _Body:
    """Composes the body; `title` holds the words of the first paragraph in the Title style."""

    def __init__(self, styles: Styles) -> None:
        self.composer = Composer()
        self.title: str | None = None
        self._styles = styles

    def read(self, container: BaseOxmlElement) -> None:
        for element in _inside(container, _PARAGRAPH, _TABLE):
            if element.tag == _TABLE:
                self._table(element)
            else:
                self._paragraph(element)

    def _paragraph(self, paragraph: BaseOxmlElement) -> None:
        words = _words(paragraph)
        if self.title is None and self._styles.is_title(paragraph):
            self.title = sensible_title(words)
        self.composer.block(words, *self._styles.mark(paragraph))
        for box in _text_boxes(paragraph):
            self.read(box)

    def _table(self, table: BaseOxmlElement) -> None:
        grid = _grid(table)
        nested = next(table.iterdescendants(_TABLE), None) is not None
        if nested or max((len(row) for row in grid), default=0) <= 1:
            # A frame around text: its cells are read one after the other.
            for row in _inside(table, _ROW):
                for cell in _inside(row, _CELL):
                    self.read(cell)
        else:
            self.composer.table(grid)


def _inside(container: BaseOxmlElement, *tags: str) -> Iterator[BaseOxmlElement]:
    """The children of these kinds, those in wrappers too, in order."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, *tags)


def _words(paragraph: BaseOxmlElement) -> str:
    """What the paragraph shows: no deleted or hidden words, no field codes, no text of boxes anchored in it."""
    parts: list[str] = []
    waiting = [*reversed(paragraph)]
    while waiting:
        node = waiting.pop()
        if node.tag in _NOT_TEXT or (node.tag == _RUN and _is_hidden(node)):
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag in _CHARACTERS:
            parts.append(_CHARACTERS[node.tag])
        else:
            waiting += reversed(node)
    return "".join(parts)


def _is_hidden(run: BaseOxmlElement) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in _OFF


def _text_boxes(paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    waiting = [*reversed(paragraph)]
    while waiting:
        node = waiting.pop()
        if node.tag == _TEXT_BOX:
            yield node
        elif node.tag != _FALLBACK:
            waiting += reversed(node)


def _grid(table: BaseOxmlElement) -> Grid:
    """The table's places row by row; a place that a merged cell covers is an empty cell."""
    grid: Grid = []
    for row in _inside(table, _ROW):
        properties = row.find(qn("w:trPr"))
        header_mark = properties.find(qn("w:tblHeader")) if properties is not None else None
        header = header_mark is not None and header_mark.get(qn("w:val")) not in _OFF
        places = [GridCell("", header)] * _count(properties, "w:gridBefore", 0)
        for cell in _inside(row, _CELL):
            cell_properties = cell.find(qn("w:tcPr"))
            across = _count(cell_properties, "w:gridSpan", 1)
            text = "" if _continues_merge(cell_properties) else _cell_text(cell)
            covered = min(across - 1, max(WIDEST_ROW - len(places), 0))
            places += [GridCell(text, header), *[GridCell("", header)] * covered]
        grid.append(places)
    return grid


def _cell_text(cell: BaseOxmlElement) -> str:
    parts = []
    for paragraph in _inside(cell, _PARAGRAPH):
        parts.append(_words(paragraph))
        parts += [_cell_text(box) for box in _text_boxes(paragraph)]
    return fold(" ".join(parts))


def _continues_merge(properties: BaseOxmlElement | None) -> bool:
    merge = properties.find(qn("w:vMerge")) if properties is not None else None
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _count(properties: BaseOxmlElement | None, name: str, default: int) -> int:
    element = properties.find(qn(name)) if properties is not None else None
    value = element.get(qn("w:val"), "") if element is not None else ""
    return min(int(value), WIDEST_ROW) if value.isdecimal() else default
