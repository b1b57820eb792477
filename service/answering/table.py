"""Table answers: the asked cells of the asked table, with whom they are compared, as short statements."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer import TableRow
from service.answer_words import answer_words
from service.answering.aim import TIE, Aim
from service.answering.cells import AskedCell, is_total
from service.answering.draft import DraftStatement, Neighbours
from service.answering.saying import statement_of_cells
from service.answering.tables import fitting_tables
from service.evidence import Evidence
from service.question import PERIOD_LABEL, Question, years_in
from service.words import words

MAX_CELLS = 6
# So many cells that fit equally well are told; of more periods only the latest.
MOST_TIED, MOST_PERIODS = 4, 3
# What a further cell must add of the question to be told too, and how many may.
FURTHER_TERMS, FURTHER = 0.12, 2
# One of another row must fit nearly as well as the asked one.
FURTHER_FIT = 0.75
COMPARED_WITH = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a table is told: all its cells, the asked ones best first, further ones, and those compared with."""

    cells: tuple[AskedCell, ...]
    chosen: tuple[AskedCell, ...]
    further: tuple[AskedCell, ...]
    against: tuple[AskedCell, ...]


def choice(aim: Aim, ranked: Sequence[Evidence], neighbours: Neighbours) -> Choice | None:
    """The cells to tell; None where the asked cell is empty or there is none."""
    cells, chosen = choose(aim, ranked, neighbours)
    chosen = [cell for cell in chosen if not cell.missing]
    if not chosen:
        return None
    further, against = _further(aim, cells, chosen), compared_with(aim, cells, chosen[0])
    return Choice(tuple(cells), tuple(chosen), tuple(further), tuple(c for c in against if c not in chosen))


def choose(aim: Aim, ranked: Sequence[Evidence], neighbours: Neighbours) -> tuple[list[AskedCell], list[AskedCell]]:
    """All cells of the table that holds the best one, and those of them that are asked for, the best first."""
    tables = fitting_tables(aim, ranked, neighbours)
    cells = tables[0] if tables else []
    return cells, asked_cells(aim, cells)


def asked_cells(aim: Aim, cells: Sequence[AskedCell]) -> list[AskedCell]:
    """The cells that fit best: one for each asked period, and those of the same row that fit as well."""
    if not cells:
        return []
    top = max(cells, key=lambda cell: cell.fit)
    if top.period is None:
        tied = [c for c in cells if c.row is top.row and top.fit - c.fit < TIE and not c.missing]
        return [top, *(c for c in tied if c is not top)] if len(tied) <= MOST_TIED else [top]
    if not aim.periods:
        others = [c for c in cells if c.row is top.row and top.fit - c.fit < TIE and c is not top and not c.missing]
        return [top, *others] if len(others) < MOST_PERIODS else [top]
    chosen = []
    for asked in aim.periods:
        fitting = [c for c in cells if c.period and c.period[0].fit(asked)]
        chosen += sorted(fitting, key=lambda c: -(c.fit + c.period[0].fit(asked) if c.period else 0.0))[:1]
    return list(dict.fromkeys(chosen))


def _further(aim: Aim, cells: Sequence[AskedCell], chosen: Sequence[AskedCell]) -> list[AskedCell]:
    """Cells of the same row or column that say what the question asks besides: a number and its percentage, say."""
    told = list(chosen)
    while len(told) - len(chosen) < FURTHER:
        have = aim.covered(told)
        gains = [
            (aim.weight(aim.covered([*told, cell]) - have), cell.fit, number)
            for number, cell in enumerate(cells)
            if cell not in told and _may_be_told(aim, cell, chosen[0])
        ]
        gain, _, number = max(gains, default=(0.0, 0.0, 0))
        if gain < FURTHER_TERMS:
            break
        told.append(cells[number])
    return told[len(chosen) :]


def _may_be_told(aim: Aim, cell: AskedCell, top: AskedCell) -> bool:
    """Whether a cell may be told beside the asked one: of its row or column, of its side, and no unasked total."""
    total = (
        is_total(cell) and cell.row is not top.row and not answer_words().totals & set(words(aim.question.standalone))
    )
    fits = cell.row is top.row or cell.fit >= FURTHER_FIT * top.fit
    return fits and not cell.missing and not total and _beside(cell, top) and _same_side(aim, cell, top)


def _beside(cell: AskedCell, top: AskedCell) -> bool:
    return cell.row is top.row or (cell.header == top.header and cell.row.label[:-1] == top.row.label[:-1])


def _same_side(aim: Aim, cell: AskedCell, top: AskedCell) -> bool:
    """Not another's figure: the same period, and no comparator that nobody asked for."""
    own = answer_words().comparators_in(cell.named) - answer_words().comparators_in(top.named)
    return not own - aim.comparators and (cell.period is None or top.period is None or cell.period[0] == top.period[0])


def compared_with(aim: Aim, cells: Sequence[AskedCell], top: AskedCell) -> list[AskedCell]:
    """The cells that say the same as one of whom the question compares with; of all where it names nobody."""
    if aim.question.kind != "comparison" and not aim.comparators:
        return []
    own = answer_words().comparators_in(top.named)
    found: dict[frozenset[str], AskedCell] = {}
    for cell in cells:
        others = answer_words().comparators_in(cell.named) - own
        if not others or (aim.comparators and not others & aim.comparators) or cell.missing:
            continue
        if counterpart(aim, cell, top):
            found.setdefault(others, cell)
    return list(found.values())[:COMPARED_WITH]


def counterpart(aim: Aim, cell: AskedCell, top: AskedCell) -> bool:
    """True where two cells have the same names but for those of places and comparators."""
    same_row, same_column = cell.row is top.row, cell.header == top.header
    if same_row and cell.period and top.period and cell.period[0] != top.period[0]:
        return False
    if same_row:
        return bare(aim, cell.header) == bare(aim, top.header) or not bare(aim, cell.header)
    return same_column and bare(aim, cell.row.label) == bare(aim, top.row.label)


def bare(aim: Aim, path: Sequence[str]) -> str:
    """A label or head path without the names of places and comparators."""
    text = " ".join(path)
    for pattern in answer_words().comparators.values():
        text = pattern.sub(" ", text)
    found = re.findall(r"[a-z0-9%+*]+", text.lower())
    return " ".join(w for w in found if not (len(w) > 3 and aim.names_place(w)) and not aim.shortens_place(w))


def row_statement(
    question: Question, evidence: Evidence, place: str = "", *, whole: bool = False
) -> DraftStatement | None:
    """A statement from one row; None where every asked cell is empty. `whole` takes all columns."""
    aim = Aim(question)
    cells = aim.cells([evidence])
    row = evidence.unit.row
    assert row is not None
    if _other_periods_only(question, row):
        return None
    chosen = cells if whole and len(cells) <= 2 * MAX_CELLS else asked_cells(aim, cells)
    shown = [cell for cell in chosen if not cell.missing][: 2 * MAX_CELLS if whole else MAX_CELLS]
    return statement_of_cells(shown, place) if shown else None


def _other_periods_only(question: Question, row: TableRow) -> bool:
    """The table's periods are known, and the asked one is none of them."""
    heads = [" ".join(row.header[i]).strip() for i, c in enumerate(row.cells) if c.text and c.text not in row.label]
    asked = set(question.points)
    periods = len(heads) > 1 and all(PERIOD_LABEL.fullmatch(head) for head in heads)
    return bool(asked) and periods and all(asked.isdisjoint(years_in(head)) for head in heads)


def aligned(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, with the row of the asked period in front where the best is a row of another period."""
    best = ranked[0]
    points = set(question.points)
    if best.unit.row is None or not _label_years(best.unit.row) or points & _label_years(best.unit.row):
        return list(ranked)
    rows = [e for e in same_table(best, ranked) if e.unit.row is not None and _label_years(e.unit.row)]
    if points:
        rows = [e for e in rows if e.unit.row is not None and points & _label_years(e.unit.row)]
        first = max(rows, key=lambda e: e.score, default=best)
    else:
        # No period asked: the latest.
        first = max(rows, key=lambda e: max(_label_years(e.unit.row)) if e.unit.row else 0, default=best)
    return [replace(first, score=best.score), *(e for e in ranked if e is not first)]


def _label_years(row: TableRow) -> set[int]:
    return set(years_in(" ".join(row.label)))


def same_table(evidence: Evidence, others: Sequence[Evidence]) -> list[Evidence]:
    """The rows of the same table, in their order."""
    section, lead = evidence.candidate.passage.section, evidence.unit.lead
    rows = [
        other
        for other in others
        if other.unit.kind == "row"
        and other.document.id == evidence.document.id
        and other.candidate.passage.section == section
        and other.unit.lead == lead
    ]
    return sorted(rows, key=lambda other: other.unit.start)
