"""`python -m eval judge RESULT`: have a language model judge the answers of a run."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from eval.commands.shared import OK, SOME_FAILED, complain, service_settings
from eval.errors import EvalError, UsageError
from eval.judge.agreement import agreement_of
from eval.judge.file import agreement_text, write_judge
from eval.judge.judging import Judged, cases_of, judge_all
from eval.questions.external import read_external
from eval.questions.sets import read_set
from eval.run_folder import read_result
from eval.types import Question
from indexer import terminal_progress
from service.loading import EngineFactory, load_writer
from service.settings import MODEL_SETTINGS
from service.settings import add_flags as add_settings

HELP = "have a language model judge a run's answers, beside the exact scorer"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("result", type=Path, help="folder of a run")
    parser.add_argument("--set", type=Path, help="the question set (default: the run's)")
    add_settings(parser, [name for name in MODEL_SETTINGS if name != "answerer"])


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Judge, keep what came of it in the run's folder, and print it; the status tells whether all were judged."""
    settings = service_settings(arguments)
    writer = load_writer(settings, rests=False)
    if writer is None:
        raise UsageError(
            "no language model is configured: set REPORTQA_LLM_BASE_URL and REPORTQA_LLM_MODEL, and "
            "REPORTQA_LLM_API_KEY where the endpoint wants a key. Every other figure is there without one."
        )
    folder: Path = arguments.result
    result = read_result(folder)
    cases = cases_of(result, _questions(arguments.set or Path(result.run.set_path)))
    if not cases:
        raise EvalError(f"{folder}: there is no answer to an answerable question, so nothing to judge.")
    judged = judge_all(cases, writer, settings.llm_model, folder, terminal_progress())
    if not judged.verdicts:
        raise EvalError(f"The language model judged nothing: {_reasons(judged)}.")
    found = agreement_of(cases, judged)
    write_judge(folder, settings.llm_model, found)
    print(agreement_text(settings.llm_model, found))
    if judged.failed:
        complain(
            f"{len(judged.failed)} answers were not judged: {_reasons(judged)}. The same command goes on with them."
        )
        return SOME_FAILED
    return OK


def _questions(path: Path) -> Sequence[Question]:
    return read_external(path).questions.questions if path.is_dir() else read_set(path).questions


def _reasons(judged: Judged) -> str:
    return "; ".join(dict.fromkeys(judged.failed.values()))
