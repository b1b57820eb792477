"""Charts and diagrams of Office files: a chart's stored figures as a table of categories by series."""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

from indexer.readers.composing import Grid, GridCell, fold
from indexer.readers.number_formats import shown

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MOST_POINTS = 5_000
_MOST_SERIES = 100


@dataclass(frozen=True, slots=True)
class Chart:
    """The title that the chart shows, and its figures; the grid is empty where the file keeps none."""

    title: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    categories: dict[int, str]
    values: dict[int, str]


def read_chart(content: bytes) -> Chart:
    """Raises ValueError where the part is no proper XML. Figures are written in the formats that the chart gives."""
    root = parse_xml(content)
    plot = root.find(f".//{_C}plotArea")
    found = [_series(node) for node in plot.iter(f"{_C}ser")][:_MOST_SERIES] if plot is not None else []
    series = [one for one in found if one.values]
    title = root.find(f"{_C}chart/{_C}title")
    words = fold(" ".join(t.text or "" for t in title.iter(f"{_A}t", f"{_C}v"))) if title is not None else ""
    return Chart(words, _grid(series))


def diagram_words(content: bytes) -> Iterator[str]:
    """The words in the boxes of a SmartArt diagram, in the order of its outline."""
    for point in parse_xml(content).iter(f"{_DIAGRAM}pt"):
        if point.get("type", "node") == "node":
            text = fold(" ".join(t.text or "" for t in point.iter(f"{_A}t")))
            if text:
                yield text


def chart_parts(element: BaseOxmlElement) -> Iterator[str]:
    """The relation ids of the charts that are shown within an element."""
    yield from (node.get(f"{_RELATION}id", "") for node in element.iter(f"{_C}chart"))


def diagram_parts(element: BaseOxmlElement) -> Iterator[str]:
    """The same for the data of SmartArt diagrams."""
    yield from (node.get(f"{_RELATION}dm", "") for node in element.iter(f"{_DIAGRAM}relIds"))


def _grid(series: list[_Series]) -> Grid:
    if not series:
        return []
    names = [one.name for one in series]
    grid = [[GridCell(text, header=True) for text in ("", *names)]] if any(names) else []
    labels: dict[int, str] = {}
    for one in series:
        labels |= {place: text for place, text in one.categories.items() if place not in labels}
    for place in sorted({place for one in series for place in one.values}):
        values = [GridCell(one.values.get(place, "")) for one in series]
        grid.append([GridCell(labels.get(place, "")), *values])
    return grid


def _series(node: BaseOxmlElement) -> _Series:
    name = node.find(f"{_C}tx")
    words = fold(" ".join(v.text or "" for v in name.iter(f"{_C}v"))) if name is not None else ""
    categories = _points(node, "cat") or _points(node, "xVal")
    return _Series(words, categories, _points(node, "val") or _points(node, "yVal"))


def _points(node: BaseOxmlElement, kind: str) -> dict[int, str]:
    """What the points say, by their number. Categories of several levels are joined, the outermost first."""
    data = node.find(f"{_C}{kind}")
    if data is None:
        return {}
    levels = list(data.iter(f"{_C}lvl"))
    if not levels:
        return _cached(data)
    joined: dict[int, str] = {}
    for depth, level in enumerate(levels):  # the innermost comes first; an outer one goes on until the next
        texts = _cached(level)
        carried = ""
        for place in range(max([*joined, *texts], default=-1) + 1):
            carried = texts.get(place, carried if depth else "")
            joined[place] = f"{carried} {joined.get(place, '')}".strip()
    return {place: text for place, text in joined.items() if text}


def _cached(data: BaseOxmlElement) -> dict[int, str]:
    code = data.find(f".//{_C}formatCode")
    points: dict[int, str] = {}
    numbers = data.find(f".//{_C}numCache") is not None or data.find(f".//{_C}numLit") is not None
    for point in data.iter(f"{_C}pt"):
        place, value = point.get("idx", ""), point.find(f"{_C}v")
        if place.isdecimal() and int(place) < _MOST_POINTS and value is not None and value.text:
            own = point.get("formatCode") or (code.text if code is not None else None)
            points[int(place)] = _shown(value.text, own) if numbers else fold(value.text)
    return points


def _shown(text: str, code: str | None) -> str:
    try:
        value = float(text)
    except ValueError:
        return fold(text)
    number = int(value) if value.is_integer() and abs(value) < 1e15 else value
    try:
        return shown(from_excel(value) if code is not None and is_date_format(code) else number, code)
    except (ValueError, ArithmeticError):
        return fold(text)
