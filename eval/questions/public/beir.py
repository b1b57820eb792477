"""BEIR (Thakur and others 2021): a corpus, queries, and for each query the documents that are relevant (qrels).

There are no answers, so only the search is scored. Each document becomes one text file; all of them are searched.
"""

import re
from collections.abc import Container, Iterator
from pathlib import Path

from eval.errors import SetError
from eval.questions.public.converted import Converted, named_files
from eval.questions.sets import Record, raise_named, read_lines, take
from eval.types import Skipped

FORM = "BEIR"
CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels"
HEADER = ("query-id", "corpus-id", "score")
PREFERRED = "test.tsv"
PARTS = (CORPUS, QUERIES, f"{QRELS}/*.tsv")


def missing_parts(folder: Path) -> list[str]:
    """What of the form is not in the folder."""
    return [pattern for pattern in PARTS if not any(folder.glob(pattern))]


def read_beir(folder: Path) -> Converted:
    """The set in our form; `SetError` names the lines that are not as they should be.

    The queries are those of `qrels/test.tsv`, or of all files of `qrels/` where there is none of that name.
    """
    documents = dict(_unique(folder / CORPUS))
    queries = dict(_unique(folder / QUERIES))
    files = dict(zip(documents, named_files(list(documents), ".txt"), strict=True))
    preferred = folder / QRELS / PREFERRED
    relevant: dict[str, dict[str, int]] = {}
    for path in [preferred] if preferred.is_file() else sorted((folder / QRELS).glob("*.tsv")):
        for query, document, grade in _qrels(path, queries, documents):
            relevant.setdefault(query, {})[files[document]] = grade
    records: list[Record] = [
        {"id": query, "question": text, "relevant": relevant[query]}
        for query, text in queries.items()
        if any(grade > 0 for grade in relevant.get(query, {}).values())
    ]
    if not records:
        raise SetError(f"{folder / QRELS}: no query has a relevant document there.")
    # An empty document can be relevant all the same; nobody can find it.
    docs = {files[name]: text + "\n" for name, text in documents.items() if text.strip()}
    return Converted(FORM, docs, records, whole=True)


def _unique(path: Path) -> Iterator[tuple[str, str]]:
    """Each record's id and text, with its title where it has one."""
    seen: dict[str, int] = {}
    problems: list[Skipped] = []
    for number, (identifier, text) in read_lines(path, _text):
        if identifier in seen:
            problems.append(Skipped(number, f"the _id '{identifier}' is already that of line {seen[identifier]}"))
        seen.setdefault(identifier, number)
        yield identifier, text
    raise_named(f"{path}:", problems)


def _text(record: Record) -> tuple[str, str]:
    title = take(record, "title", str, "").strip()
    text = take(record, "text", str)
    return take(record, "_id", str), f"{title}\n\n{text}" if title else text


def _qrels(path: Path, queries: dict[str, str], documents: dict[str, str]) -> list[tuple[str, str, int]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SetError(f"{path}: cannot be read as UTF-8 text: {error}.") from error
    judged: list[tuple[str, str, int]] = []
    problems: list[Skipped] = []
    for number, line in enumerate(lines, 1):
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if not line.strip() or (number == 1 and cells[-1] == HEADER[-1]):
            continue
        problem = _problem(cells, queries, documents)
        if problem:
            problems.append(Skipped(number, problem))
        else:
            judged.append((cells[0], cells[1], int(cells[2])))
    raise_named(f"{path}:", problems)
    return judged


def _problem(cells: tuple[str, ...], queries: Container[str], documents: Container[str]) -> str:
    """What is wrong with a line of the qrels; empty where nothing is."""
    if len(cells) != len(HEADER) or not re.fullmatch(r"-?[0-9]{1,9}", cells[2]):
        return f"must be {', '.join(HEADER)} with tabs between them, the score a whole number"
    if cells[0] not in queries:
        return f"the query '{cells[0]}' is not in {QUERIES}"
    return "" if cells[1] in documents else f"the document '{cells[1]}' is not in {CORPUS}"
