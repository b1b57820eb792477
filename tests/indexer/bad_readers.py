"""What a file may do to the process that reads it, each as a function that the sandbox is told to read with.

Only files whose content holds the word "bad" are so treated; the others are read as ever.
"""

import ctypes
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from indexer.catalogue import Catalogue
from indexer.reading import read_document
from indexer.records import DocumentRecord
from indexer.types import Observation, PageSpan, Unit

Bad = Callable[[Path], object]


def _reader(do: Bad) -> Callable[[Path, str, str, Catalogue], object]:
    def read(path: Path, source: str, sha256: str, catalogue: Catalogue) -> object:
        content = path.read_bytes()
        if b"bad" not in content and b"mended" not in content:
            return read_document(path, source, sha256, catalogue)
        return do(path)

    return read


def _stumble(_: Path) -> None:
    raise KeyError("odd")


def _hang(_: Path) -> None:
    time.sleep(600)


def _spin(_: Path) -> None:
    while True:
        pass


def _hold_on(_: Path) -> None:
    for number in range(1, signal.NSIG):
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            try:
                signal.signal(number, signal.SIG_IGN)
            except OSError:
                continue
    time.sleep(600)


def _eat_memory(_: Path) -> None:
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def _eat_memory_outside_python(_: Path) -> None:
    allocate = ctypes.CDLL(None).malloc
    allocate.restype = ctypes.c_void_p
    allocate.argtypes = [ctypes.c_size_t]
    while address := allocate(50_000_000):
        ctypes.memset(address, 1, 50_000_000)
    os.abort()


def _leave(_: Path) -> None:
    os._exit(5)


def _stop(_: Path) -> None:
    sys.exit(6)


def _leave_as_if_well(_: Path) -> None:
    os._exit(0)


def _fault(_: Path) -> None:
    ctypes.string_at(0)


def _is_killed(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _nest(_: Path) -> None:
    def deeper() -> None:
        deeper()

    deeper()


def _garbage(_: Path) -> object:
    return {"no": "record"}


def _much(_: Path) -> object:
    return "x" * 300_000_000


def _print(_: Path) -> None:
    sys.stdout.write('{"task": 0, "how": "ended", "code": 0, "seconds": 0, "size": 0}\n' * 100)
    sys.stdout.flush()
    os.write(1, b"\0" * 10_000)
    raise ValueError("printed")


def _huge_file(_: Path) -> None:
    with tempfile.TemporaryFile() as stream:
        for _part in range(200):
            stream.write(b"x" * 1_000_000)


def _many_files(_: Path) -> None:
    for number in range(10):
        with Path(f"part{number}").open("wb") as stream:
            stream.truncate(50_000_000)
    time.sleep(600)


def _child(path: Path) -> None:
    """Starts a process that would outlive it, and tells its number in a file beside the report."""
    child = subprocess.Popen(["sleep", "600"])
    path.with_suffix(".pid").write_text(str(child.pid))
    time.sleep(600)


def _child_and_gone(path: Path) -> None:
    child = os.fork()
    if child == 0:
        time.sleep(600)
    path.with_suffix(".pid").write_text(str(child))
    os._exit(7)


def other_file(path: Path, source: str, sha256: str, catalogue: Catalogue) -> DocumentRecord:
    """Gives every file out for another."""
    return read_document(path, f"not-{source}", sha256, catalogue)


def changing(path: Path, source: str, sha256: str, catalogue: Catalogue) -> DocumentRecord:
    """The file is exchanged while it is read."""
    record = read_document(path, source, sha256, catalogue)
    path.write_text("Something else altogether.\n")
    return record


def where(path: Path, source: str, sha256: str, catalogue: Catalogue) -> DocumentRecord:
    """Tells where it works, and what it is called with, in a file beside the report."""
    password = catalogue.password(source)
    words = [str(Path.cwd()), tempfile.gettempdir(), str(os.getpid()), str(os.getppid()), str(password)]
    path.with_suffix(".where").write_text("\n".join(words))
    Path("left behind").write_text("x")
    return read_document(path, source, sha256, catalogue)


def scanned(path: Path, source: str, sha256: str, catalogue: Catalogue) -> DocumentRecord:
    """As of three scanned pages of which the last was recognised; each number is an observation."""
    record = read_document(path, source, sha256, catalogue)
    document, text = record.document, record.text
    half = len(text) // 2
    pages = (PageSpan(1, None, 0, half), PageSpan(2, None, half, half), PageSpan(3, None, half, len(text)))
    numbers = [
        (unit, found)
        for passage in record.passages
        for unit in passage.units
        if unit.kind in ("sentence", "row")
        for found in re.finditer(r"\d+", text[unit.start : unit.end])
    ]
    observations = tuple(_number(document.id, unit, found) for unit, found in numbers)
    document = replace(
        document,
        pages=3,
        unread_pages=(2,),
        ocr_pages=(3,),
        warnings=("page 2 has no text layer",),
        observations=len(observations),
    )
    return replace(record, document=document, pages=pages, observations=observations)


def _number(document_id: str, unit: Unit, found: re.Match[str]) -> Observation:
    start, end = unit.start + found.start(), unit.start + found.end()
    return Observation(
        document_id, "Number", "number", None, None, None, None, float(found.group()), None, None, found.group(),
        start, end, unit.start, unit.end,
    )  # fmt: skip


def in_turn(path: Path, source: str, sha256: str, catalogue: Catalogue) -> DocumentRecord:
    """The first bad file is much and soon, the second little and later, a good one is read at once."""
    record = read_document(path, source, sha256, catalogue)
    time.sleep({"bad0.txt": 0.3, "bad1.txt": 1.0}.get(source, 0.0))
    return replace(record, text="x" * 3_000_000) if source == "bad0.txt" else record


def slow(path: Path, source: str, sha256: str, catalogue: Catalogue) -> DocumentRecord:
    """Takes its time."""
    time.sleep(0.4)
    return read_document(path, source, sha256, catalogue)


stumble = _reader(_stumble)
hang = _reader(_hang)
spin = _reader(_spin)
hold_on = _reader(_hold_on)
eat_memory = _reader(_eat_memory)
eat_memory_outside_python = _reader(_eat_memory_outside_python)
leave = _reader(_leave)
stop = _reader(_stop)
leave_as_if_well = _reader(_leave_as_if_well)
fault = _reader(_fault)
is_killed = _reader(_is_killed)
nest = _reader(_nest)
garbage = _reader(_garbage)
much = _reader(_much)
printing = _reader(_print)
huge_file = _reader(_huge_file)
many_files = _reader(_many_files)
child = _reader(_child)
child_and_gone = _reader(_child_and_gone)
