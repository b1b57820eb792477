from indexer.report import aligned, report_lines
from indexer.types import BuildReport, FileOutcome

FILES = (
    FileOutcome(
        "a long name.pdf", "indexed", "", 1234, 5, 678, 40, warnings=("pages 3-4 have no text layer",), seconds=2.25
    ),
    FileOutcome("b.txt", "failed", "is empty"),
    FileOutcome("c.txt", "renamed", "was d.txt", 7),
    FileOutcome("e.txt", "removed"),
    FileOutcome("f.pdf", "unchanged", passages=3, pages=9, unread_pages=(2, 3)),
)


def test_each_file_has_a_line_with_its_figures_below_each_other() -> None:
    lines = list(report_lines(BuildReport("g1", True, FILES, 3.21)))
    assert lines == [
        "status     file             pages  passages  tables  observations  seconds  remarks",
        "indexed    a long name.pdf     40      1234       5           678      2.2  pages 3-4 have no text layer",
        "failed     b.txt                -         -       -             -        -  is empty",
        "renamed    c.txt                -         7       0             0        -  was d.txt",
        "removed    e.txt                -         -       -             -        -",
        "unchanged  f.pdf                9         3       0             0        -  no text on 2 of its pages",
        "Built index g1 (1 indexed, 1 renamed, 1 unchanged, 1 removed, 1 failed; 1244 passages, 678 observations; "
        "3.2 s)",
    ]


def test_many_unchanged_files_are_counted_but_what_happened_is_listed() -> None:
    quiet = tuple(FileOutcome(f"{number:03}.txt", "unchanged", passages=1) for number in range(300))
    lines = list(report_lines(BuildReport("g1", True, (*quiet, *FILES))))
    assert len(lines) == 8
    assert lines[-2] == "and 300 unchanged"
    assert "301 unchanged" in lines[-1]


def test_what_came_of_the_index_is_said_last() -> None:
    unchanged, failed = FileOutcome("a.txt", "unchanged", passages=2), FileOutcome("b.txt", "failed", "is empty")
    ends = [
        (BuildReport("g1", False, (unchanged,)), "Index g1 is up to date (1 unchanged; "),
        (BuildReport("g1", False, (failed,)), "Index g1 stays as it was: nothing could be read (1 failed; "),
        (BuildReport("", False, (failed,)), "No index was built: nothing could be read (1 failed; "),
    ]
    for report, words in ends:
        assert list(report_lines(report))[-1].startswith(words)


def test_nothing_to_align_gives_no_lines() -> None:
    assert list(aligned([])) == []
