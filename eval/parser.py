"""The flags of `python -m eval`."""

import argparse
from pathlib import Path

from eval.sets import TYPES
from service.settings import MODEL_SETTINGS, add_flags


def positive(text: str) -> int:
    """A whole number from 1, for a flag."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1, not '{text}'")
    return int(text)


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure the answers on a question set.")
    commands = parser.add_subparsers(dest="command", required=True)

    run = commands.add_parser("run", help="ask every question of a set and score the answers")
    run.add_argument("set", type=Path, help="the question set, JSON Lines")
    system = run.add_mutually_exclusive_group()
    system.add_argument("--url", help="ask the service at this address, not one in this process")
    system.add_argument("--plain", action="store_true", help="ask the plain pipeline, the yardstick")
    add_flags(run, ["index_dir", "embedding_model", "reranker", *MODEL_SETTINGS])
    run.add_argument("--corpus", type=Path, dest="corpus_dir", metavar="DIR", help="the reports (default: corpus)")
    run.add_argument("--out", type=Path, help="where results go (default: a dated folder under build/eval)")
    run.add_argument("--workers", type=positive, default=1, help="questions at a time (default: 1)")
    run.add_argument("--limit", type=positive, help="only the first questions")
    run.add_argument("--only", choices=TYPES, action="append", default=[], metavar="TYPE", help="only this type")

    external = commands.add_parser("external", help="ask a public set of its own documents and score the answers")
    external.add_argument("set", type=Path, metavar="DIR", help="the set's folder: docs/ and questions.jsonl")
    add_flags(external, ["index_dir", "embedding_model", "reranker"])
    external.add_argument("--out", type=Path, help="where results go (default: a dated folder under build/eval)")
    external.add_argument("--limit", type=positive, help="only the first questions")

    comparison = commands.add_parser("compare", help="two runs side by side")
    comparison.add_argument("before", type=Path, help="folder of a run")
    comparison.add_argument("after", type=Path, help="folder of another run")

    report = commands.add_parser("report", help="score a run again without asking, and write its report")
    report.add_argument("result", type=Path, help="folder of a run")
    report.add_argument("--set", type=Path, help="the question set (default: the run's)")
    report.add_argument("--corpus", type=Path, help="the reports (default: the run's)")

    fitting = commands.add_parser("fit", help="cross-validated figures of a fit of the ranker, which --keep keeps")
    fitting.add_argument("sets", type=Path, nargs="+", help="question sets, JSON Lines, fitted on together")
    add_flags(fitting, ["index_dir", "embedding_model", "reranker"])
    fitting.add_argument("--corpus", type=Path, dest="corpus_dir", metavar="DIR", help="the reports (default: corpus)")
    fitting.add_argument("--keep", type=Path, metavar="FILE", help="keep the numbers here (default: only measure)")

    ablation = commands.add_parser("ablate", help="what each part gives: without it, cross-validated")
    ablation.add_argument("sets", type=Path, nargs="+", help="question sets, JSON Lines, fitted on together")
    add_flags(ablation, ["index_dir", "embedding_model"])
    ablation.add_argument("--corpus", type=Path, dest="corpus_dir", metavar="DIR", help="the reports (default: corpus)")

    bench = commands.add_parser("bench", help="speed and memory beside the plain pipeline")
    bench.add_argument("--set", type=Path, default=Path("eval/sets/dev.jsonl"), help="where the questions come from")
    bench.add_argument("--index", type=Path, help="our index to answer from (default: the one that the bench builds)")
    bench.add_argument("--corpus", type=Path, dest="corpus_dir", metavar="DIR", help="the reports (default: corpus)")
    bench.add_argument("--rounds", type=positive, default=3, help="rounds; the middle value counts (default: 3)")
    bench.add_argument("--out", type=Path, default=Path("build/bench.json"), help="default: build/bench.json")
    return parser
