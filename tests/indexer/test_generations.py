import re
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer import IndexBusyError, IndexDamagedError, IndexerError, Store, build_index, verify_index
from indexer.generations import build_lock, current_name, replace_file
from tests.conftest import MakeCorpus
from tests.fakes import FakeEncoder

HOMES = "# Homes in Oakford 2016\n\nChildren's homes were inspected. Placements broke down twice.\n"
ROADS = "Roads in Millbrook 2017\n\nRoads were mended in spring. The café by the road was closed.\n"
ROOT = Path(__file__).parents[2]


def build(corpus: Path, index: Path) -> str:
    encoder = FakeEncoder()
    return build_index(corpus, index, lambda: encoder, encoder.identity).generation


@contextmanager
def stopped_build(corpus: Path, index: Path, place: str) -> Iterator[subprocess.Popen[str]]:
    """A build that stands still at the place; killed at the end."""
    command = [sys.executable, "-m", "tests.indexer.killed_build", str(corpus), str(index), place]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "here\n"
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize(
    "place",
    [
        *("looked through", "locked", "gathered", "encoding", "folder made", "database begun", "database written"),
        *("vectors written", "manifest written", "renamed"),
    ],
)
def test_a_build_killed_before_its_end_leaves_the_old_index_whole(
    make_corpus: MakeCorpus, tmp_path: Path, place: str
) -> None:
    index = tmp_path / "index"
    corpus = make_corpus({"homes.md": HOMES})
    first = build(corpus, index)
    make_corpus({"roads.txt": ROADS})
    with stopped_build(corpus, index, place):
        assert Store.open(index).version == first
    assert verify_index(index) == []
    assert Store.open(index).version == first
    second = build(corpus, index)
    assert verify_index(index) == []
    assert sorted(path.name for path in (index / "generations").iterdir()) == [first, second]


@pytest.mark.parametrize("place", ["live", "cleaned"])
def test_a_build_killed_once_it_is_live_leaves_the_new_index_whole(
    make_corpus: MakeCorpus, tmp_path: Path, place: str
) -> None:
    index = tmp_path / "index"
    corpus = make_corpus({"homes.md": HOMES})
    first = build(corpus, index)
    make_corpus({"roads.txt": ROADS})
    with stopped_build(corpus, index, place):
        pass
    assert Store.open(index).version != first
    assert len(Store.open(index).documents()) == 2
    assert verify_index(index) == []


def test_a_first_build_that_is_killed_leaves_no_index(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    index = tmp_path / "index"
    corpus = make_corpus({"homes.md": HOMES})
    with stopped_build(corpus, index, "renamed"):
        pass
    assert current_name(index) is None
    build(corpus, index)
    assert verify_index(index) == []


def test_a_second_builder_is_sent_away_while_the_first_is_at_work(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    index = tmp_path / "index"
    corpus = make_corpus({"homes.md": HOMES})
    with stopped_build(corpus, index, "encoding"), pytest.raises(IndexBusyError, match="Another build is running"):
        build(corpus, index)
    assert build(corpus, index)


def test_a_killed_builder_does_not_keep_the_lock(tmp_path: Path) -> None:
    with build_lock(tmp_path), pytest.raises(IndexBusyError), build_lock(tmp_path):
        pass
    with build_lock(tmp_path):
        pass


@pytest.mark.parametrize("kilobytes", [4, 64, 256])
def test_a_full_disk_leaves_the_old_index_whole(make_corpus: MakeCorpus, tmp_path: Path, kilobytes: int) -> None:
    """The system's limit on the size of a file stands for a disk with no room left."""
    index = tmp_path / "index"
    corpus = make_corpus({"homes.md": HOMES})
    first = build(corpus, index)
    sentences = (f"Road {n} in ward {n * 7} was mended in week {n % 52} for {n * 31} pounds." for n in range(3000))
    make_corpus({"roads.txt": "Roads in Millbrook 2017\n\n" + "\n\n".join(sentences)})

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    command = [sys.executable, "-B", "-m", "tests.indexer.killed_build", str(corpus), str(index), "nowhere"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=limit, check=False)
    assert done.returncode == 1
    assert re.search("IndexerError: The (index could not be written|disk is full)", done.stderr)
    assert Store.open(index).version == first
    assert verify_index(index) == []
    assert [path.name for path in (index / "generations").iterdir()] == [first]
    assert build(corpus, index) != first


def test_only_the_live_generation_and_the_one_before_are_kept(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    index = tmp_path / "index"
    built = [build(make_corpus({"homes.md": HOMES + f"\nIn {year} it closed.\n"}), index) for year in range(2000, 2004)]
    assert sorted(path.name for path in (index / "generations").iterdir()) == built[-2:]
    assert current_name(index) == built[-1]


def test_readers_never_meet_half_an_index_while_it_is_built_again_and_again(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    build(make_corpus({"homes.md": HOMES}), index)
    problems: list[BaseException] = []
    finished = threading.Event()

    def read() -> None:
        while not finished.is_set():
            try:
                store = Store.open(index)
                assert len(store.passages(range(len(store)))) == len(store)
                assert store.search_words(["placement"], 5)
                store.close()
            except BaseException as error:
                problems.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for year in range(2000, 2010):
        build(make_corpus({"homes.md": HOMES + f"\nIn {year} it closed.\n"}), index)
    finished.set()
    for reader in readers:
        reader.join()
    assert problems == []


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("old")
    replace_file(tmp_path / "CURRENT", "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("CURRENT", "new")]


def test_an_index_folder_that_cannot_be_made_is_told(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    with pytest.raises(IndexerError, match="cannot be written"):
        build(make_corpus({"homes.md": HOMES}), tmp_path / "index")


def test_a_pointer_that_is_no_file_is_damage(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").mkdir()
    with pytest.raises(IndexDamagedError):
        current_name(tmp_path)
