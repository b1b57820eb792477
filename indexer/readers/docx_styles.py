"""What a paragraph of a Word file is, by its style and its numbering."""

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.types import MarkKind

_VALUE = qn("w:val")
_HEADING_NAME = re.compile(r"heading ([1-9])$")
# Word's built-in lists carry their depth in the name; their numbering has one level only.
_LIST_NAME = re.compile(r"list (?:bullet|number)(?: ([2-5]))?$")
_BODY_TEXT_LEVEL = 9
_DEEPEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str | None
    outline: int | None
    numbering: tuple[str | None, int | None]


class Styles:
    """The paragraph styles of one file, looked up with what they inherit."""

    def __init__(self, styles: BaseOxmlElement) -> None:
        self._styles: dict[str, _Style] = {}
        for element in styles.findall(qn("w:style")):
            if element.get(qn("w:type")) == "paragraph":
                properties = element.find(qn("w:pPr"))
                self._styles[element.get(qn("w:styleId"), "")] = _Style(
                    name=(_value(element, "w:name") or "").lower(),
                    parent=_value(element, "w:basedOn"),
                    outline=_outline(properties),
                    numbering=_numbering(properties),
                )

    def is_title(self, paragraph: BaseOxmlElement) -> bool:
        """Whether it stands in the Title style: the title of the whole document."""
        return any(style.name == "title" for style in self._chain(paragraph))

    def mark(self, paragraph: BaseOxmlElement) -> tuple[MarkKind, int]:
        """Kind and level for a `Mark`: what the paragraph says itself goes before what its style says."""
        properties = paragraph.find(qn("w:pPr"))
        chain = self._chain(paragraph)
        heading = _heading_level(_outline(properties), chain)
        if heading is not None:
            return "heading", heading
        depth = _list_depth(_numbering(properties), chain)
        return ("list_item", depth) if depth is not None else ("paragraph", 0)

    def _chain(self, paragraph: BaseOxmlElement) -> list[_Style]:
        """The paragraph's style and those it is based on, nearest first."""
        properties = paragraph.find(qn("w:pPr"))
        name = _value(properties, "w:pStyle")
        chain: list[_Style] = []
        while name in self._styles and len(chain) < _DEEPEST_CHAIN:
            chain.append(self._styles[name])
            name = chain[-1].parent
        return chain


def _heading_level(own_outline: int | None, chain: list[_Style]) -> int | None:
    if own_outline is not None:
        return own_outline + 1 if own_outline < _BODY_TEXT_LEVEL else None
    for style in chain:
        named = _HEADING_NAME.match(style.name)
        if named is not None:
            return int(named.group(1))
        if style.name == "title":
            return 1
        if style.outline is not None:
            return style.outline + 1 if style.outline < _BODY_TEXT_LEVEL else None
    return None


def _list_depth(own: tuple[str | None, int | None], chain: list[_Style]) -> int | None:
    number, depth = own
    named_depth = None
    for style in chain:
        number = number if number is not None else style.numbering[0]
        depth = depth if depth is not None else style.numbering[1]
        named = _LIST_NAME.match(style.name)
        if named is not None and named_depth is None:
            named_depth = int(named.group(1) or 1) - 1
    if number == "0" or (number is None and named_depth is None):  # 0 takes a style's numbering away
        return None
    return max(depth or 0, named_depth or 0)


def _outline(properties: BaseOxmlElement | None) -> int | None:
    return _number(_value(properties, "w:outlineLvl"))


def _numbering(properties: BaseOxmlElement | None) -> tuple[str | None, int | None]:
    numbering = properties.find(qn("w:numPr")) if properties is not None else None
    return _value(numbering, "w:numId"), _number(_value(numbering, "w:ilvl"))


def _value(parent: BaseOxmlElement | None, name: str) -> str | None:
    """The `w:val` of a child element."""
    child = parent.find(qn(name)) if parent is not None else None
    return child.get(_VALUE) if child is not None else None


def _number(value: str | None) -> int | None:
    return int(value) if value is not None and value.isdecimal() else None
