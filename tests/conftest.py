"""What all tests share: no network, one real model a run, small corpora in temporary folders."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from indexer import SentenceEncoder
from tests.fakes import FakeEncoder

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
for _name in [name for name in os.environ if name.startswith("REPORTQA_") and name != "REPORTQA_TEST_SAMPLES"]:
    # A developer's own settings must not decide what the tests see.
    del os.environ[_name]

MakeCorpus = Callable[[Mapping[str, str | bytes]], Path]


class NetworkForbiddenError(OSError):
    """A test tried to reach beyond this machine."""


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket of the file system
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Connections beyond loopback fail at once, by whatever library they are tried."""
    originals = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}

    def guarded(name: str) -> Callable[..., object]:
        def call(self: socket.socket, *arguments: object) -> object:
            if not _is_local(arguments[-1]):
                raise NetworkForbiddenError(f"a test tried to reach {arguments[-1]}")
            return originals[name](self, *arguments)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in originals:
            patch.setattr(socket.socket, name, guarded(name))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses the real model says so by its mark."""
    for item in items:
        if "real_encoder" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.model)


@pytest.fixture(scope="session")
def real_encoder() -> SentenceEncoder:
    """The default model; its passages' half is loaded when it is first used, once a run."""
    return SentenceEncoder()


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def make_corpus(tmp_path: Path) -> MakeCorpus:
    """Writes files into a corpus folder (the same one at each call) and returns the folder."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return make
