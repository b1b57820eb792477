"""Charts of observations: a Vega-Lite specification, an SVG drawing and a CSV file, made of nothing but the figures."""

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from indexer import Observation

VEGA_LITE = "https://vega.github.io/schema/vega-lite/v5.json"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 360, 64, 16, 40, 84
# Colours that people with any colour vision can tell apart (Okabe and Ito, 2008).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
STEPS = 4
LONGEST_NAME = 90
# What XML 1.0 cannot hold, whatever it is written as.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart; `series` is whose or what it is, `x` its period or, in a comparison, its name."""

    series: str
    x: str
    value: float
    unit: str | None


def is_line(observations: Sequence[Observation]) -> bool:
    """Whether the figures run over time: a line is drawn where a series has two periods or more, else bars."""
    periods: dict[str, set[str]] = {}
    for one in observations:
        periods.setdefault(_whose(one), set()).add(one.period or "")
    return any(len(found) > 1 for found in periods.values())


def points_of(observations: Sequence[Observation]) -> list[Point]:
    """The points, in time order; figures of another unit than most have no place on the same axis and are left out."""
    units = [one.unit for one in observations]
    unit = max(units, key=units.count, default=None)
    own = [one for one in observations if one.unit == unit]
    line, measures = is_line(own), {one.measure for one in own}
    points = []
    for one in sorted(own, key=_when) if line else own:
        name = one.comparator or one.place or "" if len(measures) == 1 else _whose(one)
        if line:
            points.append(Point(name or one.measure, one.period or "", one.value, unit))
        else:
            points.append(Point(one.period or "", name or one.measure, one.value, unit))
    return list(dict.fromkeys(points))


def _whose(one: Observation) -> str:
    side = one.comparator or one.place
    return f"{one.measure} ({side})" if side and side.lower() not in one.measure.lower() else one.measure


def _when(one: Observation) -> tuple[int, int, int]:
    month = _MONTH.search(one.period or "")
    number = _MONTHS.index(month.group(1).lower()) if month else 12
    return one.to_year or 0, one.from_year or 0, number


def title_of(observations: Sequence[Observation]) -> str:
    """What the chart is of: the measure that all figures share, or the table that they stand in."""
    measures = list(dict.fromkeys(one.measure for one in observations))
    tables = {one.table for one in observations}
    title = measures[0] if len(measures) == 1 else tables.pop() if len(tables) == 1 else ""
    return title if len(title) <= LONGEST_NAME else f"{title[:LONGEST_NAME].rsplit(' ', 1)[0]} …"


def vega_lite(observations: Sequence[Observation]) -> dict[str, Any]:
    """A Vega-Lite specification with the figures in it."""
    points, line = points_of(observations), is_line(observations)
    unit = points[0].unit if points else None
    kind = {"field": "x", "type": "ordinal", "sort": list(dict.fromkeys(p.x for p in points)), "title": None}
    encoding: dict[str, Any] = {"x": kind, "y": {"field": "value", "type": "quantitative", "title": unit}}
    if len({p.series for p in points}) > 1:
        encoding["color"] = {"field": "series", "type": "nominal", "title": None}
        if not line:
            encoding["xOffset"] = {"field": "series"}
    return {
        "$schema": VEGA_LITE,
        "title": title_of(observations),
        "data": {"values": [{"series": p.series, "x": p.x, "value": p.value} for p in points]},
        "mark": {"type": "line", "point": True} if line else {"type": "bar"},
        "encoding": encoding,
    }


def csv_file(observations: Sequence[tuple[Observation, str]]) -> str:
    """The figures as a table, each with the address that shows it in its report (RFC 4180, a header line)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("measure", "place", "comparator", "period", "value", "unit", "text", "source"))
    for one, url in observations:
        words = (one.measure, one.place, one.comparator, one.period)
        row = [_harmless(word) for word in words]
        writer.writerow((*row, f"{one.value:.15g}", _harmless(one.unit), _harmless(one.text), url))
    return out.getvalue()


def _harmless(text: str | None) -> str:
    """Text that no spreadsheet takes for a formula; a figure with its sign is none."""
    said = " ".join((text or "").split())
    formula = said.startswith(("=", "+", "-", "@")) and not re.fullmatch(r"[+-]?[\d.,]+%?", said)
    return f"'{said}" if formula else said


def svg(observations: Sequence[Observation]) -> str:
    """The drawing: a line for each series over time, else bars; words of the reports are escaped."""
    points = points_of(observations)
    names = list(dict.fromkeys(p.x for p in points))
    series = list(dict.fromkeys(p.series for p in points))
    scale = _Scale.of([p.value for p in points])
    title = title_of(observations)
    body = [f'<text x="{LEFT}" y="22" font-size="14" font-weight="bold">{_text(title)}</text>']
    body += _grid(scale, points[0].unit if points else None)
    body += _axis(names)
    for number, name in enumerate(series):
        own = [p for p in points if p.series == name]
        colour = COLOURS[number % len(COLOURS)]
        places = [(_x(names.index(p.x), len(names)), scale.y(p.value), p) for p in own]
        body += _line(places, colour) if is_line(observations) else _bars(places, colour, scale, number, len(series))
    if len(series) > 1:
        body += _legend(series)
    said = "; ".join(f"{p.series} {p.x}: {p.value:g}" for p in points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="11" role="img">'
        f"<title>{_text(title)}</title><desc>{_text(said)}</desc>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(body)}</svg>'
    )


def _text(words: str) -> str:
    return escape(_NOT_XML.sub(" ", words))


@dataclass(frozen=True, slots=True)
class _Scale:
    """The vertical axis, from `low` to `high` in equal steps; zero is always on it."""

    low: float
    high: float
    step: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "_Scale":
        """The axis that holds all values, its steps 1, 2 or 5 times a power of ten."""
        low, high = min((0.0, *values)), max((0.0, *values))
        rough = (high - low) / STEPS or 1.0
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)
        return cls(math.floor(low / step) * step, math.ceil(high / step) * step or step, step)

    def y(self, value: float) -> float:
        """Where a value stands, in pixels from the top."""
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.high - value) / (self.high - self.low)

    def marks(self) -> list[float]:
        """The values that the axis names."""
        return [self.low + i * self.step for i in range(round((self.high - self.low) / self.step) + 1)]


def _x(place: int, count: int) -> float:
    width = (WIDTH - LEFT - RIGHT) / max(count, 1)
    return LEFT + width * (place + 0.5)


def _grid(scale: _Scale, unit: str | None) -> list[str]:
    drawn = []
    for value in scale.marks():
        y = scale.y(value)
        said = f"{value:,.10g}{'%' if unit == '%' else ''}"
        drawn.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        drawn.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_text(said)}</text>')
    if unit and unit != "%":
        drawn.append(f'<text x="{LEFT}" y="{TOP - 6}" fill="#555">{_text(unit)}</text>')
    return drawn


def _axis(names: Sequence[str]) -> list[str]:
    room = max(6, int((WIDTH - LEFT - RIGHT) / max(len(names), 1) / 5.5))
    y = HEIGHT - BOTTOM + 18
    return [
        f'<text x="{_x(i, len(names)):.1f}" y="{y}" text-anchor="middle">{_text(_cut(name, room))}</text>'
        for i, name in enumerate(names)
    ]


def _cut(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _line(places: Sequence[tuple[float, float, Point]], colour: str) -> list[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    dots = []
    for x, y, p in places:
        tip = _text(f"{p.x}: {p.value:g}")
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"><title>{tip}</title></circle>')
        said = f"{p.value:,.10g}"
        dots.append(f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" fill="{colour}">{said}</text>')
    return [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>', *dots]


def _bars(
    places: Sequence[tuple[float, float, Point]], colour: str, scale: _Scale, number: int, count: int
) -> list[str]:
    width = min(60.0, (WIDTH - LEFT - RIGHT) / max(len(places), 1) * 0.7 / count)
    drawn, zero = [], scale.y(0.0)
    for x, y, p in places:
        left = x + (number - count / 2) * width
        drawn.append(
            f'<rect x="{left:.1f}" y="{min(y, zero):.1f}" width="{width:.1f}" height="{abs(zero - y):.1f}" '
            f'fill="{colour}"><title>{_text(f"{p.x}: {p.value:g}")}</title></rect>'
            f'<text x="{left + width / 2:.1f}" y="{min(y, zero) - 4:.1f}" text-anchor="middle">{p.value:,.10g}</text>'
        )
    return drawn


def _legend(series: Sequence[str]) -> list[str]:
    room = (WIDTH - LEFT - RIGHT) // 2
    drawn = []
    for number, name in enumerate(series[: len(COLOURS)]):
        x, y = LEFT + room * (number % 2), HEIGHT - BOTTOM + 36 + 16 * (number // 2)
        drawn.append(f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{COLOURS[number]}"/>')
        drawn.append(f'<text x="{x + 15}" y="{y}">{_text(_cut(name, room // 6))}</text>')
    return drawn
