"""A run from its first question to its result: asks, writes each answer as it comes, notes how it was made."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from eval.asking.client import Asker
from eval.asking.machine import current_commit, describe_machine
from eval.asking.runner import ask_all
from eval.errors import EvalError
from eval.results import ANSWERS, answer_line
from eval.types import Failure, Question, QuestionSet, RunFacts, SystemFacts, TimedReply
from indexer import terminal_progress


def run_facts(
    arguments: argparse.Namespace, corpus: Path, system: SystemFacts, question_set: QuestionSet, seconds: float
) -> RunFacts:
    """What the run's folder says about how it was made."""
    return RunFacts(
        date=datetime.now().astimezone().isoformat(timespec="seconds"),
        commit=current_commit(),
        machine=describe_machine(),
        target=system.target,
        index_version=system.index_version,
        model=system.model,
        settings=system.settings,
        set_path=question_set.path,
        set_sha256=question_set.sha256,
        corpus=corpus.as_posix(),
        workers=getattr(arguments, "workers", 1),
        limit=arguments.limit,
        only=tuple(getattr(arguments, "only", ())),
        seconds=round(seconds, 2),
    )


def ask_and_write(
    asker: Asker, questions: Sequence[Question], out: Path, workers: int
) -> tuple[dict[str, TimedReply], list[Failure]]:
    """Ask them all, each answer written as it comes, so that a run that is stopped leaves what it has."""
    replies: dict[str, TimedReply] = {}
    errors: list[Failure] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        answers = (out / ANSWERS).open("w", encoding="utf-8", buffering=1)
    except OSError as error:
        raise EvalError(f"{out}: results cannot be written there: {error.strerror}.") from error
    progress = terminal_progress()
    with answers, closing(progress):
        progress.start(len(questions), "questions")
        for question, outcome in ask_all(asker, questions, workers):
            progress.advance()
            if isinstance(outcome, Failure):
                errors.append(outcome)
                continue
            replies[question.id] = outcome
            answers.write(answer_line(question.id, outcome))
    return replies, errors
