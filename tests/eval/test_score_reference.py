"""The reference scorer itself beside ours, where it is at hand: on the recorded files and on many made-up ones."""

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eval.questions.sets import DIFFICULTIES, TYPES, parse_question, read_set, read_texts
from eval.results import answer_line, read_answers
from eval.scoring.score import fold, score
from eval.types import Quoted, Reply, TimedReply
from tests.eval.fakes import ANSWERS, CORPUS, QUESTIONS

REFERENCE = Path(__file__).parents[3] / "shared" / "eval" / "score.py"

pytestmark = pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference scorer is not here")

Record = dict[str, Any]

# Every place is another one, but for a stretch that comes twice.
NUMBERED = fold(" ".join(f"w{number} " for number in range(250)) + "twice over " * 20)
TEXTS = {
    "one.txt": NUMBERED,
    "two.md": fold("“Good” in 2017 – 84 percent; Inadequate before, 1,204 of 3,000. " + NUMBERED),
}

# Figures and words that differ little, whole and cut in two.
# fmt: off
PIECES = (
    "4.5 per cent", "1,204,300", "1\u00a0204", "1,204", "3,000", "12%", "12 %", "12 percent", "84", "8", "8.0", "8.05",
    ".5", "5", "1.5", "²", "good", "inadequate", "adequate", "ten", "é", "[1]", "[1, 2]", "[1,", "2]", "visits", "rose",
    "Loans fell", "“Good”", "2017 – 84", "aa", "aaa", "in 2018/19", "£911k", "’s", "\n", "\t",
    "per", "cent", "1,", "204",
)
# fmt: on
LENGTHS = (0, 0, 0, 4, 8, 89, 90, 91, 97, 99, 101, 129, 130, 131, 219, 220, 221)


def a_text(chance: random.Random, most: int = 12) -> str:
    """Some pieces, mostly apart and sometimes not, and at times many words more."""
    pieces = chance.choices(PIECES, k=chance.randint(0, most))
    return "".join(piece + chance.choice((" ", " ", "")) for piece in pieces)


def a_quote(chance: random.Random) -> tuple[str, str]:
    """A document's name and mostly a stretch of its text."""
    name = chance.choice([*TEXTS, "elsewhere.txt"])
    if chance.random() < 0.2:
        return name, a_text(chance)
    text = TEXTS.get(name, NUMBERED)
    start = chance.randrange(len(text))
    return name, text[start : start + chance.randint(0, 200)]


def a_record(chance: random.Random, question_id: str) -> Record:
    """A question as a set holds it."""
    kind = chance.choice(TYPES)
    evidence = [a_quote(chance) for _ in range(chance.randint(0, 3))]
    return {
        "id": question_id,
        "question": "?",
        "type": kind,
        "difficulty": chance.choice(DIFFICULTIES),
        "answerable": kind != "unanswerable" and chance.random() < 0.95,
        "answer": a_text(chance),
        "must_include": [[p for p in chance.choices(PIECES, k=2) if p.strip()] or ["8"]] * chance.randint(0, 1),
        "must_not_include": [p for p in chance.choices(PIECES, k=chance.randint(0, 1)) if p.strip()],
        "evidence": [
            {"doc": name, "quote": quote, "alt": chance.random() < 0.3}
            for name, quote in evidence
            if name in TEXTS and quote.strip()
        ],
    }


def a_reply(chance: random.Random, record: Record) -> TimedReply | None:
    """An answer with citations, some of them on the evidence; None: there is none."""
    if chance.random() < 0.1:
        return None
    cited = [a_quote(chance) for _ in range(chance.randint(0, 3))]
    cited += [(e["doc"], e["quote"][chance.randrange(20) :]) for e in record["evidence"] if chance.random() < 0.3]
    wanted = " ".join(group[0] for group in record["must_include"]) if chance.random() < 0.7 else ""
    long = chance.choice((" word", " word", " 7")) * chance.choice(LENGTHS)
    reply = Reply(
        answer=f"{wanted} {a_text(chance, 4 if long else 12)}{long}",
        answered=chance.random() < 0.8,
        citations=tuple(Quoted(name, quote) for name, quote in cited),
    )
    return TimedReply(reply, chance.choice((None, 7, chance.random() * 100)))


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_reference(
    reference: ModuleType, records: list[Record], replies: dict[str, Record], texts: dict[str, str]
) -> Record:
    figures, by, rows = reference.score(records, replies, texts)
    return {"figures": figures, "by": by, "rows": rows}


def test_the_recorded_files_get_the_same_figures_from_both(reference: ModuleType) -> None:
    texts = read_texts(CORPUS)
    records = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    said = {r["id"]: r for r in map(json.loads, ANSWERS.read_text(encoding="utf-8").splitlines())}

    ours = score(read_set(QUESTIONS).questions, read_answers(ANSWERS), texts)

    assert ours.as_dict() == by_reference(reference, records, said, texts)


@pytest.mark.parametrize("seed", range(40))
def test_made_up_sets_and_answers_get_the_same_figures_from_both(reference: ModuleType, seed: int) -> None:
    chance = random.Random(seed)
    records = [a_record(chance, f"q{number}") for number in range(chance.randint(0, 150))]
    made = {record["id"]: a_reply(chance, record) for record in records}
    replies = {question_id: timed for question_id, timed in made.items() if timed is not None}
    said = {question_id: json.loads(answer_line(question_id, timed)) for question_id, timed in replies.items()}

    ours = score([parse_question(record) for record in records], replies, TEXTS)

    assert ours.as_dict() == by_reference(reference, records, said, TEXTS)
