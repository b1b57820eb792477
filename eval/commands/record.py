"""`python -m eval record RESULT`: add a run to the recorded results and draw their history."""

import argparse
from pathlib import Path

from eval.asking.machine import full_commit
from eval.commands.shared import OK
from eval.errors import EvalError, UsageError
from eval.fitting.ablation import ABLATION
from eval.gate.fitted_on import is_fitted_on
from eval.gate.history import (
    HISTORY,
    PLOT,
    Entry,
    append,
    entries_of_ablation,
    entry_of_run,
    is_over_http,
    series_of,
)
from eval.reporting.history_plot import history_svg
from eval.run_folder import read_result
from service.loading import EngineFactory

HELP = "add a run to the recorded results and draw their history"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("result", type=Path, help="folder of a run, or of ablate --out for cross-validated figures")
    parser.add_argument("--name", help="what the plot calls it (default: the commit)")
    parser.add_argument("--commit", help="the commit of the service that was asked, where it is another one")
    parser.add_argument(
        "--in-sample",
        action=argparse.BooleanOptionalAction,
        help="whether what answered was fitted on this set (default, in process: as its fitted numbers tell)",
    )
    parser.add_argument("--force", action="store_true", help="record it in spite of uncommitted changes or failures")
    parser.add_argument("--to", type=Path, default=Path("eval/results"), help="default: eval/results")


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Append to history.jsonl and draw history.svg of the set's runs."""
    folder: Path = arguments.result
    for entry in _entries(arguments, folder):
        entries = append(arguments.to / HISTORY, entry)
        series = series_of(entries, entry)
        plot = arguments.to / _plot_name(entries, entry)
        try:
            plot.write_text(history_svg(series), encoding="utf-8")
        except OSError as error:
            raise EvalError(f"{plot}: cannot be written: {error.strerror}.") from error
        print(f"recorded as {entry.name}; {len(series)} runs of {entry.set_name} in {plot}")
    return OK


def _entries(arguments: argparse.Namespace, folder: Path) -> list[Entry]:
    if (folder / ABLATION).exists():
        return entries_of_ablation(folder, arguments.name, force=arguments.force)
    run = read_result(folder).run
    in_sample: bool | None = arguments.in_sample
    if is_over_http(run) and in_sample is None:
        raise UsageError("the run asked a service: say --in-sample if it was fitted on this set, else --no-in-sample.")
    if in_sample is None:
        in_sample = is_fitted_on(Path(run.set_path), run.set_sha256)
    commit = full_commit(arguments.commit) if arguments.commit else None
    return [entry_of_run(folder, arguments.name, commit, in_sample, force=arguments.force)]


def _plot_name(entries: list[Entry], entry: Entry) -> str:
    """history.svg for the set that was recorded first, and one with its name for each other."""
    return PLOT if entries[0].set_name == entry.set_name else f"history-{Path(entry.set_name).stem}.svg"
