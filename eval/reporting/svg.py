"""A drawing as part of a page: in the page's colours and font, scaled to its place, and said in words."""

import re
from xml.etree import ElementTree

# What a drawing is made with, and the colour of the page that stands for it. The page says what each is in light, dark
# and print; the second value counts where a drawing stands alone.
INK, QUIET, LINE, BAR, WRONG = "#010101", "#020202", "#030303", "#040404", "#050505"
_COLOURS = {
    INK: "currentColor",
    QUIET: "var(--quiet, #545e6b)",
    LINE: "var(--line, #d3d8df)",
    BAR: "var(--bar, #2b6cb0)",
    WRONG: "var(--wrong, #a3261c)",
}
_FONT = re.compile(r"font-family:[^;]*;?\s*")
_REFERENCE = re.compile(r"#([\w.-]+)")
_NAMESPACE = re.compile(r"^\{[^}]*\}")


def for_page(drawn: str, identity: str, label: str) -> str:
    """The drawing as a piece of HTML. `identity` must be the page's only one; `label` says in words what is shown."""
    root = ElementTree.fromstring(drawn)
    for parent in list(root.iter()):
        for child in list(parent):
            if _plain(child.tag) in {"style", "metadata"}:
                parent.remove(child)
    used = {name for element in root.iter() for value in element.attrib.values() for name in _REFERENCE.findall(value)}
    for element in root.iter():
        element.tag = _plain(element.tag)
        element.attrib = dict(_attributes(element.attrib, identity, used))
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-labelledby": f"{identity}-title",
        "style": "width:100%;height:auto;fill:currentColor;stroke-linejoin:round;stroke-linecap:butt",
    }
    title = ElementTree.Element("title", {"id": f"{identity}-title"})
    title.text = label
    root.insert(0, title)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _plain(name: str) -> str:
    return _NAMESPACE.sub("", name)


def _attributes(given: dict[str, str], identity: str, used: set[str]) -> list[tuple[str, str]]:
    """The attributes in the page's colours, with ids that no other drawing has; an id that nothing uses is left out."""
    kept: list[tuple[str, str]] = []
    for name, value in given.items():
        if name == "id":
            kept += [("id", f"{identity}-{value}")] if value in used else []
        elif name == "style":
            kept.append(("style", _in_page_colours(_FONT.sub("", value))))
        elif _plain(name) in {"href", "clip-path"}:
            kept.append((_plain(name), _REFERENCE.sub(rf"#{identity}-\1", value)))
        else:
            kept.append((_plain(name), value))
    return kept


def _in_page_colours(style: str) -> str:
    for made_with, colour in _COLOURS.items():
        style = style.replace(made_with, colour)
    return style
