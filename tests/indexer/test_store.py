import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer import BuildReport, IndexDamagedError, IndexMismatchError, IndexMissingError, Store, build_index
from indexer import store as store_module
from tests.conftest import MakeCorpus
from tests.fakes import FakeEncoder

REPORTS = {
    "homes.md": "# Homes in Oakford 2016\n\nChildren's homes were inspected. Placements broke down twice.\n",
    "roads.txt": "Roads in Millbrook 2017\n\nRoads were mended in spring. The café by the road was closed.\n",
}


@pytest.fixture
def index(make_corpus: MakeCorpus, tmp_path: Path, fake_encoder: FakeEncoder) -> Path:
    build(make_corpus(REPORTS), tmp_path / "index", fake_encoder)
    return tmp_path / "index"


def build(corpus: Path, index: Path, encoder: FakeEncoder) -> BuildReport:
    return build_index(corpus, index, lambda: encoder, encoder.identity)


def generation(index: Path) -> Path:
    return index / "generations" / (index / "CURRENT").read_text().strip()


def edit_manifest(index: Path, **values: object) -> None:
    path = generation(index) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_documents_their_text_and_passages_can_be_had(index: Path, fake_encoder: FakeEncoder) -> None:
    store = Store.open(index, fake_encoder.identity)
    homes, roads = store.documents()
    assert (homes.source, roads.source) == ("homes.md", "roads.txt")
    assert store.document(homes.id) == homes
    assert store.text(roads.id) == REPORTS["roads.txt"]
    assert store.version == (index / "CURRENT").read_text().strip()
    passages = [*store.document_passages(homes.id), *store.document_passages(roads.id)]
    assert [passage.id for passage in passages] == list(range(len(store)))
    for passage in passages:
        text = store.text(passage.document_id)
        for unit in passage.units:
            assert unit.text in text[unit.start : unit.end]
    assert all(0 <= b.start < b.end <= len(REPORTS["roads.txt"]) for b in store.blocks(roads.id))


def test_what_is_not_there_is_empty_or_none(index: Path) -> None:
    store = Store.open(index)
    assert store.document("none") is None
    assert store.text("none") == ""
    assert store.pages("none") == ()
    assert store.blocks("none") == ()
    assert store.document_passages("none") == []
    with pytest.raises(IndexError, match="no passage 99"):
        store.passage(99)


def test_passages_come_in_the_order_asked_for_and_again_if_asked_twice(index: Path) -> None:
    store = Store.open(index)
    last = len(store) - 1
    assert [p.id for p in store.passages([last, 0, last])] == [last, 0, last]


def test_words_find_passages_and_can_be_kept_to_documents(index: Path) -> None:
    store = Store.open(index)
    homes, roads = store.documents()
    assert store.passage(store.search_words(["placement"], 5)[0].id).document_id == homes.id
    assert store.search_words(["placement"], 5, [roads.id]) == []
    assert {store.passage(h.id).document_id for h in store.search_words(["cafe", "homes"], 5)} == {homes.id, roads.id}


def test_vectors_find_passages_and_can_be_kept_to_documents(index: Path, fake_encoder: FakeEncoder) -> None:
    store = Store.open(index)
    homes, roads = store.documents()
    vector = fake_encoder.encode_query("placements broke down")
    assert store.passage(store.search_vectors(vector, 1)[0].id).document_id == homes.id
    found = store.search_vectors(vector, 50, [roads.id])
    assert {store.passage(hit.id).document_id for hit in found} == {roads.id}
    assert store.search_vectors(vector, 5, []) == []
    assert store.search_vectors(vector, 5, ["none"]) == []
    assert len(store.search_vectors(vector, 50, [roads.id, roads.id])) == len(found)


def test_frequencies_are_told_for_each_word(index: Path) -> None:
    store = Store.open(index)
    found = store.document_frequency(["placement", "zebra"])
    assert found["placement"] >= 1
    assert found["zebra"] == 0


def test_many_threads_read_the_same(index: Path, fake_encoder: FakeEncoder) -> None:
    store = Store.open(index)
    vector = fake_encoder.encode_query("roads")

    def read(_: int) -> object:
        hits = store.search_words(["road", "homes"], 5) + store.search_vectors(vector, 5)
        return hits, store.passages([hit.id for hit in hits]), [store.text(d.id) for d in store.documents()]

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(read, range(64)))
    assert all(result == results[0] for result in results)


def test_no_index_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m indexer build"):
        Store.open(tmp_path / "none")


def test_another_model_is_a_mismatch_that_names_both(index: Path) -> None:
    with pytest.raises(IndexMismatchError, match="fake-words@64, not with other@1"):
        Store.open(index, "other@1")


@pytest.mark.parametrize("values", [{"format": 99}, {"layout": "Document(id)"}])
def test_an_index_of_another_version_is_a_mismatch(index: Path, values: dict[str, object]) -> None:
    edit_manifest(index, **values)
    with pytest.raises(IndexMismatchError, match="another version of the program"):
        Store.open(index)


@pytest.mark.parametrize("name", ["store.sqlite", "vectors.faiss", "manifest.json"])
def test_a_lost_file_is_damage(index: Path, name: str) -> None:
    (generation(index) / name).unlink()
    with pytest.raises(IndexDamagedError, match="Build the index again"):
        Store.open(index)


@pytest.mark.parametrize("name", ["store.sqlite", "vectors.faiss", "manifest.json"])
def test_a_cut_file_is_damage(index: Path, name: str) -> None:
    path = generation(index) / name
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(IndexDamagedError, match="Build the index again"):
        Store.open(index)


def test_a_database_spoiled_within_is_damage_when_it_is_met(index: Path) -> None:
    path = generation(index) / "store.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError):
        Store.open(index)


def test_a_database_with_other_passages_than_said_is_damage(index: Path) -> None:
    edit_manifest(index, documents=[])
    with pytest.raises(IndexDamagedError, match="manifest"):
        Store.open(index)


@pytest.mark.parametrize("pointer", ["no-such-generation", "../../somewhere", ".tmp-x", "\x00", "\udcff"])
def test_a_pointer_to_nothing_is_damage(index: Path, pointer: str) -> None:
    (index / "CURRENT").write_bytes(pointer.encode("utf-8", "surrogateescape"))
    with pytest.raises(IndexDamagedError):
        Store.open(index)


def test_an_open_store_reads_on_when_its_generation_is_replaced_and_removed(
    index: Path, make_corpus: MakeCorpus, fake_encoder: FakeEncoder
) -> None:
    store = Store.open(index)
    homes = store.documents()[0]
    build(make_corpus({"new.txt": "A new report on parks. Parks were opened.\n"}), index, fake_encoder)
    shutil.rmtree(index / "generations" / store.version)
    assert len(store.documents()) == 2
    assert store.text(homes.id) == REPORTS["homes.md"]
    assert store.search_words(["placement"], 5)
    assert len(Store.open(index).documents()) == 3


def test_a_generation_swept_away_while_opening_is_followed_to_the_new_one(
    index: Path, make_corpus: MakeCorpus, fake_encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = generation(index)
    build(make_corpus({"new.txt": "A new report on parks. Parks were opened.\n"}), index, fake_encoder)
    new = generation(index)
    shutil.rmtree(old)
    (index / "CURRENT").write_text(old.name)

    def look(_: Path) -> Path:
        monkeypatch.undo()
        (index / "CURRENT").write_text(new.name)
        return old

    monkeypatch.setattr(store_module, "live_folder", look)
    assert len(Store.open(index).documents()) == 3
