"""Rules and shaded areas from the paths that a page draws."""

import ctypes
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.readers.pdf.geometry import Box, Rule

_THIN = 3.0  # a filled rectangle up to so many points is a line
_SHORTEST = 4.0
_MOST_SEGMENTS = 60_000  # maps and plans draw more; no table does
_MOST_OBJECTS = 30_000
_DEEPEST = 6
Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Point = tuple[float, float]
_WHITE = 245


@dataclass(slots=True)
class Drawing:
    """What a page draws beside its text, as seen. `pictures` is the area that pictures cover, in square points."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    shaded: list[Box] = field(default_factory=list)
    pictures: float = 0.0
    objects: int = 0
    segments: int = 0

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Adds a straight line where it is level or upright and long enough."""
        if abs(y1 - y0) <= 1 and abs(x1 - x0) >= _SHORTEST:
            self.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= 1 and abs(y1 - y0) >= _SHORTEST:
            self.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def area(self, box: Box) -> None:
        """Adds a filled rectangle: a thin one is a line, any other a shaded area."""
        x0, top, x1, bottom = box
        if bottom - top <= _THIN:
            self.line(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
        elif x1 - x0 <= _THIN:
            self.line((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
        else:
            self.shaded.append(box)


def drawing_of(page: pdfium.PdfPage, seen: Callable[[float, float, float, float], Box]) -> Drawing:
    """The page's rules and areas; `seen` turns a box of the file's space upright."""
    drawing = Drawing()
    for handle, matrix in _objects(page):
        kind = raw.FPDFPageObj_GetType(handle)
        drawing.objects += 1
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _path(handle, matrix, seen, drawing)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(handle, matrix, seen)
            drawing.pictures += (box[2] - box[0]) * (box[3] - box[1])
        if drawing.segments > _MOST_SEGMENTS:
            break
    return drawing


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[object, Matrix]]:
    """Every object, those of nested forms too, with the matrix that places it."""
    count = min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    waiting: list[tuple[object, Matrix, int]] = [
        (raw.FPDFPage_GetObject(page, index), _UNIT, 0) for index in reversed(range(count))
    ]
    given = 0
    while waiting and given < _MOST_OBJECTS:
        handle, matrix, depth = waiting.pop()
        given += 1
        if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM:
            yield handle, matrix
        elif depth < _DEEPEST:
            own = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(handle, own)
            inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            count = min(raw.FPDFFormObj_CountObjects(handle), _MOST_OBJECTS)
            waiting += [
                (raw.FPDFFormObj_GetObject(handle, index), inner, depth + 1) for index in reversed(range(count))
            ]


def _path(handle: object, matrix: Matrix, seen: Callable[..., Box], drawing: Drawing) -> None:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, mode, stroked)
    filled = mode.value != raw.FPDF_FILLMODE_NONE
    if not (filled or stroked.value):
        return
    count = raw.FPDFPath_CountSegments(handle)
    drawing.segments += count
    if drawing.segments > _MOST_SEGMENTS:
        return
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, own)
    placed = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    inked = filled and not _is_white(handle)
    for points in _subpaths(handle, count, placed):
        if stroked.value:
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                drawing.line(*seen(x0, y0, x1, y1))
        if inked and _is_rectangle(points):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            drawing.area(seen(min(xs), min(ys), max(xs), max(ys)))


def _subpaths(handle: object, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each closed or open line; those with curves are left out."""
    points: list[Point] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [point], False
        else:
            curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
            points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _is_rectangle(points: list[Point]) -> bool:
    corners = {(round(x, 1), round(y, 1)) for x, y in points}
    return len(corners) == 4 and len({x for x, _ in corners}) == 2 and len({y for _, y in corners}) == 2


def _is_white(handle: object) -> bool:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, r, g, b, a):
        return False
    return a.value == 0 or min(r.value, g.value, b.value) >= _WHITE


def _bounds(handle: object, matrix: Matrix, seen: Callable[..., Box]) -> Box:
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(handle, left, low, right, high)
    return seen(*_apply(matrix, left.value, low.value), *_apply(matrix, right.value, high.value))


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
