import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.limits import ReadLimits, seconds_left
from indexer.settings import IndexSettings, read_limits

ROOT = Path(__file__).parents[2]
SHOW = "import json; print(json.dumps([resource.getrlimit(getattr(resource, f'RLIMIT_{n}')) for n in NAMES]))"


def limits_after(program: str) -> list[list[int]]:
    code = (
        "import resource; from indexer import limits\n"
        f"NAMES = ('AS', 'CPU', 'FSIZE', 'CORE')\n{program}\nlimits.confine(500, 7.5)\n{SHOW}"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[list[int]] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know not all of the limits")
def test_a_process_is_held_to_memory_time_and_what_it_writes() -> None:
    megabyte = 1024 * 1024
    assert limits_after("") == [[500 * megabyte] * 2, [9, 14], [64 * megabyte] * 2, [0, 0]]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know not all of the limits")
def test_limits_that_are_tighter_already_stay() -> None:
    found = limits_after("resource.setrlimit(resource.RLIMIT_CPU, (5, 6))")
    assert found[1] == [6, 6]


def test_a_limit_that_the_system_does_not_know_or_refuses_is_gone_without() -> None:
    program = (
        "class Other:\n"
        "    RLIM_INFINITY, RLIMIT_CPU = resource.RLIM_INFINITY, resource.RLIMIT_CPU\n"
        "    RLIMIT_CORE = resource.RLIMIT_CORE\n"
        "    getrlimit = staticmethod(resource.getrlimit)\n"
        "    def setrlimit(self, limit, wanted):\n"
        "        if limit == self.RLIMIT_CORE: raise ValueError('refused')\n"
        "        resource.setrlimit(limit, wanted)\n"
        "limits.resource = Other()\n"
    )
    memory, time, written, _ = limits_after(program)
    assert time == [9, 14]
    assert (memory[0], written[0]) == (-1, -1)


def test_a_reader_can_ask_how_long_it_has() -> None:
    assert seconds_left() == math.inf
    code = "from indexer.limits import confine, seconds_left; confine(500, 60); print(59 < seconds_left() <= 60)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_one_file_a_core_is_read_where_nothing_else_is_said() -> None:
    assert ReadLimits().side_by_side >= 1
    assert ReadLimits(workers=3).side_by_side == 3


def test_settings_give_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_limits(IndexSettings()) == ReadLimits()
    monkeypatch.setenv("REPORTQA_READ_MEMORY_MB", "512")
    monkeypatch.setenv("REPORTQA_READ_SECONDS", "2.5")
    monkeypatch.setenv("REPORTQA_READ_WORKERS", "3")
    assert read_limits(IndexSettings()) == ReadLimits(512, 2.5, 3)
