"""`python -m eval ablate SET...`: the engine without each of its parts, each cross-validated."""

import argparse
from contextlib import closing
from pathlib import Path

from eval.commands.fit import reader_of, sets_to_fit
from eval.commands.shared import OK, complain, service_settings
from eval.fitting.ablation import RECALL_AT, ablate, ablation_table
from eval.questions.documents import from_store
from indexer import Store, load_encoder
from service.loading import EngineFactory
from service.settings import add_flags as add_settings

HELP = "what each part gives: without it, cross-validated"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("sets", type=Path, nargs="+", help="question sets, JSON Lines, fitted on together")
    add_settings(parser, ["index_dir", "embedding_model"])


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Measure the engine without each of its parts and print a table a set."""
    settings = service_settings(arguments)
    sets = sets_to_fit(arguments.sets)
    encoder = load_encoder(settings)
    with closing(Store.open(settings.index_dir, encoder.identity)) as store:
        measured = ablate(store, encoder, sets, from_store(store).folded, complain, reader_of(settings))
    for index, path in enumerate(arguments.sets):
        print(f"{path.as_posix()}, cross-validated\n{ablation_table(measured, index)}\n")
    print("\n".join(f"evidence recall@{RECALL_AT} {variant.name}: {variant.recall:.3f}" for variant in measured))
    return OK
