import errno
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from indexer import CatalogueError, IndexerError, IndexMismatchError, ReadLimits, Store, build_index, verify_index
from indexer.records import embedded_text
from tests.conftest import MakeCorpus
from tests.fakes import FakeEncoder
from tests.indexer.building import HOMES, ROADS, Listening, build, sources, statuses

TABLE = "<h1>Roads</h1><table><tr><th>Year</th><th>Miles</th></tr><tr><td>2016</td><td>17</td></tr></table>"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_each_passage_has_the_vector_of_its_words(make_corpus: MakeCorpus, index: Path) -> None:
    encoder = FakeEncoder()
    build(make_corpus({"homes.md": HOMES, "roads.txt": ROADS}), index, encoder)
    store = Store.open(index)
    expected = [encoder.encode_query(embedded_text(p)) for p in store.passages(range(len(store)))]
    np.testing.assert_allclose(store.vectors(), np.stack(expected), atol=1e-6)


def test_the_same_content_twice_is_told(make_corpus: MakeCorpus, index: Path) -> None:
    report = build(make_corpus({"a.md": HOMES, "b.md": HOMES}), index)
    assert [outcome.warnings for outcome in report.files] == [(), ("has the same content as a.md",)]


def test_a_bad_file_is_told_and_the_others_are_indexed(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "empty.txt": "", "fake.pdf": b"no PDF at all", "fake.docx": b"PK no zip"})
    listening = Listening()
    report = build(corpus, index, progress=listening)
    assert statuses(report) == {
        "empty.txt": "failed",
        "fake.docx": "failed",
        "fake.pdf": "failed",
        "homes.md": "indexed",
    }
    assert all(outcome.reason for outcome in report.failed)
    assert "empty.txt is empty" in listening.messages
    assert sources(index) == ["homes.md"]


def test_an_error_in_reading_one_file_spares_the_others(make_corpus: MakeCorpus, index: Path) -> None:
    limits = ReadLimits(read="tests.indexer.bad_readers.stumble")
    report = build(make_corpus({"homes.md": HOMES, "roads.txt": ROADS}), index, limits=limits)
    assert statuses(report) == {"homes.md": "indexed", "roads.txt": "failed"}
    assert report.failed[0].reason == "cannot be made sense of (KeyError: 'odd')"


def test_an_entry_without_a_file_is_told(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "catalogue.toml": '[[document]]\nfile = "gone.pdf"\n'})
    listening = Listening()
    build(corpus, index, progress=listening)
    assert "catalogue.toml names gone.pdf, but there is no such file" in listening.messages


def test_a_bad_catalogue_stops_the_build(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    build(corpus, index)
    make_corpus({"catalogue.toml": "[[document]\n", "roads.txt": ROADS})
    with pytest.raises(CatalogueError):
        build(corpus, index)
    assert sources(index) == ["homes.md"]


def test_where_nothing_can_be_read_the_old_index_stays(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    first = build(corpus, index)
    make_corpus({"homes.md": b""})
    report = build(corpus, index)
    assert (report.changed, report.generation) == (False, first.generation)
    assert statuses(report) == {"homes.md": "failed"}
    assert sources(index) == ["homes.md"]


def test_where_nothing_could_ever_be_read_there_is_no_index(make_corpus: MakeCorpus, index: Path) -> None:
    report = build(make_corpus({"homes.md": b""}), index)
    assert (report.changed, report.generation) == (False, "")
    assert not (index / "CURRENT").exists()


def test_an_encoder_other_than_said_is_refused(make_corpus: MakeCorpus, index: Path) -> None:
    with pytest.raises(IndexMismatchError):
        build_index(make_corpus({"homes.md": HOMES}), index, FakeEncoder, "said@1")
    assert not (index / "CURRENT").exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (OSError(errno.EIO, "Input/output error"), "could not be written"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_a_failure_to_write_leaves_the_old_index(
    make_corpus: MakeCorpus, index: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    first = build(corpus, index)
    make_corpus({"roads.txt": ROADS})

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch, pytest.raises(IndexerError, match=words):
        patch.setattr("indexer.build.sync_and_record", fail)
        build(corpus, index)
    assert Store.open(index).version == first.generation
    assert [path.name for path in (index / "generations").iterdir()] == [first.generation]
    assert build(corpus, index).changed


def test_steps_are_told_as_they_go(make_corpus: MakeCorpus, index: Path) -> None:
    listening = Listening()
    encoder = FakeEncoder()
    build(make_corpus({"homes.md": HOMES, "roads.txt": ROADS}), index, encoder, progress=listening)
    size = len(HOMES.encode()) + len(ROADS.encode())
    assert listening.totals == [("Reading", size, "B"), ("Encoding", len(encoder.encoded), "")]


def test_the_report_is_kept_beside_the_index(make_corpus: MakeCorpus, index: Path) -> None:
    report = build(make_corpus({"homes.md": HOMES, "bad.txt": b""}), index)
    kept = json.loads((index / "build-report.json").read_text())
    assert kept["generation"] == report.generation
    assert [file["status"] for file in kept["files"]] == ["failed", "indexed"]


def test_what_was_found_in_a_file_is_told_of_it(make_corpus: MakeCorpus, index: Path) -> None:
    limits = ReadLimits(read="tests.indexer.bad_readers.scanned")
    corpus = make_corpus({"a.html": TABLE})
    for status in ("indexed", "unchanged"):
        (outcome,) = build(corpus, index, limits=limits).files
        assert outcome.status == status
        assert (outcome.pages, outcome.unread_pages, outcome.ocr_pages) == (3, (2,), (3,))
        assert (outcome.tables, outcome.observations) == (1, 2)
        assert outcome.warnings == ("page 2 has no text layer",)
    kept = json.loads((index / "build-report.json").read_text())
    assert (kept["files"][0]["unread_pages"], kept["files"][0]["tables"]) == ([2], 1)
    (document,) = Store.open(index).documents()
    assert (document.tables, document.observations) == (1, 2)
    assert verify_index(index) == []


def test_a_password_of_the_catalogue_reaches_the_reader_and_no_file_of_the_index(
    make_corpus: MakeCorpus, index: Path
) -> None:
    entry = '[[document]]\nfile = "homes.md"\npassword = "open Sesame"\n'
    corpus = make_corpus({"homes.md": HOMES, "catalogue.toml": entry})
    listening = Listening()
    build(corpus, index, progress=listening, limits=ReadLimits(read="tests.indexer.bad_readers.where"))
    assert (corpus / "homes.where").read_text().endswith("open Sesame")
    kept = b"".join(path.read_bytes() for path in index.rglob("*") if path.is_file())
    hashes = [getattr(hashlib, kind)(b"open Sesame").hexdigest().encode() for kind in ("sha256", "sha1", "md5")]
    assert not any(trace in kept for trace in (b"Sesame", *hashes))
    assert not any("Sesame" in message for message in listening.messages)


def test_results_are_in_the_order_of_the_names_however_long_each_took(make_corpus: MakeCorpus, index: Path) -> None:
    names = [f"{number:02}.txt" for number in range(12)]
    corpus = make_corpus({name: ROADS * (1 + 7 * number % 5) for number, name in enumerate(names)})
    report = build(corpus, index, limits=ReadLimits(workers=4))
    assert [outcome.source for outcome in report.files] == names
    again = index.with_name("again")
    build(corpus, again, limits=ReadLimits(workers=1))
    databases = [next((folder / "generations").iterdir()) / "store.sqlite" for folder in (index, again)]
    assert databases[0].read_bytes() == databases[1].read_bytes()
