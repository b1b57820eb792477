"""The hand-checked sheet (see sheet/README.md), and where its cells, sentences and figures stand in a document."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.types import Comparator

SHEET = Path(__file__).parent / "sheet"
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
CELLS, FIGURES = "cells.jsonl", "figures.jsonl"
HELD_OUT_CELLS, HELD_OUT_FIGURES = "held_out_cells.jsonl", "held_out_figures.jsonl"
HELD_OUT_FIGURES_2 = "held_out_figures_2.jsonl"


@dataclass(frozen=True, slots=True)
class CellTruth:
    """A table cell with its header paths. `corner` are the header cells over label columns, which a path may hold."""

    document: str
    line: int
    column_index: int
    value: str
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]
    caption: str
    corner: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class FigureTruth:
    """A figure of a sentence. The tuples hold every reading that is right, the sheet's own first.

    `must` are words that a measure needs, `|` between those of which one will do. `optional` is set where leaving the
    figure out is no fault, while a wrong reading of it is.
    """

    text: str
    observation: bool
    why: str = ""
    measures: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    place: str = ""
    periods: tuple[str | None, ...] = ()
    values: tuple[float, ...] = ()
    units: tuple[str | None, ...] = ()
    comparators: tuple[Comparator | None, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SentenceTruth:
    """A sentence in which every figure is labelled, in the order in which they stand."""

    document: str
    line: int
    sentence: str
    figures: tuple[FigureTruth, ...]


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence's place in its document's text, and each figure's."""

    truth: SentenceTruth
    start: int
    end: int
    figures: tuple[tuple[int, int], ...]


def cell_truths(name: str = CELLS) -> list[CellTruth]:
    """The labelled cells of a file of the sheet."""
    return [
        CellTruth(
            document=row["document"],
            line=row["line"],
            column_index=row["column_index"],
            value=row["value"],
            rows=tuple(tuple(path) for path in (row["row"], *row.get("row_alt", ()))),
            columns=tuple(tuple(path) for path in (row["column"], *row.get("column_alt", ()))),
            caption=row["caption"],
            corner=tuple(row["corner"]),
            kind=row["kind"],
        )
        for row in read_lines(name)
    ]


def sentence_truths(name: str = FIGURES) -> list[SentenceTruth]:
    """The labelled sentences of a file of the sheet."""
    return [
        SentenceTruth(row["document"], row["line"], row["sentence"], tuple(figure(f) for f in row["figures"]))
        for row in read_lines(name)
    ]


def figure(row: dict[str, Any]) -> FigureTruth:
    if not row["observation"]:
        return FigureTruth(row["text"], False, why=row["why"])
    return FigureTruth(
        row["text"],
        True,
        measures=(row["measure"], *row.get("measure_alt", ())),
        must=tuple(row.get("must", ())),
        place=row["place"],
        periods=(row["period"], *row.get("period_alt", ())),
        values=(row["value"], *row.get("value_alt", ())),
        units=(row["unit"], *row.get("unit_alt", ())),
        comparators=(row["comparator"], *row.get("comparator_alt", ())),
        optional=row.get("optional", False),
    )


def read_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SHEET / name).read_text(encoding="utf-8").splitlines()]


def line_start(text: str, line: int) -> int:
    """Where a line begins, the first being 1."""
    return sum(len(before) + 1 for before in text.split("\n")[: line - 1])


def cell_span(text: str, truth: CellTruth) -> tuple[int, int]:
    """Where the sheet's cell stands in the text, without the space around it."""
    line = text.split("\n")[truth.line - 1]
    cells = line.split("\t")
    start = line_start(text, truth.line) + sum(len(cell) + 1 for cell in cells[: truth.column_index])
    cell = cells[truth.column_index]
    start += len(cell) - len(cell.lstrip())
    return start, start + len(cell.strip())


def place_sentence(text: str, truth: SentenceTruth) -> PlacedSentence:
    """Where the sentence and its figures stand; white space may differ, as the sheet folds it."""
    found = spaced(truth.sentence).search(text, line_start(text, truth.line))
    if found is None:
        raise ValueError(f"{truth.document} line {truth.line}: the sentence is not there: {truth.sentence}")
    spans = []
    position = found.start()
    for labelled in truth.figures:
        at = spaced(labelled.text).search(text, position, found.end())
        if at is None:
            raise ValueError(f"{truth.document} line {truth.line}: no {labelled.text!r} in: {truth.sentence}")
        spans.append(at.span())
        position = at.end()
    return PlacedSentence(truth, found.start(), found.end(), tuple(spans))


def spaced(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))
