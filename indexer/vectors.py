"""The vectors of the passages, searched by inner product. The one module that knows FAISS."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexDamagedError

Vectors = NDArray[np.float32]


class VectorIndex:
    """An exact index: row numbers are passage ids. Searching is safe from several threads."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """An index over normalised rows, in their order."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path, dimension: int, count: int) -> "VectorIndex":
        """The index of a file, which must hold `count` vectors of `dimension`."""
        try:
            index = faiss.read_index(str(path))
        except (RuntimeError, MemoryError) as error:
            raise IndexDamagedError("The vectors of the index cannot be read. Build the index again.") from error
        if index.d != dimension or index.ntotal != count:
            raise IndexDamagedError(
                f"The vectors of the index are not what its manifest says ({index.ntotal} of length {index.d}, "
                f"not {count} of length {dimension}). Build the index again."
            )
        return cls(index)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def save(self, path: Path) -> None:
        """Writes the index to a file."""
        # FAISS's own writing of files does not tell when the disk runs full with the last bytes.
        path.write_bytes(faiss.serialize_index(self._index).data)

    def search(self, vector: Vectors, limit: int, allowed: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """The ids and cosines of the nearest, best first; only among the `allowed` ids where they are given."""
        count = min(limit, len(self) if allowed is None else len(allowed))
        if count <= 0:
            return []
        parameters = None
        if allowed is not None:
            ids = np.ascontiguousarray(allowed, dtype=np.int64)
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(ids))  # type: ignore[call-arg]
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        scores, ids_found = self._index.search(query, count, params=parameters)
        return [(int(i), float(s)) for i, s in zip(ids_found[0], scores[0], strict=True) if i >= 0]

    def all(self) -> Vectors:
        """Every vector, one a row."""
        if len(self) == 0:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)
