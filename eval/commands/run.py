"""`python -m eval run SET`: ask every question of a set, score, write and print."""

import argparse
from pathlib import Path

from eval.asking.recording import conduct
from eval.commands.shared import (
    OK,
    SOME_FAILED,
    add_run,
    finish,
    opened,
    result_folder,
    service_settings,
    warn_of_skipped,
    warn_of_unknown,
)
from eval.configurations import NAMES, PLAIN, SERVED
from eval.questions.documents import from_place
from eval.questions.sets import TYPES, choose, read_set
from eval.scoring.result import make_result
from service.loading import EngineFactory
from service.settings import MODEL_SETTINGS, ServiceSettings
from service.settings import add_flags as add_settings

HELP = "ask every question of a set and score the answers"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("set", type=Path, help="the question set, JSON Lines")
    system = parser.add_mutually_exclusive_group()
    system.add_argument("--url", help="ask the service at this address, not one in this process")
    system.add_argument("--config", choices=NAMES, default=SERVED.name, help="what answers (default: served)")
    add_settings(parser, ["index_dir", "embedding_model", "reranker", "max_citations", *MODEL_SETTINGS])
    parser.add_argument(
        "--corpus",
        type=Path,
        dest="corpus_dir",
        metavar="DIR",
        help="the reports: what the plain pipeline reads, and whose text files quotes are looked up in (default: "
        "the texts of the index or service that is asked)",
    )
    add_run(parser)
    parser.add_argument("--only", choices=TYPES, action="append", default=[], metavar="TYPE", help="only this type")


def work(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Do it; the status tells whether every line of the set was asked, and answered or refused."""
    question_set = read_set(arguments.set)
    warn_of_skipped(question_set)
    questions = choose(question_set.questions, tuple(arguments.only), arguments.limit)
    settings = service_settings(arguments)
    out = result_folder(arguments)
    with opened(arguments, settings, engine_factory) as asker:
        place = _place(arguments, settings)
        texts = from_place(place).folded
        warn_of_unknown(questions, texts)
        facts, replies, errors = conduct(arguments, asker, question_set, questions, place, out)
    finish(out, make_result(facts, questions, replies, errors, texts))
    return SOME_FAILED if errors or question_set.skipped else OK


def _place(arguments: argparse.Namespace, settings: ServiceSettings) -> str:
    """Where quotes are looked up."""
    if arguments.corpus_dir is None and arguments.url:
        return str(arguments.url)
    reads_files = arguments.corpus_dir or arguments.config == PLAIN.name
    return (settings.corpus_dir if reads_files else settings.index_dir).as_posix()
