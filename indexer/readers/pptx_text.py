"""The words of a slide's paragraphs, and which of them are list items."""

from collections.abc import Iterator
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from indexer.readers.composing import apart_from
from indexer.readers.ordinals import written

Shape = Any  # what python-pptx gives for a shape differs by its kind; `has_text_frame` and the like tell
Element = Any  # an lxml element, whose types lxml does not publish

_NO_BULLET, _AUTO = qn("a:buNone"), qn("a:buAutoNum")
_BULLETS = (qn("a:buChar"), qn("a:buBlip"), _AUTO)
_BODY = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY, PP_PLACEHOLDER.VERTICAL_OBJECT)
_FORMS = {
    "arabic": "decimal",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}
_SURROUNDS = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}


def words(paragraph: Element) -> str:
    """The paragraph's words; a line break within it is a line end."""
    parts: list[str] = []
    for node in paragraph:
        if node.tag in (qn("a:r"), qn("a:fld")):
            text = node.findtext(qn("a:t")) or ""
            parts += [apart_from(parts[-1], text) if parts and _is_raised(node) else "", text]
        elif node.tag == qn("a:br"):
            parts.append("\n")
        else:  # a formula in its wrapper
            parts += [text.text or "" for text in node.iter() if isinstance(text.tag, str) and text.tag.endswith("}t")]
    return "".join(parts).replace("\v", "\n")


def _is_raised(run: Element) -> bool:
    properties = run.find(qn("a:rPr"))
    return properties is not None and not properties.get("baseline", "-").startswith(("-", "0"))


class Bullets:
    """Tells the list items of one shape, counting those that are numbered."""

    def __init__(self, shape: Shape) -> None:
        self._levels = list(_level_styles(shape))
        self._by_default = bool(shape.is_placeholder and shape.placeholder_format.type in _BODY)
        self._counts: dict[int, int] = {}

    def of(self, paragraph: Element) -> tuple[int, bool, str]:
        """Level from 0, whether it is a list item, and the number before it ("2.")."""
        properties = paragraph.find(qn("a:pPr"))
        level = _whole(properties.get("lvl") if properties is not None else None, 0)
        for deeper in [depth for depth in self._counts if depth > level]:
            del self._counts[deeper]
        kind = self._kind(properties, level)
        if kind is None or kind.tag != _AUTO:
            self._counts.pop(level, None)
            bullet = kind.tag != _NO_BULLET if kind is not None else self._by_default
            return level, bullet, ""
        count = self._counts.get(level, _whole(kind.get("startAt"), 1) - 1) + 1
        self._counts[level] = count
        return level, True, _label(count, kind.get("type", ""))

    def _kind(self, properties: Element | None, level: int) -> Element | None:
        """The nearest word on bullets: the paragraph's own, else that of the shape, its layout, its master."""
        styles = [style.find(qn(f"a:lvl{level + 1}pPr")) for style in self._levels]
        for holder in (properties, *styles):
            if holder is None:
                continue
            for child in holder:
                if child.tag == _NO_BULLET or child.tag in _BULLETS:
                    return child
        return None


def _level_styles(shape: Shape) -> Iterator[Element]:
    """The list styles that hold for a shape, nearest first."""
    base = shape
    for _ in range(3):
        body = base.element.find(qn("p:txBody")) if base is not None else None
        style = body.find(qn("a:lstStyle")) if body is not None else None
        if style is not None:
            yield style
        base = getattr(base, "_base_placeholder", None) if base is not None and base.is_placeholder else None
    if shape.is_placeholder and shape.placeholder_format.type in _BODY:
        master = shape.part.slide_layout.slide_master
        styles = master.element.find(f"{qn('p:txStyles')}/{qn('p:bodyStyle')}")
        if styles is not None:
            yield styles


def _label(count: int, scheme: str) -> str:
    for name, form in _FORMS.items():
        if scheme.startswith(name):
            return _SURROUNDS.get(scheme.removeprefix(name), "{}").format(written(count, form))
    return ""


def _whole(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.isdecimal() and len(value) < 6 else default
