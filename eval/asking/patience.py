"""How long a service is waited for: when nothing answers, and when it asks for time by Retry-After."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

TOO_MANY_REQUESTS, UNAVAILABLE = 429, 503
PAUSES = (0.5, 1.5, 4.0)  # seconds before each further try
LONGEST = 30.0  # that a service may ask for
IN_ALL = 120.0  # that it may ask for without one good reply between
WITHOUT_A_WORD = 1.0  # where a service has had too many requests and does not say how long to wait


class Patience:
    """Waits before a request is made again, never longer than the bounds above. `sleep` and `now` are for tests.

    Several threads may wait at once; their waits add up, which only makes the end come sooner.
    """

    def __init__(self, sleep: Callable[[float], None], now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._sleep = sleep
        self._now = now
        self._waited = 0.0

    def served(self) -> None:
        """A good reply came: the service has all its time again."""
        self._waited = 0.0

    def waits_for_anyone(self, tried: int) -> bool:
        """Wait after `tried` requests that nothing answered; False: it was tried often enough."""
        if tried > len(PAUSES):
            return False
        self._sleep(PAUSES[tried - 1])
        return True

    def waits_as_told(self, tried: int, status: int, retry_after: str | None) -> bool:
        """Wait as long as the reply asks for; False: it asks for nothing, or for too much."""
        seconds = self._seconds(retry_after)
        if status == TOO_MANY_REQUESTS and seconds is None:
            seconds = WITHOUT_A_WORD
        if status not in (TOO_MANY_REQUESTS, UNAVAILABLE) or seconds is None or tried > len(PAUSES):
            return False
        if seconds > LONGEST or self._waited + seconds > IN_ALL:
            return False
        self._waited += seconds
        self._sleep(seconds)
        return True

    def _seconds(self, retry_after: str | None) -> float | None:
        """Seconds, from a number of them or from a date; None where it is neither."""
        text = (retry_after or "").strip()
        if text.isascii() and text.isdigit():
            return float(text)
        try:
            until = parsedate_to_datetime(text)
        except ValueError:
            return None
        return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - self._now()).total_seconds())
