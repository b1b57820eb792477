"""A build's report as a table to read."""

from collections.abc import Iterable, Iterator, Sequence

from indexer.types import BuildReport, FileOutcome

STATUSES = ("indexed", "renamed", "unchanged", "removed", "skipped", "failed")
_HEAD = ("status", "file", "pages", "passages", "tables", "observations", "seconds", "remarks")
_NUMBERS = frozenset(("pages", "passages", "tables", "observations", "seconds"))
# Of a large shelf only what happened is worth a line.
_MOST_UNCHANGED = 20
_READ = ("indexed", "renamed", "unchanged")


def report_lines(report: BuildReport) -> Iterator[str]:
    """The lines of the table, then those that sum up. Unchanged files without remarks are left out when many."""
    quiet = [file for file in report.files if file.status == "unchanged" and not _remarks(file)]
    hidden = set() if len(quiet) <= _MOST_UNCHANGED else {file.source for file in quiet}
    rows = [_row(file) for file in report.files if file.source not in hidden]
    if rows:
        yield from aligned([_HEAD, *rows], _NUMBERS)
    if hidden:
        yield f"and {len(hidden)} unchanged"
    yield _summary(report)


def _row(file: FileOutcome) -> tuple[str, ...]:
    read = file.status in _READ
    counts = (file.passages, file.tables, file.observations)
    return (
        file.status,
        file.source,
        str(file.pages) if file.pages is not None else "-",
        *(str(count) if read else "-" for count in counts),
        f"{file.seconds:.1f}" if file.seconds >= 0.05 else "-",
        _remarks(file),
    )


def _remarks(file: FileOutcome) -> str:
    remarks = [*([file.reason] if file.reason else []), *file.warnings]
    if file.unread_pages and not file.warnings:
        remarks.append(f"no text on {len(file.unread_pages)} of its pages")
    return "; ".join(remarks)


def _summary(report: BuildReport) -> str:
    counts = {status: sum(file.status == status for file in report.files) for status in STATUSES}
    told = [f"{count} {status}" for status, count in counts.items() if count]
    passages = sum(file.passages for file in report.files)
    observations = sum(file.observations for file in report.files)
    if report.changed:
        what = f"Built index {report.generation}"
    elif not report.generation:
        what = "No index was built: nothing could be read"
    elif not passages:
        what = f"Index {report.generation} stays as it was: nothing could be read"
    else:
        what = f"Index {report.generation} is up to date"
    return f"{what} ({', '.join(told)}; {passages} passages, {observations} observations; {report.seconds:.1f} s)"


def aligned(rows: Iterable[Sequence[str]], numbers: frozenset[str] = frozenset()) -> Iterator[str]:
    """Rows as lines with their columns below each other; those headed by one of `numbers` are set to the right."""
    lines = list(rows)
    if not lines:
        return
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    right = [head in numbers for head in lines[0]]
    for line in lines:
        cells = zip(line, widths, right, strict=True)
        yield "  ".join(c.rjust(w) if to_right else c.ljust(w) for c, w, to_right in cells).rstrip()
