"""`python -m eval run SET`: ask every question of a set, score, write and print."""

import argparse
import time
from pathlib import Path

from eval.asking.recording import ask_and_write, run_facts
from eval.commands.shared import (
    OK,
    SOME_FAILED,
    add_corpus,
    finish,
    opened,
    positive,
    result_folder,
    service_settings,
    warn_of_unknown,
)
from eval.configurations import NAMES, SERVED
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
    system.add_argument("--config", choices=NAMES, default=SERVED.name, help="what answers (default: served)")
    add_settings(parser, ["index_dir", "embedding_model", "reranker", *MODEL_SETTINGS])
    add_corpus(parser)
    parser.add_argument("--out", type=Path, help="where results go (default: a dated folder under build/eval)")
    parser.add_argument("--workers", type=positive, default=1, help="questions at a time (default: 1)")
    parser.add_argument("--limit", type=positive, help="only the first questions")
    parser.add_argument("--only", choices=TYPES, action="append", default=[], metavar="TYPE", help="only this type")


def work(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Do it; the status tells whether every question was answered or refused."""
    question_set = read_set(arguments.set)
    questions = choose(question_set.questions, tuple(arguments.only), arguments.limit)
    settings = service_settings(arguments)
    texts = read_texts(settings.corpus_dir)
    warn_of_unknown(questions, texts)
    out = result_folder(arguments)
    with opened(arguments, settings, engine_factory) as asker:
        asker.warm_up()
        began = time.perf_counter()
        replies, errors = ask_and_write(asker, questions, out, arguments.workers)
        seconds = time.perf_counter() - began
    facts = run_facts(arguments, settings.corpus_dir, asker.facts, question_set, seconds)
    result = make_result(facts, questions, replies, errors, texts)
    finish(out, result)
    return SOME_FAILED if errors else OK
