"""Dates and times of spreadsheets as they are shown."""

import re
from datetime import date, datetime, time, timedelta

_TOKEN = re.compile(
    r'(?P<literal>"[^"]*"|\\.)|(?P<skip>[_*].)|(?P<elapsed>\[(?:h+|m+|s+)\])|(?P<bracket>\[[^\]]*\])'
    r"|(?P<half>AM/PM|A/P)|(?P<part>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<other>.)",
    re.IGNORECASE,
)
# Shown as each computer's own settings say, which no file tells; the international order cannot be misread.
_BY_SETTING = re.compile(r"mm-dd-yy$|m/d/yy h:mm$|\[\$-F[84]00\]", re.IGNORECASE)
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_EPOCH = datetime(1899, 12, 30)

Moment = datetime | date | time | timedelta


def shown_date(value: Moment, section: str) -> str:
    """A date, a time or a length of time under one section of a format code."""
    moment, elapsed = _moment(value)
    tokens = [(found.lastgroup or "", found.group()) for found in _TOKEN.finditer(section)]
    if _BY_SETTING.search(section) or not any(kind in ("part", "elapsed") for kind, _ in tokens):
        return _international(value)
    halves = any(kind == "half" for kind, _ in tokens)
    parts = []
    for place, (kind, text) in enumerate(tokens):
        if kind == "literal":
            parts.append(text[1:] if text.startswith("\\") else text[1:-1])
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[1].lower()]
            parts.append(str(int(elapsed.total_seconds() // unit)).zfill(len(text) - 2))
        elif kind == "half":
            parts.append(("AM", "PM")[moment.hour >= 12][: len(text) // 2])
        elif kind == "part":
            minutes = text[0] in "mM" and len(text) <= 2 and _is_minutes(tokens, place)
            parts.append(_part(moment, text.lower(), minutes=minutes, halves=halves))
        elif kind == "other":
            parts.append(text)
    return "".join(parts).replace("@", "").strip()


def _moment(value: Moment) -> tuple[datetime, timedelta]:
    """The value as a moment, and as a length of time since the calendar began."""
    if isinstance(value, timedelta):
        return _EPOCH + value, value
    if isinstance(value, time):
        moment = datetime.combine(_EPOCH, value.replace(tzinfo=None))
    elif isinstance(value, datetime):
        moment = value.replace(tzinfo=None)
    else:
        moment = datetime.combine(value, time())
    return moment, moment - _EPOCH


def _international(value: Moment) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return str(value)


def _is_minutes(tokens: list[tuple[str, str]], place: int) -> bool:
    """ "m" means minutes right after hours or right before seconds."""
    timely = [i for i, (kind, _) in enumerate(tokens) if kind in ("part", "elapsed")]
    at = timely.index(place)
    before = tokens[timely[at - 1]][1].strip("[").lower() if at else ""
    after = tokens[timely[at + 1]][1].strip("[").lower() if at + 1 < len(timely) else ""
    return before.startswith("h") or after.startswith("s")


def _part(moment: datetime, text: str, *, minutes: bool, halves: bool) -> str:
    letter, width = text[0], len(text)
    if letter == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if letter == "m" and not minutes:
        name = _MONTHS[moment.month - 1]
        names = {3: name[:3], 4: name, 5: name[0]}
        return names.get(min(width, 6), name) if width > 2 else str(moment.month).zfill(width)
    if letter == "d":
        name = _DAYS[moment.weekday()]
        return (name[:3] if width == 3 else name) if width > 2 else str(moment.day).zfill(width)
    if letter == "h":
        hour = (moment.hour - 1) % 12 + 1 if halves else moment.hour
        return str(hour).zfill(min(width, 2))
    if letter == "m":
        return str(moment.minute).zfill(width)
    whole, point, places = text.partition(".")
    seconds = str(moment.second).zfill(min(len(whole), 2))
    return seconds + (f".{moment.microsecond:06d}"[: len(places) + 1] if point else "")
