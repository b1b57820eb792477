"""`python -m eval.reader.train --data DIR --out DIR --minutes N`: fits the reader from the embedding model's weights.

The learning rate follows the clock, so that a run ends when it was told to, however busy the machine is.
"""

import argparse
import copy
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from eval.reader.batches import Batch, batches
from eval.reader.losses import losses
from eval.reader.model import ReaderModel, load_tokenizer
from eval.reader.records import Record, read, split

WARM_UP = 0.04
CLIP = 1.0
# A step is so many small batches. The threads take one after the other: a thread on a busy core takes fewer, where
# threads that share out each product would wait for the slower one.
PARTS = 4
SMOOTHING = 0.98
LOG_STEPS = 50


@dataclass
class Progress:
    """Where a run stands: enough to go on with the same data in the same order."""

    epoch: int = 0
    batch: int = 0
    step: int = 0
    seconds: float = 0.0


def rate(done: float, peak: float) -> float:
    """The learning rate when the share `done` of the time is over: up in a line to the peak, then down to nothing."""
    return peak * (done / WARM_UP if done < WARM_UP else max(0.0, (1.0 - done) / (1.0 - WARM_UP)))


class Run:
    """One training run with its checkpoints in a folder."""

    def __init__(self, out: Path, peak: float, minutes: float, tokens: int, seed: int, threads: int = 2) -> None:
        self.out = out
        self.peak, self.budget, self.tokens, self.seed = peak, minutes * 60, tokens, seed
        self.model = ReaderModel.from_sentence_encoder()
        trained = [p for p in self.model.parameters() if p.requires_grad]
        matrices, vectors = [p for p in trained if p.ndim > 1], [p for p in trained if p.ndim <= 1]
        self.optimizer = torch.optim.AdamW(
            [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}], lr=peak, fused=True
        )
        self.progress = Progress()
        self._twins = [self.model, *(_twin(self.model) for _ in range(threads - 1))]
        self._pool = ThreadPoolExecutor(threads)

    def resume(self) -> None:
        """Goes on from the last checkpoint."""
        state = torch.load(self.out / "checkpoint.pt", weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.progress = Progress(**state["progress"])

    def save(self) -> None:
        """Writes the checkpoint beside the last one, then puts it in its place."""
        self.out.mkdir(parents=True, exist_ok=True)
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "progress": vars(self.progress),
        }
        torch.save(state, self.out / "checkpoint.new")
        (self.out / "checkpoint.new").replace(self.out / "checkpoint.pt")

    def stream(self, records: list[Record], tokenizer: Tokenizer) -> Iterator[Batch]:
        """Batches without end, time after time through the records, from where the run stands."""
        while True:
            seed = self.seed + self.progress.epoch
            for batch in batches(records, tokenizer, self.tokens, seed, self.progress.batch):
                self.progress.batch += 1
                yield batch
            self.progress.epoch, self.progress.batch = self.progress.epoch + 1, 0

    def step(self, parts: Sequence[Batch]) -> dict[str, float]:
        """One step of the optimiser over the mean of some batches; the figures are means, too."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate(self.progress.seconds / self.budget, self.peak)
        waiting = list(parts)
        found = [
            f for part in self._pool.map(lambda twin: _gradients(twin, waiting, len(parts)), self._twins) for f in part
        ]
        for together in zip(*(twin.parameters() for twin in self._twins), strict=True):
            grads = [p.grad for p in together if p.grad is not None]
            together[0].grad = sum(grads[1:], grads[0]) if grads else None
            for other in together[1:]:
                other.grad = None
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.progress.step += 1
        kept = {name: [f[name] for f in found if not np.isnan(f[name])] for name in found[0]}
        return {name: float(np.mean(values)) for name, values in kept.items() if values}

    def go(self, records: list[Record], save_every: float) -> None:
        """Trains until the time is over. A line of smoothed figures goes to `log.jsonl` every LOG_STEPS steps."""
        self.model.train()
        smooth: dict[str, float] = {}
        saved = self.progress.seconds
        stream = self.stream(records, load_tokenizer())
        while True:
            parts = list(islice(stream, PARTS))
            began = time.monotonic()
            for name, value in self.step(parts).items():
                smooth[name] = SMOOTHING * smooth.get(name, value) + (1 - SMOOTHING) * value
            self.progress.seconds += time.monotonic() - began
            if self.progress.step % LOG_STEPS == 0:
                self._log(smooth)
            over = self.progress.seconds >= self.budget
            if over or self.progress.seconds - saved > save_every:
                self.save()
                saved = self.progress.seconds
            if over:
                return

    def _log(self, smooth: dict[str, float]) -> None:
        line = vars(self.progress) | {name: round(value, 4) for name, value in smooth.items()}
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")


def _twin(model: ReaderModel) -> ReaderModel:
    """The same weights, shared, with gradients of its own."""
    twin = copy.deepcopy(model)
    for own, shared in zip(twin.parameters(), model.parameters(), strict=True):
        own.data = shared.data
    return twin


def _gradients(model: ReaderModel, waiting: list[Batch], count: int) -> list[dict[str, float]]:
    """Adds up the gradients of the batches that this thread gets hold of, each a share of `count`."""
    figures = []
    while waiting:
        try:
            batch = waiting.pop()
        except IndexError:  # another thread was quicker
            break
        with torch.autocast("cpu", torch.bfloat16):
            text, token = model(batch.ids, batch.attention, batch.segments)
        found = losses(text.float(), token.float(), batch)
        (found.total / count).backward()  # type: ignore[no-untyped-call]
        figures.append(found.figures())
    return figures


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets (*.jsonl.gz)")
    parser.add_argument("--out", type=Path, default=Path("build/reader"), help="folder of the checkpoint and log")
    parser.add_argument("--minutes", type=float, default=180.0, help="time of training in all")
    parser.add_argument("--rate", type=float, default=1e-4, help="the highest learning rate")
    parser.add_argument("--tokens", type=int, default=1024, help="tokens a batch; a step is 4 batches")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-minutes", type=float, default=5.0)
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(chosen.seed)
    run = Run(chosen.out, chosen.rate, chosen.minutes, chosen.tokens, chosen.seed, chosen.threads)
    if chosen.resume:
        run.resume()
    run.out.mkdir(parents=True, exist_ok=True)
    run.go(split(read(chosen.data))[0], chosen.save_minutes * 60)


if __name__ == "__main__":
    main()
