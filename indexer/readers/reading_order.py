"""In which order boxes on a page are read: rows from the top, columns from the left, as white space parts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `top` is above `bottom`, so values grow downwards. Any unit."""

    left: int
    top: int
    right: int
    bottom: int


def in_reading_order(things: Sequence[tuple[Box, Thing]]) -> list[Thing]:
    """Cuts at gaps across the whole area, first into rows, then those into columns, and so on (XY-cut).

    Boxes that overlap so that no gap parts them are read by their top, then their left edge.
    """
    ordered: list[Thing] = []
    waiting = [list(things)]
    while waiting:
        area = waiting.pop()
        parts = _cut(area, rows=True)
        if len(parts) == 1:
            parts = _cut(area, rows=False)
        if len(parts) > 1:
            waiting += reversed(parts)
        else:
            ordered += [thing for _, thing in sorted(area, key=lambda item: (item[0].top, item[0].left))]
    return ordered


def _cut(area: list[tuple[Box, Thing]], *, rows: bool) -> list[list[tuple[Box, Thing]]]:
    spans = [(box.top, box.bottom) if rows else (box.left, box.right) for box, _ in area]
    tolerance = max((end - begin for begin, end in spans), default=0) // 20  # boxes are drawn by hand
    order = sorted(range(len(area)), key=lambda number: spans[number])
    parts: list[list[tuple[Box, Thing]]] = []
    reached = 0
    for number in order:
        begin, end = spans[number]
        if parts and begin < reached - tolerance:
            parts[-1].append(area[number])
            reached = max(reached, end)
        else:
            parts.append([area[number]])
            reached = end
    return parts
