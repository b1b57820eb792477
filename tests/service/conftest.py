"""What the tests of the HTTP side share: an app over the fake engine, and a client of it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import ServiceSettings
from tests.service.fake_engine import FakeEngine


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("REPORTQA_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(slow_seconds=0.2)


@pytest.fixture
def app(engine: FakeEngine, tmp_path: Path) -> FastAPI:
    return create_app(ServiceSettings(index_dir=tmp_path / "index"), engine_factory=lambda _: engine)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client
