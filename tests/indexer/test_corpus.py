"""What of a folder is read as a report, and what is not."""

import os
import socket
import time
from pathlib import Path

import pytest

from indexer import IndexerError, Store, verify_index
from tests.conftest import MakeCorpus
from tests.indexer.building import HOMES, PARKS, ROADS, build, sources, statuses


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


@pytest.mark.parametrize("files", [{}, {"README.md": "# x", "catalogue.toml": ""}, {"a.png": b"x"}])
def test_an_empty_corpus_is_an_error(make_corpus: MakeCorpus, index: Path, files: dict[str, str]) -> None:
    with pytest.raises(IndexerError, match="There are no reports in"):
        build(make_corpus(files), index)
    assert not index.exists()


def test_a_missing_corpus_is_an_error(tmp_path: Path, index: Path) -> None:
    with pytest.raises(IndexerError, match="There is no folder"):
        build(tmp_path / "none", index)


def test_what_is_no_regular_file_is_told_and_not_waited_for(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "folder.txt").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(corpus)  # the path of a socket must be short
        try:
            listener.bind("socket.md")
        finally:
            os.chdir(here)
        report = build(corpus, index)
    assert {o.source: (o.status, o.reason) for o in report.files if o.status != "indexed"} == {
        "pipe.txt": ("failed", "is not a regular file"),
        "socket.md": ("failed", "is not a regular file"),
    }


def test_links_to_nothing_and_in_circles_are_told(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    (corpus / "circle.txt").symlink_to(corpus / "circle.txt")
    (corpus / "nothing.txt").symlink_to(corpus / "gone.txt")
    (corpus / "up.txt").symlink_to("../../../../etc/passwd")
    (corpus / "device.txt").symlink_to("/dev/zero")
    report = build(corpus, index)
    assert statuses(report) == {
        "circle.txt": "skipped",
        "device.txt": "skipped",
        "homes.md": "indexed",
        "nothing.txt": "failed",
        "up.txt": "skipped",
    }
    assert report.failed[0].reason == "cannot be opened: No such file or directory"


def test_a_file_larger_than_is_read_is_not_even_hashed(make_corpus: MakeCorpus, index: Path) -> None:
    corpus = make_corpus({"homes.md": HOMES})
    with (corpus / "huge.txt").open("wb") as stream:
        stream.truncate(10**13)
    began = time.monotonic()
    report = build(corpus, index)
    assert time.monotonic() - began < 10
    assert report.failed[0].reason.startswith("is larger than is read (10,000,000,000,000 of at most ")


@pytest.mark.parametrize(
    "name", ["-rf.txt", "a b.txt", "ünïcode ☃.txt", "quote'\".txt", "$(x).txt", "%s{0}.txt", "~.txt"]
)
def test_odd_names_are_names(make_corpus: MakeCorpus, index: Path, name: str) -> None:
    report = build(make_corpus({name: ROADS}), index)
    assert statuses(report) == {name: "indexed"}
    assert sources(index) == [name]
    assert verify_index(index) == []
