"""What the commands share: exit statuses, settings, the result folder, what is asked, and the end of a run."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path

from eval.asking.client import Asker, InProcess, OverHttp
from eval.asking.plain import PlainAsker
from eval.asking.resuming import refuse_unfinished, require_begun
from eval.configurations import PLAIN, SERVED, Configuration, configuration_of, factory_of
from eval.errors import UsageError
from eval.questions.sets import unknown_documents
from eval.reporting.report import write_report
from eval.reporting.table import result_table
from eval.run_folder import write_figures
from eval.scoring.result import Result
from eval.types import Question, QuestionSet, SystemFacts
from indexer import encoder_identity
from service.loading import EngineFactory
from service.settings import ServiceSettings, settings_from

OK, COULD_NOT_RUN, USAGE, SOME_FAILED, STOPPED = 0, 1, 2, 3, 130


def complain(message: str) -> None:
    """Say something that is not a result."""
    print(message, file=sys.stderr)


def positive(text: str) -> int:
    """A whole number from 1, for a flag."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1, not '{text}'")
    return int(text)


def add_corpus(parser: argparse.ArgumentParser) -> None:
    """The flag that names the reports' folder."""
    parser.add_argument("--corpus", type=Path, dest="corpus_dir", metavar="DIR", help="the reports (default: corpus)")


def add_places(parser: argparse.ArgumentParser, default: str) -> None:
    """The flags that say where quotes are looked up; `place_of` reads them."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--index", dest="index_dir", metavar="DIR", help=f"look quotes up in this index ({default})")
    where.add_argument("--url", help="look quotes up in the service at this address")
    where.add_argument("--corpus", metavar="DIR", help="look quotes up in the text files of this folder")


def place_of(arguments: argparse.Namespace) -> str | None:
    """The place that the flags of `add_places` name, as `from_place` takes it; None without one."""
    place: str | None = arguments.url or arguments.corpus or arguments.index_dir
    return place


def service_settings(arguments: argparse.Namespace) -> ServiceSettings:
    """The service's settings from flags and environment."""
    try:
        return settings_from(arguments)
    except ValueError as error:
        raise UsageError(str(error)) from error


def add_run(parser: argparse.ArgumentParser) -> None:
    """The flags of every command that asks a set."""
    parser.add_argument("--out", type=Path, help="where results go (default: a dated folder under build/eval)")
    parser.add_argument("--resume", action="store_true", help="go on with the run in the folder of --out")
    parser.add_argument("--workers", type=positive, default=1, help="questions at a time (default: 1)")
    parser.add_argument("--limit", type=positive, help="only the first questions")
    parser.add_argument("--no-retrieval", action="store_true", help="do not search for passages besides")


def result_folder(arguments: argparse.Namespace) -> Path:
    """Where a run's results go; raises `EvalError` where an unfinished run is in the way, or none to go on with."""
    out: Path | None = arguments.out
    if arguments.resume:
        if out is None:
            raise UsageError("--resume needs --out, the folder of the run to go on with")
        require_begun(out)
        return out
    out = out or Path("build/eval") / datetime.now().strftime("%Y-%m-%d-%H%M%S")
    refuse_unfinished(out)
    return out


@contextmanager
def opened(
    arguments: argparse.Namespace, settings: ServiceSettings, engine_factory: EngineFactory | None
) -> Iterator[Asker]:
    """What the flags say should answer, closed again at the end."""
    with ExitStack() as stack:
        if arguments.url:
            yield stack.enter_context(OverHttp(arguments.url))
        elif arguments.config == PLAIN.name:
            complain("Building the plain pipeline's index first.")
            yield PlainAsker(settings)
        else:
            chosen = configuration_of(arguments.config)
            yield stack.enter_context(opened_engine(settings, engine_factory, chosen))


@contextmanager
def opened_engine(
    settings: ServiceSettings, engine_factory: EngineFactory | None, configuration: Configuration = SERVED
) -> Iterator[InProcess]:
    """The engine of this process over the index of the settings, closed again at the end."""
    engine = (engine_factory or factory_of(configuration))(settings)
    with closing(engine.store):
        told = {"configuration": configuration.name} | deciding_settings(settings)
        facts = SystemFacts("the engine in this process", model=encoder_identity(settings), settings=told)
        ids = {document.source: document.id for document in engine.store.documents()}
        yield InProcess(engine, facts, ids, settings.answerer, settings.max_citations)


def deciding_settings(settings: ServiceSettings) -> dict[str, object]:
    """The settings on which answers hang. Never an address or a key."""
    decided: dict[str, object] = {
        "answerer": settings.answerer,
        "reranker": settings.reranker,
        "max_citations": settings.max_citations,
    }
    if settings.answerer == "llm":
        decided |= {"llm_model": settings.llm_model, "llm_max_tokens": settings.llm_max_tokens}
    return decided


def warn_of_skipped(question_set: QuestionSet) -> None:
    """Say which lines of the set are not asked."""
    for skipped in question_set.skipped:
        complain(f"{question_set.path}, line {skipped.line}: not asked: {skipped.message}")


def warn_of_unknown(questions: tuple[Question, ...], texts: Mapping[str, str]) -> None:
    """Say which documents the questions name that are not there."""
    for message in unknown_documents(questions, texts):
        complain(message)


def finish(out: Path, result: Result) -> None:
    """Write the figures and the report, and print the table."""
    write_figures(out, result)
    report = write_report(out, result)
    print(result_table(result))
    print(f"\n{report}")
    for error in result.errors:
        complain(f"{error.id} failed: {error.message}")
