"""A build killed at any point leaves the old index or the new one, both whole, and no process behind."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from indexer import Store, verify_index
from tests.conftest import MakeCorpus
from tests.indexer.building import HOMES, build, statuses

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_build_killed_at_any_time_leaves_a_whole_index_and_no_worker(tmp_path: Path, seed: int) -> None:
    (tmp_path / "corpus").mkdir()
    command = [sys.executable, "-m", "tests.indexer.killed_often"]
    arguments = [str(tmp_path / "corpus"), str(tmp_path / "index"), str(seed), "8"]
    done = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert len(found) == 8
    assert sum(one["killed"] for one in found) >= 4
    for one in found:
        assert (one["orphans"], one["look"], one["next build"], one["next look"]) == (0, 0, 0, 0), one


def test_a_build_killed_while_files_are_read_leaves_no_worker(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    index = tmp_path / "index"
    corpus = make_corpus({"homes.md": HOMES})
    first = build(corpus, index).generation
    make_corpus({"bad1.txt": "bad\n", "bad2.txt": "bad, too\n"})
    command = [sys.executable, "-m", "tests.indexer.killed_build", str(corpus), str(index), "nowhere"]
    with subprocess.Popen([*command, "tests.indexer.bad_readers.child"], cwd=ROOT) as process:
        told = [corpus / f"bad{number}.pid" for number in (1, 2)]
        end = time.monotonic() + 20
        while not all(path.exists() and path.read_text() for path in told):
            assert time.monotonic() < end
            time.sleep(0.02)
        running = psutil.Process(process.pid).children(recursive=True)
        assert len(running) == 5  # the one that forks, two workers, and what these started
        process.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(running, timeout=5)
    assert alive == []
    assert Store.open(index).version == first
    assert verify_index(index) == []
    report = build(corpus, index)
    assert statuses(report) == {
        "bad1.pid": "skipped",
        "bad1.txt": "indexed",
        "bad2.pid": "skipped",
        "bad2.txt": "indexed",
        "homes.md": "unchanged",
    }
    assert verify_index(index) == []
