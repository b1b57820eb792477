"""What the network is fitted to: the sum of three losses, each the mean over what it applies to."""

from dataclasses import dataclass

import torch
from torch.nn import functional

from eval.reader.batches import Batch

NO_ANSWER_WEIGHT = 0.7
_LOW = -1e4


@dataclass(frozen=True, slots=True)
class Losses:
    """The three losses, and beside them how often the best text was gold, the span exact and the refusal right."""

    rank: torch.Tensor
    span: torch.Tensor
    no_answer: torch.Tensor
    rank_right: float
    span_right: float
    no_answer_right: float

    @property
    def total(self) -> torch.Tensor:
        """What is minimised."""
        return self.rank + self.span + NO_ANSWER_WEIGHT * self.no_answer

    def figures(self) -> dict[str, float]:
        """All as plain numbers; not a number where the batch had none of the kind."""
        return {
            "rank": self.rank.item(),
            "span": self.span.item(),
            "no_answer": self.no_answer.item(),
            "rank_right": self.rank_right,
            "span_right": self.span_right,
            "no_answer_right": self.no_answer_right,
        }


def losses(text_logits: torch.Tensor, token_logits: torch.Tensor, batch: Batch) -> Losses:
    """All losses of a batch from the network's logits (float32)."""
    rank, rank_right = _rank(text_logits[:, 0], batch)
    span, span_right = _span(token_logits, batch)
    refusal, refusal_right = _no_answer(text_logits[:, 1], batch)
    return Losses(rank, span, refusal, rank_right, span_right, refusal_right)


def _rank(scores: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, float]:
    """Cross-entropy of the gold text within its group."""
    rows = [part for part, gold in zip(torch.split(scores, batch.sizes), batch.gold, strict=True) if gold >= 0]
    if not rows:
        return scores.sum() * 0.0, float("nan")
    table = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=_LOW)
    gold = torch.tensor([g for g in batch.gold if g >= 0])
    return functional.cross_entropy(table, gold), float((table.argmax(1) == gold).float().mean())


def _span(logits: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, float]:
    """Of the texts with a span, the probability that start and end fall on any of its places."""
    have = batch.starts.any(1)
    if not bool(have.any()):
        return logits.sum() * 0.0, float("nan")
    outside = ((batch.segments == 0) | (batch.attention == 0))[have]
    found, right = [], torch.ones(int(have.sum()), dtype=torch.bool)
    for side, places in enumerate((batch.starts, batch.ends)):
        logs = logits[have][:, :, side].masked_fill(outside, _LOW).log_softmax(-1)
        found.append(-logs.masked_fill(~places[have], _LOW).logsumexp(-1).mean())
        right &= places[have].gather(1, logs.argmax(-1, keepdim=True))[:, 0]
    return 0.5 * (found[0] + found[1]), float(right.float().mean())


def _no_answer(logits: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, float]:
    """Binary cross-entropy; the texts of a group that answer nothing count together as much as the one that does."""
    target = batch.no_answer
    weight = torch.zeros_like(target)
    for part, own in zip(torch.split(target, batch.sizes), torch.split(weight, batch.sizes), strict=True):
        own[part == 0] = 1.0
        own[part == 1] = 1.0 / max(1, int((part == 1).sum()))
    each = functional.binary_cross_entropy_with_logits(logits, target.clamp(min=0), reduction="none")
    right = ((logits > 0) == (target > 0.5)).float()
    total = weight.sum().clamp(min=1e-6)
    return (each * weight).sum() / total, float((right * weight).sum() / total)
