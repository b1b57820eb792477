"""Going on with a run that was stopped: what it was to be, what it has, and when the two do not fit together."""

import argparse
import json
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.asking.machine import code_identity
from eval.errors import EvalError
from eval.run_folder import (
    ANSWERS,
    FIGURES,
    MARKDOWN,
    REPORT,
    RETRIEVED,
    RUN,
    is_unfinished,
    read_replies,
    write_replies,
    write_whole,
)
from eval.types import Question, QuestionSet, SystemFacts, TimedReply

RETRIEVE = 10  # passages searched for a question
NAMES = {
    "set_sha256": "the set (sha256)",
    "only": "--only",
    "limit": "--limit",
    "target": "what is asked",
    "index_version": "the index version",
    "model": "the model",
    "settings": "the settings",
    "commit": "the commit",
    "retrieve": "the passages searched for a question",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides the answers of a run, written before its first question. All but `set_path` must stay the same."""

    set_path: str
    set_sha256: str
    only: list[str]
    limit: int | None
    target: str
    index_version: str | None
    model: str | None
    settings: dict[str, Any]
    commit: str | None
    retrieve: int


def plan_of(arguments: argparse.Namespace, system: SystemFacts, question_set: QuestionSet) -> Plan:
    """The plan of a run that is about to begin."""
    return Plan(
        set_path=question_set.path,
        set_sha256=question_set.sha256,
        only=sorted(getattr(arguments, "only", ())),
        limit=arguments.limit,
        target=system.target,
        index_version=system.index_version,
        model=system.model,
        settings=system.settings,
        commit=code_identity(),
        retrieve=0 if arguments.no_retrieval else RETRIEVE,
    )


def begin(out: Path, plan: Plan, kept: Mapping[str, TimedReply]) -> None:
    """Make the folder that of an unfinished run with these replies."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        # First: figures beside answers that are not theirs would pass for a finished run.
        for name in (FIGURES, REPORT, MARKDOWN):
            (out / name).unlink(missing_ok=True)
        write_replies(out, kept)
        write_whole(out / RUN, json.dumps(asdict(plan), ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise EvalError(f"{out}: results cannot be written there: {error.strerror}.") from error


def refuse_unfinished(out: Path) -> None:
    """Raise `EvalError` where a new run would throw away what an unfinished one has."""
    if is_unfinished(out):
        raise EvalError(
            f"{out}: there is a run in it that was stopped before its end. Go on with it by --resume, or begin anew: "
            "name another folder with --out, or delete this one."
        )


def require_begun(out: Path) -> None:
    """Raise `EvalError` where there is no run to go on with."""
    if not (out / RUN).exists():
        raise EvalError(f"{out}: there is no run in it to go on with. Begin one without --resume.")


def kept_replies(out: Path, plan: Plan, questions: Sequence[Question]) -> dict[str, TimedReply]:
    """The replies to go on from; raises `EvalError` where they are of another plan."""
    _compare(out, plan)
    for name in (ANSWERS, RETRIEVED):
        _drop_half_line(out / name)
    replies = read_replies(out) if (out / ANSWERS).exists() else {}
    return {q.id: replies[q.id] for q in questions if q.id in replies and _is_whole(q, replies[q.id], plan)}


def _is_whole(question: Question, timed: TimedReply, plan: Plan) -> bool:
    return timed.retrieved is not None or not plan.retrieve or not question.answerable


def _compare(out: Path, plan: Plan) -> None:
    path = out / RUN
    try:
        was = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvalError(f"{path}: cannot be read: {error}") from error
    found = json.loads(json.dumps(asdict(plan)))
    if not isinstance(was, dict) or was.keys() != found.keys():
        raise EvalError(f"{path}: not written by this version of the evaluation. Begin the run anew.")
    differing = [f"{NAMES[key]}: was {was[key]!r}, is {found[key]!r}" for key in NAMES if was[key] != found[key]]
    if differing:
        raise EvalError(
            "\n  ".join([f"{out}: the answers there are of another run, so these would not be its rest:", *differing])
            + "\nMake these as they were, or begin anew in another folder."
        )


def _drop_half_line(path: Path) -> None:
    """Take off what was being written when the run was killed."""
    if not path.exists():
        return
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        path.write_bytes(whole)


def how_to_go_on(arguments: argparse.Namespace, out: Path, asked: int) -> str:
    """How many of the questions are answered, and the command that asks the rest."""
    count = (out / ANSWERS).read_bytes().count(b"\n")
    return f"{count} of {asked} questions are answered, and kept in {out}. Go on with:\n  {_command(arguments, out)}"


def _command(arguments: argparse.Namespace, out: Path) -> str:
    words = ["python", "-m", "eval", *arguments.given]
    if "-m" in sys.orig_argv:  # by the name that this Python was called by
        words[0] = sys.orig_argv[0]
    if arguments.out is None:
        words += ["--out", out.as_posix()]
    if not arguments.resume:
        words.append("--resume")
    key = getattr(arguments, "llm_api_key", None)
    return shlex.join(word.replace(key, "KEY") if key else word for word in words)
