"""Asks every question of a set and keeps what came back; one question's failure costs that question only."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from eval.asking.client import Asker
from eval.errors import AskError, IndexChangedError, ServiceGoneError
from eval.types import Failure, Question, TimedReply

ENDS_THE_RUN = (ServiceGoneError, IndexChangedError)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question: a reply, a failure, or a reply whose search failed."""

    reply: TimedReply | None = None
    failure: Failure | None = None


def ask_one(
    asker: Asker, question: Question, retrieve: int = 0, clock: Callable[[], float] = time.perf_counter
) -> Outcome:
    """The reply with the time that the asker waited for it, or why there is none; what ends the run passes through.

    With `retrieve`, so many passages are searched for afterwards, outside that time, where the question has an answer.
    """
    began = clock()
    try:
        reply = asker.ask(question)
    except ENDS_THE_RUN:
        raise
    except Exception as error:  # whatever one question breaks, the others must still be asked
        return Outcome(failure=Failure(question.id, _said(error)))
    timed = TimedReply(reply, round((clock() - began) * 1000, 3))
    if not retrieve or not question.answerable:
        return Outcome(timed)
    alone = replace(question, question=reply.standalone_question or question.question, history=())
    try:
        return Outcome(replace(timed, retrieved=asker.search(alone, retrieve)))
    except ENDS_THE_RUN:
        raise
    except Exception as error:  # the answer is there all the same
        return Outcome(timed, Failure(question.id, f"answered, but the search failed: {_said(error)}"))


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, AskError) else f"{type(error).__name__}: {error}"


def ask_all(
    asker: Asker, questions: Sequence[Question], workers: int = 1, retrieve: int = 0
) -> Iterator[tuple[Question, Outcome]]:
    """Each question with its outcome, in the order of the set, as soon as it and those before it are done."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            outcomes = pool.map(lambda question: ask_one(asker, question, retrieve), questions)
            yield from zip(questions, outcomes, strict=True)
        finally:
            # A user who stops the run waits for the questions being asked, not for all the others.
            pool.shutdown(wait=True, cancel_futures=True)
