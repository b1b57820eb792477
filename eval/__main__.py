"""`python -m eval`: measure the answers on question sets, and what goes with it."""

import argparse
import sys
from collections.abc import Sequence

from eval.commands import ablate, bench, check, compare, draft, external, fit, report, run
from eval.commands.shared import COULD_NOT_RUN, STOPPED, USAGE, complain
from eval.errors import EvalError, UsageError
from indexer import IndexerError
from service.loading import EngineFactory

COMMANDS = {
    "check": check,
    "run": run,
    "draft": draft,
    "external": external,
    "compare": compare,
    "report": report,
    "fit": fit,
    "ablate": ablate,
    "bench": bench,
}


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure the answers on a question set.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        command.add_flags(commands.add_parser(name, help=command.HELP))
    return parser


def main(given: Sequence[str] | None = None, *, engine_factory: EngineFactory | None = None) -> int:
    """Run the command and return the exit status."""
    arguments = make_parser().parse_args(given)
    arguments.given = sys.argv[1:] if given is None else list(given)  # for the command that goes on with a run
    try:
        status: int = COMMANDS[arguments.command].work(arguments, engine_factory)
    except UsageError as error:
        complain(f"eval: {error}")
        return USAGE
    except (EvalError, IndexerError) as error:
        complain(f"eval: {error}")
        return COULD_NOT_RUN
    except KeyboardInterrupt as stop:
        complain(f"eval: {str(stop) or 'stopped.'}")
        return STOPPED
    except BrokenPipeError:  # who reads the output has seen enough, as `head` does
        sys.stderr.close()
        return COULD_NOT_RUN
    return status


if __name__ == "__main__":
    sys.exit(main())
