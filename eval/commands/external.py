"""`python -m eval external DIR`: the same for a public set, whose own documents are indexed first."""

import argparse
import time
from contextlib import ExitStack
from pathlib import Path

from eval.asking.client import InProcess
from eval.asking.recording import ask_and_write, run_facts
from eval.commands.shared import OK, SOME_FAILED, finish, positive, result_folder, service_settings
from eval.questions.external import build_external_index, external_result, read_external
from eval.questions.sets import choose, read_texts
from eval.types import SystemFacts
from indexer import encoder_identity
from service.loading import EngineFactory, engine_loader
from service.settings import add_flags as add_settings

HELP = "ask a public set of its own documents and score the answers"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("set", type=Path, metavar="DIR", help="the set's folder: docs/ and questions.jsonl")
    add_settings(parser, ["index_dir", "embedding_model", "reranker"])
    parser.add_argument("--out", type=Path, help="where results go (default: a dated folder under build/eval)")
    parser.add_argument("--limit", type=positive, help="only the first questions")


def work(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Do it; the index is under build/external where no flag says otherwise."""
    chosen = read_external(arguments.set)
    questions = choose(chosen.questions.questions, (), arguments.limit)
    arguments.index_dir = arguments.index_dir or Path("build/external") / arguments.set.resolve().name
    settings = service_settings(arguments)
    build_external_index(chosen.docs, settings)
    texts = read_texts(chosen.docs)
    out = result_folder(arguments)
    with ExitStack() as stack:
        engine = (engine_factory or engine_loader())(settings)
        stack.callback(engine.store.close)
        ids = {document.source: document.id for document in engine.store.documents()}
        asker = InProcess(engine, SystemFacts("the engine in this process", model=encoder_identity(settings)), ids)
        asker.warm_up()
        began = time.perf_counter()
        replies, errors = ask_and_write(asker, questions, out, 1)
        seconds = time.perf_counter() - began
    facts = run_facts(arguments, chosen.docs, asker.facts, chosen.questions, seconds)
    finish(out, external_result(facts, chosen, questions, replies, errors, texts))
    return SOME_FAILED if errors else OK
