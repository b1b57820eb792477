"""The search of a set that tells which documents are relevant: what is found, its figures, and their file."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from eval.asking.client import Asker
from eval.errors import EvalError
from eval.reporting.table import interval, layout, number
from eval.scoring.intervals import mean_interval
from eval.scoring.retrieval import measures
from eval.scoring.score import mean
from eval.types import Extra, Failure, Question, RunFacts
from indexer import terminal_progress

PASSAGES = 100  # of a search; their documents, each at the rank of its best, are many more than the ten that count
KEPT = 10  # documents of a question in the file
FILE = "retrieval.json"


@dataclass(frozen=True, slots=True)
class Searched:
    """By question id the documents found, the best first, and the figures of each; `more` are their means."""

    found: dict[str, list[str]]
    rows: dict[str, dict[str, float]]
    more: dict[str, Extra]
    errors: tuple[Failure, ...]


def search_all(
    asker: Asker, questions: Sequence[Question], relevant: Mapping[str, Mapping[str, int]], workers: int = 1
) -> Searched:
    """Searches for every question; one that fails has found nothing."""
    found: dict[str, list[str]] = {}
    errors: list[Failure] = []
    with closing(terminal_progress()) as progress, ThreadPoolExecutor(max_workers=workers) as pool:
        progress.start(len(questions), "questions")
        try:
            for question, outcome in zip(questions, pool.map(partial(_sources, asker), questions), strict=True):
                if isinstance(outcome, Failure):
                    errors.append(outcome)
                else:
                    found[question.id] = outcome
                progress.advance()
        finally:
            # A user who stops waits for the searches that are under way, not for all the others.
            pool.shutdown(wait=True, cancel_futures=True)
    rows = measures({question.id: relevant[question.id] for question in questions}, found)
    names = dict.fromkeys(name for row in rows.values() for name in row)
    values: dict[str, list[float | None]] = {name: [row[name] for row in rows.values()] for name in names}
    more = {name: Extra(mean(each), mean_interval(each)) for name, each in values.items()}
    return Searched(found, rows, more, tuple(errors))


def _sources(asker: Asker, question: Question) -> list[str] | Failure:
    """The documents of the passages found, each at its best rank."""
    try:
        return list(dict.fromkeys(passage.source for passage in asker.search(question, PASSAGES)))
    except Exception as error:  # whatever one question breaks, the others must still be searched for
        return Failure(question.id, f"{type(error).__name__}: {error}")


def write_search(
    out: Path,
    run: RunFacts,
    questions: Sequence[Question],
    relevant: Mapping[str, Mapping[str, int]],
    searched: Searched,
) -> Path:
    """Write the figures, every question's first documents beside the relevant ones, and how the run was made."""
    rows = [
        {"id": q.id, "question": q.question}
        | searched.rows.get(q.id, {})
        | {"found": searched.found.get(q.id, [])[:KEPT], "relevant": dict(relevant[q.id])}
        for q in questions
    ]
    content = {
        "figures": {name: extra.value for name, extra in searched.more.items()},
        "intervals": {name: extra.interval for name, extra in searched.more.items()},
        "rows": rows,
        "errors": [asdict(error) for error in searched.errors],
        "run": asdict(run),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / FILE).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{out}: results cannot be written there: {error.strerror}.") from error
    return out / FILE


def search_table(searched: Searched) -> str:
    """The figures for the terminal."""
    rows = [(name, number(extra.value), interval(name, extra.interval)) for name, extra in searched.more.items()]
    return layout([("figure", "value", "95% interval"), *rows])
