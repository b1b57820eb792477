"""`python -m eval external PATH`: the same for a public set, whose own documents are indexed first."""

import argparse
import time
from pathlib import Path

from eval.asking.client import InProcess
from eval.asking.recording import conduct, run_facts
from eval.commands.shared import (
    OK,
    SOME_FAILED,
    add_run,
    complain,
    finish,
    opened_engine,
    result_folder,
    service_settings,
    warn_of_skipped,
    warn_of_unknown,
)
from eval.errors import UsageError
from eval.questions.documents import from_index
from eval.questions.external import ExternalSet, build_external_index, external_result, read_external
from eval.questions.public.forms import CONVERTED, our_form
from eval.questions.public.search import search_all, search_table, write_search
from eval.questions.sets import choose
from eval.types import Question
from service.loading import EngineFactory
from service.settings import ServiceSettings
from service.settings import add_flags as add_settings

HELP = "ask a public set of its own documents and score the answers, or the search where it has none"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument(
        "set", type=Path, metavar="PATH", help="a SQuAD 2 or TAT-QA file, a BEIR folder, or docs/ and questions.jsonl"
    )
    add_settings(parser, ["index_dir", "embedding_model", "reranker"])
    add_run(parser)


def work(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Do it; the index is under build/external where no flag says otherwise."""
    folder = our_form(arguments.set, arguments.limit)
    chosen = read_external(folder)
    if chosen.relevant and (arguments.resume or arguments.no_retrieval):
        raise UsageError(
            f"{arguments.set}: this set has no answers and is only searched; leave --resume and --no-retrieval out"
        )
    warn_of_skipped(chosen.questions)
    questions = choose(chosen.questions.questions, (), arguments.limit)
    arguments.index_dir = arguments.index_dir or CONVERTED / folder.resolve().name / "index"
    settings = service_settings(arguments)
    build_external_index(chosen.docs, settings)
    with opened_engine(settings, engine_factory) as asker:
        if chosen.relevant:
            failed = _search(arguments, chosen, questions, asker)
        else:
            failed = _ask(arguments, chosen, questions, asker, settings)
    return SOME_FAILED if failed or chosen.questions.skipped else OK


def _ask(
    arguments: argparse.Namespace,
    chosen: ExternalSet,
    questions: tuple[Question, ...],
    asker: InProcess,
    settings: ServiceSettings,
) -> bool:
    """Whether some questions failed."""
    texts = from_index(settings.index_dir).folded
    warn_of_unknown(questions, texts)
    out = result_folder(arguments)
    facts, replies, errors = conduct(arguments, asker, chosen.questions, questions, settings.index_dir.as_posix(), out)
    finish(out, external_result(facts, chosen, questions, replies, errors, texts))
    return bool(errors)


def _search(
    arguments: argparse.Namespace, chosen: ExternalSet, questions: tuple[Question, ...], asker: InProcess
) -> bool:
    """Whether some questions failed."""
    out = result_folder(arguments)
    asker.warm_up()
    began = time.perf_counter()
    searched = search_all(asker, questions, chosen.relevant, arguments.workers)
    run = run_facts(arguments, chosen.docs.as_posix(), asker.facts, chosen.questions, time.perf_counter() - began)
    written = write_search(out, run, questions, chosen.relevant, searched)
    print(f"{search_table(searched)}\n\n{written}")
    for error in searched.errors:
        complain(f"{error.id} failed: {error.message}")
    return bool(searched.errors)
