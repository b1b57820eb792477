"""TAT-QA (Zhu and others 2021): a table and paragraphs of a financial report, and questions of both.

Each context becomes one Markdown file, the paragraphs in order and then the table, of which its questions are asked.
The evidence are the paragraphs that the set names and the rows with a figure of the derivation or with an answer.
"""

import re
from dataclasses import dataclass
from typing import Any, get_args

from eval.questions.public.converted import Converted
from eval.questions.sets import BadRecordError, Record, parts, take
from eval.scoring.score import fold, normal
from eval.types import ExternalType

FORM = "TAT-QA"
KINDS = tuple(kind for kind in get_args(ExternalType) if kind in ("span", "multi-span", "arithmetic", "count"))
SCALES = ("", "thousand", "million", "billion", "percent")

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BARE = str.maketrans("", "", "$£€,%()- ")


@dataclass(frozen=True, slots=True)
class _Asked:
    id: str
    question: str
    answers: tuple[str, ...]
    kind: str
    source: str
    scale: str
    derivation: str
    paragraphs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Context:
    table: tuple[tuple[str, ...], ...]
    paragraphs: list[tuple[int, str]]
    asked: tuple[_Asked, ...]


def looks_like_tatqa(content: object) -> bool:
    """Whether the content of a JSON file is meant to be of this form."""
    return (
        isinstance(content, list)
        and bool(content)
        and isinstance(content[0], dict)
        and not {"table", "paragraphs", "questions"}.isdisjoint(content[0])
    )


def read_tatqa(content: list[Any]) -> Converted:
    """The set in our form; `BadRecordError` says where the content is not as it should be."""
    contexts = parts({"the list": content}, "the list", _context)
    docs: dict[str, str] = {}
    records: list[Record] = []
    for number, context in enumerate(contexts, 1):
        name = f"context_{number:04}.md"
        rows = [f"| {' | '.join(row)} |" for row in context.table]
        under = [f"| {' | '.join('---' for _ in context.table[0])} |"] if rows else []
        docs[name] = (
            "\n\n".join([*(text for _, text in context.paragraphs), "\n".join([*rows[:1], *under, *rows[1:]])]) + "\n"
        )
        records += (_record(asked, context, name, rows) for asked in context.asked)
    return Converted(FORM, docs, records)


def _context(record: Record) -> _Context:
    grid = take(take(record, "table", dict), "table", list)
    if not all(isinstance(row, list) for row in grid):
        raise BadRecordError("'table': 'table' must be a list of rows, each a list of cells")
    width = max(map(len, grid), default=0)
    cells = tuple(tuple(map(_cell, row + [""] * (width - len(row)))) for row in grid)
    paragraphs = parts(record, "paragraphs", lambda p: (take(p, "order", int), take(p, "text", str)))
    return _Context(cells, sorted(paragraphs), parts(record, "questions", _asked))


def _cell(value: object) -> str:
    return "" if value is None else fold(str(value)).replace("|", "/")


def _asked(record: Record) -> _Asked:
    kind, scale = take(record, "answer_type", str), take(record, "scale", str, "")
    if kind not in KINDS:
        raise BadRecordError(f"'answer_type' must be one of {', '.join(KINDS)}, not '{kind}'")
    if scale not in SCALES:
        raise BadRecordError(f"'scale' must be empty or one of {', '.join(SCALES[1:])}, not '{scale}'")
    return _Asked(
        id=take(record, "uid", str),
        question=take(record, "question", str),
        answers=_answers(record),
        kind=kind,
        source=take(record, "answer_from", str, ""),
        scale=scale,
        derivation=take(record, "derivation", str, ""),
        paragraphs=frozenset(map(str, take(record, "rel_paragraphs", list, []))),
    )


def _answers(record: Record) -> tuple[str, ...]:
    if record.get("answer") in (None, "", []):
        raise BadRecordError("'answer' is missing; the part of the set that comes without answers cannot be scored")
    value = record["answer"]
    return tuple(_written(one) for one in (value if isinstance(value, list) else [value]))


def _written(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise BadRecordError(f"'answer' must be a text, a number or a list of them, not {value!r}")


def _record(asked: _Asked, context: _Context, name: str, rows: list[str]) -> Record:
    quotes = [] if asked.source == "text" else [rows[n] for n in _rows(asked, context.table)]
    quotes += (text for order, text in context.paragraphs if str(order) in asked.paragraphs)
    several = asked.kind == "multi-span" or len(asked.answers) > 1
    return {
        "id": asked.id,
        "question": asked.question,
        "answers": list(asked.answers) if several else _with_scale(asked.answers[0], asked.scale),
        "answer_mode": "all" if several else "any",
        "answerable": True,
        "evidence": [{"doc": name, "quote": quote} for quote in quotes],
        "scope": "doc",
        "meta": {
            "doc": name,
            "answer_type": asked.kind,
            "answer_from": asked.source,
            "scale": asked.scale,
            "derivation": asked.derivation,
        },
    }


def _with_scale(answer: str, scale: str) -> list[str]:
    if not scale:
        return [answer]
    return [f"{answer}%" if scale == "percent" else f"{answer} {scale}", answer]


def _rows(asked: _Asked, table: tuple[tuple[str, ...], ...]) -> list[int]:
    """The rows below the first that hold a figure of the derivation, or an answer, as a whole cell."""
    figures = {figure.replace(",", "") for figure in _FIGURE.findall(asked.derivation)}
    figures |= {answer.translate(_BARE) for answer in asked.answers if any(map(str.isdigit, answer))}
    words = {normal(answer) for answer in asked.answers}
    return [
        number
        for number, row in enumerate(table)
        if number
        and (any(cell.translate(_BARE) in figures for cell in row[1:]) or any(normal(cell) in words for cell in row))
    ]
