"""The reader on questions with their document: the words it would answer with, and when it had better refuse."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.reader.held_out import bm25
from eval.scoring.score import fold
from service.reader import CrossEncoder

# So many texts of a document are read, the best by words.
READ = 24
SENTENCES = 3
_PARTS = re.compile(r"(?<=[.!?])\s+(?=[\"'(A-Z0-9])")
_PLAIN = re.compile(r"[^a-z0-9.%]+")
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Said:
    """The reader's answer to a question: its words, how far they are trusted, and whether they are right."""

    question: dict[str, Any]
    text: str
    answer: str
    trust: float
    right: bool


def prose_texts(document: str) -> list[str]:
    """Windows of three sentences, each begun one after the other, within paragraphs."""
    found = []
    for paragraph in document.split("\n\n"):
        parts = _PARTS.split(paragraph.strip())
        found += [" ".join(parts[i : i + SENTENCES]) for i in range(max(1, len(parts) - SENTENCES + 1))]
    return [text for text in found if text]


def mixed_texts(document: str) -> list[str]:
    """Sentences of the prose, and the rows of Markdown tables, each value after its column's name."""
    found, header = [], list[str]()
    for line in document.split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            header = []
            found += [part for part in _PARTS.split(line.strip()) if part]
        elif not header:
            header = cells
        elif set(line) - set("|-: "):
            named = [f"{n}: {c}" if n else c for n, c in zip(header[1:], cells[1:], strict=False) if c]
            found.append(" | ".join([cells[0], *named]))
    return found


def ask(
    folder: Path, reader: CrossEncoder, cut: Callable[[str], list[str]], chosen: Callable[[dict[str, Any]], bool]
) -> list[Said]:
    """Each chosen question put to the texts of its own document."""
    texts = {path.name: cut(path.read_text(encoding="utf-8")) for path in sorted((folder / "docs").iterdir())}
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        _answer(question, texts[question["meta"]["doc"]], reader) for question in filter(chosen, map(json.loads, lines))
    ]


def _answer(question: dict[str, Any], texts: Sequence[str], reader: CrossEncoder) -> Said:
    asked = question["question"]
    scores = bm25(texts)(asked, texts)
    best = sorted(range(len(texts)), key=lambda i: -scores[i])[:READ]
    readings = reader.read(asked, [texts[i] for i in best])
    # What is likely to answer comes first; relevance decides between those that do.
    order = max(range(len(best)), key=lambda k: readings[k].relevance - np.log(max(readings[k].no_answer, 1e-6)))
    reading, text = readings[order], texts[best[order]]
    begin, end = reading.span or (0, 0)
    trust = 1.0 - reading.no_answer
    right = question["answerable"] and matches(text[begin:end], question["answers"])
    return Said(question, text, text[begin:end], trust, right)


def matches(said: str, answers: Sequence[str]) -> bool:
    """Whether a gold string stands in what is said, as whole words, and little else does."""
    own = f" {_plain(said)} "
    return any(_plain(a) and f" {_plain(a)} " in own and len(own) <= 3 * len(_plain(a)) + 40 for a in answers)


def _plain(text: str) -> str:
    return _PLAIN.sub(" ", fold(text).lower().replace(",", "")).strip(" .")


@dataclass(frozen=True, slots=True)
class Refusals:
    """At one threshold of trust: how many refusals are right, and how many of the unanswerable are refused."""

    threshold: float
    precision: float
    recall: float
    answered_right: float


def refusals(found: Sequence[Said], threshold: float) -> Refusals:
    """Refusing whatever is trusted less than the threshold. `answered_right` is a share of the answerable."""
    refused = [said.trust < threshold for said in found]
    wanted = [not said.question["answerable"] for said in found]
    hits = sum(r and w for r, w in zip(refused, wanted, strict=True))
    right = sum(said.right and not r for said, r in zip(found, refused, strict=True))
    return Refusals(
        threshold, hits / max(1, sum(refused)), hits / max(1, sum(wanted)), right / max(1, wanted.count(False))
    )


def curve(found: Sequence[Said], points: int = 10) -> list[Refusals]:
    """The thresholds that refuse one tenth more each."""
    trusts = np.array([said.trust for said in found])
    return [refusals(found, float(np.quantile(trusts, k / points))) for k in range(1, points)]


def cross_validated(found: Sequence[Said], precision: float) -> Refusals:
    """The threshold of each fold is the highest that keeps `precision` on the other folds."""
    refused: dict[int, bool] = {}
    for fold_number in range(FOLDS):
        rest = [said for i, said in enumerate(found) if i % FOLDS != fold_number]
        fitting = [t for t in sorted({s.trust for s in rest}) if refusals(rest, t).precision >= precision]
        threshold = max(fitting, default=float("-inf"))
        refused |= {i: s.trust < threshold for i, s in enumerate(found) if i % FOLDS == fold_number}
    hits = sum(refused[i] and not said.question["answerable"] for i, said in enumerate(found))
    wanted = sum(not said.question["answerable"] for said in found)
    right = sum(said.right and not refused[i] for i, said in enumerate(found))
    return Refusals(
        float("nan"), hits / max(1, sum(refused.values())), hits / max(1, wanted), right / max(1, len(found) - wanted)
    )
