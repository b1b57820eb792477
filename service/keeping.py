"""What is kept of questions and answers: nothing, those that somebody gave feedback on, or all."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

from service.journal import Asked, Feedback, JournalError, asked_of, keep_answer, keep_feedback
from service.types import Answer, Turn

logger = logging.getLogger(__name__)

Keep = Literal["nothing", "feedback", "questions"]

# What is remembered without being written: the newest answers, as long as they are not too much text together.
MOST_ANSWERS = 1000
MOST_CHARACTERS = 16_000_000
# Answers that wait to be written; further ones are let go, so that a slow disk never fills the memory.
MOST_WAITING = 1000
_FLUSH_SECONDS = 10


class Keeper:
    """Remembers the newest answers, so that feedback on them can be taken, and writes what the setting says.

    Answers are written by a thread of their own: no asker waits for the journal, and none is told of its troubles.
    """

    def __init__(self, keep: Keep, journal: Path) -> None:
        self._keep = keep
        self._journal = journal
        self._remembered: OrderedDict[str, Asked] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()
        self._open_writer()

    @property
    def takes_feedback(self) -> bool:
        """Whether feedback can be given at all."""
        return self._keep != "nothing"

    def note(self, answer: Answer, history: Sequence[Turn], documents: Sequence[str]) -> None:
        """An answer was given. `documents` are the files that the question was narrowed to."""
        if self._keep == "nothing":
            return
        asked = asked_of(answer, history, documents)
        self._remember(asked)
        if self._keep != "questions":
            return
        if self._room.acquire(blocking=False):
            self._writer.submit(self._write, asked)
        else:
            logger.warning("the journal is too slow: an answer was not written down")

    def take(self, feedback: Feedback) -> bool:
        """Keep the feedback, with its answer; whether it took the place of an earlier one.

        Raises `UnknownAnswerError` where the answer was given too long ago, `JournalError` where it cannot be written.
        """
        with self._lock:
            asked = self._remembered.get(feedback.answer_id)
        return keep_feedback(self._journal, feedback, asked)

    def stop(self) -> None:
        """Wait, but not for ever, until the answers given so far are written."""
        try:
            self._writer.submit(lambda: None).result(_FLUSH_SECONDS)
        except TimeoutError:
            logger.warning("the journal is too slow: the last answers were not written down")
        self._writer.shutdown(wait=False, cancel_futures=True)
        self._open_writer()

    def _open_writer(self) -> None:
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")  # no thread before it has work
        self._room = threading.BoundedSemaphore(MOST_WAITING)

    def _remember(self, asked: Asked) -> None:
        with self._lock:
            replaced = self._remembered.pop(asked.id, None)
            self._remembered[asked.id] = asked
            self._characters += _size(asked) - (_size(replaced) if replaced else 0)
            while len(self._remembered) > MOST_ANSWERS or self._characters > MOST_CHARACTERS:
                _, oldest = self._remembered.popitem(last=False)
                self._characters -= _size(oldest)

    def _write(self, asked: Asked) -> None:
        try:
            keep_answer(self._journal, asked)
        except JournalError as error:
            logger.warning("an answer was not written down: %s", error)
        finally:
            self._room.release()


def _size(asked: Asked) -> int:
    """Its characters, as good as all of them."""
    turns = sum(len(turn.question) + len(turn.answer) for turn in asked.history)
    return turns + len(asked.question) * 2 + len(asked.answer) + sum(len(cited.quote) for cited in asked.citations)
