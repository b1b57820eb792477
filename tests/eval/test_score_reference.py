"""The reference scorer itself beside ours, where it is at hand: on the recorded files and on made-up ones."""

import importlib.util
import json
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.results import answer_line, read_answers
from eval.score import fold, score
from eval.sets import parse_question, read_set, read_texts
from eval.types import Question, Quoted, Reply, TimedReply
from tests.eval.fakes import ANSWERS, CORPUS, QUESTIONS

REFERENCE = Path(__file__).parents[3] / "shared" / "eval" / "score.py"

pytestmark = pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference scorer is not here")

TEXTS = {
    "one.txt": fold("Visits rose by 4.5 per cent to 1,204,300 in 2018/19. " * 3 + "x " * 500 + "Loans fell by 12%."),
    "two.md": fold("“Good” in 2017 – 84 percent; aaaa aaaa. Inadequate before, 1,204 of 3,000."),
}
# fmt: off
PIECES = (
    "4.5 per cent", "1,204,300", "1\u00a0204", "1,204", "3,000", "12%", "12 %", "12 percent", "84", "8", "8.0", ".5",
    "²", "good", "inadequate", "adequate", "ten", "é", "[1]", "[1, 2]", "[1", "2]", "visits", "rose", "Loans fell",
    "“Good”", "2017 – 84", "aa", "aaaa aaaa", "in 2018/19", "£911k", "’s", "\n", "\t ",
)
# fmt: on
TYPES = ("lookup", "table", "trend", "comparison", "list", "judgement", "definition", "why", "summary", "yesno")

words = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
wanted = st.sampled_from(PIECES).filter(lambda piece: piece.strip() != "")


@st.composite
def quotes(draw: st.DrawFn) -> tuple[str, str]:
    """A document's name and mostly a piece of its text."""
    name = draw(st.sampled_from([*TEXTS, "elsewhere.txt"]))
    text = TEXTS.get(name, "not there")
    start = draw(st.integers(0, len(text)))
    return name, draw(st.one_of(st.just(text[start : start + draw(st.integers(0, 90))]), words))


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A question as a set holds it, without its id."""
    answerable = draw(st.booleans())
    evidence = [
        {"doc": name, "quote": quote, "alt": draw(st.booleans())}
        for name, quote in draw(st.lists(quotes(), max_size=3))
        if name in TEXTS and quote.strip()
    ]
    return {
        "question": "?",
        "type": draw(st.sampled_from(TYPES)) if answerable else "unanswerable",
        "difficulty": draw(st.sampled_from(("easy", "medium", "hard"))),
        "answerable": answerable,
        "answer": draw(words),
        "must_include": draw(st.lists(st.lists(wanted, min_size=1, max_size=3), max_size=2)),
        "must_not_include": draw(st.lists(wanted, max_size=1)),
        "evidence": evidence,
    }


replies = st.builds(
    Reply,
    answer=st.one_of(words, words.map(lambda text: text + " word" * 100)),
    answered=st.booleans(),
    citations=st.lists(quotes().map(lambda quote: Quoted(*quote)), max_size=3).map(tuple),
)
timed = st.none() | st.builds(TimedReply, replies, st.none() | st.floats(0, 1e4) | st.integers(0, 9))


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_reference(
    reference: ModuleType, records: list[dict[str, Any]], replies: dict[str, dict[str, Any]], texts: dict[str, str]
) -> dict[str, Any]:
    figures, by, rows = reference.score(records, replies, texts)
    return {"figures": figures, "by": by, "rows": rows}


def test_the_recorded_files_get_the_same_figures_from_both(reference: ModuleType) -> None:
    texts = read_texts(CORPUS)
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    said = {r["id"]: r for r in map(json.loads, ANSWERS.read_text(encoding="utf-8").splitlines())}

    ours = score(read_set(QUESTIONS).questions, read_answers(ANSWERS), texts)

    assert ours.as_dict() == by_reference(reference, lines, said, texts)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(records(), timed), max_size=6))
def test_any_set_and_answers_get_the_same_figures_from_both(
    reference: ModuleType, cases: list[tuple[dict[str, Any], TimedReply | None]]
) -> None:
    lines = [record | {"id": f"q{index}"} for index, (record, _) in enumerate(cases)]
    ours: dict[str, TimedReply] = {f"q{index}": reply for index, (_, reply) in enumerate(cases) if reply is not None}
    theirs = {question_id: json.loads(answer_line(question_id, reply)) for question_id, reply in ours.items()}
    questions: list[Question] = [parse_question(line) for line in lines]

    assert score(questions, ours, TEXTS).as_dict() == by_reference(reference, lines, theirs, TEXTS)


def test_a_quote_is_written_as_the_reference_reads_it() -> None:
    line = json.loads(answer_line("q1", TimedReply(Reply("a", True, (Quoted("one.txt", "Visits"),)), 1.5)))

    assert line["citations"] == [asdict(Quoted("one.txt", "Visits"))] == [{"source": "one.txt", "quote": "Visits"}]
