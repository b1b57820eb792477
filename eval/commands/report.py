"""`python -m eval report RESULT`: score the answers of a run's folder anew, with today's set and scorer."""

import argparse
from dataclasses import replace
from pathlib import Path

from eval.commands.shared import OK, add_places, complain, finish, place_of, warn_of_skipped, warn_of_unknown
from eval.errors import EvalError
from eval.questions.documents import from_folder, from_place
from eval.questions.external import external_result, read_external
from eval.questions.sets import choose, read_set
from eval.run_folder import read_result
from eval.scoring.result import make_result
from eval.types import QuestionSet, RunFacts
from service.loading import EngineFactory

HELP = "score a run again without asking, and write its report"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("result", type=Path, help="folder of a run")
    parser.add_argument("--set", type=Path, help="the question set (default: the run's)")
    add_places(parser, "default: where the run did")


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Do it; nothing is asked."""
    recorded = read_result(arguments.result)
    set_path = _set_path(arguments, recorded.run)
    if set_path.is_dir():
        chosen = read_external(set_path)
        questions = choose(chosen.questions.questions, (), recorded.run.limit)
        run = _with_set(recorded.run, chosen.questions)
        texts = from_folder(chosen.docs).folded
        finish(arguments.result, external_result(run, chosen, questions, recorded.replies, recorded.errors, texts))
        return OK
    question_set = read_set(set_path)
    questions = choose(question_set.questions, recorded.run.only, recorded.run.limit)
    place = place_of(arguments) or recorded.run.documents
    texts = from_place(place).folded
    warn_of_unknown(questions, texts)
    run = replace(_with_set(recorded.run, question_set), documents=place)
    finish(arguments.result, make_result(run, questions, recorded.replies, recorded.errors, texts))
    return OK


def _set_path(arguments: argparse.Namespace, run: RunFacts) -> Path:
    path: Path = arguments.set or Path(run.set_path)
    if arguments.set is None and not path.exists():
        raise EvalError(f"{path}: the set of this run is not there any more. Name it with --set, as it is called now.")
    return path


def _with_set(run: RunFacts, question_set: QuestionSet) -> RunFacts:
    """The run as one over this set, which is said to be another where it is."""
    warn_of_skipped(question_set)
    if question_set.sha256 != run.set_sha256:
        complain(f"{question_set.path}: not as it was when the questions were asked; a question without answer counts.")
    skipped = question_set.skipped
    return replace(run, set_path=question_set.path, set_sha256=question_set.sha256, skipped=skipped)
