"""One file on its way to a record."""

import math
import shutil
from pathlib import Path

import pytest

from indexer import readers, reading
from indexer.catalogue import Catalogue
from indexer.errors import UnreadableFileError
from indexer.types import Observation, SourceText
from tests.indexer.building import ROADS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "roads.txt").write_text(ROADS)
    return tmp_path / "roads.txt"


def test_a_password_is_given_to_the_reader_where_there_is_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def read(_: Path, *, password: str | None, **_others: float) -> SourceText:
        asked.append(password)
        return SourceText(ROADS)

    monkeypatch.setattr(readers, "read", read)
    reading.read_document(path, "roads.txt", "abc", Catalogue())
    reading.read_document(path, "roads.txt", "abc", Catalogue({}, {"roads.txt": "sesame"}))
    assert asked == [None, "sesame"]


def test_pages_are_recognised_within_the_time_that_a_file_has(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    def read(_: Path, *, ocr_seconds: float, **_others: str | None) -> SourceText:
        given.append(ocr_seconds)
        return SourceText(ROADS)

    monkeypatch.setattr(readers, "read", read)
    for left in (math.inf, 10.0):
        monkeypatch.setattr(reading, "seconds_left", lambda left=left: left)
        reading.read_document(path, "roads.txt", "abc", Catalogue())
    assert given[0] == readers.OCR_SECONDS
    assert 0 < given[1] < 10


def test_where_the_figures_cannot_be_read_the_words_can_be_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> tuple[Observation, ...]:
        raise KeyError("odd")

    monkeypatch.setattr(reading, "read_observations", stumble)
    record = reading.read_document(path, "roads.txt", "abc", Catalogue())
    assert record.passages
    assert record.observations == ()
    assert record.document.warnings == ("its figures could not be read (KeyError: 'odd')",)


@pytest.mark.parametrize("step", ["read_blocks", "make_passages", "read_observations"])
def test_want_of_memory_is_no_oddity_of_the_file(path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reading, step, full)
    with pytest.raises(MemoryError):
        reading.read_document(path, "roads.txt", "abc", Catalogue())


def test_a_text_that_cannot_be_written_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "read", lambda _, **_named: SourceText(f"{ROADS}\ud800"))
    with pytest.raises(UnreadableFileError, match="UnicodeEncodeError"):
        reading.read_document(path, "roads.txt", "abc", Catalogue())


def test_the_fingerprint_changes_when_pictures_of_text_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    without = reading.fingerprint()
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert reading.fingerprint() != without
