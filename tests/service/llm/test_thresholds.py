"""What the checks make of sentences that people wrote: the reference answers of the development set.

A reference answer says in other words what its evidence says, so the checks should keep it with that evidence and
drop it with other evidence that looks alike. Run with `-m slow`; `-s` shows the figures.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer import SentenceEncoder, SilentProgress, Store, build_index
from service.answering.draft import DraftStatement, quote_of
from service.engine import Engine
from service.evidence import Evidence
from service.llm.checking import Checker
from service.llm.pieces import pieces_of
from service.llm.sentences import Sentence, sentences

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

ROOT = Path(__file__).parents[3]
KEPT_EVIDENCE, WRONG_AMONG, WRONG_EACH, RIGHT_AT_MOST = 40, 10, 2, 4


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, real_encoder: SentenceEncoder) -> Iterator[Engine]:
    index = tmp_path_factory.mktemp("thresholds") / "index"
    build_index(ROOT / "corpus", index, lambda: real_encoder, real_encoder.identity, SilentProgress())
    engine = Engine(Store.open(index, real_encoder.identity), real_encoder)
    yield engine
    engine.store.close()


def questions() -> Iterator[dict[str, Any]]:
    for line in (ROOT / "eval/sets/dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["answerable"] and not record.get("history"):
            yield record


def spans_of(engine: Engine, record: dict[str, Any]) -> list[tuple[str, int, int]]:
    ids = {document.source: document.id for document in engine.store.documents()}
    spans = []
    for evidence in record["evidence"]:
        text = engine.store.text(ids[evidence["doc"]])
        found = re.search(r"\s+".join(map(re.escape, evidence["quote"].split())), text)
        spans += [(ids[evidence["doc"]], *found.span())] if found else []
    return spans


def fault(
    engine: Engine, encoder: SentenceEncoder, asked: str, sentence: Sentence, with_: list[Evidence]
) -> str | None:
    statement = DraftStatement("", tuple(quote_of(evidence) for evidence in with_), "quoted")
    pieces = pieces_of([statement], with_, engine.store)
    if not pieces:
        return "no pieces"
    places = [document.place or "" for document in engine.store.documents()]
    checker = Checker(pieces, encoder, engine.understand(asked), places)
    return checker.fault(replace(sentence, marks=tuple(piece.number for piece in pieces)))


def test_checks_tell_right_evidence_from_wrong(engine: Engine, real_encoder: SentenceEncoder) -> None:
    right: Counter[str | None] = Counter()
    wrong: Counter[str | None] = Counter()
    for record in questions():
        ranked = engine.ranker.rank(engine.find(engine.understand(record["question"])))[:KEPT_EVIDENCE]
        stating = [evidence for evidence in ranked if evidence.states]
        spans = spans_of(engine, record)
        good = [
            e
            for e in stating
            if any(e.document.id == key and e.unit.start < end and start < e.unit.end for key, start, end in spans)
        ]
        bad = [evidence for evidence in stating[:WRONG_AMONG] if evidence not in good][:WRONG_EACH]
        for sentence in sentences(record["answer"]) if good else ():
            right[fault(engine, real_encoder, record["question"], sentence, good[:RIGHT_AT_MOST])] += 1
            wrong.update(fault(engine, real_encoder, record["question"], sentence, [one]) for one in bad)
    print(f"\nright evidence: {right[None]} of {right.total()} kept; dropped: {right}")  # noqa: T201 - shown with -s
    print(f"wrong evidence: {wrong[None]} of {wrong.total()} kept; dropped: {wrong}")  # noqa: T201 - shown with -s
    assert right[None] >= 0.35 * right.total()
    assert wrong[None] <= 0.01 * wrong.total()
