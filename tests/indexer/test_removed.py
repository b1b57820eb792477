"""What was removed stays out, and leaves nothing behind."""

import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from indexer import (
    IndexDamagedError,
    IndexerError,
    Store,
    build_index,
    remove_document,
    restore_document,
    verify_index,
)
from indexer import build as build_module
from indexer.removed import Removed
from tests.conftest import MakeCorpus
from tests.fakes import FakeEncoder
from tests.indexer.building import HOMES, ROADS, build, forbidden_encoder, sources, statuses

SECRET = """# Zephyrine review of Quillonbrook 2018

The Quillonbrook panel met Perpetua Vanterpool in Düsterbrück about the xylograph affair. Costs were £48,317.

| Measure | 2017 | 2018 |
|---|---|---|
| Marmoset escapes | 6173 | 7291 |
| Gazebo repairs ½ | 8459 | 9677 |
"""


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def distinctive(text: str) -> set[str]:
    """Words and pairs of words, in small letters too, that stand in the secret report only."""
    words = re.findall(r"\w{4,}", text)
    pairs = {f"{a} {b}" for a, b in pairwise(words)}
    ordinary = set(re.findall(r"\w{4,}", f"{HOMES} {ROADS}".lower())) | {"measure", "2017", "2018"}
    found = {word for word in (*words, *pairs) if word.lower() not in ordinary}
    return found | {word.lower() for word in found}


def everything_in(index: Path) -> dict[str, bytes]:
    return {path.relative_to(index).as_posix(): path.read_bytes() for path in index.rglob("*") if path.is_file()}


def traces(index: Path, text: str, vectors: np.ndarray) -> set[tuple[str, str]]:
    """Where words of the text, in any coding, or its vectors still stand."""
    found = set()
    for name, content in everything_in(index).items():
        for word in distinctive(text):
            escaped = json.dumps(word)[1:-1].encode()
            codings = (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), escaped)
            if any(coding in content for coding in codings):
                found.add((name, word))
        for row in vectors:
            if row.astype(np.float32).tobytes() in content:
                found.add((name, "a vector"))
    return found


def secret_vectors(index: Path) -> np.ndarray:
    store = Store.open(index)
    (secret,) = [document for document in store.documents() if document.source == "s/x.md"]
    ids = [passage.id for passage in store.document_passages(secret.id)]
    assert ids
    return store.vectors()[ids]


def test_nothing_of_a_removed_document_is_left_in_any_file(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "s/x.md": SECRET})
    build(corpus, index)
    make_corpus({"roads.txt": ROADS})
    build(corpus, index)
    vectors = secret_vectors(index)
    assert len(traces(index, SECRET, vectors)) > 40
    remove_document(index, "s/x.md", forbidden_encoder)
    assert traces(index, SECRET, vectors) == set()
    store = Store.open(index)
    assert len(store.vectors()) == len(store)
    assert store.search_words(["Vanterpool", "marmoset"], 5) == []
    assert store.search_observations("marmoset", None, None, None) == []
    assert verify_index(index) == []
    build(corpus, index)
    assert traces(index, SECRET, vectors) == set()
    assert json.loads((index / "removed.json").read_text()) == [
        {"source": "s/x.md", "sha256": _sha256(corpus / "s/x.md")}
    ]


def test_a_document_whose_file_is_gone_leaves_nothing_either(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "s/x.md": SECRET})
    build(corpus, index)
    vectors = secret_vectors(index)
    (corpus / "s/x.md").unlink()
    build(corpus, index)
    assert traces(index, SECRET, vectors) == set()


@pytest.mark.parametrize("place", ["removal written", "published"])
def test_a_removal_cut_short_is_finished_by_the_next_build(
    make_corpus: MakeCorpus, index: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    corpus = make_corpus({"homes.md": HOMES, "s/x.md": SECRET})
    build(corpus, index)
    vectors = secret_vectors(index)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(build_module, "publish" if place == "removal written" else "clean", killed)
        remove_document(index, "s/x.md", forbidden_encoder)
    report = build(corpus, index)
    assert statuses(report) == {"homes.md": "unchanged", "s/x.md": "skipped"}
    assert traces(index, SECRET, vectors) == set()
    assert verify_index(index) == []


def test_a_removal_that_fails_changes_nothing(
    make_corpus: MakeCorpus, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(IndexerError, match="disk is full"):
        patch.setattr(build_module, "sync_and_record", fail)
        remove_document(index, "roads.txt", forbidden_encoder)
    assert Removed.load(index).files == ()
    assert not build(corpus, index).changed
    assert sources(index) == ["homes.md", "roads.txt"]


def test_a_removed_file_stays_out_of_every_later_build(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    remove_document(index, "roads.txt", forbidden_encoder)
    for _ in range(2):
        report = build_index(corpus, index, forbidden_encoder, FakeEncoder().identity)
        assert statuses(report) == {"homes.md": "unchanged", "roads.txt": "skipped"}
        assert report.files[1].reason == (
            "was removed from the index; to take it back: python -m indexer restore roads.txt"
        )
        assert not report.changed


def test_a_removed_file_does_not_come_back_under_another_name(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    remove_document(index, "roads.txt", forbidden_encoder)
    (corpus / "roads.txt").rename(corpus / "ways.txt")
    report = build(corpus, index)
    assert statuses(report) == {"homes.md": "unchanged", "ways.txt": "skipped"}
    assert report.files[1].reason.startswith("has the content of roads.txt, which was removed from the index; ")


def test_a_copy_that_is_indexed_in_its_own_right_stays(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"a.txt": ROADS, "b.txt": ROADS})
    build(corpus, index)
    remove_document(index, "a.txt", forbidden_encoder)
    assert statuses(build(corpus, index)) == {"a.txt": "skipped", "b.txt": "unchanged"}
    assert sources(index) == ["b.txt"]


def test_a_file_with_new_content_is_another_report(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    remove_document(index, "roads.txt", forbidden_encoder)
    make_corpus({"roads.txt": ROADS.replace("spring", "autumn")})
    assert statuses(build(corpus, index)) == {"homes.md": "unchanged", "roads.txt": "indexed"}
    make_corpus({"roads.txt": ROADS})
    assert statuses(build(corpus, index)) == {"homes.md": "unchanged", "roads.txt": "skipped"}
    assert sources(index) == ["homes.md"]


@pytest.mark.parametrize("by", ["source", "id"])
def test_a_restored_file_is_indexed_again(make_corpus: MakeCorpus, index: Path, by: str) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    name = str(getattr(Store.open(index).documents()[1], by))
    remove_document(index, name, forbidden_encoder)
    assert restore_document(index, name) == ("roads.txt",)
    assert statuses(build(corpus, index)) == {"homes.md": "unchanged", "roads.txt": "indexed"}
    assert verify_index(index) == []


def test_restoring_what_was_not_removed_is_an_error(make_corpus: MakeCorpus, index: Path) -> None:
    build(make_corpus({"homes.md": HOMES}), index)
    with pytest.raises(IndexerError, match=r"No document 'homes\.md' was removed"):
        restore_document(index, "homes.md")


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"source": "a"}]', "5"])
def test_a_damaged_list_stops_the_build_and_brings_nothing_back(
    make_corpus: MakeCorpus, index: Path, content: str
) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    remove_document(index, "roads.txt", forbidden_encoder)
    (index / "removed.json").write_text(content)
    with pytest.raises(IndexDamagedError, match=r"removed\.json cannot be read"):
        build(corpus, index)
    assert sources(index) == ["homes.md"]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
