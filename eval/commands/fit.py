"""`python -m eval fit SET...`: cross-validate, print each set's figures, keep the numbers where `--keep` says."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from eval.commands.shared import OK, complain, service_settings
from eval.errors import UsageError
from eval.fitting.fit import Remembering, write_ranker
from eval.fitting.validate import cross_validate
from eval.questions.documents import from_store
from eval.questions.sets import read_set
from eval.reporting.table import figures_table, number, trust_table
from eval.types import Question
from indexer import Store, load_encoder
from service.engine import Engine
from service.loading import EngineFactory
from service.ranker import Ranker
from service.reader import CrossEncoder
from service.settings import ServiceSettings
from service.settings import add_flags as add_settings

HELP = "cross-validated figures of a fit of the ranker, which --keep keeps"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("sets", type=Path, nargs="+", help="question sets, JSON Lines, fitted on together")
    add_settings(parser, ["index_dir", "embedding_model", "reranker"])
    parser.add_argument(
        "--keep", type=Path, dest="kept_in", metavar="FILE", help="keep the numbers here (default: only measure)"
    )


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Do it; without `--keep` nothing is written."""
    settings = service_settings(arguments)
    sets = sets_to_fit(arguments.sets)
    encoder = load_encoder(settings)
    with closing(Store.open(settings.index_dir, encoder.identity)) as store:
        engine = Engine(store, encoder, Ranker.unfitted(), reader=reader_of(settings))
        texts = {document.source: store.text(document.id) for document in store.documents()}
        found = cross_validate(engine, sets, texts, from_store(store).folded, complain)
    for path, scored, trust in zip(arguments.sets, found.scores, found.trust, strict=True):
        print(f"{path.as_posix()}, cross-validated\n{figures_table(scored)}\n")
        if trust:
            print(f"{trust_table(trust)}\n")
    print("evidence recall", "  ".join(f"@{k} {number(share)}" for k, share in found.evidence_recall.items()))
    if arguments.kept_in:
        names = " and ".join(path.as_posix() for path in arguments.sets)
        write_ranker(found.ranker, arguments.kept_in, f"fitted on {names} by python -m eval fit")
        print(f"kept in {arguments.kept_in}")
    return OK


def sets_to_fit(paths: Sequence[Path]) -> list[tuple[Question, ...]]:
    """The questions of each set; `UsageError` where they cannot be fitted on together."""
    sets = [read_set(path, strict=True).questions for path in paths]
    if len({question.answerable for question in sets[0]}) < 2:
        raise UsageError(f"{paths[0]}: the first set must hold answerable and unanswerable questions.")
    ids = [question.id for questions in sets for question in questions]
    if len(set(ids)) < len(ids):
        raise UsageError("the sets share question ids; give each question its own.")
    return sets


def reader_of(settings: ServiceSettings) -> Remembering | None:
    """The cross-encoder where the settings have it, reading each text once."""
    return Remembering(CrossEncoder.load()) if settings.reranker == "cross-encoder" else None
