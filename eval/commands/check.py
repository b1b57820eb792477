"""`python -m eval check SET`: what is wrong with a question set, line by line, before anybody asks it."""

import argparse
from pathlib import Path

from eval.commands.shared import COULD_NOT_RUN, OK, service_settings
from eval.questions.check import check_set
from eval.questions.documents import Documents, from_folder, from_index, from_service
from service.loading import EngineFactory

HELP = "check a question set: broken lines, quotes that are not there, answers that fail their own key words"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("set", type=Path, help="the question set, JSON Lines")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--index", dest="index_dir", metavar="DIR", help="look quotes up in this index (default: index)")
    where.add_argument("--url", help="look quotes up in the service at this address")
    where.add_argument("--corpus", type=Path, metavar="DIR", help="look quotes up in the text files of this folder")


def work(arguments: argparse.Namespace, _: EngineFactory | None) -> int:
    """Do it; the status tells whether there are errors. No model is loaded."""
    checked = check_set(arguments.set, _documents(arguments))
    for finding in checked.findings:
        print(finding)
    print(checked.summary())
    return COULD_NOT_RUN if checked.errors else OK


def _documents(arguments: argparse.Namespace) -> Documents:
    if arguments.url:
        return from_service(arguments.url)
    if arguments.corpus:
        return from_folder(arguments.corpus)
    return from_index(service_settings(arguments).index_dir)
