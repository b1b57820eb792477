"""What the reading of one file may take, and how a process is held to it."""

import math
import os
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass

# A reader writes nothing itself; Tesseract, run by one, writes a picture of a page at a time.
MOST_WRITTEN = 64 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Memory and time for each file, and how many are read side by side: 0 workers are one a core.

    `read` is the dotted name of the function that reads, called in the worker as `read_document` is; tests name others.
    """

    memory_mb: int = 2048
    seconds: float = 120.0
    workers: int = 0
    read: str = "indexer.reading.read_document"

    @property
    def side_by_side(self) -> int:
        """How many files are read at a time."""
        if self.workers:
            return self.workers
        if sys.platform == "linux":
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1


def confine(memory_mb: int, seconds: float) -> None:
    """Holds this process, and those that it starts, to the limits; one that the system does not know is gone without.

    The time is that of the processor here: the wall clock is watched from outside.
    """
    cpu = math.ceil(seconds) + 1
    wanted = {
        "RLIMIT_AS": (memory_mb * _MEGABYTE,) * 2,
        "RLIMIT_CPU": (cpu, cpu + 5),
        "RLIMIT_FSIZE": (MOST_WRITTEN,) * 2,
        "RLIMIT_CORE": (0, 0),
    }
    for name, (soft, hard) in wanted.items():
        with suppress(AttributeError, ValueError, OSError):
            limit = getattr(resource, name)
            _, allowed = resource.getrlimit(limit)
            if allowed != resource.RLIM_INFINITY:
                soft, hard = min(soft, allowed), min(hard, allowed)
            resource.setrlimit(limit, (soft, hard))


def die_with_parent() -> None:
    """Asks the system, where it can (Linux), to kill this process when the one that forked it ends."""
    if sys.platform == "linux":
        import ctypes
        import signal

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
