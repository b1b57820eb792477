"""Verdicts: read strictly from what a model says, and kept in a run's folder so that none is asked for twice."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.judge import prompt
from eval.questions.sets import BadRecordError, Record, read_lines, take
from eval.types import Question
from service.llm.prompt import as_data

JUDGED = "judged.jsonl"
LONGEST_REASON = 300
_FENCE = re.compile(r"\A```(?:json)?\s*\n(.*)\n\s*```\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge made of one answer; `right` is None where its reply was no verdict, which `reason` then shows."""

    key: str
    id: str
    right: bool | None
    reason: str


def key_of(model: str, question: Question, answer: str) -> str:
    """The same for the same prompt, model, question with what went before, reference and answer, and else never."""
    turns = [(turn.question, turn.answer) for turn in question.history]
    whole = json.dumps([prompt.SHA256, model, question.question, turns, question.answer, answer])
    return hashlib.sha256(whole.encode()).hexdigest()


def read_verdict(text: str) -> tuple[bool | None, str]:
    """The verdict with its reason. Anything but the one JSON object asked for is none, and is not guessed at.

    A code fence around the whole is taken off: many models cannot do without, and it changes nothing.
    """
    stripped = text.strip()
    fenced = _FENCE.match(stripped)
    try:
        told = json.loads(fenced.group(1) if fenced else stripped, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError):
        return None, _short(text)
    if (
        not isinstance(told, dict)
        or set(told) != {"verdict", "reason"}
        or told["verdict"] not in ("right", "wrong")
        or not isinstance(told["reason"], str)
        or told["reason"].strip() in ("", prompt.NO_REASON)
    ):
        return None, _short(text)
    return told["verdict"] == "right", _short(told["reason"])


def _without_twins(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object that gives a name twice says two things; which one counts would be a guess."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _short(text: str) -> str:
    """What a model says is shown and kept as one plain line."""
    return as_data(text)[:LONGEST_REASON]


def verdict_line(verdict: Verdict) -> str:
    """One line of judged.jsonl."""
    return json.dumps(asdict(verdict), ensure_ascii=False) + "\n"


def read_verdicts(path: Path) -> dict[str, Verdict]:
    """The verdicts of a run's folder by their keys. A last line that was cut short is as if it were not there."""
    if not path.exists():
        return {}
    whole, _, cut = path.read_text(encoding="utf-8").rpartition("\n")
    if cut:
        path.write_text(f"{whole}\n" if whole else "", encoding="utf-8")
    return {verdict.key: verdict for _, verdict in read_lines(path, _parse)}


def _parse(record: Record) -> Verdict:
    right = record.get("right")
    if right is not None and not isinstance(right, bool):
        raise BadRecordError(f"'right' must be true, false or null, not {right!r}")
    return Verdict(take(record, "key", str), take(record, "id", str), right, take(record, "reason", str))
