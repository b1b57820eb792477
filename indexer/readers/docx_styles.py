"""What a paragraph of a Word file is, by its style and its numbering."""

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.readers.docx_numbering import Numbering
from indexer.types import MarkKind

_VALUE = qn("w:val")
_HEADING_NAME = re.compile(r"heading ([1-9])$")
# Word's built-in lists carry their depth in the name; their numbering has one level only.
_LIST_NAME = re.compile(r"list (?:bullet|number)(?: ([2-5]))?$")
_CONTENTS_NAME = re.compile(r"toc \d|toc heading|table of figures|table of authorities|index \d")
_BODY_TEXT_LEVEL = 9
_DEEPEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Role:
    """Kind and level for a `Mark`, and the number or letter that stands before the words."""

    kind: MarkKind
    level: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Style:
    identity: str
    name: str
    parent: str | None
    outline: int | None
    numbering: tuple[str | None, int | None]


class Styles:
    """The paragraph styles of one file, looked up with what they inherit."""

    def __init__(self, styles: BaseOxmlElement, numbering: Numbering) -> None:
        self._numbering = numbering
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        for element in styles.findall(qn("w:style")):
            if element.get(qn("w:type")) == "paragraph":
                properties = element.find(qn("w:pPr"))
                identity = element.get(qn("w:styleId"), "")
                if element.get(qn("w:default")) in ("1", "true", "on"):
                    self._default = identity
                self._styles[identity] = _Style(
                    identity=identity,
                    name=(_value(element, "w:name") or "").lower(),
                    parent=_value(element, "w:basedOn"),
                    outline=_outline(properties),
                    numbering=_own_numbering(properties),
                )

    def is_title(self, paragraph: BaseOxmlElement) -> bool:
        """Whether it stands in the Title style: the title of the whole document."""
        return any(style.name == "title" for style in self._chain(paragraph))

    def is_heading(self, paragraph: BaseOxmlElement) -> bool:
        """Whether it is a heading by style or outline level; the title of the whole document is none."""
        chain = self._chain(paragraph)
        level = _heading_level(_outline(paragraph.find(qn("w:pPr"))), chain)
        return level is not None and not any(style.name == "title" for style in chain)

    def role(self, paragraph: BaseOxmlElement) -> Role:
        """What the paragraph is; what it says itself goes before what its style says. Counts numbered paragraphs."""
        properties = paragraph.find(qn("w:pPr"))
        chain = self._chain(paragraph)
        number, depth = self._number(properties, chain)
        label = self._numbering.label(number, depth) if number is not None else ""
        if any(_CONTENTS_NAME.match(style.name) for style in chain):
            return Role("boilerplate", 0, label)
        heading = _heading_level(_outline(properties), chain)
        if heading is not None:
            return Role("heading", heading, label)
        named = next((found for style in chain if (found := _LIST_NAME.match(style.name)) is not None), None)
        named_depth = int(named.group(1) or 1) - 1 if named is not None else None
        if number == "0" or (number is None and named_depth is None):  # 0 takes a style's numbering away
            return Role("paragraph")
        return Role("list_item", max(depth, named_depth or 0), label)

    def _number(self, properties: BaseOxmlElement | None, chain: list[_Style]) -> tuple[str | None, int]:
        """The numbering that a paragraph takes part in, and its level there."""
        number, depth = _own_numbering(properties)
        for style in chain:
            own_number, own_depth = style.numbering
            if number is None and own_number is not None:
                number = own_number
                if depth is None and own_depth is None:
                    depth = self._numbering.level_of_style(own_number, style.identity)
            depth = depth if depth is not None else own_depth
        return number, depth or 0

    def _chain(self, paragraph: BaseOxmlElement) -> list[_Style]:
        """The paragraph's style and those it is based on, nearest first."""
        name = _value(paragraph.find(qn("w:pPr")), "w:pStyle") or self._default
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


def _outline(properties: BaseOxmlElement | None) -> int | None:
    return _number(_value(properties, "w:outlineLvl"))


def _own_numbering(properties: BaseOxmlElement | None) -> tuple[str | None, int | None]:
    numbering = properties.find(qn("w:numPr")) if properties is not None else None
    return _value(numbering, "w:numId"), _number(_value(numbering, "w:ilvl"))


def _value(parent: BaseOxmlElement | None, name: str) -> str | None:
    """The `w:val` of a child element."""
    child = parent.find(qn(name)) if parent is not None else None
    return child.get(_VALUE) if child is not None else None


def _number(value: str | None) -> int | None:
    return int(value) if value is not None and value.isdecimal() else None
