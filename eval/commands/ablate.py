"""`python -m eval ablate SET...`: the whole table of configurations: ablations and baselines, cross-validated."""

import argparse
from contextlib import closing
from datetime import datetime
from pathlib import Path

from eval.asking.machine import current_commit, describe_machine
from eval.asking.plain import PlainAsker, require_packages
from eval.commands.fit import sets_to_fit
from eval.commands.shared import OK, add_corpus, complain, positive, service_settings
from eval.configurations import CONFIGURATIONS, NAMES, PLAIN
from eval.fitting.ablation import Bench, ablate, write_ablation
from eval.fitting.ablation_table import ablation_data, ablation_markdown, ablation_table
from eval.gate.part import choose_part
from eval.questions.documents import from_store
from eval.questions.sets import read_set
from indexer import Store, load_encoder
from service.loading import EngineFactory
from service.reader import CrossEncoder
from service.settings import add_flags as add_settings

HELP = "the engine, the engine without each part, and the baselines, in one table"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("sets", type=Path, nargs="+", help="question sets, JSON Lines, fitted on together")
    parser.add_argument(
        "--only", choices=NAMES, action="append", default=[], metavar="NAME", help=f"only these: {', '.join(NAMES)}"
    )
    parser.add_argument("--limit", type=positive, help="only about so many questions of each set, for a try")
    parser.add_argument("--out", type=Path, help="write the table here as ablation.json and ablation.md")
    add_settings(parser, ["index_dir", "embedding_model"])
    add_corpus(parser)


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Measure each configuration and print a table a set."""
    chosen = [c for c in CONFIGURATIONS if not arguments.only or c.name in arguments.only]
    if PLAIN in chosen:
        require_packages()
    settings = service_settings(arguments)
    sets = sets_to_fit(arguments.sets)
    names = [path.as_posix() for path in arguments.sets]
    if arguments.limit:
        sets = [choose_part(questions, arguments.limit) for questions in sets]
    encoder = load_encoder(settings)
    reader = CrossEncoder.load() if settings.reranker == "cross-encoder" else None
    with closing(Store.open(settings.index_dir, encoder.identity)) as store:
        bench = Bench(store, encoder, sets, from_store(store).folded, reader, lambda: PlainAsker(settings))
        measured = ablate(bench, chosen, complain)
        version = store.version
    for index, name in enumerate(names):
        print(f"{name}, {len(sets[index])} questions, engines cross-validated\n{ablation_table(measured, index)}\n")
    if arguments.out:
        facts = _facts(version, encoder.identity) | {
            "limit": arguments.limit,
            "sets": {name: read_set(path).sha256 for name, path in zip(names, arguments.sets, strict=True)},
        }
        write_ablation(arguments.out, facts, ablation_data(measured, names), ablation_markdown(measured, names))
        print(arguments.out)
    return OK


def _facts(version: str, model: str) -> dict[str, object]:
    return {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "commit": current_commit(),
        "machine": describe_machine(),
        "index_version": version,
        "model": model,
    }
