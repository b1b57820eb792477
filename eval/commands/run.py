"""`python -m eval run SET`: ask every question of a set, score, write and print."""

import argparse
from pathlib import Path

from eval.asking.recording import conduct
from eval.commands.shared import (
    OK,
    SOME_FAILED,
    add_corpus,
    add_run,
    finish,
    opened,
    result_folder,
    service_settings,
    warn_of_skipped,
    warn_of_unknown,
)
from eval.questions.sets import TYPES, choose, read_set, read_texts
from eval.scoring.result import make_result
from service.loading import EngineFactory
from service.settings import MODEL_SETTINGS
from service.settings import add_flags as add_settings

HELP = "ask every question of a set and score the answers"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("set", type=Path, help="the question set, JSON Lines")
    system = parser.add_mutually_exclusive_group()
    system.add_argument("--url", help="ask the service at this address, not one in this process")
    system.add_argument("--plain", action="store_true", help="ask the plain pipeline, the yardstick")
    add_settings(parser, ["index_dir", "embedding_model", "reranker", "max_citations", *MODEL_SETTINGS])
    add_corpus(parser)
    add_run(parser)
    parser.add_argument("--only", choices=TYPES, action="append", default=[], metavar="TYPE", help="only this type")


def work(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Do it; the status tells whether every line of the set was asked, and answered or refused."""
    question_set = read_set(arguments.set)
    warn_of_skipped(question_set)
    questions = choose(question_set.questions, tuple(arguments.only), arguments.limit)
    settings = service_settings(arguments)
    texts = read_texts(settings.corpus_dir)
    warn_of_unknown(questions, texts)
    out = result_folder(arguments)
    with opened(arguments, settings, engine_factory) as asker:
        facts, replies, errors = conduct(arguments, asker, question_set, questions, settings.corpus_dir, out)
    finish(out, make_result(facts, questions, replies, errors, texts))
    return SOME_FAILED if errors or question_set.skipped else OK
