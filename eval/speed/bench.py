"""Speed and memory, ours beside the plain pipeline: the same files, the same questions, the same run."""

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import httpx

from eval.asking.client import OverHttp
from eval.asking.machine import current_commit, describe_machine, machine_line
from eval.asking.plain import require_packages
from eval.errors import EvalError
from eval.questions.sets import read_set
from eval.reporting.table import layout
from eval.speed.formats import WRITERS
from eval.speed.measure import MEGABYTE, Figures, latencies

SYSTEMS = ("ours", "plain")
INDEX_BUDGET = 250.0  # seconds for building; the first round is always done, no further one that would end after this
READ_BUDGET = 150.0  # the same for reading
ASK_BUDGET = 200.0  # the same for asking
READY_WITHIN = 60.0
MEASURE_WITHIN = 600.0

ROWS = {
    "index_s": ("index, whole process", "s"),
    "passages": ("passages", ""),
    "passages_per_s": ("passages a second, model loaded", ""),
    "index_peak_mb": ("memory while indexing, peak", "MB"),
    "disk_mb": ("index on disk", "MB"),
    **{f"read_{name}_pages_per_s": (f"pages a second read, {name}", "") for name in WRITERS},
    "read_long_pdf_mb": ("memory while a PDF of 500 pages is read, peak", "MB"),
    "ready_s": ("start-up to ready", "s"),
    "serving_mb": ("memory after all questions", "MB"),
    "search_p50_ms": ("search alone, p50", "ms"),
    "search_p95_ms": ("search alone, p95", "ms"),
    "ask_p50_ms": ("answer in process, p50", "ms"),
    "ask_p95_ms": ("answer in process, p95", "ms"),
    "http_p50_ms": ("answer over HTTP, p50", "ms"),
    "http_p95_ms": ("answer over HTTP, p95", "ms"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured. Our answers come from `index`, or else from the index that the bench itself builds."""

    set_path: Path
    corpus: Path
    index: Path | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """What was measured: for each system and row the value of each round."""

    date: str
    commit: str | None
    machine: dict[str, object]
    corpus: str
    questions: int
    seconds: float
    ours: dict[str, list[float]]
    plain: dict[str, list[float]]


class _Values:
    """The values of each system and row, round by round."""

    def __init__(self) -> None:
        self.of: dict[str, defaultdict[str, list[float]]] = {system: defaultdict(list) for system in SYSTEMS}

    def add(self, system: str, figures: Figures) -> None:
        for name, value in figures.items():
            self.of[system][name].append(round(value, 3))


def bench(subject: Subject, rounds: int, out: Path, tell: Callable[[str], None]) -> Bench:
    """Measure everything, write it to `out`, and say with `tell` what is being done."""
    require_packages()
    questions = len(read_set(subject.set_path).questions)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        values = _measure_all(subject, Path(folder), rounds, tell)
    measured = Bench(
        date=datetime.now().astimezone().isoformat(timespec="seconds"),
        commit=current_commit(),
        machine=describe_machine(),
        corpus=subject.corpus.as_posix(),
        questions=questions,
        seconds=round(time.monotonic() - began, 1),
        ours=dict(values.of["ours"]),
        plain=dict(values.of["plain"]),
    )
    _write(out, measured)
    return measured


def _measure_all(subject: Subject, folder: Path, rounds: int, tell: Callable[[str], None]) -> _Values:
    """The two systems in turn, so that a slow spell of the machine falls on both."""
    values = _Values()
    for count in _rounds(rounds, INDEX_BUDGET):
        for system in SYSTEMS:
            tell(f"building {system}, round {count} of at most {rounds}")
            values.add(system, _measure(f"index-{system}", subject, folder / f"{system}-{count}"))
    for count in _rounds(rounds, READ_BUDGET):
        tell(f"reading every format, round {count} of at most {rounds}")
        values.add("ours", _measure("read-ours", subject, folder / f"formats-{count}"))
    ours, plain = subject.index or folder / "ours-1", folder / "plain-1"
    for count in _rounds(rounds, ASK_BUDGET):
        tell(f"asking both, round {count} of at most {rounds}")
        values.add("ours", _measure("query-ours", subject, ours))
        values.add("ours", _serve_and_ask(ours, subject.set_path))
        values.add("plain", _measure("query-plain", subject, plain))
    return values


def _rounds(most: int, budget: float) -> Iterator[int]:
    """Count from 1 to `most`, but no further than fits into the budget, going by the rounds before; at least once."""
    began = time.monotonic()
    for count in range(1, most + 1):
        spent = time.monotonic() - began
        if count > 1 and spent * count / (count - 1) > budget:
            return
        yield count


def _measure(what: str, subject: Subject, index: Path) -> Figures:
    """Run one measurement in its own process."""
    flags = ["--corpus", str(subject.corpus), "--index", str(index), "--set", str(subject.set_path)]
    command = [sys.executable, "-m", "eval.speed.measure", what, *flags]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=MEASURE_WITHIN, check=False)
    except subprocess.TimeoutExpired as error:
        raise EvalError(f"The measurement {what} took more than {MEASURE_WITHIN:.0f} s.") from error
    if done.returncode != 0:
        raise EvalError(f"The measurement {what} failed: {_last_line(done.stderr)}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _serve_and_ask(index: Path, set_path: Path) -> Figures:
    """Start the service, wait until it is ready, ask it everything, and see what memory it holds then."""
    import psutil

    questions = read_set(set_path).questions
    began = time.perf_counter()
    with _service(index) as (process, url):
        _wait_until_ready(process, url)
        ready = time.perf_counter() - began
        with OverHttp(url) as asker:
            asked = latencies("http", questions, asker.ask)
        memory = float(psutil.Process(process.pid).memory_info().rss) / MEGABYTE
    return {"ready_s": ready, "serving_mb": memory, **asked}


@contextmanager
def _service(index: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = _free_port()
    command = [sys.executable, "-m", "service", "--index", str(index), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise EvalError(f"The service ended at once, with status {process.returncode}.")
        try:
            if httpx.get(f"{url}/readyz", timeout=1.0).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass  # it does not listen yet
        time.sleep(0.02)
    raise EvalError(f"The service was not ready within {READY_WITHIN:.0f} s.")


def _write(out: Path, measured: Bench) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(asdict(measured), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{out}: cannot be written: {error.strerror}.") from error


def bench_table(measured: Bench) -> str:
    """The medians of the rounds side by side, with the ratio of ours to plain."""
    rows = [("", "ours", "plain", "ours / plain", "rounds")]
    for key, (label, unit) in ROWS.items():
        ours, plain = measured.ours.get(key), measured.plain.get(key)
        ratio = f"{statistics.median(ours) / statistics.median(plain):.2f}" if ours and plain else ""
        rows.append((label, _shown(ours, unit), _shown(plain, unit), ratio, str(len(ours or plain or []))))
    about = (
        f"{machine_line(measured.machine)}\n{measured.questions} questions over {measured.corpus}, "
        f"medians of the rounds, {measured.seconds:.0f} s in all"
    )
    return f"{layout(rows)}\n\n{about}"


def _shown(values: list[float] | None, unit: str) -> str:
    if not values:
        return "-"
    middle = statistics.median(values)
    return f"{middle:.0f}" if not unit and middle >= 100 else f"{middle:.1f} {unit}".rstrip()
