"""One text through a small BERT in numpy, without torch.

A question is a dozen words: the arithmetic takes 10 ms, while importing torch, transformers and sentence-transformers
takes 10 s and 400 MB. The vectors are those of sentence-transformers to seven digits, which a test holds.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer

Array = NDArray[np.float32]

_EXPECTED = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "position_embedding_type": "absolute",
}
_MODULES = ("Transformer", "Pooling", "Normalize")


def _read_json(path: Path) -> dict[str, object]:
    loaded = json.loads(path.read_text(encoding="utf-8"))
    return loaded if isinstance(loaded, dict) else {}


def is_supported(folder: Path) -> bool:
    """Whether the folder holds a BERT with mean pooling and normalised vectors, the one shape computed here."""
    needed = ("config.json", "modules.json", "model.safetensors", "tokenizer.json", "1_Pooling/config.json")
    if not all((folder / name).is_file() for name in needed):
        return False
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    if tuple(str(m.get("type", "")).rsplit(".", 1)[-1] for m in modules) != _MODULES:
        return False
    pooling = _read_json(folder / "1_Pooling/config.json")
    chosen = {key for key, value in pooling.items() if key.startswith("pooling_mode_") and value}
    config = _read_json(folder / "config.json")
    prompts = folder / "config_sentence_transformers.json"
    has_prompts = prompts.is_file() and any(_prompt_texts(_read_json(prompts)))
    return (
        chosen == {"pooling_mode_mean_tokens"}
        and not has_prompts
        and all(config.get(key, value) == value for key, value in _EXPECTED.items())
        and "model_type" in config
    )


def _prompt_texts(config: dict[str, object]) -> list[object]:
    prompts = config.get("prompts")
    return [text for text in prompts.values() if text] if isinstance(prompts, dict) else []


def _erf(x: Array) -> Array:
    """Abramowitz and Stegun 7.1.26, exact to 1.5e-7: as exact as float32, and without importing scipy."""
    size = np.abs(x)
    t = 1.0 / (1.0 + np.float32(0.3275911) * size)
    poly = np.float32(1.061405429) * t - np.float32(1.453152027)
    for coefficient in (1.421413741, -0.284496736, 0.254829592):
        poly = poly * t + np.float32(coefficient)
    return np.asarray(np.sign(x) * (1.0 - poly * t * np.exp(-size * size)), dtype=np.float32)


class BertQuestionModel:
    """Gives the normalised mean-pooled vector of a text. Safe to use from several threads: nothing is changed."""

    def __init__(self, folder: Path) -> None:
        # For products this small a second thread gains nothing, and waiting for it on a busy machine takes a second.
        # The limit is the whole process's.
        threadpool_limits(limits=1, user_api="blas")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        limits = folder / "sentence_bert_config.json"
        limit = json.loads(limits.read_text(encoding="utf-8")).get("max_seq_length") if limits.is_file() else None
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(limit or config["max_position_embeddings"]))
        self._heads: int = config["num_attention_heads"]
        self._layers: int = config["num_hidden_layers"]
        self._epsilon = np.float32(config["layer_norm_eps"])
        self.dimension: int = config["hidden_size"]
        weights: dict[str, Array] = load_file(folder / "model.safetensors")
        self._words = weights.pop("embeddings.word_embeddings.weight")
        # A question is one segment, so its segment vector can be added once and for all.
        segment = weights.pop("embeddings.token_type_embeddings.weight")[0]
        self._positions = weights.pop("embeddings.position_embeddings.weight") + segment
        # A linear layer is stored as (out, in); the product is quicker with (in, out) laid out in a row.
        self._weights = {n: np.ascontiguousarray(w.T) if w.ndim == 2 else w for n, w in weights.items()}

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + self._epsilon)
        return np.asarray(centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"])

    def _linear(self, x: Array, name: str) -> Array:
        return np.asarray(x @ self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"])

    def _attend(self, x: Array, layer: str) -> Array:
        count, width = x.shape
        per_head = width // self._heads
        query, key, value = (
            self._linear(x, f"{layer}.attention.self.{part}").reshape(count, self._heads, per_head).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(per_head))
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        return np.asarray((scores @ value).transpose(1, 0, 2).reshape(count, width))

    def encode(self, text: str) -> Array:
        """The vector of one text, cut at the model's own length."""
        ids = self._tokenizer.encode(text).ids
        x = self._norm(self._words[ids] + self._positions[: len(ids)], "embeddings.LayerNorm")
        for number in range(self._layers):
            layer = f"encoder.layer.{number}"
            attended = self._linear(self._attend(x, layer), f"{layer}.attention.output.dense")
            x = self._norm(attended + x, f"{layer}.attention.output.LayerNorm")
            inner = self._linear(x, f"{layer}.intermediate.dense")
            inner = inner * np.float32(0.5) * (1 + _erf(inner / np.sqrt(np.float32(2))))
            x = self._norm(self._linear(inner, f"{layer}.output.dense") + x, f"{layer}.output.LayerNorm")
        mean = x.mean(0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)
