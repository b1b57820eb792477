"""The material, the groups, the losses and a whole small round: train, go on, export, read."""

import copy
import gzip
import json
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import onnx
import pytest
import torch
from transformers import BertConfig

from eval.reader.batches import batches, collate, encode
from eval.reader.export import export
from eval.reader.groups import Group, Text, groups, spans_of
from eval.reader.losses import losses
from eval.reader.model import ReaderModel, load_tokenizer
from eval.reader.records import HELD_OUT_SHARE, Candidate, Record, number, read, split, texts_of
from eval.reader.train import CLIP, WARM_UP, Run, rate
from service.reader import CrossEncoder

SMALL = BertConfig(
    hidden_size=32,
    num_hidden_layers=2,
    num_attention_heads=2,
    intermediate_size=64,
    hidden_dropout_prob=0.0,
    attention_probs_dropout_prob=0.0,
)


def record(key: int, *, answerable: bool = True) -> Record:
    gold = f"Harbour number {key} on the northern coast was opened in the year {1800 + key}."
    other = tuple(f"Harbour number {key} has a lighthouse of colour number {n} beside it." for n in range(6))
    passage = Candidate(f"Harbours like number {key} are many. Some have a lighthouse.", False, "passage")
    return Record(
        "qed",
        f"q{key}",
        f"When was harbour number {key} opened?",
        answerable,
        (str(1800 + key),) if answerable else (),
        (*(Candidate(t, answerable and t == gold, "sentence") for t in (*other, gold)), passage),
        f"{other[0]} {gold} {other[1]}",
        len(f"{other[0]} ") + gold.index(str(1800 + key)) if answerable else None,
    )


def test_material_is_read_as_it_stands(tmp_path: Path) -> None:
    line = {
        "set": "qed", "id": "1", "question": "Who?", "answerable": True, "answers": ["Ann", ""], "answer_start": 0,
        "candidates": [{"text": "Ann did.", "label": 1, "kind": "sentence"}], "context": None,
    }  # fmt: skip
    with gzip.open(tmp_path / "qed.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")
    candidates = (Candidate("Ann did.", True, "sentence"),)
    assert list(read(tmp_path)) == [Record("qed", "1", "Who?", True, ("Ann",), candidates, "", 0)]


def test_what_is_held_out_shares_no_sentence_with_what_is_trained_on() -> None:
    records = [record(key) for key in range(120)]
    copies = [
        Record("squad_part", f"c{r.id}", r.question, True, r.answers, r.candidates, r.context + " And more.", 0)
        for r in records
    ]
    training, held = split([*records, *copies])
    assert {r.id for r in held if r.set == "qed"} == {r.id for r in records if number(r.context) % HELD_OUT_SHARE == 0}
    taken = {piece for r in held for piece in texts_of(r)}
    assert taken
    assert all(texts_of(r).isdisjoint(taken) for r in training)
    assert len(training) > 100


def test_answers_are_found_as_whole_words() -> None:
    assert spans_of(["77"], "From 1977, or 77,000 or 2.77, to 77.") == ((33, 35),)
    assert spans_of(["$ 5"], "It cost $ 5.") == ((8, 11),)


def test_groups_hold_one_gold_text_and_the_span_of_its_answer() -> None:
    candidates, windows = groups(record(7), Random(1))
    for group in (candidates, windows):
        gold = group.texts[0]
        assert group.gold == 0
        assert gold.no_answer is False
        assert [gold.text[a:b] for a, b in gold.spans] == ["1807"]
        assert all(text.no_answer is True and "1807" not in text.text for text in group.texts[1:])


def test_a_question_without_an_answer_gives_nothing_to_rank() -> None:
    for group in groups(record(7, answerable=False), Random(1)):
        assert group.gold is None
        assert all(text.no_answer for text in group.texts)


def test_a_text_with_the_answer_that_is_not_gold_is_no_refusal() -> None:
    base = record(7)
    also = Candidate("All harbours of 1807 were small.", False, "sentence")
    changed = Record(base.set, base.id, base.question, True, base.answers, (*base.candidates[-2:-1], also), "", None)
    assert groups(changed, Random(1))[0].texts[1] == Text(also.text, (), None)


def test_losses_are_small_for_what_is_right_and_large_for_what_is_wrong() -> None:
    group = Group("Who?", (Text("Ann Lee did.", ((0, 7),), False), Text("It rained.", (), True)), 0, 96)
    batch = collate([encode(group, load_tokenizer())])
    tokens = torch.zeros((*batch.ids.shape, 2))
    tokens[..., 0][batch.starts] = tokens[..., 1][batch.ends] = 9.0
    right = losses(torch.tensor([[5.0, -5.0], [-5.0, 5.0]]), tokens, batch)
    wrong = losses(torch.tensor([[-5.0, 5.0], [5.0, -5.0]]), -tokens, batch)
    assert float(right.total) < 0.1 < 5.0 < float(wrong.total)
    assert (right.rank_right, right.span_right, right.no_answer_right) == (1.0, 1.0, 1.0)
    assert (wrong.rank_right, wrong.no_answer_right) == (0.0, 0.0)


def test_the_padding_of_a_batch_changes_nothing() -> None:
    torch.manual_seed(0)
    model = ReaderModel(SMALL).eval()
    tokenizer = load_tokenizer()
    short = encode(Group("Who?", (Text("Ann did."),), None, 96), tokenizer)
    long = encode(Group("Who?", (Text("Ann did it, and nobody else was near. " * 3),), None, 96), tokenizer)
    alone, both = collate([short]), collate([short, long])
    with torch.no_grad():
        one = model(alone.ids, alone.attention, alone.segments)
        two = model(both.ids, both.attention, both.segments)
    torch.testing.assert_close(one[0][0], two[0][0], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(one[1][0], two[1][0, : alone.ids.shape[1]], atol=1e-5, rtol=1e-4)


def test_batches_go_on_where_they_were_left() -> None:
    records, tokenizer = [record(key) for key in range(20)], load_tokenizer()
    whole = [batch.ids for batch in batches(records, tokenizer, 600, 3, 0)]
    rest = [batch.ids for batch in batches(records, tokenizer, 600, 3, 4)]
    assert len(whole) > 6
    assert all(ids.numel() <= 600 for ids in whole)
    assert all(torch.equal(a, b) for a, b in zip(whole[4:], rest, strict=True))


def test_the_rate_rises_and_falls_to_nothing() -> None:
    assert rate(0.0, 1.0) == 0.0
    assert rate(WARM_UP, 1.0) == pytest.approx(1.0)
    assert rate(0.5, 1.0) > rate(0.9, 1.0) > rate(1.0, 1.0) == 0.0


def test_the_gradient_of_a_step_is_the_mean_over_its_batches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ReaderModel, "from_sentence_encoder", classmethod(lambda cls: cls(SMALL)))
    run = Run(tmp_path, peak=1e-3, minutes=1e9, tokens=700, seed=1, threads=2)
    parts = list(islice(run.stream([record(key) for key in range(20)], load_tokenizer()), 4))
    twin = copy.deepcopy(run.model)
    with torch.autocast("cpu", torch.bfloat16):
        outputs = [twin(b.ids, b.attention, b.segments) for b in parts]
    mean = torch.stack([losses(t.float(), k.float(), b).total for (t, k), b in zip(outputs, parts, strict=True)]).mean()
    mean.backward()  # type: ignore[no-untyped-call]
    kept: list[torch.Tensor] = []
    monkeypatch.setattr(run.optimizer, "step", lambda: kept.append(run.model.pool.weight.grad.clone()))  # type: ignore[union-attr]
    run.step(parts)
    expected = twin.pool.weight.grad
    assert expected is not None
    torch.nn.utils.clip_grad_norm_(twin.parameters(), CLIP)
    torch.testing.assert_close(kept[0], expected, atol=1e-3, rtol=0.05)


def test_a_small_run_learns_goes_on_and_is_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReaderModel, "from_sentence_encoder", classmethod(lambda cls: cls(SMALL)))
    torch.manual_seed(1)
    records = [record(key) for key in range(30)]
    run = Run(tmp_path, peak=3e-3, minutes=1e9, tokens=1500, seed=1)
    stream = run.stream(records, load_tokenizer())
    run.progress.seconds = run.budget * WARM_UP  # at the peak of the rate
    span = [run.step(list(islice(stream, 3)))["span"] for _ in range(30)]
    assert np.mean(span[-5:]) < 0.7 * np.mean(span[:3])
    run.save()

    again = Run(tmp_path, peak=3e-3, minutes=1e9, tokens=1500, seed=1)
    again.resume()
    assert again.progress == run.progress
    ahead, behind = next(stream), next(again.stream(records, load_tokenizer()))
    assert torch.equal(ahead.ids, behind.ids)
    assert run.step([ahead]) == pytest.approx(again.step([behind]), rel=0.2, abs=0.01)

    export(run.model, tmp_path / "out")
    network = onnx.load(tmp_path / "out" / "reader.onnx")
    assert not any(node.doc_string for node in network.graph.node)
    pair = encode(Group("When?", (Text("In 1807."),), None, 160), load_tokenizer())
    batch = collate([pair])
    with torch.no_grad():
        expected = run.model(batch.ids, batch.attention, batch.segments)[0][0, 0]
    found = CrossEncoder.load(tmp_path / "out").read("When?", ["In 1807.", "In the year 1807, in May."])
    assert len(found) == 2
    assert found[0].relevance == pytest.approx(float(expected), abs=0.3)
