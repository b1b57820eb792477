"""A run from its first question to its last: asks, writes each answer as it comes, notes how it was made."""

import argparse
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from eval.asking.client import Asker
from eval.asking.machine import current_commit, describe_machine
from eval.asking.resuming import begin, how_to_go_on, kept_replies, plan_of
from eval.asking.runner import ask_all
from eval.errors import ServiceGoneError
from eval.run_folder import append_reply, write_replies
from eval.types import Failure, Question, QuestionSet, RunFacts, SystemFacts, TimedReply
from indexer import terminal_progress

Asked = tuple[dict[str, TimedReply], list[Failure]]


def run_facts(
    arguments: argparse.Namespace, documents: str, system: SystemFacts, question_set: QuestionSet, seconds: float
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
        documents=documents,
        workers=arguments.workers,
        limit=arguments.limit,
        only=tuple(getattr(arguments, "only", ())),
        seconds=round(seconds, 2),
        skipped=question_set.skipped,
    )


def conduct(
    arguments: argparse.Namespace,
    asker: Asker,
    question_set: QuestionSet,
    questions: Sequence[Question],
    documents: str,
    out: Path,
) -> tuple[RunFacts, dict[str, TimedReply], list[Failure]]:
    """Ask the questions, or with `--resume` those that are left; the facts, all replies and what failed.

    A run that is stopped says how to go on, by the message of `KeyboardInterrupt` or `ServiceGoneError`.
    """
    asker.warm_up()
    plan = plan_of(arguments, asker.facts, question_set)
    kept = kept_replies(out, plan, questions) if arguments.resume else {}
    begin(out, plan, kept)
    began = time.perf_counter()
    try:
        replies, errors = ask_and_write(asker, questions, out, arguments.workers, plan.retrieve, kept)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"stopped. {how_to_go_on(arguments, out, len(questions))}") from None
    except ServiceGoneError as error:
        raise ServiceGoneError(f"{error} {how_to_go_on(arguments, out, len(questions))}") from error
    # What came before is known by the answers that are kept: each says how long it was waited for.
    before = sum(timed.ms or 0.0 for timed in kept.values()) / 1000 / arguments.workers
    seconds = before + time.perf_counter() - began
    return run_facts(arguments, documents, asker.facts, question_set, seconds), replies, errors


def ask_and_write(
    asker: Asker, questions: Sequence[Question], out: Path, workers: int, retrieve: int, kept: Mapping[str, TimedReply]
) -> Asked:
    """Ask all that have no reply yet, each answer written as it comes, so that a run that is stopped leaves it."""
    replies, errors = dict(kept), list[Failure]()
    left = [question for question in questions if question.id not in kept]
    with closing(terminal_progress()) as progress:
        progress.start(len(questions), "questions")
        progress.advance(len(kept))
        for question, outcome in ask_all(asker, left, workers, retrieve):
            progress.advance()
            if outcome.failure:
                errors.append(outcome.failure)
            if outcome.reply:
                replies[question.id] = outcome.reply
                append_reply(out, question.id, outcome.reply)
    in_order = {question.id: replies[question.id] for question in questions if question.id in replies}
    if kept:
        write_replies(out, in_order)
    return in_order, errors
