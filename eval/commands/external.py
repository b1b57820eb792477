"""`python -m eval external PATH`: the same for a public set, whose own documents are indexed first."""

import argparse
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from eval.asking.client import InProcess
from eval.asking.recording import ask_and_write, run_facts
from eval.commands.shared import (
    OK,
    SOME_FAILED,
    complain,
    finish,
    positive,
    result_folder,
    service_settings,
    warn_of_unknown,
)
from eval.questions.documents import from_store
from eval.questions.external import ExternalSet, build_external_index, external_result, read_external
from eval.questions.public.forms import CONVERTED, our_form
from eval.questions.public.search import search_all, search_table, write_search
from eval.questions.sets import choose
from eval.types import Question, SystemFacts
from indexer import encoder_identity
from service.loading import EngineFactory, engine_loader
from service.settings import add_flags as add_settings
from service.shelf import ServedEngine

HELP = "ask a public set of its own documents and score the answers, or the search where it has none"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument(
        "set", type=Path, metavar="PATH", help="a SQuAD 2 or TAT-QA file, a BEIR folder, or docs/ and questions.jsonl"
    )
    add_settings(parser, ["index_dir", "embedding_model", "reranker"])
    parser.add_argument("--out", type=Path, help="where results go (default: a dated folder under build/eval)")
    parser.add_argument("--limit", type=positive, help="only the first questions")


def work(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Do it; the index is under build/external where no flag says otherwise."""
    folder = our_form(arguments.set, arguments.limit)
    chosen = read_external(folder)
    for line in chosen.questions.skipped:
        complain(f"line {line.line} is not asked: {line.message}")
    questions = choose(chosen.questions.questions, (), arguments.limit)
    arguments.index_dir = arguments.index_dir or CONVERTED / folder.resolve().name / "index"
    settings = service_settings(arguments)
    build_external_index(chosen.docs, settings)
    engine = (engine_factory or engine_loader())(settings)
    with closing(engine.store):
        facts = SystemFacts("the engine in this process", model=encoder_identity(settings))
        failed = (_search if chosen.relevant else _ask)(arguments, chosen, questions, engine, facts)
    return SOME_FAILED if failed or chosen.questions.skipped else OK


def _ask(
    arguments: argparse.Namespace,
    chosen: ExternalSet,
    questions: tuple[Question, ...],
    engine: ServedEngine,
    facts: SystemFacts,
) -> bool:
    """Whether some questions failed."""
    texts = from_store(engine.store).folded
    warn_of_unknown(questions, texts)
    out = result_folder(arguments)
    ids = {document.source: document.id for document in engine.store.documents()}
    asker = InProcess(engine, facts, ids)
    asker.warm_up()
    began = time.perf_counter()
    replies, errors = ask_and_write(asker, questions, out, 1)
    run = run_facts(arguments, chosen.docs, asker.facts, chosen.questions, time.perf_counter() - began)
    finish(out, external_result(run, chosen, questions, replies, errors, texts))
    return bool(errors)


def _search(
    arguments: argparse.Namespace,
    chosen: ExternalSet,
    questions: tuple[Question, ...],
    engine: ServedEngine,
    facts: SystemFacts,
) -> bool:
    """Whether some questions failed."""
    began = time.perf_counter()
    searched = search_all(engine, questions, chosen.relevant)
    system = replace(facts, index_version=engine.index_version)
    run = run_facts(arguments, chosen.docs, system, chosen.questions, time.perf_counter() - began)
    written = write_search(result_folder(arguments), run, questions, chosen.relevant, searched)
    print(f"{search_table(searched)}\n\n{written}")
    for error in searched.errors:
        complain(f"{error.id} failed: {error.message}")
    return bool(searched.errors)
