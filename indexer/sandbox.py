"""Files read in processes of their own, held to limits: what happens there never harms the build."""

import atexit
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.errors import IndexerError
from indexer.limits import ReadLimits
from indexer.records import DocumentRecord, record_from
from indexer.worker import OUT_OF_MEMORY

_PATIENCE = 5.0
_STARTS_WITHOUT_RESULT = 2
# One worker a core: a library's threads would only stand in each other's way. Sets are walked in the same order always.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One file to read, and what the catalogue says of it."""

    path: Path
    source: str
    sha256: str
    entry: Mapping[str, str] | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came of a file: its record, or the reason why there is none."""

    source: str
    record: DocumentRecord | None
    reason: str
    seconds: float


class _StoppedError(Exception):
    """The process that reads has ended before its time."""


class _Process:
    """A running `indexer.worker`."""

    def __init__(self) -> None:
        # Whichever of the two outlives the other removes it.
        self._folder = tempfile.mkdtemp(prefix="reportqa-read-")
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "indexer.worker", str(os.getpid()), self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _ENVIRONMENT | {"PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is for the build, which then ends this
        )

    def read(self, tasks: Mapping[int, ReadTask], limits: ReadLimits) -> Iterator[tuple[int, ReadResult]]:
        """The results as they come, each with its task's number; raises _StoppedError when no more will come."""
        numbers = list(tasks)
        order = {
            "read": limits.read,
            "memory_mb": limits.memory_mb,
            "seconds": limits.seconds,
            "workers": limits.side_by_side,
            "tasks": [_order_of(task) for task in tasks.values()],
        }
        reader, writer = self._process.stdout, self._process.stdin
        assert reader is not None
        assert writer is not None
        try:
            writer.write(json.dumps(order).encode() + b"\n")
            writer.flush()
        except OSError as error:
            raise _StoppedError from error
        for _ in numbers:
            line = reader.readline()
            if not line.endswith(b"\n"):
                raise _StoppedError
            reply = json.loads(line)
            payload = reader.read(reply["size"])
            if len(payload) != reply["size"]:
                raise _StoppedError
            number = numbers[reply["task"]]
            yield number, _result(tasks[number], reply["how"], reply["code"], reply["seconds"], payload, limits)

    def close(self) -> None:
        """Ends the process and, through it, its workers."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


# A process that has done its work is kept for the next build of this program.
_idle: list[_Process] = []
_idle_lock = threading.Lock()


def _close_idle() -> None:
    while _idle:
        _idle.pop().close()


atexit.register(_close_idle)
os.register_at_fork(after_in_child=_idle.clear)


def read_files(tasks: Sequence[ReadTask], limits: ReadLimits) -> Iterator[ReadResult]:
    """Reads the files side by side; one result for each, as they come. Nothing is started where there are none.

    Whatever a file does to its worker (hangs, crashes, takes too much memory) is the reason in its own result.
    """
    left = dict(enumerate(tasks))
    without_result = 0
    while left and without_result < _STARTS_WITHOUT_RESULT:
        before = len(left)
        with _idle_lock:
            process = _idle.pop() if _idle else None
        process = process or _started()
        whole = False
        try:
            for number, result in process.read(dict(left), limits):
                del left[number]
                yield result
            whole = True
        except _StoppedError:
            without_result = without_result + 1 if len(left) == before else 0
        finally:
            if whole:
                with _idle_lock:
                    _idle.append(process)
            else:
                process.close()
    for task in left.values():
        yield ReadResult(task.source, None, "could not be read: the process that reads files was stopped", 0.0)


def _started() -> _Process:
    try:
        return _Process()
    except OSError as error:
        raise IndexerError(f"The process that reads files cannot be started: {error.strerror or error}.") from error


def _order_of(task: ReadTask) -> dict[str, object]:
    entry = None if task.entry is None else dict(task.entry)
    path = os.fsencode(task.path.absolute()).hex()
    return {"path": path, "source": task.source, "sha256": task.sha256, "entry": entry, "password": task.password}


def _result(task: ReadTask, how: str, code: int, seconds: float, payload: bytes, limits: ReadLimits) -> ReadResult:
    record: DocumentRecord | None = None
    reason = _reason(how, code, limits)
    if not reason:
        try:
            record, reason = _outcome(task, payload)
        except (ValueError, TypeError, KeyError, RecursionError):
            reason = "could not be read: its reader gave no proper result"
    return ReadResult(task.source, record, reason, seconds)


def _outcome(task: ReadTask, payload: bytes) -> tuple[DocumentRecord | None, str]:
    found = json.loads(payload)
    if "reason" in found:
        return None, " ".join(str(found["reason"]).split()) or "could not be read"
    record = record_from(found["record"])
    document = record.document
    if (document.source, document.sha256) != (task.source, task.sha256):
        raise ValueError("the record of another file")
    return record, ""


def _reason(how: str, code: int, limits: ReadLimits) -> str:
    """Why there is no result, in words that follow a file's name; empty where there is one."""
    if how == "time" or -code == signal.SIGXCPU:
        return f"takes longer to read than the {limits.seconds:g} s that a file is given"
    if how == "size":
        return "holds more than can be kept of one file"
    if how == "written":
        return "writes too much to the disk while it is read"
    if code == OUT_OF_MEMORY:
        return f"takes more memory to read than the {limits.memory_mb} MB that a file is given"
    if -code == signal.SIGKILL:
        return "could not be read: the system killed its reader, as it does when memory runs out"
    if code < 0:
        return f"crashes its reader ({_signal_name(-code)})"
    return f"ends its reader (exit code {code})" if code else ""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
