"""A full look at the live generation: hashes, counts, and whether everything stands where it says."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from indexer.errors import IndexDamagedError, IndexMismatchError
from indexer.generations import Manifest, live_folder
from indexer.store import Store
from indexer.types import Block, Document, Passage

_MOST_OF_A_KIND = 20


def verify(index_dir: Path) -> list[str]:
    """What is wrong with the live generation, in words; nothing when all is well. IndexMissingError without one."""
    try:
        folder = live_folder(index_dir)
        manifest = Manifest.load(folder)
        problems = manifest.check_files(folder, hashes=True)
        if not any("missing" in problem or "bytes" in problem for problem in problems):
            store = Store.open(index_dir)
            try:
                problems += _contents(store)
            finally:
                store.close()
    except (IndexDamagedError, IndexMismatchError) as error:
        return [str(error)]
    return problems


def _contents(store: Store) -> list[str]:
    problems = list(store.problems())
    vectors = store.vectors()
    if not np.isfinite(vectors).all():
        problems.append("some vectors hold values that are no numbers")
    elif len(vectors) and not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3):
        problems.append("some vectors are not of length one")
    for document in store.documents():
        found = list(_document(store, document))
        problems += found[:_MOST_OF_A_KIND]
        if len(found) > _MOST_OF_A_KIND:
            problems.append(f"{document.source}: {len(found) - _MOST_OF_A_KIND} more of the same kind")
    return problems


def _document(store: Store, document: Document) -> Iterator[str]:
    text = store.text(document.id)
    size = len(text)
    if document.characters != size:
        yield f"{document.source}: its text has {size} characters, not {document.characters}"
    for page in store.pages(document.id):
        if not 0 <= page.start <= page.end <= size:
            yield f"{document.source}: page {page.number} lies outside the text"
    end_of_last = 0
    for number, block in enumerate(store.blocks(document.id)):
        if not end_of_last <= block.start < block.end <= size:
            yield f"{document.source}: block {number} lies outside the text or over the one before"
        end_of_last = max(end_of_last, block.end)
        yield from (f"{document.source}: block {number}, {problem}" for problem in _cells(block, text))
    for passage in store.document_passages(document.id):
        yield from (f"{document.source}: passage {passage.ordinal}, {problem}" for problem in _passage(passage, text))


def _cells(block: Block, text: str) -> Iterator[str]:
    rows = block.table.rows if block.table else ()
    cells = [cell for row in rows for cell in row.cells] + [
        c for r in (block.table.head if block.table else ()) for c in r
    ]
    if any(not 0 <= cell.start <= cell.end <= len(text) for cell in cells):
        yield "a cell lies outside the text"
    if any(len(row.header) != len(row.cells) for row in rows):
        yield "a row has not one header for each cell"


def _passage(passage: Passage, text: str) -> Iterator[str]:
    if not 0 <= passage.start < passage.end <= len(text):
        yield "it lies outside the text"
    for unit in passage.units:
        if not passage.start <= unit.start < unit.end <= passage.end:
            yield f"the {unit.kind} at {unit.start} lies outside its passage"
        elif not text[unit.start : unit.end].strip():
            yield f"the {unit.kind} at {unit.start} is empty"
