"""What an answer is doing, told to who waits for it, and how long each step took."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the engine is about to do or has found, told to the asker while they wait."""

    stage: str
    message: str
    detail: dict[str, object] = field(default_factory=dict)


def waiting(tell: Callable[[Step], None]) -> Callable[[], None]:
    """Tells that a model is at work, at once and each time it is called."""

    def still() -> None:
        tell(Step("write", "Writing with the language model"))

    still()
    return still


class Clock:
    """Laps of one answer, in milliseconds."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """What was done since the lap before is this."""
        now = time.perf_counter()
        self._laps[name] = round((now - self._last) * 1000, 2)
        self._last = now

    def times(self) -> dict[str, float]:
        """The laps, and the time since the start as `total`."""
        return {"total": round((time.perf_counter() - self._start) * 1000, 2), **self._laps}
