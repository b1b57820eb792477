"""Comparisons in a table: the asked figure, whom it is held against, and by how much they differ, computed."""

import re
from collections.abc import Sequence

from service.answer_words import answer_words
from service.answering.aim import Aim
from service.answering.cells import AskedCell
from service.answering.draft import DraftStatement, Neighbours, Observed
from service.answering.figures import figure_of, in_unit
from service.answering.saying import by_row, observed_cell, quote_of_cell, value_words
from service.answering.table import Choice, choice
from service.answering.timing import without_period
from service.arithmetic import change, difference, mean, plain, total
from service.evidence import Evidence
from service.question import Question
from service.words import words

DIFFERENCE_ASKED = re.compile(
    r"\bby how (?:much|many|far)\b"
    r"|\bhow (?:much|many|far|big|large|wide)\b.{0,60}\b(?:above|below|behind|ahead|more|fewer|less|higher|lower|better"
    r"|worse|gap|difference|fall|fell|rise|rose|drop\w*|increase\w*|decrease\w*|change\w*)\b"
    r"|\b(?:difference|gap|percentage points?|change|increase|decrease|growth|decline) (?:in|of|between|from)\b",
    re.IGNORECASE,
)
BETWEEN_TWO = re.compile(r"\bdifferences? (?:in|between|of)\b[^?]*\band\b", re.IGNORECASE)
PER_CENT_CHANGE = re.compile(
    r"\b(?:percent(?:age)?|per cent|%) (?:change|increase|decrease|growth|rise|fall|drop|decline)\b|\bgrowth rate\b"
    r"|\bby (?:what|how many) (?:percent|per cent)(?:age)?\b(?! points)",
    re.IGNORECASE,
)
SUM = re.compile(r"\b(?:sum|combined|together|total)\b", re.IGNORECASE)
MEAN = re.compile(r"\b(?:average|mean)\b", re.IGNORECASE)
# More differences than these would bury the figures.
MOST_DIFFERENCES = 2


def cells_answer(question: Question, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[DraftStatement]:
    """The asked cells of a table, with whom they are compared and how far they differ where that is asked."""
    aim = Aim(question)
    told = choice(aim, ranked, neighbours)
    if told is None:
        return []
    cells = dict.fromkeys(cell for cell in (*told.chosen, *told.further, *told.against) if not cell.missing)
    computed = differences(aim, told.chosen, told.against or _two_sides(aim, told)) or _together(
        aim, (*told.chosen, *told.further)
    )
    return [*by_row(list(cells)), *computed]


def _two_sides(aim: Aim, told: Choice) -> tuple[AskedCell, ...]:
    """The other of two cells between which the question asks for the difference ("the high and the low price")."""
    others = [c for c in (*told.chosen[1:], *told.further) if c.period is None or c.period == told.chosen[0].period]
    return tuple(others[:1]) if BETWEEN_TWO.search(aim.question.standalone) else ()


def wants_difference(aim: Aim) -> bool:
    """True where the question asks how far two figures are apart, or holds one against another."""
    text = aim.question.standalone
    return aim.question.kind == "comparison" or bool(DIFFERENCE_ASKED.search(text) or PER_CENT_CHANGE.search(text))


def differences(aim: Aim, chosen: Sequence[AskedCell], against: Sequence[AskedCell]) -> list[DraftStatement]:
    """How far the asked figure is from those it is held against; without any, from its own of the earlier period."""
    if not chosen or not wants_difference(aim):
        return []
    top = chosen[0]
    if against:
        sides = [_between(top, other) for other in against[:MOST_DIFFERENCES]]
        return [statement for statement in sides if statement]
    dated = sorted((cell for cell in chosen if cell.period), key=_order)
    if len(dated) < 2:
        return []
    per_cent = bool(PER_CENT_CHANGE.search(aim.question.standalone))
    moved = _over_time(dated[0], dated[-1], per_cent=per_cent)
    return [moved] if moved else []


def _together(aim: Aim, cells: Sequence[AskedCell]) -> list[DraftStatement]:
    """The sum or mean of the asked cells, where the question asks for one that the table does not give itself."""
    text = aim.question.standalone
    names = " ".join(f"{cell.named} {cell.evidence.unit.lead}" for cell in cells)
    figures = [figure for cell in cells if (figure := figure_of(cell.text)) is not None]
    if len(figures) < 2 or len(figures) < len(cells):
        return []
    values = [figure.value for figure in figures]
    if MEAN.search(text) and not MEAN.search(names):
        steps, word = mean(values), "average"
    elif SUM.search(text) and not SUM.search(names):
        steps, word = total(values), "total"
    else:
        return []
    said = in_unit(steps.rsplit(" = ", 1)[1], "%" if "%" in value_words(cells[0]) else figures[0].unit)
    quotes = tuple(quote_of_cell(cell) for cell in cells)
    return [DraftStatement(f"The {word} is {said}.", quotes, "computed", (), steps, observed_cells(cells))]


def _order(cell: AskedCell) -> tuple[int, int, int]:
    assert cell.period is not None
    return cell.period[0].order


def _between(top: AskedCell, other: AskedCell) -> DraftStatement | None:
    ours, theirs = figure_of(top.text), figure_of(other.text)
    if ours is None or theirs is None:
        return None
    own, compared = side_name(top, other), side_name(other, top)
    apart = ours.value - theirs.value
    word = "higher" if apart > 0 else "lower"
    by = f"{plain(abs(apart))}{_points(top)}"
    held = f"{own} is {by} {word} than {compared}." if apart else f"{own} is the same as {compared}."
    text = held if own and compared else f"The difference is {by}."
    return _computed(text, top, other, difference(theirs.value, ours.value), (own, compared))


def _over_time(first: AskedCell, last: AskedCell, *, per_cent: bool) -> DraftStatement | None:
    before, after = figure_of(first.text), figure_of(last.text)
    if before is None or after is None or first.period is None or last.period is None:
        return None
    moved = after.value - before.value
    word = "Up" if moved > 0 else "Down"
    if not moved:
        return _computed("Both are the same.", first, last, difference(before.value, after.value), ())
    if per_cent and before.value:
        steps = change(before.value, after.value)
        said = f"{steps.rsplit(' = ', 1)[1].lstrip('−')}%"
    else:
        steps, said = difference(before.value, after.value), f"{plain(abs(moved))}{_points(last)}"
    return _computed(f"{word} {said}.", first, last, steps, ())


def _computed(text: str, one: AskedCell, other: AskedCell, calculation: str, frame: tuple[str, ...]) -> DraftStatement:
    quotes = (quote_of_cell(one), quote_of_cell(other))
    return DraftStatement(text, quotes, "computed", frame, calculation, observed_cells((one, other)))


def observed_cells(cells: Sequence[AskedCell]) -> tuple[Observed, ...]:
    """The figures of cells as observations."""
    found = []
    for cell in cells:
        figure = figure_of(cell.text)
        if figure is not None:
            when = cell.period[1] if cell.period else ""
            name = ", ".join(part for part in (*cell.row.label, " / ".join(cell.header)) if part and part != when)
            found.append(observed_cell(cell, figure, name, when))
    return tuple(found)


def _points(cell: AskedCell) -> str:
    return " percentage points" if "%" in value_words(cell) else ""


def side_name(cell: AskedCell, other: AskedCell) -> str:
    """The words of a cell's names that tell it from the other one."""
    for own, theirs in ((cell.header, other.header), (cell.row.label, other.row.label)):
        if own != theirs:
            parts = [part for part in own if part not in theirs] or list(own)
            named = [part for part in parts if answer_words().comparators_in(part)]
            said = (named or parts or [""])[-1]
            shared = set(words(" ".join(theirs)))
            kept = [word for word in said.split() if not set(words(word)) <= shared]
            return " ".join(kept) or without_period(said) or said
    return ""
