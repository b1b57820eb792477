"""Groups of texts to tensors: alike lengths together, so many tokens a step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from tokenizers import Tokenizer

from eval.reader.groups import Group, groups
from eval.reader.records import Record
from service.reader.pairs import Pair, encode_pair

CHUNK = 1500


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step. `sizes` are the numbers of texts of each group; `gold` is -1 where no text is gold.

    `starts` and `ends` mark every token that begins or ends an answer; `no_answer` is -1 where unknown.
    """

    ids: torch.Tensor
    attention: torch.Tensor
    segments: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    no_answer: torch.Tensor
    sizes: list[int]
    gold: list[int]


@dataclass(frozen=True, slots=True)
class _Encoded:
    group: Group
    pairs: list[Pair]
    longest: int


def batches(records: Sequence[Record], tokenizer: Tokenizer, tokens: int, seed: int, first: int) -> Iterator[Batch]:
    """One time through the records in an order that hangs on `seed`, from batch number `first` on.

    A batch holds about `tokens` tokens, padding counted.
    """
    order = list(records)
    Random(f"{seed}").shuffle(order)
    passed = 0
    for start in range(0, len(order), CHUNK):
        for batch in _chunk(order[start : start + CHUNK], tokenizer, tokens, f"{seed}:{start}"):
            passed += 1
            if passed > first:
                yield collate(batch)


def _chunk(records: Sequence[Record], tokenizer: Tokenizer, tokens: int, seed: str) -> list[list[_Encoded]]:
    random = Random(seed)
    found = [encode(group, tokenizer) for record in records for group in groups(record, random)]
    found.sort(key=lambda e: e.longest)
    made: list[list[_Encoded]] = []
    for encoded in found:
        # The order is by length, so the newest is the longest.
        texts = sum(len(e.pairs) for e in made[-1]) if made else 0
        if not made or (texts + len(encoded.pairs)) * encoded.longest > tokens:
            made.append([])
        made[-1].append(encoded)
    random.shuffle(made)
    return made


def encode(group: Group, tokenizer: Tokenizer) -> _Encoded:
    """The token ids of a group's texts."""
    pairs = [encode_pair(tokenizer, group.question, text.text, group.limit) for text in group.texts]
    return _Encoded(group, pairs, max(len(p.ids) for p in pairs))


def collate(encoded: Sequence[_Encoded]) -> Batch:
    """Pads the texts of some groups to one length."""
    pairs = [pair for e in encoded for pair in e.pairs]
    texts = [text for e in encoded for text in e.group.texts]
    shape = (len(pairs), max(e.longest for e in encoded))
    ids, attention, segments = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    starts, ends = (torch.zeros(shape, dtype=torch.bool) for _ in range(2))
    for row, (pair, text) in enumerate(zip(pairs, texts, strict=True)):
        length = len(pair.ids)
        ids[row, :length] = torch.tensor(pair.ids)
        attention[row, :length] = 1
        segments[row, pair.first : length] = 1
        for begin, end in text.spans:
            inside = [i for i, (a, b) in enumerate(pair.offsets) if a < end and b > begin]
            if inside and pair.offsets[inside[-1]][1] >= end:
                starts[row, pair.first + inside[0]] = True
                ends[row, pair.first + inside[-1]] = True
    unknown = [-1.0 if t.no_answer is None else float(t.no_answer) for t in texts]
    gold = [-1 if e.group.gold is None else e.group.gold for e in encoded]
    sizes = [len(e.pairs) for e in encoded]
    return Batch(ids, attention, segments, starts, ends, torch.tensor(unknown), sizes, gold)
