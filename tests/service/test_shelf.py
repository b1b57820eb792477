import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer import IndexMissingError
from service.app import create_app
from service.settings import ServiceSettings
from service.shelf import NotReadyError, Shelf
from tests.service.fake_engine import FakeEngine, FakeStore


class Bench:
    """An index that a test can change: a generation's name, and a log of what was opened."""

    def __init__(self, generation: str | None) -> None:
        self.generation = generation
        self.opened: list[FakeEngine] = []
        self.tries = 0

    def open(self) -> FakeEngine:
        self.tries += 1
        if self.generation is None or self.generation.startswith("bad"):
            raise IndexMissingError("no index")
        self.opened.append(FakeEngine(FakeStore(self.generation)))
        return self.opened[-1]

    def shelf(self, **timing: float) -> Shelf:
        return Shelf(self.open, lambda: self.generation, **timing)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def test_new_generation_is_taken_up_and_the_old_one_closed() -> None:
    bench = Bench("a")
    shelf = bench.shelf(look_every=0.01)
    shelf.start()
    bench.generation = "b"
    wait_until(lambda: len(bench.opened) == 2 and bench.opened[0].store.closed)
    with shelf.borrow() as engine:
        assert engine.index_version == "b"
    shelf.stop()
    assert bench.opened[1].store.closed


def test_request_keeps_the_engine_that_it_started_with() -> None:
    bench = Bench("a")
    shelf = bench.shelf(look_every=60)
    shelf.start()
    with shelf.borrow() as first, shelf.borrow() as second:
        bench.generation = "b"
        shelf.look()
        with shelf.borrow() as third:
            assert third.index_version == "b"
        assert first is second
        assert first.store.documents()
    assert bench.opened[0].store.closed
    assert not bench.opened[1].store.closed
    shelf.stop()


def test_index_is_taken_up_when_it_appears() -> None:
    bench = Bench(None)
    shelf = bench.shelf(look_every=0.01)
    shelf.start()
    with pytest.raises(NotReadyError), shelf.borrow():
        pass
    bench.generation = "a"
    wait_until(lambda: bool(bench.opened))
    wait_until(lambda: shelf.trouble is None)
    shelf.stop()


def test_bad_generation_leaves_the_good_engine_and_is_tried_again_later() -> None:
    bench = Bench("a")
    shelf = bench.shelf(look_every=60, retry_every=180)
    shelf.start()
    bench.generation = "bad"
    shelf.look()
    assert isinstance(shelf.trouble, IndexMissingError)
    with shelf.borrow() as engine:
        assert engine.index_version == "a"
    assert bench.tries == 2
    shelf.look()
    shelf.look()
    assert bench.tries == 2
    shelf.look()
    assert bench.tries == 3
    shelf.stop()


def test_unchanged_generation_is_not_opened_again() -> None:
    bench = Bench("a")
    shelf = bench.shelf(look_every=60)
    shelf.start()
    for _ in range(100):
        shelf.look()
    assert bench.tries == 1
    shelf.stop()


def test_error_while_looking_does_not_end_the_watch() -> None:
    bench = Bench("a")
    broken = threading.Event()

    def read() -> str | None:
        if broken.is_set():
            raise PermissionError("no")
        return bench.generation

    shelf = Shelf(bench.open, read, look_every=0.01)
    shelf.start()
    broken.set()
    time.sleep(0.05)
    bench.generation = "b"
    broken.clear()
    wait_until(lambda: len(bench.opened) == 2)
    shelf.stop()


def test_no_request_fails_while_generations_change(tmp_path: Path) -> None:
    current = tmp_path / "CURRENT"
    current.write_text("0", encoding="utf-8")

    def open_engine(_: ServiceSettings) -> FakeEngine:
        return FakeEngine(FakeStore(current.read_text(encoding="utf-8")), slow_seconds=0.02)

    app = create_app(ServiceSettings(index_dir=tmp_path), engine_factory=open_engine)
    stop = threading.Event()

    def ask(client: TestClient, stream: bool) -> list[tuple[int, str]]:
        seen = []
        while not stop.is_set():
            reply = client.post("/v1/ask", json={"question": "slow", "stream": stream})
            version = reply.text.rpartition('"index_version":')[2].split('"')[1]
            seen.append((reply.status_code, version))
        return seen

    with TestClient(app) as client, ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, client, stream) for stream in (False, True, False, True)]
        for generation in range(1, 21):
            current.write_text(str(generation), encoding="utf-8")
            app.state.shelf.look()
            time.sleep(0.02)
        stop.set()
        replies = [reply for one in asked for reply in one.result()]
    assert {status for status, _ in replies} == {200}
    assert len({version for _, version in replies}) > 3


def test_an_engine_replaced_before_is_waited_for_as_long_as_a_request_uses_it() -> None:
    bench = Bench("a")
    shelf = bench.shelf(look_every=60)
    shelf.start()
    done = threading.Event()
    with shelf.borrow():
        bench.generation = "b"
        shelf.look()
        taker = threading.Thread(target=lambda: (shelf.take_up(20), done.set()), daemon=True)
        taker.start()
        assert not done.wait(0.3)
    assert done.wait(5)
    assert bench.opened[0].store.closed
    shelf.stop()
