"""How cells are said: one short statement for each row, with the row as the quote of each of its cells."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.answering.cells import AskedCell
from service.answering.draft import MAX_PREFIX, DraftStatement, Observed, Quote
from service.answering.figures import UNIT, Figure, figure_of, in_unit, unit_of
from service.answering.timing import periods_in
from service.evidence import FIGURE
from service.types import CellReference

# "The table below shows the breakdown by placement" announces what the table is.
ANNOUNCED = re.compile(
    r"^(?:the |this )?(?:following )?table(?: below| above)? (?:shows?|summarises|sets out|gives|presents) (?:the )?",
    re.IGNORECASE,
)
# So many characters of a table's rows are quoted as one.
LONGEST_RUN = 900


def by_row(cells: Sequence[AskedCell], place: str = "") -> list[DraftStatement]:
    """One statement for each row, in the order in which the cells are given."""
    rows: dict[int, list[AskedCell]] = {}
    for cell in cells:
        rows.setdefault(cell.evidence.unit.start, []).append(cell)
    statements = [statement_of_cells(found, place) for found in rows.values()]
    # The caption is said once.
    first = statements[0] if statements else None
    caption = first.frame[1] if first else ""
    head = f"{caption}, "
    return [
        replace(s, text=s.text.removeprefix(head)) if s is not first and caption and not place else s
        for s in statements
    ]


def statement_of_cells(cells: Sequence[AskedCell], place: str) -> DraftStatement:
    """The statement of cells of one row, with its caption and labels; `place` goes in front where it is given."""
    evidence, row = cells[0].evidence, cells[0].row
    caption, label = short_caption(evidence.unit.lead), " – ".join(row.label)
    said = "; ".join(_cell_words(cell) for cell in cells)
    head = ", ".join(dict.fromkeys(part for part in (place, caption, label) if part))
    text = f"{head}: {said}." if head else f"{said}."
    headers = tuple(part for cell in cells for part in cell.header)
    quotes = tuple(quote_of_cell(cell) for cell in cells)
    return DraftStatement(text, quotes, "cell", (place, caption, label, *headers))


def value_words(cell: AskedCell) -> str:
    """A cell's value as it is said: the figure with its unit, without the gap beside it."""
    figure = figure_of(cell.text)
    if figure is None:
        return cell.text.rstrip(".")
    return in_unit(figure.printed, unit_of(figure, cell.row, cell.index, cell.evidence.unit.lead))


def observed_cell(cell: AskedCell, figure: Figure, measure: str, when: str) -> Observed:
    """A cell's figure as one of the answer's observations."""
    place = cell.row.cells[cell.index]
    unit = unit_of(figure, cell.row, cell.index, cell.evidence.unit.lead)
    quote = quote_of_cell(cell)
    return Observed(measure, when, figure.value, unit, value_words(cell), place.start, place.end, quote)


def _cell_words(cell: AskedCell) -> str:
    name, value = " / ".join(cell.header), value_words(cell)
    return f"{name} {value}" if name and FIGURE.fullmatch(value) else f"{name}: {value}" if name else value


def short_caption(caption: str) -> str:
    """A table's name, short enough to be said."""
    said = ANNOUNCED.sub("", caption)
    said = said[:1].upper() + said[1:]
    # A long caption is the table's own name and the sentence above it: the name is enough. Of several years a table's
    # introduction may speak, but its cells are each of one.
    parts = (said, said.split(" – ")[0])
    return next((part for part in parts if len(part) <= MAX_PREFIX and len(periods_in(part)) < 2), "")


def quote_of_cell(cell: AskedCell) -> Quote:
    """The quote of a row for one of its cells."""
    evidence, row = cell.evidence, cell.row
    passage = evidence.candidate.passage
    figure = figure_of(cell.text)
    caption = evidence.unit.lead
    found = UNIT.search(cell.text)
    unit = unit_of(figure, row, cell.index, caption) if figure else found.group(0) if found else None
    reference = CellReference(caption, row.label, cell.header, cell.text, unit)
    return Quote(passage.document_id, row.start, row.end, passage.section, evidence.score, reference)


def quotes_of(told: Sequence[AskedCell], others: Sequence[AskedCell]) -> tuple[Quote, ...]:
    """A quote for each told cell, and for the rest that a calculation used: one of their whole run, if not too long."""
    rows = {cell.evidence.unit.start for cell in told}
    rest = [cell for cell in others if cell.evidence.unit.start not in rows]
    quotes = [quote_of_cell(cell) for cell in told]
    if not rest:
        return tuple(quotes)
    first, last = min(rest, key=lambda c: c.row.start), max(rest, key=lambda c: c.row.end)
    if last.row.end - first.row.start > LONGEST_RUN:
        return (*quotes, *map(quote_of_cell, rest))
    return (*quotes, replace(quote_of_cell(first), end=last.row.end, cell=None))
