"""Files under new names: known by their content, and not read again unless the name has a say."""

from pathlib import Path

import pytest

from indexer import ReadLimits, Store, build_index, verify_index
from indexer.catalogue import document_id
from tests.conftest import MakeCorpus
from tests.fakes import FakeEncoder
from tests.indexer.building import HOMES, ROADS, build, forbidden_encoder, sources, statuses

# A reader that must not be asked.
UNREADABLE = ReadLimits(read="tests.indexer.bad_readers.leave")
BAD_HOMES = HOMES.replace("Placements", "These bad placements")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_renamed_file_is_neither_read_nor_encoded_again(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": BAD_HOMES, "roads.txt": ROADS, "catalogue.toml": ""})
    build(corpus, index)
    old = Store.open(index)
    (corpus / "homes.md").rename(corpus / "houses.md")
    report = build_index(corpus, index, forbidden_encoder, FakeEncoder().identity, limits=UNREADABLE)
    assert statuses(report) == {"houses.md": "renamed", "roads.txt": "unchanged"}
    assert report.files[0].reason == "was homes.md"
    assert report.files[0].passages == 1
    assert report.changed
    store = Store.open(index)
    moved, before = store.document(document_id("houses.md")), old.documents()[0]
    assert moved is not None
    assert (moved.source, moved.title, moved.sha256) == ("houses.md", before.title, before.sha256)
    assert [p.body for p in store.document_passages(moved.id)] == [p.body for p in old.document_passages(before.id)]
    assert store.text(moved.id) == BAD_HOMES
    assert verify_index(index) == []
    # Nothing is left of the old name.
    assert not any(b"homes.md" in path.read_bytes() for path in (index / "generations").rglob("*") if path.is_file())


def test_a_file_moved_with_its_catalogue_entry_keeps_what_the_entry_says(make_corpus: MakeCorpus, index: Path) -> None:
    entry = '[[document]]\nfile = "{}"\ntitle = "Highways"\nplace = "Millbrook"\n'
    corpus = make_corpus({"roads.txt": ROADS, "catalogue.toml": entry.format("roads.txt")})
    build(corpus, index)
    (corpus / "2017").mkdir()
    (corpus / "roads.txt").rename(corpus / "2017" / "roads.txt")
    make_corpus({"catalogue.toml": entry.format("2017/roads.txt")})
    report = build_index(corpus, index, forbidden_encoder, FakeEncoder().identity, limits=UNREADABLE)
    assert statuses(report) == {"2017/roads.txt": "renamed"}
    assert [d.title for d in Store.open(index).documents()] == ["Highways"]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("It says that the roads were mended.\n", "north.txt", "south.txt"),  # the title is the name
        ("# Roads\n\nThe roads were mended.\n", "roads.md", "roads-2019.md"),  # the period is in the name
        ("# Roads\n\nThe roads were mended.\n", "roads.md", "roads-wiltshire.md"),  # the place is in the name
        ("# Roads\n\nThe roads were mended.\n", "roads.md", "roads.txt"),  # another format
    ],
)
def test_a_file_whose_name_has_a_say_is_read_again_under_its_new_name(
    make_corpus: MakeCorpus, index: Path, text: str, old: str, new: str
) -> None:
    corpus = make_corpus({old: text})
    build(corpus, index)
    (corpus / old).rename(corpus / new)
    report = build(corpus, index)
    assert statuses(report) == {new: "renamed"}
    fresh = index.with_name("fresh")
    build(corpus, fresh)
    assert Store.open(index).documents() == Store.open(fresh).documents()


def test_a_renamed_file_whose_entry_is_another_is_read_again(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus(
        {"roads.txt": ROADS, "catalogue.toml": '[[document]]\nfile = "roads.txt"\ntitle = "Highways"\n'}
    )
    build(corpus, index)
    (corpus / "roads.txt").rename(corpus / "ways.txt")
    assert statuses(build(corpus, index)) == {"ways.txt": "renamed"}
    assert [d.title for d in Store.open(index).documents()] == ["Roads in Millbrook 2017"]


def test_a_renamed_file_gone_bad_is_failed_and_its_old_name_removed(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES, "roads.txt": ROADS})
    build(corpus, index)
    (corpus / "roads.txt").rename(corpus / "roads.md")
    report = build(corpus, index, limits=UNREADABLE)
    assert statuses(report) == {"homes.md": "unchanged", "roads.md": "failed", "roads.txt": "removed"}


def test_a_copy_is_a_document_of_its_own(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    build(corpus, index)
    make_corpus({"copy.md": HOMES})
    report = build_index(corpus, index, forbidden_encoder, FakeEncoder().identity)
    assert statuses(report) == {"copy.md": "indexed", "homes.md": "unchanged"}
    assert report.files[1].warnings == ("has the same content as copy.md",)


def test_names_exchanged_are_two_changed_files(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"a.md": HOMES, "b.md": f"# {ROADS}"})
    build(corpus, index)
    make_corpus({"b.md": HOMES, "a.md": f"# {ROADS}"})
    report = build_index(corpus, index, forbidden_encoder, FakeEncoder().identity)
    assert statuses(report) == {"a.md": "indexed", "b.md": "indexed"}
    assert Store.open(index).text(document_id("b.md")) == HOMES
    assert verify_index(index) == []


def test_two_of_the_same_content_are_moved_one_for_one(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"a.md": HOMES, "b.md": HOMES})
    build(corpus, index)
    (corpus / "a.md").rename(corpus / "c.md")
    (corpus / "b.md").rename(corpus / "d.md")
    report = build(corpus, index)
    assert statuses(report) == {"c.md": "renamed", "d.md": "renamed"}
    assert [outcome.reason for outcome in report.files] == ["was a.md", "was b.md"]
    assert sources(index) == ["c.md", "d.md"]
