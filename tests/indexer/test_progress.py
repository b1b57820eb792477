import io

import pytest

from indexer.progress import BarProgress, LineProgress, terminal_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_with_the_time_left_and_whole_lines_above_it() -> None:
    stream = Terminal()
    bar = terminal_progress(stream)
    assert isinstance(bar, BarProgress)
    bar.start(4, "Encoding")
    bar.advance(2)
    bar.message("homes.md: 3 passages")
    bar.start(2, "Writing")
    bar.close()
    bar.advance()
    written = stream.getvalue()
    assert "Encoding" in written
    assert "0/4" in written
    assert "Writing" in written
    assert "homes.md: 3 passages\n" in written


def test_a_log_gets_plain_lines_a_few_seconds_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr("indexer.progress.time.monotonic", lambda: float(next(clock)))
    stream = io.StringIO()
    lines = terminal_progress(stream)
    assert isinstance(lines, LineProgress)
    lines.start(10, "Encoding")
    for _ in range(10):
        lines.advance()
    lines.close()
    # Each look at the clock is two seconds on: a line every third step after the first.
    assert stream.getvalue() == ("Encoding: 4 of 10, about 12 s left\nEncoding: 7 of 10, about 6 s left\n")


def test_the_wait_before_the_first_step_does_not_count_for_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 110.0])
    monkeypatch.setattr("indexer.progress.time.monotonic", lambda: next(clock))
    stream = io.StringIO()
    lines = LineProgress(stream)
    lines.start(3, "Encoding")
    lines.advance()
    lines.advance()
    assert stream.getvalue() == "Encoding: 2 of 3, about 10 s left\n"


def test_files_are_counted_by_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 110.0])
    monkeypatch.setattr("indexer.progress.time.monotonic", lambda: next(clock))
    stream = io.StringIO()
    lines = LineProgress(stream)
    lines.start(9_000_000, "Reading", "B")
    lines.advance(1_000_000)
    lines.advance(4_000_000)
    assert stream.getvalue() == "Reading: 5.0 of 9.0 MB, about 10 s left\n"
    terminal = Terminal()
    bar = terminal_progress(terminal)
    bar.start(9_000_000, "Reading", "B")
    bar.close()
    assert "9.00M" in terminal.getvalue()
