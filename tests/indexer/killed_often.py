"""Builds killed at any time, one after the other; prints as JSON what was found after each.

Usage: python -m tests.indexer.killed_often CORPUS INDEX SEED COUNT. The builds run in forks of this process, which
itself touches no index, so that each begins as the first one did.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from indexer import build, verify
from indexer.limits import ReadLimits
from indexer.store import Store
from tests.fakes import FakeEncoder

PATIENCE = 5.0


def report(version: int, name: str) -> str:
    lines = (f"Street {n} of {name} was mended {version} times for {n * 31 + version} pounds." for n in range(20))
    return f"Roads in {name} 2017\n\nVersion {version} of the report.\n\n" + "\n\n".join(lines)


def write_corpus(corpus: Path, version: int) -> None:
    for name in ("Millbrook", "Oakford", "Ashby"):
        (corpus / f"{name}.txt").write_text(report(version, name))


def forked(do: Callable[[], object]) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            do()
            code = 0
        finally:
            os._exit(code)
    return pid


def wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def build_all(corpus: Path, index: Path) -> None:
    build.build(corpus, index, FakeEncoder, FakeEncoder().identity, limits=ReadLimits(workers=2))


def look(index: Path, versions: tuple[int, ...]) -> None:
    """Fails unless the index is whole and holds one of the versions, the same of every report."""
    assert verify.verify(index) == []
    store = Store.open(index)
    texts = [store.text(document.id) for document in store.documents()]
    assert len(texts) == 3
    held = {version for version in versions for text in texts if f"Version {version} of" in text}
    assert len(held) == 1


def outlived(processes: list[psutil.Process]) -> int:
    """How many of them are still there after a while."""
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    return len(alive)


def kill_once(corpus: Path, index: Path, version: int, after: float) -> dict[str, object]:
    write_corpus(corpus, version)
    pid = forked(lambda: build_all(corpus, index))
    time.sleep(after)
    started = psutil.Process(pid).children(recursive=True)
    os.kill(pid, signal.SIGKILL)
    killed = wait(pid) == -signal.SIGKILL
    return {
        "killed": killed,
        "workers": len(started),
        "orphans": outlived(started),
        "look": wait(forked(lambda: look(index, (version - 1, version)))),
        "next build": wait(forked(lambda: build_all(corpus, index))),
        "next look": wait(forked(lambda: look(index, (version,)))),
    }


def main(corpus: Path, index: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)
    write_corpus(corpus, 0)
    began = time.monotonic()
    assert wait(forked(lambda: build_all(corpus, index))) == 0
    whole = time.monotonic() - began
    found = [kill_once(corpus, index, version, chance.uniform(0, whole)) for version in range(1, count + 1)]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
