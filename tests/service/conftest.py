"""What the tests share: an app over the fake engine with a client of it, and the real engine over a small index."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from indexer import Store
from service.app import create_app
from service.engine import Engine
from service.settings import ServiceSettings
from tests.fakes import FakeEncoder
from tests.service.fake_engine import FakeEngine
from tests.small_shelf import build_small_index


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("REPORTQA_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(slow_seconds=0.2)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Where the app keeps feedback; not there before something is kept."""
    return tmp_path / "journal" / "journal.sqlite3"


@pytest.fixture
def app(engine: FakeEngine, tmp_path: Path, journal: Path) -> FastAPI:
    settings = ServiceSettings(index_dir=tmp_path / "index", journal=journal)
    return create_app(settings, engine_factory=lambda _: engine)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three small reports, indexed with the fake encoder."""
    return build_small_index(tmp_path_factory.mktemp("small"), FakeEncoder())


@pytest.fixture(scope="session")
def small_engine(small_index: Path) -> Iterator[Engine]:
    encoder = FakeEncoder()
    engine = Engine(Store.open(small_index, encoder.identity), encoder)
    yield engine
    engine.store.close()


@pytest.fixture(scope="session")
def willing_engine(small_engine: Engine) -> Engine:
    """The same, but never refuses for too little confidence, so that tests of answers do not hang on fitted numbers."""
    return small_engine.with_ranker(replace(small_engine.ranker, threshold=0.0))
