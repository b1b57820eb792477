"""Files that do their worst to whoever reads them, and files that only happen to lie beside them."""

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from indexer import sandbox
from indexer.catalogue import Catalogue
from indexer.limits import ReadLimits
from indexer.reading import read_document
from indexer.sandbox import ReadResult, ReadTask, read_files
from tests.indexer.processes import alive_after_a_while, processes_of

GOOD = "Roads in Millbrook 2017\n\nRoads were repaired in spring. The café by the road was closed.\n"
BAD = "This file is bad.\n"

Tasks = Callable[[int, int], list[ReadTask]]


def limits_with(read: str, *, seconds: float = 30.0, memory_mb: int = 1024, workers: int = 2) -> ReadLimits:
    return ReadLimits(memory_mb, seconds, workers, f"tests.indexer.bad_readers.{read}")


@pytest.fixture
def tasks(tmp_path: Path) -> Tasks:
    """So many good files, and bad ones before them."""

    def make(good: int, bad: int) -> list[ReadTask]:
        made = []
        for number in range(good + bad):
            name, text = (f"bad{number}.txt", BAD) if number < bad else (f"good{number}.txt", f"{GOOD}Part {number}.\n")
            path = tmp_path / name
            path.write_text(text)
            made.append(ReadTask(path, name, hashlib.sha256(text.encode()).hexdigest()))
        return made

    return make


def read(tasks: list[ReadTask], limits: ReadLimits) -> dict[str, ReadResult]:
    return {result.source: result for result in read_files(tasks, limits)}


def workers() -> list[psutil.Process]:
    """The processes that read for this one, the one that starts them among them."""
    return psutil.Process().children(recursive=True)


@pytest.fixture
def fresh_process() -> Iterator[None]:
    sandbox._close_idle()
    yield
    sandbox._close_idle()


def folders() -> set[Path]:
    """Where workers work, or have worked and left something."""
    return set(Path(tempfile.gettempdir()).glob("reportqa-read-*"))


def gone_within(seconds: float, is_there: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while is_there():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_a_record_comes_back_as_it_is_read_in_the_process_itself(tasks: Tasks) -> None:
    (task,) = tasks(1, 0)
    result = read([task], ReadLimits())[task.source]
    assert result.record == read_document(task.path, task.source, task.sha256, Catalogue())
    assert result.reason == ""
    assert result.seconds > 0


WORST = [
    ("stumble", "cannot be made sense of (KeyError: 'odd')"),
    ("eat_memory", "takes more memory to read than the 1024 MB that a file is given"),
    ("eat_memory_outside_python", "crashes its reader (SIGABRT)"),
    ("leave", "ends its reader (exit code 5)"),
    ("stop", "ends its reader (exit code 6)"),
    ("leave_as_if_well", "could not be read: its reader gave no proper result"),
    ("fault", "crashes its reader (SIGSEGV)"),
    ("is_killed", "could not be read: the system killed its reader, as it does when memory runs out"),
    ("nest", "cannot be made sense of (RecursionError: maximum recursion depth exceeded)"),
    ("garbage", "could not be read: its reader gave no proper result"),
    ("much", "holds more than can be kept of one file"),
    ("printing", "cannot be made sense of (ValueError: printed)"),
    ("huge_file", "cannot be made sense of (OSError: [Errno 27] File too large)"),
    ("child_and_gone", "ends its reader (exit code 7)"),
]


@pytest.mark.parametrize(("worst", "reason"), WORST)
def test_whatever_a_file_does_it_ends_in_a_reason_and_the_others_are_read(
    tasks: Tasks, worst: str, reason: str
) -> None:
    # What is more than can be kept must not be more than there is memory for.
    results = read(tasks(2, 1), limits_with(worst, memory_mb=2048 if worst == "much" else 1024))
    assert results["bad0.txt"].reason == reason
    assert results["bad0.txt"].record is None
    assert all(results[f"good{number}.txt"].record for number in (1, 2))


@pytest.mark.parametrize("worst", ["hang", "spin", "hold_on", "many_files"])
def test_files_that_never_end_are_stopped_and_do_not_hold_up_the_others(tasks: Tasks, worst: str) -> None:
    began = time.monotonic()
    order = [
        (result.source, result.reason) for result in read_files(tasks(4, 2), limits_with(worst, seconds=2.0, workers=3))
    ]
    assert sorted(source for source, _ in order[:4]) == [f"good{number}.txt" for number in range(2, 6)]
    told = (
        "writes too much to the disk while it is read" if worst == "many_files" else "takes longer to read than the 2 s"
    )
    assert all(reason.startswith(told) for _, reason in order[4:])
    assert time.monotonic() - began < 6


@pytest.mark.parametrize("worst", ["child", "child_and_gone"])
def test_what_a_killed_worker_started_is_killed_with_it(tasks: Tasks, tmp_path: Path, worst: str) -> None:
    read(tasks(0, 1), limits_with(worst, seconds=1.5))
    child = int((tmp_path / "bad0.pid").read_text())
    assert alive_after_a_while(processes_of(child)) == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("other_file", "could not be read: its reader gave no proper result"),
        ("changing", "was changed while it was read; build again"),
    ],
)
def test_a_record_of_another_content_is_not_taken(tasks: Tasks, wrong: str, reason: str) -> None:
    assert read(tasks(1, 0), limits_with(wrong))["good0.txt"].reason == reason


def test_a_worker_has_a_folder_of_its_own_that_is_gone_afterwards(tasks: Tasks, tmp_path: Path) -> None:
    one, other = tasks(2, 0)
    password = ReadTask(other.path, other.source, other.sha256, None, "open sesame")
    read([one, password], limits_with("where"))
    told = [(tmp_path / f"{name}.where").read_text().split("\n") for name in ("good0", "good1")]
    folders = [Path(lines[0]) for lines in told]
    assert [lines[0] for lines in told] == [lines[1] for lines in told]
    assert len(set(folders)) == 2
    assert not any(folder.exists() for folder in folders)
    assert all(folder.parent.parent == Path(tempfile.gettempdir()) for folder in folders)
    assert {lines[2] for lines in told} & {str(os.getpid())} == set()
    assert [lines[4] for lines in told] == ["None", "open sesame"]
    assert "sesame" not in repr(password)


def test_a_result_that_came_while_nobody_took_any_is_whole(tasks: Tasks) -> None:
    results = {}
    for result in read_files(tasks(1, 2), limits_with("in_turn", workers=3)):
        results[result.source] = result.reason
        if len(results) == 1:
            time.sleep(2.0)
    assert results == dict.fromkeys(("good2.txt", "bad0.txt", "bad1.txt"), "")


def test_files_are_read_side_by_side(tasks: Tasks) -> None:
    made = tasks(4, 0)
    read(made[:1], limits_with("slow"))
    began = time.monotonic()
    read(made, limits_with("slow", workers=4))
    assert time.monotonic() - began < 1.2


@pytest.mark.usefixtures("fresh_process")
def test_no_process_is_started_where_nothing_is_read() -> None:
    assert list(read_files([], ReadLimits())) == []
    assert workers() == []


@pytest.mark.usefixtures("fresh_process")
def test_the_process_is_kept_for_the_next_files(tasks: Tasks) -> None:
    made = tasks(1, 0)
    read(made, ReadLimits())
    (first,) = workers()
    read(made, ReadLimits())
    assert workers() == [first]


@pytest.mark.usefixtures("fresh_process")
def test_a_kept_process_that_was_killed_meanwhile_is_replaced(tasks: Tasks) -> None:
    made = tasks(1, 0)
    read(made, ReadLimits())
    workers()[0].kill()
    assert read(made, ReadLimits())["good0.txt"].record is not None


@pytest.mark.usefixtures("fresh_process")
def test_the_process_killed_while_it_reads_is_replaced_and_goes_on(tasks: Tasks) -> None:
    results, before = {}, folders()
    for result in read_files(tasks(6, 0), limits_with("slow", workers=1)):
        results[result.source] = result
        if len(results) == 2:
            psutil.Process().children()[0].send_signal(signal.SIGKILL)
    sandbox._close_idle()
    assert folders() <= before
    assert len(results) == 6
    assert all(result.record for result in results.values())


@pytest.mark.usefixtures("fresh_process")
def test_given_up_reading_leaves_no_worker(tasks: Tasks) -> None:
    for _ in read_files(tasks(1, 4), limits_with("hang", workers=5)):
        running = workers()
        break
    assert len(running) == 5
    assert alive_after_a_while(running) == []


def test_the_reading_ends_when_the_program_is_killed(tasks: Tasks, tmp_path: Path) -> None:
    made = tasks(0, 2)
    program = (
        "import sys; from pathlib import Path\n"
        "from indexer.limits import ReadLimits; from indexer.sandbox import ReadTask, read_files\n"
        f"tasks = [ReadTask(Path(p), Path(p).name, '') for p in {[str(task.path) for task in made]!r}]\n"
        "list(read_files(tasks, ReadLimits(workers=2, read='tests.indexer.bad_readers.child')))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parents[2]) as process:
        told = [tmp_path / f"bad{number}.pid" for number in range(2)]
        assert gone_within(20, lambda: not all(path.exists() and path.read_text() for path in told))
        running = psutil.Process(process.pid).children(recursive=True)
        assert len(running) == 5
        process.kill()
    assert alive_after_a_while(running) == []
