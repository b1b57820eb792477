"""`python -m eval compare A B`: two runs side by side."""

import argparse
from pathlib import Path

from eval.commands.shared import OK
from eval.reporting.compare import compare, comparison_text
from eval.results import read_result
from service.loading import EngineFactory

HELP = "two runs side by side"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("before", type=Path, help="folder of a run")
    parser.add_argument("after", type=Path, help="folder of another run")


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Print the comparison of two runs."""
    print(comparison_text(compare(read_result(arguments.before), read_result(arguments.after))))
    return OK
