"""The cross-encoder at work: int8 weights in ONNX Runtime. The one module that knows it."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from indexer import ModelError
from service.reader.pairs import Pair, encode_pair, make_tokenizer
from service.reader.spans import best_span
from service.reader.types import Reading

DATA = Path(__file__).parents[1] / "data" / "reader"
WEIGHTS, TOKENIZER, MANIFEST = "reader.onnx", "tokenizer.json", "manifest.json"
THREADS = 2
# Texts of alike length go together; more at once are no quicker, and the padding grows.
BATCH = 8


class _Session(Protocol):
    def run(self, outputs: list[str], inputs: dict[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]: ...


class CrossEncoder:
    """Reads a few texts beside a question. Safe to use from several threads: nothing is changed."""

    def __init__(self, session: _Session, tokenizer: Tokenizer, identity: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.identity = identity

    @classmethod
    def load(cls, folder: Path = DATA, threads: int = THREADS) -> "CrossEncoder":
        """Reads the weights in 0.2 s; ModelError where a file is missing or not the one that the manifest names."""
        import onnxruntime

        files = _checked(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A thread that waits must not hold its core: other requests run beside this one.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(files[WEIGHTS], options, providers=["CPUExecutionProvider"])
        tokenizer = make_tokenizer(files[TOKENIZER].decode("utf-8"))
        return cls(session, tokenizer, f"reader@{hashlib.sha256(files[WEIGHTS]).hexdigest()[:12]}")

    def read(self, question: str, texts: Sequence[str], limit: int = 160) -> list[Reading]:
        """A reading for each text, in their order. What a text holds past `limit` tokens is not read.

        It was trained with up to 96 tokens for a sentence or row and 160 for a passage, the question within.
        """
        pairs = [encode_pair(self._tokenizer, question, text, limit) for text in texts]
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids))
        found: dict[int, Reading] = {}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            found.update(zip(batch, self._read([pairs[i] for i in batch]), strict=True))
        return [found[i] for i in range(len(pairs))]

    def _read(self, pairs: Sequence[Pair]) -> list[Reading]:
        shape = (len(pairs), max(len(pair.ids) for pair in pairs))
        ids, attention, segments = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, pair in enumerate(pairs):
            length = len(pair.ids)
            ids[row, :length] = pair.ids
            attention[row, :length] = 1
            segments[row, pair.first : length] = 1
        inputs = {"ids": ids, "attention": attention, "segments": segments}
        of_texts, of_tokens = self._session.run(["text", "token"], inputs)
        return [
            _reading(pair, text, tokens[pair.first : pair.first + len(pair.offsets)])
            for pair, text, tokens in zip(pairs, of_texts, of_tokens, strict=True)
        ]


def _reading(pair: Pair, of_text: NDArray[np.float32], of_tokens: NDArray[np.float32]) -> Reading:
    relevance, doubt = (float(value) for value in of_text)
    no_answer = float(1.0 / (1.0 + np.exp(-doubt)))
    if not pair.offsets:
        return Reading(relevance, None, 0.0, no_answer)
    first, last, share = best_span(of_tokens)
    return Reading(relevance, (pair.offsets[first][0], pair.offsets[last][1]), share, no_answer)


def _checked(folder: Path) -> dict[str, bytes]:
    """The files of the model, by name, each as the manifest says by its sha256."""
    try:
        named: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sha256"]
        files = {name: (folder / name).read_bytes() for name in (WEIGHTS, TOKENIZER)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The reader's model in {folder.name}/ cannot be read: {error}.") from error
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != named.get(name):
            raise ModelError(f"{name} of the reader's model is not the file that its manifest names: install it again.")
    return files
