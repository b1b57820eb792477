"""The words of a Word paragraph, as they are shown."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.readers.composing import apart_from

_TEXT = qn("w:t")
PARAGRAPH, TABLE, ROW, CELL, RUN = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r"))
# Wrappers around blocks, rows and cells: content controls, custom XML, tracked insertions and moves.
_WRAPPERS = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_TEXT_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same content once more
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DELETED = frozenset((qn("w:del"), qn("w:moveFrom")))
_NOT_TEXT = frozenset((*_DELETED, qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"), _TEXT_BOX, _FALLBACK))
_CHARACTERS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_SYMBOL, _FORM_BOX, _CONTROL = qn("w:sym"), qn("w:checkBox"), qn("w:sdt")
_TICKED, _EMPTY_BOX = "☒", "☐"
# Fonts of signs: what the signs of reports mean. Others have no certain meaning and are left out.
_SIGNS = {
    "wingdings": dict(
        zip(b"oq\xa8\xfb\xfc\xfd\xfeJL\xe0\xe1\xe2\xdf\xe8\xe9\xea\xa7l", "☐☐☐✗✓☒☑☺☹→↑↓←→↑↓▪●", strict=True)
    ),
    "wingdings 2": dict(zip(b"POR\x53\xa3", "✓✗☑☒☐", strict=True)),
    "symbol": dict(zip(b"\xa3\xb3\xb1\xb4\xb7\xb9\xbb\xb0\xac\xad\xae\xaf-m\xa5", "≤≥±×•≠≈°←↑→↓−μ∞", strict=True)),
}
OFF = ("0", "false", "off")


def inside(container: BaseOxmlElement, *tags: str) -> Iterator[BaseOxmlElement]:
    """The children of these kinds, those in wrappers too, in order."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS and not _is_placeholder(child):
            yield from inside(child, *tags)


def words(paragraph: BaseOxmlElement) -> str:
    """What the paragraph shows: no deleted or hidden words, no field codes, no text of boxes anchored in it."""
    parts: list[str] = []
    waiting = [*reversed(paragraph)]
    while waiting:
        node = waiting.pop()
        tag = node.tag
        if tag == RUN and parts and _is_raised(node):
            parts.append(apart_from(parts[-1], "".join(t.text or "" for t in node.iterdescendants(_TEXT))))
        if tag in _NOT_TEXT or (tag == RUN and _is_hidden(node)) or (tag == _CONTROL and _is_placeholder(node)):
            continue
        if tag in (_TEXT, _MATH_TEXT):
            parts.append(node.text or "")
        elif tag in _CHARACTERS:
            parts.append(_CHARACTERS[tag])
        elif tag == _SYMBOL:
            parts.append(_sign(node))
        elif tag == _FORM_BOX:
            parts.append(_TICKED if _is_ticked(node) else _EMPTY_BOX)
        else:
            waiting += reversed(node)
    return "".join(parts)


def text_boxes(paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The content of each text box anchored in the paragraph."""
    waiting = [*reversed(paragraph)]
    while waiting:
        node = waiting.pop()
        if node.tag == _TEXT_BOX:
            yield node
        elif node.tag != _FALLBACK and node.tag not in _DELETED:
            waiting += reversed(node)


def note_references(element: BaseOxmlElement) -> Iterator[tuple[str, str]]:
    """The footnotes and endnotes that are referred to in a paragraph or table: ("footnotes", id)."""
    for reference in element.iterdescendants(*_NOTES):
        if next(reference.iterancestors(*_DELETED), None) is None:
            yield _NOTES[reference.tag], reference.get(qn("w:id"), "")


def all_bold(paragraph: BaseOxmlElement) -> bool:
    """Whether every run with words in it is bold by its own setting."""
    seen = False
    for run in paragraph.iterdescendants(RUN):
        if any((text.text or "").strip() for text in run.iterdescendants(_TEXT)):
            if not switched_on(run.find(qn("w:rPr")), "w:b"):
                return False
            seen = True
    return seen


def switched_on(properties: BaseOxmlElement | None, name: str) -> bool:
    """Whether a property that is either on or off is there and on."""
    setting = properties.find(qn(name)) if properties is not None else None
    return setting is not None and setting.get(qn("w:val")) not in OFF


def _is_raised(run: BaseOxmlElement) -> bool:
    place = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return place is not None and place.get(qn("w:val")) == "superscript"


def _is_hidden(run: BaseOxmlElement) -> bool:
    return switched_on(run.find(qn("w:rPr")), "w:vanish")


def _is_placeholder(control: BaseOxmlElement) -> bool:
    """A control that nobody filled in shows a prompt ("Click here to enter text")."""
    return switched_on(control.find(qn("w:sdtPr")), "w:showingPlcHdr")


def _is_ticked(box: BaseOxmlElement) -> bool:
    name = "w:checked" if box.find(qn("w:checked")) is not None else "w:default"
    return switched_on(box, name)


def _sign(symbol: BaseOxmlElement) -> str:
    signs = _SIGNS.get(symbol.get(qn("w:font"), "").lower())
    try:
        code = int(symbol.get(qn("w:char"), ""), 16)
    except ValueError:
        return ""
    if signs is not None:
        return signs.get(code & 0xFF, "")
    return chr(code) if 32 <= code < 0xD800 else ""  # an ordinary font's character
