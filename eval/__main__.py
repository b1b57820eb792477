"""`python -m eval`: run a question set, compare two runs, score a run again, measure speed and memory."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from eval.ablation import RECALL_AT, ablate, ablation_table
from eval.asking import ask_and_write, run_facts
from eval.bench import Subject, bench, bench_table
from eval.client import Asker, InProcess, OverHttp
from eval.compare import compare, comparison_text
from eval.errors import EvalError, UsageError
from eval.external import build_external_index, external_result, read_external
from eval.fit import Remembering, write_ranker
from eval.parser import make_parser
from eval.plain import PlainAsker
from eval.report import write_report
from eval.results import Result, make_result, read_result, write_figures
from eval.sets import choose, read_set, read_texts, unknown_documents
from eval.table import figures_table, trust_table
from eval.types import Question, SystemFacts
from eval.validate import cross_validate
from indexer import IndexerError, Store, encoder_identity, load_encoder
from service.engine import Engine
from service.loading import EngineFactory, engine_loader
from service.ranker import Ranker
from service.reader import CrossEncoder
from service.settings import ServiceSettings, settings_from

OK, COULD_NOT_RUN, USAGE, SOME_FAILED, STOPPED = 0, 1, 2, 3, 130


def run_command(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Ask, score, write and print; the status tells whether every question was answered or refused."""
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


def external_command(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """The same for a public set, whose own documents are indexed first (default: under build/external)."""
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


def service_settings(arguments: argparse.Namespace) -> ServiceSettings:
    """The service's settings from flags and environment."""
    try:
        return settings_from(arguments)
    except ValueError as error:
        raise UsageError(str(error)) from error


def warn_of_unknown(questions: tuple[Question, ...], texts: dict[str, str]) -> None:
    """Say which evidence cannot be looked up."""
    for name, count in unknown_documents(questions, texts).items():
        complain(f"{name} is no text file of the corpus: the citations of {count} questions are not scored.")


def finish(out: Path, result: Result) -> None:
    """Write the figures and the report, and print the table."""
    write_figures(out, result)
    report = write_report(out, result)
    print(figures_table(result.score, result.more))
    print(f"\n{report}")
    for error in result.errors:
        complain(f"{error.id} failed: {error.message}")


def compare_command(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Print the comparison of two runs."""
    print(comparison_text(compare(read_result(arguments.before), read_result(arguments.after))))
    return OK


def report_command(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Score the answers of a run's folder anew, with today's set and scorer."""
    recorded = read_result(arguments.result)
    set_path: Path = arguments.set or Path(recorded.run.set_path)
    if set_path.is_dir():
        chosen = read_external(set_path)
        questions = choose(chosen.questions.questions, (), recorded.run.limit)
        run = replace(recorded.run, set_sha256=chosen.questions.sha256)
        texts = read_texts(chosen.docs)
        finish(arguments.result, external_result(run, chosen, questions, recorded.replies, recorded.errors, texts))
        return OK
    question_set = read_set(set_path)
    corpus = arguments.corpus or Path(recorded.run.corpus)
    questions = choose(question_set.questions, recorded.run.only, recorded.run.limit)
    texts = read_texts(corpus)
    warn_of_unknown(questions, texts)
    run = replace(recorded.run, set_path=question_set.path, set_sha256=question_set.sha256, corpus=corpus.as_posix())
    finish(arguments.result, make_result(run, questions, recorded.replies, recorded.errors, texts))
    return OK


def fit_command(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Cross-validate, print each set's figures, and with `--keep` write the numbers fitted on all of them."""
    settings = service_settings(arguments)
    sets = sets_to_fit(arguments.sets)
    encoder = load_encoder(settings)
    with closing(Store.open(settings.index_dir, encoder.identity)) as store:
        engine = Engine(store, encoder, Ranker.unfitted(), reader=reader_of(settings))
        texts = {document.source: store.text(document.id) for document in store.documents()}
        found = cross_validate(engine, sets, texts, read_texts(settings.corpus_dir), complain)
    for path, scored, trust in zip(arguments.sets, found.scores, found.trust, strict=True):
        print(f"{path.as_posix()}, cross-validated\n{figures_table(scored)}\n")
        if trust:
            print(f"{trust_table(trust)}\n")
    print("evidence recall", "  ".join(f"@{k} {share:.3f}" for k, share in found.evidence_recall.items()))
    if arguments.keep:
        names = " and ".join(path.as_posix() for path in arguments.sets)
        write_ranker(found.ranker, arguments.keep, f"fitted on {names} by python -m eval fit")
        print(f"kept in {arguments.keep}")
    return OK


def sets_to_fit(paths: Sequence[Path]) -> list[tuple[Question, ...]]:
    """The questions of each set; `UsageError` where they cannot be fitted on together."""
    sets = [read_set(path).questions for path in paths]
    if len({question.answerable for question in sets[0]}) < 2:
        raise UsageError(f"{paths[0]}: the first set must hold answerable and unanswerable questions.")
    ids = [question.id for questions in sets for question in questions]
    if len(set(ids)) < len(ids):
        raise UsageError("the sets share question ids; give each question its own.")
    return sets


def reader_of(settings: ServiceSettings) -> Remembering | None:
    """The cross-encoder where the settings have it, reading each text once."""
    return Remembering(CrossEncoder.load()) if settings.reranker == "cross-encoder" else None


def ablate_command(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Measure the engine without each of its parts and print a table a set."""
    settings = service_settings(arguments)
    sets = sets_to_fit(arguments.sets)
    encoder = load_encoder(settings)
    with closing(Store.open(settings.index_dir, encoder.identity)) as store:
        measured = ablate(store, encoder, sets, read_texts(settings.corpus_dir), complain, reader_of(settings))
    for index, path in enumerate(arguments.sets):
        print(f"{path.as_posix()}, cross-validated\n{ablation_table(measured, index)}\n")
    print("\n".join(f"evidence recall@{RECALL_AT} {variant.name}: {variant.recall:.3f}" for variant in measured))
    return OK


def bench_command(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Measure and print the table of speed and memory."""
    corpus = service_settings(arguments).corpus_dir
    subject = Subject(arguments.set, corpus, arguments.index)
    measured = bench(subject, arguments.rounds, arguments.out, complain)
    print(f"{bench_table(measured)}\n{arguments.out}")
    return OK


def complain(message: str) -> None:
    """Say something that is not a result."""
    print(message, file=sys.stderr)


WORK = {
    "run": run_command,
    "external": external_command,
    "compare": compare_command,
    "report": report_command,
    "fit": fit_command,
    "ablate": ablate_command,
    "bench": bench_command,
}


def main(given: Sequence[str] | None = None, *, engine_factory: EngineFactory | None = None) -> int:
    """Run the command and return the exit status."""
    arguments = make_parser().parse_args(given)
    try:
        work = WORK[arguments.command](arguments, engine_factory)
    except UsageError as error:
        complain(f"eval: {error}")
        return USAGE
    except (EvalError, IndexerError) as error:
        complain(f"eval: {error}")
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        complain("eval: stopped; the answers so far are kept.")
        return STOPPED
    except BrokenPipeError:  # who reads the output has seen enough, as `head` does
        sys.stderr.close()
        return COULD_NOT_RUN
    return work


if __name__ == "__main__":
    sys.exit(main())
