"""What the commands share: exit statuses, settings, the result folder, what is asked, and the end of a run."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from eval.asking.client import Asker, InProcess, OverHttp
from eval.asking.plain import PlainAsker
from eval.errors import UsageError
from eval.questions.sets import unknown_documents
from eval.reporting.report import write_report
from eval.reporting.table import result_table
from eval.results import write_figures
from eval.scoring.result import Result
from eval.types import Question, SystemFacts
from indexer import encoder_identity
from service.loading import EngineFactory, engine_loader
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


def service_settings(arguments: argparse.Namespace) -> ServiceSettings:
    """The service's settings from flags and environment."""
    try:
        return settings_from(arguments)
    except ValueError as error:
        raise UsageError(str(error)) from error


def result_folder(arguments: argparse.Namespace) -> Path:
    """Where a run's results go."""
    out: Path | None = arguments.out
    return out or Path("build/eval") / datetime.now().strftime("%Y-%m-%d-%H%M%S")


@contextmanager
def opened(
    arguments: argparse.Namespace, settings: ServiceSettings, engine_factory: EngineFactory | None
) -> Iterator[Asker]:
    """What the flags say should answer, closed again at the end."""
    with ExitStack() as stack:
        if arguments.url:
            yield stack.enter_context(OverHttp(arguments.url))
        elif arguments.plain:
            complain("Building the plain pipeline's index first.")
            yield PlainAsker(settings)
        else:
            engine = (engine_factory or engine_loader())(settings)
            stack.callback(engine.store.close)
            facts = SystemFacts("the engine in this process", model=encoder_identity(settings))
            yield InProcess(engine, facts, answerer=settings.answerer)


def warn_of_unknown(questions: tuple[Question, ...], texts: dict[str, str]) -> None:
    """Say which evidence cannot be looked up."""
    for name, count in unknown_documents(questions, texts).items():
        complain(f"{name} is no text file of the corpus: the citations of {count} questions are not scored.")


def finish(out: Path, result: Result) -> None:
    """Write the figures and the report, and print the table."""
    write_figures(out, result)
    report = write_report(out, result)
    print(result_table(result))
    print(f"\n{report}")
    for error in result.errors:
        complain(f"{error.id} failed: {error.message}")
