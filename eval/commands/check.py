"""`python -m eval check SET`: what is wrong with a question set, line by line, before anybody asks it."""

import argparse
from pathlib import Path

from eval.commands.shared import COULD_NOT_RUN, OK, add_places, place_of, service_settings
from eval.questions.check import check_set
from eval.questions.documents import from_index, from_place
from service.loading import EngineFactory

HELP = "check a question set: broken lines, quotes that are not there, answers that fail their own key words"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("set", type=Path, help="the question set, JSON Lines")
    add_places(parser, "default: index")


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Do it; the status tells whether there are errors. No model is loaded."""
    place = place_of(arguments)
    documents = from_place(place) if place else from_index(service_settings(arguments).index_dir)
    checked = check_set(arguments.set, documents)
    for finding in checked.findings:
        print(finding)
    print(checked.summary())
    return COULD_NOT_RUN if checked.errors else OK
