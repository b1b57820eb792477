"""`python -m eval bench`: speed and memory beside the plain pipeline."""

import argparse
from pathlib import Path

from eval.commands.shared import OK, add_corpus, complain, positive, service_settings
from eval.speed.bench import Subject, bench, bench_table
from service.loading import EngineFactory

HELP = "speed and memory beside the plain pipeline"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("--set", type=Path, default=Path("eval/sets/dev.jsonl"), help="where the questions come from")
    parser.add_argument("--index", type=Path, help="our index to answer from (default: the one that the bench builds)")
    add_corpus(parser)
    parser.add_argument("--rounds", type=positive, default=3, help="rounds; the middle value counts (default: 3)")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"), help="default: build/bench.json")


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Measure and print the table of speed and memory."""
    corpus = service_settings(arguments).corpus_dir
    subject = Subject(arguments.set, corpus, arguments.index)
    measured = bench(subject, arguments.rounds, arguments.out, complain)
    print(f"{bench_table(measured)}\n{arguments.out}")
    return OK
