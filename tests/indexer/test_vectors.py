from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexDamagedError
from indexer.vectors import VectorIndex

ROWS = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, 1]], dtype=np.float32)
QUERY = np.array([0, 1, 0], dtype=np.float32)


def test_the_nearest_come_first_with_their_cosines() -> None:
    found = VectorIndex.build(ROWS).search(QUERY, 2)
    assert [id_ for id_, _ in found] == [1, 2]
    assert [score for _, score in found] == pytest.approx([1.0, 0.8])


def test_only_the_allowed_rows_are_found() -> None:
    index = VectorIndex.build(ROWS)
    assert [id_ for id_, _ in index.search(QUERY, 4, [3, 2])] == [2, 3]
    assert index.search(QUERY, 4, []) == []


def test_more_than_there_are_gives_all() -> None:
    assert len(VectorIndex.build(ROWS).search(QUERY, 100)) == 4
    assert VectorIndex.build(ROWS).search(QUERY, 0) == []


def test_an_empty_index_finds_nothing_and_can_be_kept(tmp_path: Path) -> None:
    VectorIndex.build(np.zeros((0, 3), dtype=np.float32)).save(tmp_path / "v")
    index = VectorIndex.load(tmp_path / "v", 3, 0)
    assert index.search(QUERY, 5) == []
    assert index.all().shape == (0, 3)


def test_the_vectors_come_back_from_the_file_as_they_were(tmp_path: Path) -> None:
    VectorIndex.build(ROWS).save(tmp_path / "v")
    index = VectorIndex.load(tmp_path / "v", 3, 4)
    assert (len(index), index.dimension) == (4, 3)
    np.testing.assert_array_equal(index.all(), ROWS)


@pytest.mark.parametrize(("dimension", "count"), [(4, 4), (3, 5)])
def test_a_file_of_another_size_than_said_is_damaged(tmp_path: Path, dimension: int, count: int) -> None:
    VectorIndex.build(ROWS).save(tmp_path / "v")
    with pytest.raises(IndexDamagedError, match="not what its manifest says"):
        VectorIndex.load(tmp_path / "v", dimension, count)


@pytest.mark.parametrize("content", [b"", b"x", b"no index at all" * 50])
def test_a_file_that_is_no_index_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "v").write_bytes(content)
    with pytest.raises(IndexDamagedError):
        VectorIndex.load(tmp_path / "v", 3, 4)


def test_a_cut_file_is_damaged(tmp_path: Path) -> None:
    VectorIndex.build(ROWS).save(tmp_path / "v")
    content = (tmp_path / "v").read_bytes()
    (tmp_path / "v").write_bytes(content[:-5])
    with pytest.raises(IndexDamagedError):
        VectorIndex.load(tmp_path / "v", 3, 4)


def test_a_full_disk_is_told() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OSError, match="No space left"):
        VectorIndex.build(ROWS).save(full)
