import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest

from indexer import CatalogueError, IndexerError, IndexMismatchError, Store, build_index, verify_index
from indexer.records import embedded_text
from indexer.structure import read_blocks
from indexer.types import Block, SourceText
from tests.conftest import MakeCorpus
from tests.fakes import FakeEncoder
from tests.indexer.building import HOMES, PARKS, ROADS, Listening, build, sources, statuses


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_all_formats_in_all_folders_are_indexed(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "2017/roads.TXT": ROADS, "2017/deep/er/parks.html": PARKS})
    report = build(corpus, index)
    assert statuses(report) == {
        "homes.md": "indexed",
        "2017/roads.TXT": "indexed",
        "2017/deep/er/parks.html": "indexed",
    }
    assert report.changed
    assert report.generation == Store.open(index).version
    assert sources(index) == ["2017/deep/er/parks.html", "2017/roads.TXT", "homes.md"]
    assert all(outcome.passages > 0 for outcome in report.files)
    assert verify_index(index) == []


def test_each_passage_has_the_vector_of_its_words(make_corpus: MakeCorpus, index: Path) -> None:
    encoder = FakeEncoder()
    build(make_corpus({"homes.md": HOMES, "roads.txt": ROADS}), index, encoder)
    store = Store.open(index)
    expected = [encoder.encode_query(embedded_text(p)) for p in store.passages(range(len(store)))]
    np.testing.assert_allclose(store.vectors(), np.stack(expected), atol=1e-6)


def test_what_is_no_report_is_passed_over(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus(
        {
            "homes.md": HOMES,
            "README.md": "# About",
            "catalogue.toml": "",
            ".hidden.md": HOMES,
            ".git/notes.md": HOMES,
            "picture.png": b"\x89PNG",
            "sub/README.md": "# A report that happens to be called so\n\nIt says that parks were opened.\n",
        }
    )
    report = build(corpus, index)
    assert statuses(report) == {"homes.md": "indexed", "picture.png": "skipped", "sub/README.md": "indexed"}
    assert report.failed == ()
    assert "not of a kind that is read (.csv, .docx, .htm" in report.files[1].reason


def test_links_that_lead_out_are_not_followed(make_corpus: MakeCorpus, index: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("A secret that nobody should read.\n")
    corpus = make_corpus({"homes.md": HOMES})
    (corpus / "secret.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (corpus / "folder").symlink_to(tmp_path / "outside")
    (corpus / "again.md").symlink_to(corpus / "homes.md")
    report = build(corpus, index)
    assert statuses(report) == {
        "again.md": "indexed",
        "folder": "skipped",
        "homes.md": "indexed",
        "secret.txt": "skipped",
    }
    assert {o.source: o.reason for o in report.files if o.status == "skipped"} == {
        "folder": "is a link to a folder, which is not followed",
        "secret.txt": "is a link that leads out of the corpus",
    }


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


def test_an_error_in_reading_one_file_spares_the_others(
    make_corpus: MakeCorpus, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(text: SourceText) -> tuple[Block, ...]:
        if "mended" in text.text:
            raise KeyError("odd")
        return read_blocks(text)

    monkeypatch.setattr("indexer.reading.read_blocks", stumble)
    report = build(make_corpus({"homes.md": HOMES, "roads.txt": ROADS}), index)
    assert statuses(report) == {"homes.md": "indexed", "roads.txt": "failed"}
    assert report.failed[0].reason == "cannot be made sense of (KeyError: 'odd')"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_told(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    (corpus / "roads.txt").chmod(0)
    assert build(corpus, index).failed[0].reason == "cannot be opened: Permission denied"


def test_a_file_whose_name_cannot_be_shown_is_told(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    try:
        (corpus / os.fsdecode(b"bad\xff.txt")).write_text(ROADS)
    except OSError:
        pytest.skip("this file system takes no such name")
    report = build(corpus, index)
    assert [outcome.source for outcome in report.failed] == ["'bad\\udcff.txt'"]


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


@pytest.mark.parametrize("files", [{}, {"README.md": "# x", "catalogue.toml": ""}, {"a.png": b"x"}])
def test_an_empty_corpus_is_an_error(make_corpus: MakeCorpus, index: Path, files: dict[str, str]) -> None:
    with pytest.raises(IndexerError, match="There are no reports in"):
        build(make_corpus(files), index)
    assert not index.exists()


def test_a_missing_corpus_is_an_error(tmp_path: Path, index: Path) -> None:
    with pytest.raises(IndexerError, match="There is no folder"):
        build(tmp_path / "none", index)


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
    assert listening.totals == [("Reading", 2), ("Encoding", len(encoder.encoded))]


def test_the_report_is_kept_beside_the_index(make_corpus: MakeCorpus, index: Path) -> None:
    report = build(make_corpus({"homes.md": HOMES, "bad.txt": b""}), index)
    kept = json.loads((index / "build-report.json").read_text())
    assert kept["generation"] == report.generation
    assert [file["status"] for file in kept["files"]] == ["failed", "indexed"]
