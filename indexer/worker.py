"""The process that reads files: `python -m indexer.worker PARENT FOLDER`, started by sandbox.py and never by hand.

It loads the readers once and then forks for every file a worker, which is confined, reads, sends JSON and ends. So no
file meets what another left behind, a worker that is killed costs nothing but its file, and starting one takes a few
thousandths of a second. It is told of a batch of files by one line of JSON on its standard input, and answers on its
standard output with one line and so many bytes for each file, in the order they are done. When its input ends, or its
parent, it kills its workers, removes FOLDER, in which they worked, and ends.
"""

import gc
import json
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from indexer.catalogue import Catalogue
from indexer.errors import UnreadableFileError
from indexer.generations import sha256_of
from indexer.limits import confine, die_with_parent
from indexer.records import DocumentRecord, to_json

OUT_OF_MEMORY = 77
# More than the structure of any report: it would only fill the memory of those who wait for it.
MOST_RETURNED = 256 * 1024 * 1024
_MOST_LEFT_IN_FOLDER = 256 * 1024 * 1024
_LOOK_EVERY = 1.0
_CHUNK = 1 << 20
# The process that forks has a few files open for each worker, and no others.
_MOST_OPEN = 1024

Read = Callable[[Path, str, str, Catalogue], DocumentRecord]


@dataclass(slots=True)
class _Running:
    """A worker at work on a file."""

    task: int
    pid: int
    pipe: int
    folder: Path
    began: float
    deadline: float
    received: list[bytes] = field(default_factory=list)
    size: int = 0


class _PartingError(Exception):
    """There is nobody left to read for."""


class _Room:
    """One batch: its tasks, and the workers at work on them."""

    def __init__(self, order: dict[str, Any], read: Read, parent: int, folder: Path, replies: int) -> None:
        self._order = order
        self._read = read
        self._parent = parent
        self._folder = folder
        self._replies = replies
        self._running: dict[int, _Running] = {}
        self._looked = time.monotonic()
        self._selector = selectors.DefaultSelector()
        self._selector.register(0, selectors.EVENT_READ)

    def run(self) -> None:
        """Reads every file; whatever happens, no worker outlives the call."""
        waiting = deque(enumerate(self._order["tasks"]))
        try:
            while waiting or self._running:
                while waiting and len(self._running) < self._order["workers"]:
                    self._start(*waiting.popleft())
                self._wait()
        finally:
            for worker in list(self._running.values()):
                self._end(worker)
            self._selector.close()

    def _start(self, number: int, task: dict[str, Any]) -> None:
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        receiving, sending = os.pipe()
        pid = os.fork()
        if pid == 0:
            _work(self._read, task, self._order, folder, sending)
        os.close(sending)
        os.set_blocking(receiving, False)
        with suppress(OSError):  # the worker does the same: whoever comes first
            os.setpgid(pid, pid)
        now = time.monotonic()
        self._running[receiving] = _Running(number, pid, receiving, folder, now, now + self._order["seconds"])
        self._selector.register(receiving, selectors.EVENT_READ)

    def _wait(self) -> None:
        now = time.monotonic()
        soonest = min((worker.deadline for worker in self._running.values()), default=now)
        events = self._selector.select(max(0.0, min(_LOOK_EVERY, soonest - now)))
        if os.getppid() != self._parent:
            raise _PartingError
        for key, _ in events:
            if key.fd == 0:
                raise _PartingError
            self._receive(self._running[key.fd])
        now = time.monotonic()
        look = now - self._looked >= _LOOK_EVERY
        self._looked = now if look else self._looked
        for worker in list(self._running.values()):
            if now >= worker.deadline:
                self._finish(worker, "time")
            elif look:
                self._look_at(worker)

    def _receive(self, worker: _Running) -> bool:
        """Takes what the pipe holds; returns whether there may be more."""
        try:
            data = os.read(worker.pipe, _CHUNK)
        except BlockingIOError:
            return False
        worker.received.append(data)
        worker.size += len(data)
        if not data:
            self._finish(worker, "ended")
        elif worker.size > MOST_RETURNED:
            self._finish(worker, "size")
        return worker.pipe in self._running

    def _look_at(self, worker: _Running) -> None:
        """Finds what shows neither in time nor in the pipe: a child holds the pipe open, files pile up."""
        with suppress(OSError):
            if sum(path.stat().st_size for path in worker.folder.rglob("*")) > _MOST_LEFT_IN_FOLDER:
                self._finish(worker, "written")
                return
        if _has_ended(worker.pid):
            while self._receive(worker):
                pass  # what it sent last, while nobody looked
            if worker.pipe in self._running:
                self._finish(worker, "ended")

    def _finish(self, worker: _Running, how: str) -> None:
        code = self._end(worker)
        payload = b"".join(worker.received) if how == "ended" and code == 0 else b""
        seconds = time.monotonic() - worker.began
        reply = {"task": worker.task, "how": how, "code": code, "seconds": seconds, "size": len(payload)}
        began = time.monotonic()
        _write_all(self._replies, json.dumps(reply).encode() + b"\n" + payload)
        lost = time.monotonic() - began
        for other in self._running.values():
            # While nobody took this reply, nobody could take the others' either.
            other.deadline += lost

    def _end(self, worker: _Running) -> int:
        """Kills the worker, if it still lives, with all that it started; returns how it ended."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.pid, signal.SIGKILL)
        _, status = os.waitpid(worker.pid, 0)
        del self._running[worker.pipe]
        self._selector.unregister(worker.pipe)
        os.close(worker.pipe)
        shutil.rmtree(worker.folder, ignore_errors=True)
        return os.waitstatus_to_exitcode(status)


def _has_ended(pid: int) -> bool:
    """Whether the process has ended; it stays to be waited for, so that its number is given to no other."""
    if not hasattr(os, "waitid"):  # macOS before Python 3.13: the time limit will tell
        return False
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _work(read: Read, task: dict[str, Any], order: dict[str, Any], folder: Path, sending: int) -> NoReturn:
    """What the worker does, from its birth to its end."""
    code = 1
    try:
        os.setpgid(0, 0)
        die_with_parent()
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        os.closerange(3, sending)
        os.closerange(sending + 1, _MOST_OPEN)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        os.chdir(folder)
        confine(order["memory_mb"], order["seconds"])
        _write_all(sending, _result(read, task))
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    except Exception as error:  # nothing is left to print to
        _write_all(sending, json.dumps({"reason": f"could not be read ({type(error).__name__}: {error})"}).encode())
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    finally:
        os._exit(code)


def _result(read: Read, task: dict[str, Any]) -> bytes:
    """The record, or the reason why there is none, as JSON."""
    path, source, sha256 = Path(os.fsdecode(bytes.fromhex(task["path"]))), task["source"], task["sha256"]
    entries = {} if task["entry"] is None else {source: task["entry"]}
    passwords = {} if task["password"] is None else {source: task["password"]}
    try:
        record = read(path, source, sha256, Catalogue(entries, passwords))
        if sha256_of(path) != sha256:
            raise UnreadableFileError("was changed while it was read; build again")
        return b'{"record":' + to_json(record).encode() + b"}"
    except UnreadableFileError as error:
        return json.dumps({"reason": str(error)}).encode()
    except MemoryError:
        raise
    except Exception as error:  # one odd file must not take the others with it
        return json.dumps({"reason": f"cannot be made sense of ({type(error).__name__}: {error})"}).encode()


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _next_line(parent: int) -> bytes:
    """The next line of the standard input; empty when there will be none."""
    received = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        while not received.endswith(b"\n"):
            while not selector.select(_LOOK_EVERY):
                if os.getppid() != parent:
                    return b""
            data = os.read(0, _CHUNK)
            if not data:
                return b""
            received += data
    return bytes(received)


def main(parent: int, folder: Path) -> None:
    """Serves one batch after the other."""
    replies = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not stand among the replies
    with suppress(_PartingError, BrokenPipeError):
        while line := _next_line(parent):
            order = json.loads(line)
            module, _, name = order["read"].rpartition(".")
            read: Read = getattr(import_module(module), name)
            gc.collect()
            gc.freeze()  # so that the workers share the memory of what is loaded
            _Room(order, read, parent, folder, replies).run()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
