"""The pieces that the sections of a report are made of."""

from collections.abc import Iterable, Sequence
from html import escape

from eval.types import Interval


def table(heads: Sequence[str], rows: Iterable[str], numeric: int) -> str:
    """A table whose second to `numeric`-th columns hold numbers."""
    cells = "".join(
        f'<th scope="col"{_numeric(1 <= index < numeric)}>{escape(head)}</th>' for index, head in enumerate(heads)
    )
    return f"<div class=scroll><table><thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"


def _numeric(numeric: bool) -> str:
    return " class=number" if numeric else ""


def bar(share: float, bounds: Interval | None = None) -> str:
    """A bar of that share, with its interval as a line."""
    whisker = ""
    if bounds is not None:
        low, high = bounds
        whisker = f'<span class=range style="left:{low * 100:.1f}%;width:{(high - low) * 100:.1f}%"></span>'
    return f'<span class=track><span class=fill style="width:{share * 100:.1f}%"></span>{whisker}</span>'
