"""`python -m eval external DIR`: the same for a public set, whose own documents are indexed first."""

import argparse
from pathlib import Path

from eval.asking.recording import conduct
from eval.commands.shared import (
    OK,
    SOME_FAILED,
    add_run,
    finish,
    opened_engine,
    result_folder,
    service_settings,
    warn_of_skipped,
)
from eval.questions.external import build_external_index, external_result, read_external
from eval.questions.sets import choose, read_texts
from service.loading import EngineFactory
from service.settings import add_flags as add_settings

HELP = "ask a public set of its own documents and score the answers"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("set", type=Path, metavar="DIR", help="the set's folder: docs/ and questions.jsonl")
    add_settings(parser, ["index_dir", "embedding_model", "reranker"])
    add_run(parser)


def work(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Do it; the index is under build/external where no flag says otherwise."""
    chosen = read_external(arguments.set)
    warn_of_skipped(chosen.questions)
    questions = choose(chosen.questions.questions, (), arguments.limit)
    arguments.index_dir = arguments.index_dir or Path("build/external") / arguments.set.resolve().name
    settings = service_settings(arguments)
    build_external_index(chosen.docs, settings)
    texts = read_texts(chosen.docs)
    out = result_folder(arguments)
    with opened_engine(settings, engine_factory) as asker:
        facts, replies, errors = conduct(arguments, asker, chosen.questions, questions, chosen.docs, out)
    finish(out, external_result(facts, chosen, questions, replies, errors, texts))
    return SOME_FAILED if errors or chosen.questions.skipped else OK
