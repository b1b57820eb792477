"""The tables among the evidence: all rows of each, and which table holds what is asked for."""

import math
from collections.abc import Sequence
from dataclasses import replace

from service.answering.aim import Aim
from service.answering.cells import AskedCell
from service.answering.draft import Neighbours
from service.evidence import Evidence

# Tables of rows that rank this far down are looked at, each step of e in score costing so much.
TABLES, TABLE_WITHIN, TABLE_SHARE, RANK_STEP = 4, 15, 0.15, 0.08


def table_rows(evidence: Evidence, ranked: Sequence[Evidence], neighbours: Neighbours) -> list[Evidence]:
    """All rows of the table that a row stands in, in their order; those that were not ranked have no score."""
    known = {e.unit.start: e for e in ranked if e.document.id == evidence.document.id}
    rows = []
    for passage in neighbours(evidence.candidate.passage):
        if passage.section != evidence.candidate.passage.section:
            continue
        for unit in passage.units:
            if unit.row is not None and unit.lead == evidence.unit.lead:
                found = known.get(unit.start)
                blank = replace(evidence, unit=unit, candidate=replace(evidence.candidate, passage=passage), score=0.0)
                rows.append(found or blank)
    return sorted(rows, key=lambda e: e.unit.start) or [evidence]


def best_tables(ranked: Sequence[Evidence], share: float = TABLE_SHARE) -> list[Evidence]:
    """The first row of each table among the best evidence, which stands for its table."""
    chosen: dict[tuple[str, tuple[str, ...], str], Evidence] = {}
    for evidence in ranked[:TABLE_WITHIN]:
        if evidence.unit.row is not None and evidence.score >= share * ranked[0].score:
            key = (evidence.document.id, evidence.candidate.passage.section, evidence.unit.lead)
            chosen.setdefault(key, evidence)
    return list(chosen.values())[:TABLES]


def fitting_tables(
    aim: Aim, ranked: Sequence[Evidence], neighbours: Neighbours, share: float = TABLE_SHARE
) -> list[list[AskedCell]]:
    """All cells of each table among the best evidence, the table first whose best cell fits best."""
    found = []
    for evidence in best_tables(ranked, share):
        cells = aim.cells(table_rows(evidence, ranked, neighbours))
        if cells:
            fit = max(cell.fit for cell in cells)
            fit += RANK_STEP * math.log(max(evidence.score, 1e-6) / max(ranked[0].score, 1e-6))
            found.append((fit, cells))
    return [cells for _, cells in sorted(found, key=lambda one: -one[0])]
