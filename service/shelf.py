"""The engine in use: opened when there is an index, and exchanged for one over a newer index while requests run."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from indexer import Block, Document, Observation
from service.citing import Texts
from service.engine import Answering
from service.nearest import Figures

logger = logging.getLogger(__name__)


class Library(Texts, Figures, Protocol):
    """What the HTTP side needs of a store."""

    def documents(self) -> Sequence[Document]:
        """All documents."""
        ...

    def blocks(self, document_id: str, /) -> Sequence[Block]:
        """Its structure, in order."""
        ...

    def observations_of(self, ids: Sequence[int], /) -> list[tuple[int, Observation]]:
        """The observations of these ids, in the order asked for; ids that none has are left out."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class ServedEngine(Answering, Protocol):
    """An engine together with the store it answers from; the two are of one generation."""

    @property
    def store(self) -> Library:
        """The store that the answers come from."""
        ...


class NotReadyError(Exception):
    """There is no engine to answer with; `reason` is what stood in the way when it was last tried."""

    def __init__(self, reason: Exception | None) -> None:
        super().__init__(str(reason))
        self.reason = reason


_NOTHING_YET = object()


class _Holding:
    """An engine and how many requests are using it; `idle` is set once it is retired and the last one is done."""

    def __init__(self, engine: ServedEngine) -> None:
        self.engine = engine
        self.users = 0
        self.retired = False
        self.idle = threading.Event()

    def close(self) -> None:
        """Lets go of the store and says so."""
        self.engine.store.close()
        self.idle.set()


class Shelf:
    """Holds the current engine. A request keeps the one it started with; the last user of an old one closes it.

    `open_engine` opens whatever index is live; `read_generation` cheaply tells which one that is. A failure to open
    never takes away an engine that works. It is tried again when the generation changes, and every `retry_every`
    seconds besides, for a cause outside the index.
    """

    def __init__(
        self,
        open_engine: Callable[[], ServedEngine],
        read_generation: Callable[[], str | None],
        *,
        look_every: float = 1.0,
        retry_every: float = 30.0,
    ) -> None:
        self._open_engine = open_engine
        self._read_generation = read_generation
        self._look_every = look_every
        self._looks_between_retries = max(1, round(retry_every / look_every))
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._current: _Holding | None = None
        self._retired: list[_Holding] = []
        self._generation: str | object | None = _NOTHING_YET
        self._trouble: Exception | None = None
        self._looks_since_trouble = 0
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="shelf", daemon=True)

    @property
    def trouble(self) -> Exception | None:
        """Why the newest index could not be opened, if it could not."""
        return self._trouble

    def start(self) -> None:
        """Open the index, if there is one, and begin to look out for newer ones."""
        self.look()
        self._watcher.start()

    def stop(self) -> None:
        """Stop looking, and close the engine once its last request is done."""
        self._stopping.set()
        self._watcher.join()
        self._replace(None)

    @contextmanager
    def borrow(self) -> Iterator[ServedEngine]:
        """The current engine, kept open for as long as the caller uses it; raises `NotReadyError` without one."""
        with self._lock:
            holding = self._current
            if holding is None:
                raise NotReadyError(self._trouble)
            holding.users += 1
        try:
            yield holding.engine
        finally:
            with self._lock:
                holding.users -= 1
                unused = holding.retired and holding.users == 0
                if unused:
                    self._retired.remove(holding)
            if unused:
                holding.close()

    def take_up(self, patience: float) -> None:
        """Take up the newest index now, and wait up to `patience` seconds until no request uses an older one.

        Where the newest cannot be opened there is no engine afterwards: the one before may hold what was removed.
        """
        with self._looking:
            self._look()
            if self._trouble is not None:
                self._replace(None)
        with self._lock:
            older = list(self._retired)
        end = time.monotonic() + patience
        for holding in older:
            holding.idle.wait(max(0.0, end - time.monotonic()))

    def look(self) -> None:
        """Take up a newer index if there is one; what another thread is just taking up is waited for."""
        with self._looking:
            self._look()

    def _look(self) -> None:
        try:
            generation = self._read_generation()
            if generation == self._generation and not self._is_retry_due():
                return
            self._generation = generation
            engine = self._open_engine()
        except Exception as error:  # the watch must outlive whatever a broken index does to the code that reads it
            if str(error) != str(self._trouble):
                logger.warning("the index cannot be opened: %s", error)
            self._trouble = error
            return
        self._trouble = None
        logger.info("answering from index version %s", engine.index_version)
        self._replace(_Holding(engine))

    def _is_retry_due(self) -> bool:
        if self._trouble is None:
            return False
        self._looks_since_trouble = (self._looks_since_trouble + 1) % self._looks_between_retries
        return self._looks_since_trouble == 0

    def _watch(self) -> None:
        while not self._stopping.wait(self._look_every):
            self.look()

    def _replace(self, new: _Holding | None) -> None:
        with self._lock:
            old, self._current = self._current, new
            if old is None:
                return
            old.retired = True
            unused = old.users == 0
            if not unused:
                self._retired.append(old)
        if unused:
            old.close()
