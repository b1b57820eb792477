"""`python -m eval draft --out FILE`: make a set's skeleton from feedback, from questions asked, or from a list."""

import argparse
from pathlib import Path
from typing import get_args

from tqdm import tqdm

from eval.commands.shared import OK, SOME_FAILED, complain, opened, service_settings
from eval.configurations import SERVED
from eval.errors import AskError, EvalError
from eval.questions.draft import chosen_entries, entry_of, plain_question
from eval.questions.draft_file import DraftFile, read_questions
from eval.types import Failure, Question
from service.journal import JournalError, Rating, read_journal
from service.loading import EngineFactory
from service.settings import MODEL_SETTINGS, ServiceSettings
from service.settings import add_flags as add_settings

HELP = "make a set's skeleton from feedback, from the questions that people asked, or from a list of questions"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of this command."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the set; drafts are added to its end")
    parser.add_argument(
        "--questions", type=Path, metavar="FILE", help="ask these first: one a line, or the column question of a .csv"
    )
    parser.add_argument(
        "--rating",
        choices=get_args(Rating),
        action="append",
        default=[],
        help="from the journal only what was marked so",
    )
    parser.add_argument("--url", help="ask the questions of the service at this address, not in this process")
    add_settings(parser, ["journal", "index_dir", "embedding_model", "reranker", *MODEL_SETTINGS])
    parser.set_defaults(config=SERVED.name)


def work(arguments: argparse.Namespace, engine_factory: EngineFactory | None) -> int:
    """Do it; the status tells whether every question of a list got an answer or a refusal."""
    settings = service_settings(arguments)
    questions = [plain_question(text) for text in read_questions(arguments.questions)] if arguments.questions else []
    drafts = DraftFile.open(arguments.out)
    failures: list[Failure] = []
    try:
        # A list alone is about that list.
        if not questions or arguments.journal is not None or arguments.rating:
            _add_journal(drafts, settings.journal, arguments.rating)
        if wanted := [question for question in questions if not drafts.has(question)]:
            failures = _ask(drafts, wanted, arguments, settings, engine_factory)
    finally:  # also where the service is gone half-way: what was added stays
        _tell(drafts)
    for failure in failures:
        complain(f"“{failure.id}” failed: {failure.message}")
    return SOME_FAILED if failures else OK


def _add_journal(drafts: DraftFile, journal: Path, ratings: list[str]) -> None:
    try:
        entries = read_journal(journal)
    except JournalError as error:
        raise EvalError(
            f"{error} Another one is named with --journal, a list of questions with --questions."
        ) from error
    for entry in chosen_entries(entries, ratings):
        drafts.add(entry)


def _ask(
    drafts: DraftFile,
    questions: list[Question],
    arguments: argparse.Namespace,
    settings: ServiceSettings,
    engine_factory: EngineFactory | None,
) -> list[Failure]:
    failures: list[Failure] = []
    with opened(arguments, settings, engine_factory) as asker:
        asker.warm_up()
        for question in tqdm(questions, unit="question", disable=None):
            try:
                reply = asker.ask(question)
            except AskError as error:
                failures.append(Failure(question.question, str(error)))
            except EvalError:  # nothing answers any more
                raise
            except Exception as error:  # whatever one question breaks, the others must still be asked
                failures.append(Failure(question.question, f"{type(error).__name__}: {error}"))
            else:
                drafts.add(entry_of(question.question, reply, asker.facts.index_version))
    return failures


def _tell(drafts: DraftFile) -> None:
    there = f"; {drafts.there_before} were there already" if drafts.there_before else ""
    print(f"{drafts.added} drafts added to {drafts.path}{there}.")
    if drafts.added:
        print("Each line says in 'draft' what is left to do. A line that still has it is not asked.")
