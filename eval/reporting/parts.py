"""The pieces that the sections of a page are made of."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from eval.types import Interval


def table(heads: Sequence[str], rows: Iterable[str], numeric: int) -> str:
    """A table whose second to `numeric`-th columns hold numbers."""
    cells = "".join(
        f'<th scope="col"{_numeric(1 <= index < numeric)}>{escape(head)}</th>' for index, head in enumerate(heads)
    )
    return f"<div class=scroll><table><thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"


def row(name: str, numbers: Sequence[str], rest: str = "", small: str = "", kind: str = "") -> str:
    """A row of such a table. `rest` is HTML for a last column; `small` stands beneath the name; `kind` is its class."""
    beneath = f"<small>{escape(small)}</small>" if small else ""
    cells = "".join(f"<td class=number>{escape(value)}</td>" for value in numbers)
    breakable = escape(name).replace("_", "_<wbr>")
    of_kind = f' class="{kind}"' if kind else ""
    return f'<tr{of_kind}><th scope="row">{breakable}{beneath}</th>{cells}{f"<td>{rest}</td>" if rest else ""}</tr>'


def facts_table(facts: Mapping[str, str]) -> str:
    """A table of names and texts."""
    rows = (f'<tr><th scope="row">{escape(name)}</th><td>{escape(text)}</td></tr>' for name, text in facts.items())
    return f"<div class=scroll><table><tbody>{''.join(rows)}</tbody></table></div>"


def _numeric(numeric: bool) -> str:
    return " class=number" if numeric else ""


def bar(share: float, bounds: Interval | None = None) -> str:
    """A bar of that share, with its interval as a line."""
    whisker = ""
    if bounds is not None:
        low, high = bounds
        whisker = f'<span class=range style="left:{low * 100:.1f}%;width:{(high - low) * 100:.1f}%"></span>'
    return f'<span class=track><span class=fill style="width:{share * 100:.1f}%"></span>{whisker}</span>'


def plotted(title: str, plot: str, shown_as_table: str, note: str = "") -> str:
    """A plot with its numbers beneath, folded away; without a plot the numbers alone. `plot` and table are HTML."""
    caption = (
        f"<figcaption><strong>{escape(title)}</strong>{f'<small>{escape(note)}</small>' if note else ''}</figcaption>"
    )
    if not plot:
        return f"<figure class=wide>{caption}{shown_as_table}</figure>"
    folded = f"<details><summary>The numbers</summary>{shown_as_table}</details>"
    return f"<figure>{caption}{plot}{folded}</figure>"


def percent(share: float | None) -> str:
    """A share in words of a sentence."""
    return "-" if share is None else f"{share * 100:.0f}%"
