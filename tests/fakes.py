"""Small stand-ins for what is slow in the real thing."""

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class FakeEncoder:
    """A hashed bag of words: texts that share words are near each other. `encoded` lists what was asked of it."""

    def __init__(self, identity: str = "fake-words@64", dimension: int = 64) -> None:
        self.identity = identity
        self.dimension = dimension
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str], on_batch: Callable[[int], None] | None = None) -> Vectors:
        self.encoded += texts
        rows = []
        for text in texts:
            rows.append(self.encode_query(text))
            if on_batch is not None:
                on_batch(1)
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in re.findall(r"\w+", text.lower()):
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            vector[int.from_bytes(digest, "big") % self.dimension] += 1.0
        if not vector.any():
            vector[0] = 1.0
        return vector / np.float32(np.linalg.norm(vector))
