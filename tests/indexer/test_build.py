import errno
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from indexer import (
    BuildReport,
    CatalogueError,
    IndexerError,
    IndexMismatchError,
    SilentProgress,
    Store,
    build_index,
    reading,
    remove_document,
    verify_index,
)
from indexer import build as build_module
from indexer.records import embedded_text
from tests.conftest import MakeCorpus
from tests.fakes import FakeEncoder

HOMES = "# Homes in Oakford 2016\n\nChildren's homes were inspected. Placements broke down twice.\n"
ROADS = "Roads in Millbrook 2017\n\nRoads were mended in spring. The café by the road was closed.\n"
PARKS = "<html><body><h1>Parks</h1><p>Parks were opened in Oakford.</p></body></html>"


class Listening(SilentProgress):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.totals: list[tuple[str, int]] = []

    def start(self, total: int, label: str) -> None:
        self.totals.append((label, total))

    def message(self, text: str) -> None:
        self.messages.append(text)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def build(corpus: Path, index: Path, encoder: FakeEncoder | None = None, **extra: SilentProgress) -> BuildReport:
    encoder = encoder or FakeEncoder()
    return build_index(corpus, index, lambda: encoder, encoder.identity, **extra)


def statuses(report: BuildReport) -> dict[str, str]:
    return {outcome.source: outcome.status for outcome in report.files}


def sources(index: Path) -> list[str]:
    return [document.source for document in Store.open(index).documents()]


def forbidden_encoder() -> FakeEncoder:
    raise AssertionError("the encoder was loaded")


def test_all_formats_in_all_folders_are_indexed(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "2017/roads.TXT": ROADS, "2017/deep/er/parks.html": PARKS})
    report = build(corpus, index)
    assert statuses(report) == {"homes.md": "indexed", "2017/roads.TXT": "indexed", "2017/deep/er/parks.html": "indexed"}
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
    assert "not of a kind that is read (.docx, .htm" in report.files[1].reason


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
    def stumble(text: object) -> None:
        raise KeyError("odd")

    real = reading.read_blocks
    monkeypatch.setattr(reading, "read_blocks", lambda text: (stumble if "mended" in text.text else real)(text))
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


def test_nothing_changed_writes_nothing_and_loads_no_encoder(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    first = build(corpus, index)
    second = build_index(corpus, index, forbidden_encoder, FakeEncoder().identity)
    assert not second.changed
    assert second.generation == first.generation
    assert set(statuses(second).values()) == {"unchanged"}
    assert len(list((index / "generations").iterdir())) == 1


def test_only_a_changed_file_is_encoded_again(make_corpus: MakeCorpus, index: Path) -> None:
    encoder = FakeEncoder()
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index, encoder)
    encoder.encoded.clear()
    make_corpus({"roads.txt": ROADS.replace("spring", "autumn"), "parks.html": PARKS})
    report = build(corpus, index, encoder)
    assert statuses(report) == {"homes.md": "unchanged", "parks.html": "indexed", "roads.txt": "indexed"}
    assert encoder.encoded
    assert not any("Placements" in text for text in encoder.encoded)
    store = Store.open(index)
    assert store.search_words(["autumn"], 5)
    assert not store.search_words(["spring"], 5)
    hit = store.search_vectors(encoder.encode_query("Placements broke down twice"), 1)[0]
    assert "Placements" in store.passage(hit.id).body
    assert verify_index(index) == []


def test_a_removed_file_leaves_no_trace(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    (corpus / "roads.txt").unlink()
    report = build_index(corpus, index, forbidden_encoder, FakeEncoder().identity)
    assert statuses(report) == {"homes.md": "unchanged", "roads.txt": "removed"}
    assert sources(index) == ["homes.md"]
    assert b"mended" not in (index / "generations" / report.generation / "store.sqlite").read_bytes()


def test_a_renamed_file_is_read_but_not_encoded_again(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS, "catalogue.toml": ""})
    build(corpus, index)
    (corpus / "homes.md").rename(corpus / "houses.md")
    report = build_index(corpus, index, forbidden_encoder, FakeEncoder().identity)
    assert statuses(report) == {"homes.md": "removed", "houses.md": "indexed", "roads.txt": "unchanged"}


def test_a_changed_catalogue_entry_reads_its_file_again(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    make_corpus({"catalogue.toml": '[[document]]\nfile = "roads.txt"\ntitle = "Highways"\n'})
    report = build(corpus, index)
    assert statuses(report) == {"homes.md": "unchanged", "roads.txt": "indexed"}
    assert [document.title for document in Store.open(index).documents()][1] == "Highways"


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


def test_a_file_gone_bad_is_not_kept_in_its_old_form(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    make_corpus({"roads.txt": b""})
    report = build(corpus, index)
    assert statuses(report) == {"homes.md": "unchanged", "roads.txt": "failed"}
    assert sources(index) == ["homes.md"]
    again = build(corpus, index)
    assert not again.changed
    assert statuses(again)["roads.txt"] == "failed"


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


def test_another_model_encodes_everything_again(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    other = FakeEncoder("other@32", 32)
    report = build(corpus, index, other)
    assert report.changed
    assert len(other.encoded) == len(Store.open(index, "other@32"))
    assert Store.open(index).manifest.dimension == 32


def test_changed_reading_code_reads_everything_again_but_encodes_only_new_words(
    make_corpus: MakeCorpus, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    monkeypatch.setattr(build_module, "fingerprint", lambda: "other code")
    report = build_index(corpus, index, forbidden_encoder, FakeEncoder().identity)
    assert report.changed
    assert set(statuses(report).values()) == {"indexed"}
    assert not build(corpus, index).changed


def test_the_fingerprint_changes_with_the_code_that_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "indexer"
    shutil.copytree(Path(reading.__file__).parent, room, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(reading, "__file__", str(room / "reading.py"))
    before = reading.fingerprint()
    (room / "store.py").write_text("# other\n")
    assert reading.fingerprint() == before
    for name in ("passages.py", "readers/pdf.py", "structure/tables.py", "a_new_module.py"):
        (room / name).write_text("# other\n")
        assert reading.fingerprint() != before
        before = reading.fingerprint()


def test_a_damaged_index_is_built_anew(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    first = build(corpus, index)
    (index / "generations" / first.generation / "store.sqlite").write_bytes(b"")
    listening = Listening()
    report = build(corpus, index, progress=listening)
    assert report.changed
    assert any("damaged" in message for message in listening.messages)
    assert verify_index(index) == []


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


@pytest.mark.parametrize("by", ["source", "id"])
def test_a_document_is_removed_by_name_or_id(make_corpus: MakeCorpus, index: Path, by: str) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    roads = Store.open(index).documents()[1]
    report = remove_document(index, str(getattr(roads, by)), forbidden_encoder)
    assert statuses(report) == {"roads.txt": "removed"}
    store = Store.open(index)
    assert [document.source for document in store.documents()] == ["homes.md"]
    assert store.search_words(["mended"], 5) == []
    assert len(store.vectors()) == len(store)
    assert verify_index(index) == []
    assert statuses(build(corpus, index)) == {"homes.md": "unchanged", "roads.txt": "indexed"}


def test_the_last_document_can_be_removed_too(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    build(corpus, index)
    remove_document(index, "homes.md", forbidden_encoder)
    assert Store.open(index).documents() == ()
    assert verify_index(index) == []
    assert build(corpus, index).changed
    assert sources(index) == ["homes.md"]


def test_removing_what_is_not_there_is_an_error(make_corpus: MakeCorpus, index: Path) -> None:
    first = build(make_corpus({"homes.md": HOMES}), index)
    with pytest.raises(IndexerError, match="holds no document 'none'"):
        remove_document(index, "none", forbidden_encoder)
    assert Store.open(index).version == first.generation
