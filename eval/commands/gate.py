"""`python -m eval gate`: ask a part of a set and fail where it is worse than recorded."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from eval.asking.machine import CHANGES
from eval.commands.shared import COULD_NOT_RUN, OK, add_corpus, complain, positive
from eval.errors import EvalError, UsageError
from eval.gate.part import choose_part
from eval.gate.recorded import GateRun, read_gate, run_of, write_gate
from eval.gate.running import PART_SIZE, require_same_set, run_part
from eval.gate.verdict import judge_run, verdict_text
from eval.questions.sets import read_set
from service.loading import EngineFactory
from service.settings import add_flags as add_settings

HELP = "ask a part of a set and fail where it is worse than recorded"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("--set", type=Path, default=Path("eval/sets/dev.jsonl"), help="the question set")
    parser.add_argument(
        "--recorded", type=Path, default=Path("eval/results/gate.json"), help="default: eval/results/gate.json"
    )
    parser.add_argument("--update", action="store_true", help="record the figures of this run instead")
    parser.add_argument(
        "--size",
        type=positive,
        metavar="N",
        help=f"with --update: questions of the part (default: as many as before, {PART_SIZE} at first)",
    )
    add_settings(parser, ["index_dir"])
    add_corpus(parser)


def work(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Run the part, print what moved; the status tells whether it may pass."""
    if arguments.size and not arguments.update:
        raise UsageError("--size goes with --update: without it the recorded part is asked.")
    question_set = read_set(arguments.set)
    before = None if arguments.update else read_gate(arguments.recorded)
    if before:
        require_same_set(before, arguments.set, question_set)
        ids = [row.id for row in before.rows]
    else:
        ids = [
            question.id
            for question in choose_part(question_set.questions, arguments.size or _size_before(arguments.recorded))
        ]
    complain(f"Asking {len(ids)} of the {len(question_set.questions)} questions of {arguments.set}.")
    out = run_part(arguments.set, ids, _flags(arguments), lambda given: _command(given, engine_factory))
    now = run_of(out, question_set.path, question_set.sha256)
    return _hold(before, now, out) if before else _update(arguments.recorded, now)


def _size_before(recorded: Path) -> int:
    """How many questions were recorded before, where some were."""
    try:
        return len(read_gate(recorded).rows) if recorded.exists() else PART_SIZE
    except EvalError:  # it is to be written anew; what is wrong with it is told then
        return PART_SIZE


def _flags(arguments: argparse.Namespace) -> list[str]:
    given = {"--index": arguments.index_dir, "--corpus": arguments.corpus_dir}
    return [part for flag, value in given.items() if value is not None for part in (flag, str(value))]


def _command(given: Sequence[str], engine_factory: EngineFactory | None) -> int:
    from eval.__main__ import main  # which imports this module

    return main(given, engine_factory=engine_factory)


def _hold(before: GateRun, now: GateRun, out: Path) -> int:
    verdict = judge_run(before, now)
    print(f"recorded {before.date} at {before.commit}\n\n{verdict_text(verdict)}\n")
    if before.settings != now.settings:
        complain(f"The settings are not those of the recorded run: {before.settings} then, {now.settings} now.")
    for reason in verdict.reasons:
        complain(f"eval: gate: {reason}")
    if verdict.reasons:
        complain(
            f"The gate is shut. See {out / 'report.html'}; where the change is meant: python -m eval gate --update."
        )
        return COULD_NOT_RUN
    print("The gate is open.")
    return OK


def _update(path: Path, now: GateRun) -> int:
    if path.exists():
        _tell_change(path, now)
    write_gate(path, now)
    if now.commit is None or now.commit.endswith(CHANGES):
        complain("The run was not of a commit as it stands: files differ from it.")
    print(f"{len(now.rows)} questions recorded in {path}")
    return OK


def _tell_change(path: Path, now: GateRun) -> None:
    try:
        before = read_gate(path)
    except EvalError as error:
        complain(f"{error} That is being done.")
        return
    if {row.id for row in before.rows} == {row.id for row in now.rows}:
        print(f"recorded before: {before.date} at {before.commit}\n\n{verdict_text(judge_run(before, now))}\n")
    else:
        print("The part recorded before had other questions: there is nothing to compare with.")
