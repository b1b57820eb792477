"""A full look at the live generation: hashes, counts, and whether everything stands where it says."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from indexer.errors import IndexDamagedError, IndexMismatchError
from indexer.generations import Manifest, live_folder, strange_files
from indexer.store import Store
from indexer.types import Block, Document, Observation, PageSpan, Passage

_MOST_OF_A_KIND = 20


def verify(index_dir: Path) -> list[str]:
    """What is wrong with the live generation, in words; nothing when all is well. IndexMissingError without one."""
    try:
        folder = live_folder(index_dir)
        manifest = Manifest.load(folder)
        problems = manifest.check_files(folder, hashes=True)
        problems += [f"{name} is no part of the index" for name in strange_files(folder, manifest)]
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
    problems += _vectors(store)
    manifest = store.manifest
    said = {"passages": manifest.passages, "blocks": manifest.blocks, "observations": manifest.observations}
    for name, count in store.counts().items():
        if count != said[name]:
            problems.append(f"there are {count} {name}, not {said[name]} as the manifest says")
    if [(e.id, e.source, e.sha256) for e in manifest.documents] != [
        (d.id, d.source, d.sha256) for d in store.documents()
    ]:
        problems.append("the documents are not those of the manifest")
    for document in store.documents():
        found = list(_document(store, document))
        problems += found[:_MOST_OF_A_KIND]
        if len(found) > _MOST_OF_A_KIND:
            problems.append(f"{document.source}: {len(found) - _MOST_OF_A_KIND} more of the same kind")
    return problems


def _vectors(store: Store) -> Iterator[str]:
    vectors = store.vectors()
    if len(vectors) != len(store):
        yield f"there are {len(vectors)} vectors for {len(store)} passages"
    if not np.isfinite(vectors).all():
        yield "some vectors hold values that are no numbers"
    elif len(vectors) and not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3):
        yield "some vectors are not of length one"


def _document(store: Store, document: Document) -> Iterator[str]:
    text, name = store.text(document.id), document.source
    size = len(text)
    if document.characters != size:
        yield f"{name}: its text has {size} characters, not {document.characters}"
    yield from (f"{name}: {problem}" for problem in _pages(document, store.pages(document.id), size))
    end_of_last = tables = 0
    for number, block in enumerate(store.blocks(document.id)):
        if not end_of_last <= block.start < block.end <= size:
            yield f"{name}: block {number} lies outside the text or over the one before"
        end_of_last = max(end_of_last, block.end)
        tables += block.table is not None
        yield from (f"{name}: block {number}, {problem}" for problem in _cells(block, size))
    for ordinal, passage in enumerate(store.document_passages(document.id)):
        if (passage.document_id, passage.ordinal) != (document.id, ordinal):
            yield f"{name}: passage {ordinal} is another's, or not in its place"
        yield from (f"{name}: passage {ordinal}, {problem}" for problem in _passage(passage, text))
    observations = store.observations(document.id)
    if (tables, len(observations)) != (document.tables, document.observations):
        yield (
            f"{name}: it has {tables} tables and {len(observations)} observations, not {document.tables} and "
            f"{document.observations}"
        )
    for number, one in enumerate(observations):
        yield from (f"{name}: observation {number}, {problem}" for problem in _observation(one, document, text))


def _pages(document: Document, pages: tuple[PageSpan, ...], size: int) -> Iterator[str]:
    if len(pages) != (document.pages or 0):
        yield f"it has {len(pages)} pages, not {document.pages or 0}"
    end_of_last = 0
    for page in pages:
        if not end_of_last <= page.start <= page.end <= size:
            yield f"page {page.number} lies outside the text or over the one before"
        end_of_last = max(end_of_last, page.end)


def _cells(block: Block, size: int) -> Iterator[str]:
    rows = block.table.rows if block.table else ()
    cells = [cell for row in rows for cell in row.cells] + [
        c for r in (block.table.head if block.table else ()) for c in r
    ]
    if any(not 0 <= row.start <= row.end <= size for row in rows):
        yield "a row lies outside the text"
    if any(not 0 <= cell.start <= cell.end <= size for cell in cells):
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
        for cell in unit.row.cells if unit.row else ():
            if not 0 <= cell.start <= cell.end <= len(text):
                yield f"a cell of the row at {unit.start} lies outside the text"


def _observation(one: Observation, document: Document, text: str) -> Iterator[str]:
    if one.document_id != document.id:
        yield "it is another document's"
    if not 0 <= one.unit_start <= one.start < one.end <= one.unit_end <= len(text):
        yield "it lies outside its unit or the text"
    elif text[one.start : one.end].split() != one.text.split():
        yield f"its figure is not what stands at {one.start}"
