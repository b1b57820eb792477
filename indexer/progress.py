"""What a person sees while an index is built."""

import sys
import time
from typing import Any, Protocol, TextIO

from tqdm import tqdm

BYTES = "B"
_SECONDS_BETWEEN_LINES = 5.0


class Progress(Protocol):
    """Hears of one stretch of work after the other; `message` may come at any time."""

    def start(self, total: int, label: str, unit: str = "") -> None:
        """A stretch of `total` steps begins; it ends the one before. The unit "B" says that the steps are bytes."""
        ...

    def advance(self, steps: int = 1) -> None:
        """So many more steps are done."""
        ...

    def message(self, text: str) -> None:
        """A line that should stay to be read."""
        ...

    def close(self) -> None:
        """All is done, or given up."""
        ...


class SilentProgress:
    """Says nothing."""

    def start(self, total: int, label: str, unit: str = "") -> None:
        """Says nothing."""

    def advance(self, steps: int = 1) -> None:
        """Says nothing."""

    def message(self, text: str) -> None:
        """Says nothing."""

    def close(self) -> None:
        """Says nothing."""


class BarProgress:
    """A bar with the time left, for a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm[Any] | None = None

    def start(self, total: int, label: str, unit: str = "") -> None:
        """Draws a new bar."""
        self.close()
        self._bar = tqdm(
            total=total,
            desc=label,
            unit=unit or "it",
            unit_scale=unit == BYTES,
            file=self._stream,
            dynamic_ncols=True,
            leave=False,
        )

    def advance(self, steps: int = 1) -> None:
        """Moves the bar."""
        if self._bar is not None:
            self._bar.update(steps)

    def message(self, text: str) -> None:
        """Writes the line above the bar."""
        tqdm.write(text, file=self._stream)

    def close(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class LineProgress:
    """Plain lines, a few seconds apart, for a log."""

    def __init__(self, stream: TextIO, seconds_between: float = _SECONDS_BETWEEN_LINES) -> None:
        self._stream = stream
        self._seconds_between = seconds_between
        self._total = self._done = self._warming = 0
        self._label = self._unit = ""
        self._begun = self._last = 0.0

    def start(self, total: int, label: str, unit: str = "") -> None:
        """Begins to count anew."""
        self._total, self._done, self._warming = total, 0, 0
        self._label, self._unit = label, unit

    def advance(self, steps: int = 1) -> None:
        """Writes a line if the last is some seconds old."""
        self._done += steps
        now = time.monotonic()
        if self._warming == 0:
            # The first steps may have waited for a model to load: they tell nothing of the pace.
            self._warming, self._begun, self._last = self._done, now, now
        elif now - self._last >= self._seconds_between and self._done < self._total:
            self._last = now
            left = (now - self._begun) / (self._done - self._warming) * (self._total - self._done)
            self.message(f"{self._label}: {self._amounts()}, about {left:.0f} s left")

    def _amounts(self) -> str:
        if self._unit == BYTES:
            return f"{self._done / 1e6:.1f} of {self._total / 1e6:.1f} MB"
        return f"{self._done} of {self._total}"

    def message(self, text: str) -> None:
        """Writes the line."""
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def close(self) -> None:
        """Has nothing to tidy up."""


def terminal_progress(stream: TextIO | None = None) -> Progress:
    """A bar where the stream (standard error, if none is given) is a terminal, plain lines where it is not."""
    stream = stream or sys.stderr
    return BarProgress(stream) if stream.isatty() else LineProgress(stream)
