"""A build in a process of its own that stops for ever at a named place and says so, to be killed there.

Usage: python -m tests.indexer.killed_build CORPUS INDEX PLACE [READ]; at a place that is none it goes on to its end.
READ is the dotted name of the function that reads the files.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from indexer import build, database, gathering, generations
from indexer.limits import ReadLimits
from indexer.vectors import VectorIndex
from tests.fakes import FakeEncoder, Vectors

P = ParamSpec("P")
R = TypeVar("R")


def stop() -> None:
    sys.stdout.write("here\n")
    sys.stdout.flush()
    time.sleep(600)


def stopping_after(function: Callable[P, R]) -> Callable[P, R]:
    def call(*arguments: P.args, **named: P.kwargs) -> R:
        result = function(*arguments, **named)
        stop()
        return result

    return call


def stopping_before(function: Callable[P, R]) -> Callable[P, R]:
    def call(*arguments: P.args, **named: P.kwargs) -> R:
        stop()
        return function(*arguments, **named)

    return call


PLACES: dict[str, tuple[object, str, Callable[[Callable[..., object]], Callable[..., object]]]] = {
    "looked through": (build, "scan", stopping_after),
    "locked": (build, "clean_leftovers", stopping_before),
    "gathered": (gathering.Gathering, "gather", stopping_after),
    "folder made": (database, "write_database", stopping_before),
    "database begun": (database, "_write_record", stopping_after),
    "database written": (database, "write_database", stopping_after),
    "vectors written": (VectorIndex, "save", stopping_after),
    "manifest written": (generations.Manifest, "save", stopping_after),
    "renamed": (generations, "replace_file", stopping_before),
    "live": (generations, "clean", stopping_before),
    "cleaned": (build, "replace_file", stopping_before),
}


class StoppingEncoder(FakeEncoder):
    def encode_query(self, text: str) -> Vectors:
        stop()
        return super().encode_query(text)


def load_encoder(place: str) -> FakeEncoder:
    return StoppingEncoder() if place == "encoding" else FakeEncoder()


def main(corpus: str, index: str, place: str, read: str = ReadLimits().read) -> None:
    owner, name, stopping = PLACES.get(place, (None, "", stopping_after))
    if owner is not None:
        setattr(owner, name, stopping(getattr(owner, name)))
    limits = ReadLimits(workers=2, read=read)
    build.build(Path(corpus), Path(index), lambda: load_encoder(place), FakeEncoder().identity, limits=limits)


if __name__ == "__main__":
    main(*sys.argv[1:])
