"""`python -m eval.speed.measure WHAT`: one measurement in a process of its own, its figures as JSON on the last line.

A process each, so that memory and start-up are those of one system and not of what ran before it.
"""

import argparse
import json
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from eval.questions.sets import read_set
from eval.scoring.score import percentile
from eval.types import Question
from indexer import IndexSettings

Figures = dict[str, float]

# Each report is read so many times, so that all cores have work; the long PDF holds all reports so many times over.
COPIES = 2
LONG_COPIES = 3

MEGABYTE = 1024**2
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # macOS tells bytes, Linux kilobytes


def since_start() -> float:
    """Seconds since this process was made, Python's own start included."""
    import psutil

    return time.time() - float(psutil.Process().create_time())


def resident_mb() -> float:
    """Memory that this process holds now."""
    import psutil

    return float(psutil.Process().memory_info().rss) / MEGABYTE


def peak_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT / MEGABYTE


def folder_mb(folder: Path) -> float:
    """What the files of the folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEGABYTE


def latencies(name: str, questions: Sequence[Question], work: Callable[[Question], object]) -> Figures:
    """Median and 95th percentile in milliseconds over the questions, the first asked once before."""
    work(questions[0])
    times: list[float] = []
    for question in questions:
        began = time.perf_counter()
        work(question)
        times.append((time.perf_counter() - began) * 1000)
    return {f"{name}_p50_ms": percentile(times, 0.5) or 0.0, f"{name}_p95_ms": percentile(times, 0.95) or 0.0}


def _indexed(began: float, passages: int, index: Path) -> Figures:
    seconds = time.perf_counter() - began
    return {
        "index_s": since_start(),
        "passages": passages,
        "passages_per_s": passages / seconds,
        "index_peak_mb": peak_mb(),
        "disk_mb": folder_mb(index),
    }


def index_ours(arguments: argparse.Namespace) -> Figures:
    """Our first build of the corpus."""
    from indexer import build_index, load_encoder

    encoder = load_encoder(IndexSettings())
    encoder.encode_passages(["warm-up"])
    began = time.perf_counter()
    report = build_index(arguments.corpus, arguments.index, lambda: encoder, encoder.identity)
    return _indexed(began, sum(file.passages for file in report.files), arguments.index)


def index_plain(arguments: argparse.Namespace) -> Figures:
    """The plain pipeline's build of the corpus."""
    from eval.asking.plain import PlainPipeline, load_embedding

    embedding = load_embedding(IndexSettings())
    embedding.get_text_embedding("warm-up")
    began = time.perf_counter()
    pipeline = PlainPipeline.build(arguments.corpus, embedding)
    pipeline.save(arguments.index)
    return _indexed(began, pipeline.passages, arguments.index)


def read_ours(arguments: argparse.Namespace) -> Figures:
    """How fast each format is read, structure and observations included, and what a long PDF takes of memory."""
    from eval.speed.formats import WRITERS, pieces_of

    reports = [pieces_of(path) for path in sorted(arguments.corpus.glob("*.txt"))]
    folder: Path = arguments.index
    figures: Figures = {}
    for name, write in WRITERS.items():
        files = [folder / f"{number}-{copy}.{name}" for number in range(len(reports)) for copy in range(COPIES)]
        folder.mkdir(parents=True, exist_ok=True)
        for number, path in enumerate(files):
            write(reports[number // COPIES], path)
        pages, seconds, _ = _read(files)
        figures[f"read_{name}_pages_per_s"] = pages / seconds
    long = folder / "long.pdf"
    WRITERS["pdf"]([piece for _ in range(LONG_COPIES) for report in reports for piece in report], long)
    _, _, figures["read_long_pdf_mb"] = _read([long])
    return figures


def _read(files: Sequence[Path]) -> tuple[float, float, float]:
    """Pages read, the seconds from the first file to the last, and the most memory (MB) that one worker took.

    The processes are started before the clock.
    """
    from eval.speed.formats import PAGE_CHARACTERS
    from indexer.generations import sha256_of
    from indexer.limits import ReadLimits
    from indexer.sandbox import ReadTask, read_files

    limits = ReadLimits()
    tasks = [ReadTask(path, path.name, sha256_of(path)) for path in files]
    list(read_files(tasks[:1], limits))
    with _largest_child() as largest:
        began = time.perf_counter()
        results = list(read_files(tasks, limits))
        seconds = time.perf_counter() - began
    pages = 0.0
    for result in results:
        if result.record is None:
            raise RuntimeError(f"{result.source} {result.reason}")
        document = result.record.document
        paged = document.format == "pdf" and document.pages
        pages += paged or document.characters / PAGE_CHARACTERS
    return pages, seconds, largest()


@contextmanager
def _largest_child() -> Iterator[Callable[[], float]]:
    """Watches the processes below this one; gives the most memory (MB) that any of them held meanwhile."""
    import psutil

    most, done = 0.0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(0.02):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    most = max(most, float(child.memory_info().rss) / MEGABYTE)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield lambda: most
    finally:
        done.set()
        watcher.join()


def query_ours(arguments: argparse.Namespace) -> Figures:
    """Our answers and our search alone, in process."""
    from service.loading import engine_loader
    from service.settings import ServiceSettings

    engine = engine_loader()(ServiceSettings(index_dir=arguments.index))
    questions = read_set(arguments.set).questions
    try:
        found = latencies("search", questions, lambda question: engine.search(question.question, limit=5))
        return found | latencies("ask", questions, lambda q: engine.ask(q.question, history=q.history))
    finally:
        engine.store.close()


def query_plain(arguments: argparse.Namespace) -> Figures:
    """The plain pipeline's retrieval from its saved index."""
    from eval.asking.plain import PlainPipeline, load_embedding

    pipeline = PlainPipeline.load(arguments.index, load_embedding(IndexSettings()))
    ready = {"ready_s": since_start()}
    questions = read_set(arguments.set).questions
    found = latencies("search", questions, lambda question: pipeline.retrieve(question.question))
    return ready | found | {"serving_mb": resident_mb()}


MEASUREMENTS: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "index-ours": index_ours,
    "index-plain": index_plain,
    "read-ours": read_ours,
    "query-ours": query_ours,
    "query-plain": query_plain,
}


def main(given: Sequence[str] | None = None) -> int:
    """Measure, and write the figures to standard output."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed.measure", description="One measurement, for the bench.")
    parser.add_argument("what", choices=MEASUREMENTS)
    for name in ("corpus", "index", "set"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args(given)
    sys.stdout.write(json.dumps(MEASUREMENTS[arguments.what](arguments)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
