import shutil
from pathlib import Path

import pytest

from indexer import (
    IndexerError,
    ReadLimits,
    Store,
    build_index,
    reading,
    remove_document,
    restore_document,
    sandbox,
    verify_index,
)
from indexer import build as build_module
from tests.conftest import MakeCorpus
from tests.fakes import FakeEncoder
from tests.indexer.building import HOMES, PARKS, ROADS, Listening, build, forbidden_encoder, sources, statuses


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


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


def test_a_changed_catalogue_entry_reads_its_file_again(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    make_corpus({"catalogue.toml": '[[document]]\nfile = "roads.txt"\ntitle = "Highways"\n'})
    report = build(corpus, index)
    assert statuses(report) == {"homes.md": "unchanged", "roads.txt": "indexed"}
    assert [document.title for document in Store.open(index).documents()][1] == "Highways"


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
    for name in ("store.py", "sandbox.py", "report.py"):
        (room / name).write_text("# other\n")
    assert reading.fingerprint() == before
    for name in (
        "passages.py",
        "readers/pdf/flow.py",
        "structure/tables.py",
        "observations/reader.py",
        "a_new_module.py",
    ):
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
    assert statuses(build(corpus, index)) == {"homes.md": "unchanged", "roads.txt": "skipped"}


def test_the_last_document_can_be_removed_too(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    build(corpus, index)
    remove_document(index, "homes.md", forbidden_encoder)
    assert Store.open(index).documents() == ()
    assert verify_index(index) == []
    assert not build(corpus, index).changed
    restore_document(index, "homes.md")
    assert build(corpus, index).changed
    assert sources(index) == ["homes.md"]


def test_removing_what_is_not_there_is_an_error(make_corpus: MakeCorpus, index: Path) -> None:
    first = build(make_corpus({"homes.md": HOMES}), index)
    with pytest.raises(IndexerError, match="holds no document 'none'"):
        remove_document(index, "none", forbidden_encoder)
    assert Store.open(index).version == first.generation


def test_figures_of_an_unchanged_file_are_carried_over(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": f"{HOMES}\nIn 2016 there were 17 of them.\n"})
    limits = ReadLimits(read="tests.indexer.bad_readers.scanned")
    build(corpus, index, limits=limits)
    before = Store.open(index).search_observations("number", None, None, None)
    assert {one.text for _, one in before} == {"2016", "17"}
    make_corpus({"roads.txt": ROADS})
    build(corpus, index)
    store = Store.open(index)
    assert store.search_observations("number", None, None, None) == before
    assert store.observations(store.documents()[0].id) == tuple(one for _, one in before)
    (corpus / "homes.md").rename(corpus / "houses.md")
    build(corpus, index)
    moved = Store.open(index).search_observations("number", None, None, None)
    assert [one.text for _, one in moved] == [one.text for _, one in before]
    assert {one.document_id for _, one in moved} == {Store.open(index).documents()[0].id}
    assert verify_index(index) == []


def test_an_unchanged_build_starts_no_process(
    make_corpus: MakeCorpus, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)

    def forbidden() -> None:
        raise AssertionError("a process was started")

    sandbox._close_idle()
    monkeypatch.setattr(sandbox, "_started", forbidden)
    assert not build(corpus, index).changed
