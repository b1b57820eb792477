import json
from pathlib import Path

import pytest

from indexer import Store, __main__
from indexer.__main__ import main
from tests.conftest import MakeCorpus
from tests.fakes import FakeEncoder

HOMES = "# Homes in Oakford 2016\n\nChildren's homes were inspected. Placements broke down twice.\n"
ROADS = "Roads in Millbrook 2017\n\nRoads were mended in spring. The café by the road was closed.\n"

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of its own with the fake encoder, so that the defaults `corpus` and `index` are the test's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(__main__, "load_encoder", lambda _: FakeEncoder())
    monkeypatch.setattr(__main__, "encoder_identity", lambda settings: settings.embedding_model or "fake-words@64")


@pytest.fixture
def corpus(make_corpus: MakeCorpus) -> Path:
    return make_corpus({"homes.md": HOMES, "roads.txt": ROADS})


@pytest.mark.usefixtures("corpus")
def test_build_tells_what_it_did_and_then_that_nothing_changed(capsys: Output) -> None:
    assert main(["build"]) == 0
    first = capsys.readouterr()
    head, *rows, last = first.out.splitlines()
    assert head.split() == [
        *("status", "file", "pages", "passages", "tables", "observations", "seconds", "remarks"),
    ]
    assert [row.split()[:4] for row in rows] == [["indexed", name, "-", "1"] for name in ("homes.md", "roads.txt")]
    assert last.startswith("Built index ")
    assert "(2 indexed; 2 passages, 0 observations; " in last
    assert "roads.txt: 1 passages" in first.err
    assert main(["build"]) == 0
    assert "is up to date (2 unchanged; " in capsys.readouterr().out


def test_folders_come_from_flags_or_the_environment(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.rename(tmp_path / "reports")
    assert main(["build", "--corpus", "reports", "--index", "there"]) == 0
    assert len(Store.open(tmp_path / "there").documents()) == 2
    monkeypatch.setenv("REPORTQA_CORPUS_DIR", "reports")
    monkeypatch.setenv("REPORTQA_INDEX_DIR", "elsewhere")
    assert main(["build"]) == 0
    assert (tmp_path / "elsewhere" / "CURRENT").exists()


def test_a_file_that_failed_is_named_with_its_reason_and_the_code_is_3(make_corpus: MakeCorpus, capsys: Output) -> None:
    make_corpus({"homes.md": HOMES, "bad.txt": b"", "picture.png": b"x"})
    assert main(["build"]) == 3
    printed = capsys.readouterr().out
    failed, indexed, skipped = printed.splitlines()[1:4]
    assert (failed.split()[:2], failed.split("  ")[-1]) == (["failed", "bad.txt"], "is empty")
    assert indexed.split()[:2] == ["indexed", "homes.md"]
    assert skipped.split()[:2] == ["skipped", "picture.png"]
    assert "is not of a kind that is read" in skipped
    assert "Built index" in printed


def test_skipped_files_are_no_failure(make_corpus: MakeCorpus) -> None:
    make_corpus({"homes.md": HOMES, "picture.png": b"x"})
    assert main(["build"]) == 0


def test_where_nothing_can_be_read_it_says_so(make_corpus: MakeCorpus, capsys: Output) -> None:
    make_corpus({"bad.txt": b""})
    assert main(["build"]) == 3
    assert "No index was built: nothing could be read" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--corpus", "nowhere"], "There is no folder nowhere with reports. Name it with --corpus."),
        (["status"], "There is no index yet. Build it with: python -m indexer build"),
        (["list"], "There is no index yet."),
        (["verify"], "There is no index yet."),
        (["remove", "x"], "There is no index yet."),
        (["restore", "x"], "There is no index yet."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(capsys: Output, arguments: list[str], words: str) -> None:
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(words)
    assert printed.err.count("\n") == 1
    assert printed.out == ""


@pytest.mark.parametrize(
    "arguments", [[], ["dance"], ["build", "--nonsense"], ["remove"], ["restore"], ["build", "extra"]]
)
def test_a_command_that_is_none_is_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_a_setting_that_is_wrong_is_a_usage_error(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setenv("REPORTQA_ENCODER_THREADS", "many")
    assert main(["status"]) == 2
    assert capsys.readouterr().err.startswith("REPORTQA_ENCODER_THREADS: ")


@pytest.mark.parametrize("name", ["READ_MEMORY_MB", "READ_SECONDS", "READ_WORKERS"])
def test_limits_for_reading_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: Output, name: str
) -> None:
    monkeypatch.setenv(f"REPORTQA_{name}", "0.5")
    assert main(["status"]) == 2
    assert capsys.readouterr().err.startswith(f"REPORTQA_{name}: ")


def test_limits_for_reading_come_from_flags(corpus: Path, capsys: Output) -> None:
    (corpus / "long.txt").write_text("Roads were mended.\n\n" * 400_000)
    limits = ["--read-memory-mb", "1024", "--read-seconds", "1", "--read-workers", "1"]
    assert main(["build", *limits]) == 3
    assert "takes longer to read than the 1 s that a file is given" in capsys.readouterr().out


@pytest.mark.usefixtures("corpus")
def test_status_tells_what_is_live(capsys: Output) -> None:
    main(["build"])
    capsys.readouterr()
    assert main(["status"]) == 0
    printed = capsys.readouterr().out
    assert f"generation    {Store.open(Path('index')).version}\n" in printed
    assert "model         fake-words@64\n" in printed
    assert "documents     2\n" in printed
    assert "observations  0\n" in printed
    assert "corpus has not changed since." in printed


def test_status_tells_what_changed_since(corpus: Path, make_corpus: MakeCorpus, capsys: Output) -> None:
    main(["build"])
    make_corpus({"roads.txt": ROADS + "More.\n", "new.txt": ROADS})
    (corpus / "homes.md").unlink()
    capsys.readouterr()
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["corpus"] == {
        "added": ["new.txt"],
        "changed": ["roads.txt"],
        "removed": ["homes.md"],
    }
    assert main(["status"]) == 0
    assert "  added    new.txt\n  changed  roads.txt\n  removed  homes.md\n" in capsys.readouterr().out


@pytest.mark.usefixtures("corpus")
def test_status_tells_when_the_settings_name_another_model(capsys: Output) -> None:
    main(["build"])
    capsys.readouterr()
    assert main(["status", "--embedding-model", "other@1"]) == 0
    assert "The settings name another model, other@1" in capsys.readouterr().out


@pytest.mark.usefixtures("corpus")
def test_status_works_without_the_corpus(capsys: Output) -> None:
    main(["build"])
    capsys.readouterr()
    assert main(["status", "--corpus", "gone"]) == 0
    assert "There is no folder gone to compare with." in capsys.readouterr().out


@pytest.mark.usefixtures("corpus")
def test_list_shows_the_documents(capsys: Output) -> None:
    main(["build"])
    capsys.readouterr()
    assert main(["list"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == [
        *("id", "file", "place", "period", "kind", "pages", "passages", "tables", "observations", "title"),
    ]
    assert [row.split()[1] for row in rows] == ["homes.md", "roads.txt"]
    assert main(["list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(d["source"], d["passages"]) for d in listed] == [("homes.md", 1), ("roads.txt", 1)]
    assert listed[0].keys() >= {"tables", "observations", "unread_pages", "ocr_pages"}


def test_remove_says_that_a_file_still_there_stays_out_and_how_it_comes_back(corpus: Path, capsys: Output) -> None:
    main(["build"])
    capsys.readouterr()
    assert main(["remove", "roads.txt"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Removed roads.txt; ")
    assert "The file is still in corpus: builds leave it out as long as it stays as it is.\n" in printed
    assert "To take it back: python -m indexer restore roads.txt\n" in printed
    assert main(["build"]) == 0
    assert "roads.txt" in [row.split()[1] for row in capsys.readouterr().out.splitlines() if row.startswith("skipped")]
    assert main(["status"]) == 0
    printed = capsys.readouterr().out
    assert "roads.txt was removed and stays out" in printed
    assert "corpus has not changed since." in printed
    assert main(["restore", "roads.txt"]) == 0
    assert capsys.readouterr().out == "roads.txt is taken back: the next build indexes it, if it is in the corpus.\n"
    assert main(["restore", "roads.txt"]) == 1
    assert "No document 'roads.txt' was removed." in capsys.readouterr().err
    assert main(["build"]) == 0
    assert len(Store.open(Path("index")).documents()) == 2
    (corpus / "homes.md").unlink()
    assert main(["remove", "homes.md"]) == 0
    assert "still in" not in capsys.readouterr().out


@pytest.mark.usefixtures("corpus")
def test_verify_says_whole_or_what_is_wrong(capsys: Output) -> None:
    main(["build"])
    capsys.readouterr()
    assert main(["verify"]) == 0
    assert capsys.readouterr().out == "The index is whole.\n"
    assert main(["verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"problems": []}
    next(Path("index/generations").iterdir()).joinpath("vectors.faiss").unlink()
    assert main(["verify"]) == 1
    assert capsys.readouterr().out == "vectors.faiss is missing\n"


def test_an_interruption_ends_cleanly(corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    main(["build"])
    before = Store.open(Path("index")).version

    def interrupt(_: object) -> FakeEncoder:
        raise KeyboardInterrupt

    monkeypatch.setattr(__main__, "load_encoder", interrupt)
    (corpus / "new.txt").write_text("Parks were opened.\n")
    assert main(["build"]) == 130
    assert "Stopped. The index is as it was." in capsys.readouterr().err
    assert Store.open(Path("index")).version == before
    assert [path.name for path in Path("index/generations").iterdir()] == [before]
