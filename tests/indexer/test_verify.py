import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer import IndexMissingError, verify_index
from indexer.database import write_database
from indexer.generations import DATABASE, VECTORS, DocumentEntry, Manifest, publish, sync_and_record
from indexer.records import DocumentRecord, layout
from indexer.types import PageSpan
from indexer.vectors import VectorIndex
from tests.indexer.records import full_record, plain_record


def write_index(index: Path, records: list[DocumentRecord], length: float = 1.0) -> Path:
    """An index of the records as they are, right or wrong; returns its live generation's folder."""
    count = sum(len(record.passages) for record in records)
    vectors = np.zeros((count, 4), dtype=np.float32)
    vectors[:, 0] = length

    def write(folder: Path) -> Manifest:
        write_database(folder / DATABASE, records)
        VectorIndex.build(vectors).save(folder / VECTORS)
        return Manifest(
            program="test",
            encoder="fake",
            dimension=4,
            created="now",
            layout=layout(),
            fingerprint="",
            passages=count,
            blocks=sum(len(record.blocks) for record in records),
            documents=tuple(DocumentEntry(r.document.id, r.document.source, r.document.sha256, "") for r in records),
            files={name: sync_and_record(folder / name) for name in (DATABASE, VECTORS)},
            observations=sum(len(record.observations) for record in records),
        )

    index.mkdir(exist_ok=True)
    return index / "generations" / publish(index, write)


def test_a_whole_index_has_no_problems(tmp_path: Path) -> None:
    write_index(tmp_path, [full_record(), plain_record("a", ("One.", "Two."))])
    assert verify_index(tmp_path) == []


def test_no_index_is_an_error_and_not_a_problem(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        verify_index(tmp_path)


@pytest.mark.parametrize("name", [DATABASE, VECTORS])
def test_one_flipped_bit_is_found(tmp_path: Path, name: str) -> None:
    path = write_index(tmp_path, [full_record()]) / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert f"{name} is not what was written: its sha256 differs" in verify_index(tmp_path)


@pytest.mark.parametrize("name", [DATABASE, VECTORS])
def test_a_lost_or_cut_file_is_found(tmp_path: Path, name: str) -> None:
    path = write_index(tmp_path, [full_record()]) / name
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:50])
    assert verify_index(tmp_path) == [f"{name} has 50 bytes, not {size}"]
    path.unlink()
    assert verify_index(tmp_path) == [f"{name} is missing"]


def test_a_lost_manifest_is_found(tmp_path: Path) -> None:
    (write_index(tmp_path, [full_record()]) / "manifest.json").unlink()
    assert verify_index(tmp_path) == ["The index has lost its manifest. Build the index again."]


def test_vectors_that_are_not_of_length_one_are_found(tmp_path: Path) -> None:
    write_index(tmp_path, [full_record()], length=3.0)
    assert verify_index(tmp_path) == ["some vectors are not of length one"]
    write_index(tmp_path, [full_record()], length=float("nan"))
    assert verify_index(tmp_path) == ["some vectors hold values that are no numbers"]


def shorter_text(record: DocumentRecord) -> DocumentRecord:
    return replace(record, text=record.text[:-10], document=replace(record.document, characters=len(record.text) - 10))


def other_length(record: DocumentRecord) -> DocumentRecord:
    return replace(record, document=replace(record.document, characters=7))


def page_outside(record: DocumentRecord) -> DocumentRecord:
    return replace(record, pages=(PageSpan(1, None, 0, 10_000),))


def blocks_overlap(record: DocumentRecord) -> DocumentRecord:
    return replace(record, blocks=(record.blocks[0], replace(record.blocks[1], start=5), *record.blocks[2:]))


def unit_outside(record: DocumentRecord) -> DocumentRecord:
    (passage,) = record.passages
    return replace(record, passages=(replace(passage, start=passage.start + 1),))


def unit_of_white_space(record: DocumentRecord) -> DocumentRecord:
    (passage,) = record.passages
    gap = record.text.index("\n", passage.start)
    empty = replace(passage.units[0], start=gap, end=gap + 1)
    return replace(record, passages=(replace(passage, units=(empty, passage.units[1])),))


def header_missing(record: DocumentRecord) -> DocumentRecord:
    table = record.blocks[1].table
    assert table is not None
    broken = replace(table, rows=(replace(table.rows[0], header=()),))
    return replace(record, blocks=(record.blocks[0], replace(record.blocks[1], table=broken), record.blocks[2]))


def spoiled_observation(record: DocumentRecord, **values: object) -> DocumentRecord:
    (one,) = record.observations
    return replace(record, observations=(replace(one, **values),))


def figure_elsewhere(record: DocumentRecord) -> DocumentRecord:
    start = record.observations[0].start - 1
    return spoiled_observation(record, start=start, end=start + 3)


def figure_outside_its_unit(record: DocumentRecord) -> DocumentRecord:
    return spoiled_observation(record, unit_end=record.observations[0].end - 1)


def observation_outside(record: DocumentRecord) -> DocumentRecord:
    return spoiled_observation(record, end=10_000, unit_end=10_001)


def observation_lost(record: DocumentRecord) -> DocumentRecord:
    return replace(record, observations=())


def table_lost(record: DocumentRecord) -> DocumentRecord:
    return replace(record, blocks=(record.blocks[0], replace(record.blocks[1], table=None), record.blocks[2]))


def pages_overlap(record: DocumentRecord) -> DocumentRecord:
    return replace(record, pages=(record.pages[0], replace(record.pages[1], start=3)))


def page_lost(record: DocumentRecord) -> DocumentRecord:
    return replace(record, pages=record.pages[:1])


def row_outside(record: DocumentRecord) -> DocumentRecord:
    table = record.blocks[1].table
    assert table is not None
    broken = replace(table, rows=(replace(table.rows[0], end=10_000),))
    return replace(record, blocks=(record.blocks[0], replace(record.blocks[1], table=broken), record.blocks[2]))


def cell_of_a_unit_outside(record: DocumentRecord) -> DocumentRecord:
    (passage,) = record.passages
    row = passage.units[0].row
    assert row is not None
    broken = replace(row, cells=(row.cells[0], replace(row.cells[1], end=10_000)))
    units = (replace(passage.units[0], row=broken), passage.units[1])
    return replace(record, passages=(replace(passage, units=units),))


def passages_out_of_place(record: DocumentRecord) -> DocumentRecord:
    return replace(record, passages=(replace(record.passages[0], ordinal=1),))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (figure_elsewhere, "observation 0, its figure is not what stands at"),
        (figure_outside_its_unit, "observation 0, it lies outside its unit"),
        (observation_outside, "observation 0, it lies outside its unit or the text"),
        (observation_lost, "1 tables and 0 observations, not 1 and 1"),
        (table_lost, "0 tables and 1 observations, not 1 and 1"),
        (pages_overlap, "page 2 lies outside the text or over the one before"),
        (page_lost, "it has 1 pages, not 2"),
        (row_outside, "block 1, a row lies outside the text"),
        (cell_of_a_unit_outside, "a cell of the row at 35 lies outside the text"),
        (passages_out_of_place, "passage 0 is another's, or not in its place"),
        (shorter_text, "outside the text"),
        (other_length, "characters, not 7"),
        (page_outside, "page 1 lies outside"),
        (blocks_overlap, "over the one before"),
        (unit_outside, "the row at 35 lies outside its passage"),
        (unit_of_white_space, "is empty"),
        (header_missing, "one header for each cell"),
    ],
)
def test_what_does_not_stand_where_it_says_is_found(
    tmp_path: Path, spoil: Callable[[DocumentRecord], DocumentRecord], words: str
) -> None:
    write_index(tmp_path, [spoil(full_record())])
    problems = verify_index(tmp_path)
    assert any(words in problem for problem in problems), problems
    assert all(problem.startswith("sub/full report.pdf: ") for problem in problems)


def edit_database(folder: Path, *statements: str) -> None:
    """Changes the file and has the manifest know it, so that only its content is wrong."""
    with sqlite3.connect(folder / DATABASE) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    manifest = json.loads((folder / "manifest.json").read_text())
    content = (folder / DATABASE).read_bytes()
    manifest["files"][DATABASE] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "DELETE FROM observations",
            "the full-text index does not hold the observations, every one and no other",
        ),
        ("INSERT INTO pages VALUES ('gone', 0, 1, '', 0, 1)", "1 pages belong to no document of the index"),
        ("UPDATE observations SET document_id = 'gone'", "1 observations belong to no document of the index"),
        ("DELETE FROM blocks WHERE ordinal = 0", "there are 2 blocks, not 3 as the manifest says"),
        (
            "INSERT INTO passages_fts (rowid, body, context) VALUES (99, 'a removed word', '')",
            "the full-text index does not hold the passages, every one and no other",
        ),
    ],
)
def test_what_belongs_to_no_document_is_found(tmp_path: Path, statement: str, problem: str) -> None:
    folder = write_index(tmp_path, [full_record()])
    edit_database(folder, statement)
    assert problem in verify_index(tmp_path)


def test_documents_that_are_not_those_of_the_manifest_are_found(tmp_path: Path) -> None:
    folder = write_index(tmp_path, [full_record()])
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace("full report.pdf", "other.pdf"))
    assert verify_index(tmp_path) == ["the documents are not those of the manifest"]


def test_a_file_that_is_no_part_of_the_index_is_found(tmp_path: Path) -> None:
    folder = write_index(tmp_path, [full_record()])
    (folder / "store.sqlite-wal").write_bytes(b"left over")
    assert verify_index(tmp_path) == ["store.sqlite-wal is no part of the index"]
