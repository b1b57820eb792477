"""Asks every question of a set and keeps what came back; one question's failure costs that question only."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from eval.asking.client import Asker
from eval.errors import AskError
from eval.types import Failure, Question, TimedReply

Outcome = TimedReply | Failure


def ask_one(asker: Asker, question: Question, clock: Callable[[], float] = time.perf_counter) -> Outcome:
    """The reply with the time that the asker waited for it, or why there is none."""
    began = clock()
    try:
        reply = asker.ask(question)
    except AskError as error:
        return Failure(question.id, str(error))
    except Exception as error:  # whatever one question breaks, the others must still be asked
        return Failure(question.id, f"{type(error).__name__}: {error}")
    return TimedReply(reply, round((clock() - began) * 1000, 3))


def ask_all(asker: Asker, questions: Sequence[Question], workers: int = 1) -> Iterator[tuple[Question, Outcome]]:
    """Each question with its outcome, in the order of the set, as soon as it and those before it are done."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            outcomes = pool.map(lambda question: ask_one(asker, question), questions)
            yield from zip(questions, outcomes, strict=True)
        finally:
            # A user who stops the run waits for the questions being asked, not for all the others.
            pool.shutdown(wait=True, cancel_futures=True)
