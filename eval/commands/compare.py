"""`python -m eval compare A B`: two runs side by side."""

import argparse
from pathlib import Path

from eval.commands.shared import OK
from eval.errors import SetError
from eval.questions.sets import read_set
from eval.reporting.compare import compare
from eval.reporting.comparison_files import write_comparison
from eval.reporting.comparison_text import comparison_text
from eval.run_folder import read_result
from eval.types import RunFacts
from service.loading import EngineFactory

HELP = "two runs side by side"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("before", type=Path, help="folder of a run")
    parser.add_argument("after", type=Path, help="folder of another run")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a page, Markdown and JSON here as well")


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Print the comparison of two runs, and write it where that is asked for."""
    before, after = read_result(arguments.before), read_result(arguments.after)
    comparison = compare(before, after, _wanted(after.run))
    print(comparison_text(comparison))
    if arguments.out:
        print(f"\n{write_comparison(arguments.out, comparison)}")
    return OK


def _wanted(run: RunFacts) -> dict[str, str]:
    """The answers of the run's set; none where the set is no longer there or no longer the same."""
    path = Path(run.set_path)
    if not path.is_file():
        return {}
    try:
        found = read_set(path)
    except SetError:  # then it is not the one that was asked either
        return {}
    return {q.id: q.answer for q in found.questions} if found.sha256 == run.set_sha256 else {}
