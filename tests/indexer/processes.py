"""Whether processes have ended. One that nobody has waited for yet has: in a container that may never come."""

import time
from collections.abc import Iterable
from contextlib import suppress

import psutil

PATIENCE = 5.0


def processes_of(*pids: int) -> list[psutil.Process]:
    found = []
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            found.append(psutil.Process(pid))
    return found


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def alive_after_a_while(processes: Iterable[psutil.Process], patience: float = PATIENCE) -> list[psutil.Process]:
    """Those that have not ended by themselves in this time."""
    end = time.monotonic() + patience
    alive = [process for process in processes if is_alive(process)]
    while alive and time.monotonic() < end:
        time.sleep(0.02)
        alive = [process for process in alive if is_alive(process)]
    return alive
