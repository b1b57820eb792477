"""The reader: its tokens, its spans, its files; and the committed weights at plain work."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from indexer import ModelError
from service.reader import CrossEncoder
from service.reader.cross_encoder import DATA, MANIFEST, TOKENIZER, WEIGHTS
from service.reader.pairs import QUESTION_TOKENS, encode_pair, make_tokenizer
from service.reader.spans import LONGEST, best_span

LIMIT = 28_000_000


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return make_tokenizer((DATA / TOKENIZER).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reader() -> CrossEncoder:
    return CrossEncoder.load()


class EchoSession:
    """A network that finds a text relevant by its length, and the answer at the text's second and third token."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def run(self, outputs: list[str], inputs: dict[str, np.ndarray]) -> list[np.ndarray]:  # type: ignore[type-arg]
        assert outputs == ["text", "token"]
        self.shapes.append(inputs["ids"].shape)
        lengths = inputs["attention"].sum(1).astype(np.float32)
        tokens = np.zeros((*inputs["ids"].shape, 2), np.float32)
        for row, segments in enumerate(inputs["segments"]):
            first = int(segments.argmax())
            tokens[row, first + 1 : first + 2, 0] = tokens[row, first + 2 : first + 3, 1] = 9.0
        return [np.stack((lengths, np.zeros_like(lengths)), 1), tokens]


def test_pair_holds_question_and_text_and_the_places_of_its_tokens(tokenizer: Tokenizer) -> None:
    text = "Care fell to 77."
    pair = encode_pair(tokenizer, "How many?", text, 96)
    assert tokenizer.decode(pair.ids, skip_special_tokens=False) == "[CLS] how many? [SEP] care fell to 77. [SEP]"
    assert [text[a:b] for a, b in pair.offsets] == ["Care", "fell", "to", "77", "."]
    assert tokenizer.id_to_token(pair.ids[pair.first]) == "care"


def test_pair_keeps_to_its_limit(tokenizer: Tokenizer) -> None:
    pair = encode_pair(tokenizer, "why " * 200, "because " * 500, 96)
    assert len(pair.ids) == 96
    assert pair.first == QUESTION_TOKENS + 2
    assert len(pair.offsets) == 96 - QUESTION_TOKENS - 3


def test_best_span_is_short_and_runs_forward() -> None:
    logits = np.zeros((LONGEST + 20, 2), np.float32)
    logits[40, 0] = logits[41, 1] = 5.0
    logits[5, 1] = logits[2, 0] = 4.0
    assert best_span(logits)[:2] == (40, 41)
    logits[40, 0] = 0.0  # what ends at 41 would have to begin at 2: too long
    first, last, share = best_span(logits)
    assert (first, last) == (2, 5)
    assert 0.0 < share < 1.0


def test_readings_stand_in_the_order_of_the_texts(tokenizer: Tokenizer) -> None:
    session = EchoSession()
    texts = [f"The {'very ' * (n % 7)}large cat sat." for n in range(20)]
    found = CrossEncoder(session, tokenizer, "echo").read("Who sat?", texts)
    relevance = [reading.relevance for reading in found]
    assert relevance == [len(encode_pair(tokenizer, "Who sat?", text, 160).ids) for text in texts]
    assert texts[0][slice(*(found[0].span or (0, 0)))] == "large cat"
    assert [reading.no_answer for reading in found] == [0.5] * 20
    assert [shape[0] for shape in session.shapes] == [8, 8, 4]
    assert session.shapes[0][1] < session.shapes[-1][1]


def test_no_texts_and_an_empty_text_are_read(tokenizer: Tokenizer) -> None:
    model = CrossEncoder(EchoSession(), tokenizer, "echo")
    assert model.read("Who?", []) == []
    assert model.read("Who?", [""])[0].span is None


@pytest.mark.model
def test_committed_weights_are_small_and_have_a_card() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < LIMIT
    card = (DATA / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert json.loads((DATA / MANIFEST).read_text(encoding="utf-8"))["sha256"][WEIGHTS][:12] in card


@pytest.mark.model
def test_committed_weights_pick_the_sentence_and_the_words(reader: CrossEncoder) -> None:
    texts = [
        "The library at Long Wick is open from nine to five on weekdays.",
        "In 2017 the number of foster carers in Long Wick rose to 131, from 118 the year before.",
        "The county spent £3.2 million on mending its roads.",
        "Foster carers told us that they feel well supported.",
        "Fourteen foster carers left the service in 2016.",
    ]
    found = reader.read("How many foster carers were there in Long Wick in 2017?", texts)
    best = max(range(5), key=lambda i: found[i].relevance)
    assert best == 1
    assert texts[1][slice(*(found[1].span or (0, 0)))] == "131"
    assert found[1].no_answer < 0.5
    assert found[0].no_answer > 0.8


@pytest.mark.model
def test_committed_weights_refuse_what_no_text_says(reader: CrossEncoder) -> None:
    texts = ["The county spent £3.2 million on mending its roads.", "Schools close at half past three."]
    assert min(reading.no_answer for reading in reader.read("Who is the head of the library?", texts)) > 0.8


def test_other_weights_than_the_manifest_names_are_not_loaded(tmp_path: Path) -> None:
    for name in (MANIFEST, TOKENIZER):
        shutil.copyfile(DATA / name, tmp_path / name)
    (tmp_path / WEIGHTS).write_bytes(b"not the weights")
    with pytest.raises(ModelError, match=WEIGHTS):
        CrossEncoder.load(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    hashes = {"sha256": {WEIGHTS: hashlib.sha256(b"").hexdigest()}}
    (tmp_path / MANIFEST).write_text(json.dumps(hashes), encoding="utf-8")
    with pytest.raises(ModelError, match=WEIGHTS):
        CrossEncoder.load(tmp_path)
