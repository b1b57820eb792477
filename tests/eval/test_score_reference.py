"""The reference scorer itself beside ours, where it is at hand: on the recorded files and on ever new made-up ones."""

import importlib.util
import json
import statistics
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from eval.questions.documents import from_folder
from eval.questions.sets import DIFFICULTIES, TYPES, parse_question, read_set
from eval.run_folder import answer_line, read_answers
from eval.scoring.retrieval import search_figures
from eval.scoring.score import fold, normal, says, score
from eval.types import Quoted, Reply, TimedReply
from tests.eval.fakes import ANSWERS, CORPUS, QUESTIONS

REFERENCE = Path(__file__).parents[3] / "shared" / "eval" / "score.py"

pytestmark = pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference scorer is not here")

Record = dict[str, Any]
Draw = Callable[..., Any]

# Every place is another one, but for a stretch that comes twice.
NUMBERED = fold(" ".join(f"w{number} " for number in range(250)) + "twice over " * 20)
TEXTS = {
    "one.txt": NUMBERED,
    "two.md": fold("“Good” in 2017 – 84 percent; Inadequate before, 1,204 of 3,000. " + NUMBERED),
    "empty.txt": "",
}

# Figures and words that differ little, whole and cut in two, in every writing that folds to another.
# fmt: off
PIECES = (
    "4.5 per cent", "1,204,300", "1\u00a0204", "1,204", "3,000", "12%", "12 %", "12 percent", "12  %", "12per cent",
    "percentage", "Per\nCent", "12 ％", "84", "8", "8.0", "8.05", "8.", "08", "-8", "−8", "1.2.3", "1,20,300", "1,,2",
    ".5", "5", "1.5", "²", "½", "٣", "٣,٣٣٣", "1e5", "2016/17", "2016–17", "2016—17", "2016‑17", "2016-17",
    "good", "inadequate", "adequate", "ten", "é", "É", "İ", "i̇", "ß", "ﬁ", "_8", "a8", "8a",
    "[1]", "[1, 2]", "[1,", "2]", "[ 1]", "[1,2,]", "[٣]", "visits", "rose", "Loans fell", "“Good”", '"good"', "„Good“",
    "‘s", "’s", "'s", "2017 – 84", "aa", "aaa", "£911k", "(£1,204)", "\n", "\t", "\u2028", "\x1c", "\u200b",
    "per", "cent", "1,", "204", "%", ",", ".", "-", "*", "\\", "(", "$",
)
# fmt: on
LENGTHS = (0, 0, 0, 4, 8, 89, 90, 91, 97, 99, 101, 129, 130, 131, 219, 220, 221)

texts = some.lists(some.tuples(some.sampled_from(PIECES), some.sampled_from((" ", " ", ""))), max_size=12).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)
wanted = some.one_of(some.sampled_from(PIECES), texts).filter(str.strip)


@some.composite
def quotes(draw: Draw, names: tuple[str, ...] = (*TEXTS, "elsewhere.txt")) -> tuple[str, str]:
    """A document's name and mostly a stretch of its text, in other white space."""
    name = draw(some.sampled_from(names))
    if draw(some.integers(0, 4)) == 0:
        return name, draw(texts)
    text = TEXTS.get(name, NUMBERED)
    start = draw(some.integers(0, len(text)))
    stretch = text[start : start + draw(some.integers(0, 200))]
    return name, stretch.replace(" ", draw(some.sampled_from((" ", "\n", "  "))))


@some.composite
def questions(draw: Draw, question_id: str) -> Record:
    """A question as a set holds it; some fields that may be left out are."""
    kind = draw(some.sampled_from(TYPES))
    answerable = kind != "unanswerable" and draw(some.integers(0, 19)) > 0
    places = draw(some.lists(quotes(tuple(TEXTS) if answerable else (*TEXTS, "elsewhere.txt")), max_size=4))
    record = {
        "id": question_id,
        "question": "?",
        "type": kind,
        "difficulty": draw(some.sampled_from(DIFFICULTIES)),
        "answerable": answerable,
        "answer": draw(texts),
        "must_include": draw(some.lists(some.lists(wanted, min_size=1, max_size=3), max_size=2)),
        "evidence": [
            {"doc": name, "quote": quote} | ({"alt": draw(some.booleans())} if draw(some.booleans()) else {})
            for name, quote in places
            if quote.strip()
        ],
    }
    return record | draw(some.sampled_from(({}, {"must_not_include": None}, {"must_not_include": [draw(wanted)]})))


@some.composite
def replies(draw: Draw, record: Record) -> TimedReply:
    """An answer, often with what is wanted and with citations on the evidence."""
    cited = draw(some.lists(quotes(), max_size=3))
    for e in record["evidence"]:
        if draw(some.booleans()):
            cited.append((e["doc"], e["quote"][draw(some.integers(0, 30)) :]))
    if cited and draw(some.booleans()):
        cited.append(cited[0])
    said = " ".join(draw(some.sampled_from(group)) for group in record["must_include"]) if draw(some.booleans()) else ""
    long = draw(some.sampled_from((" word", " 7"))) * draw(some.sampled_from(LENGTHS))
    reply = Reply(
        answer=f"{said} {draw(texts)}{long}" if draw(some.integers(0, 9)) else "",
        answered=draw(some.integers(0, 4)) > 0,
        citations=tuple(Quoted(name, quote) for name, quote in cited),
    )
    return TimedReply(reply, draw(some.one_of(some.none(), some.integers(0, 9), some.floats(0, 1e5))))


@some.composite
def runs(draw: Draw) -> tuple[list[Record], list[tuple[str, TimedReply]]]:
    """A set and the lines of an answers file: some missing, some twice, some of no question, in any order."""
    records = [draw(questions(f"q{number}")) for number in range(draw(some.integers(1, 6)))]
    asked = draw(some.lists(some.sampled_from(records), max_size=8))
    lines = [(record["id"], draw(replies(record))) for record in asked]
    return records, [*lines, ("of no question", draw(replies(records[0])))]


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_reference(reference: ModuleType, records: list[Record], said: dict[str, Record], held: dict[str, str]) -> Record:
    figures, by, rows = reference.score(records, said, held)
    return {"figures": figures, "by": by, "rows": rows}


def test_the_recorded_files_get_the_same_figures_from_both(reference: ModuleType) -> None:
    held = from_folder(CORPUS).folded
    records = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    said = {r["id"]: r for r in map(json.loads, ANSWERS.read_text(encoding="utf-8").splitlines())}

    ours = score(read_set(QUESTIONS).questions, read_answers(ANSWERS), held)

    assert ours.as_dict() == by_reference(reference, records, said, held)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@given(run=runs())
@settings(max_examples=120, deadline=None)
def test_made_up_sets_and_answers_get_the_same_figures_from_both(
    reference: ModuleType, folder: Path, run: tuple[list[Record], list[tuple[str, TimedReply]]]
) -> None:
    records, lines = run
    set_file, answers_file = folder / "set.jsonl", folder / "answers.jsonl"
    set_file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    answers_file.write_text("".join(answer_line(key, timed) for key, timed in lines), encoding="utf-8")
    with answers_file.open(encoding="utf-8") as read:  # as the reference reads it
        said = {record["id"]: record for record in map(json.loads, read)}

    ours = score(read_set(set_file).questions, read_answers(answers_file), TEXTS)

    assert ours.as_dict() == by_reference(reference, records, said, TEXTS)


@given(
    held=some.text("ab ", min_size=1, max_size=60),
    quote=some.text("ab ", min_size=1, max_size=6),
    cited=some.text("ab ", min_size=1, max_size=6),
)
@settings(max_examples=300, deadline=None)
def test_quotes_that_stand_in_many_places_meet_where_any_two_of_them_do(
    reference: ModuleType, held: str, quote: str, cited: str
) -> None:
    apart = f"{fold(held)}{' w' * 300} {fold(held)}"
    for text in (fold(held), apart):
        record = one_question("lookup", (quote,)) if quote.strip() else one_question("lookup")
        reply = Reply("yes", True, (Quoted("one.txt", cited),))
        said = {"q": json.loads(answer_line("q", TimedReply(reply)))}
        ours = score([parse_question(record)], {"q": TimedReply(reply)}, {"one.txt": text})
        assert ours.as_dict() == by_reference(reference, [record], said, {"one.txt": text})


lengths = some.one_of(some.integers(1, 120), some.sampled_from((10, 20, 30, 50, 100)))


def one_question(kind: str, evidence: tuple[str, ...] = ()) -> Record:
    return {
        "id": "q",
        "question": "?",
        "type": kind,
        "difficulty": "easy",
        "answerable": True,
        "answer": "Yes, 3 of 4.",
        "must_include": [["yes"]],
        "evidence": [{"doc": "one.txt", "quote": quote} for quote in evidence],
    }


def same_from_both(reference: ModuleType, record: Record, reply: Reply) -> bool:
    said = {"q": json.loads(answer_line("q", TimedReply(reply)))}
    ours = score([parse_question(record)], {"q": TimedReply(reply)}, TEXTS)
    return ours.as_dict() == by_reference(reference, [record], said, TEXTS)


@pytest.mark.parametrize("kind", TYPES)
def test_the_most_words_and_numbers_of_an_answer_are_the_references(reference: ModuleType, kind: str) -> None:
    words, figures = reference.WORD_LIMIT[kind], reference.NUMBER_SLACK[kind] + 2
    for more in (-1, 0, 1):
        assert same_from_both(reference, one_question(kind), Reply("yes" + " word" * (words - 1 + more), True))
        assert same_from_both(reference, one_question(kind), Reply("yes" + " 7" * (figures + more), True))


@given(
    length=lengths,
    other=lengths,
    more=some.integers(-2, 2),
    apart=some.booleans(),
    before=some.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_where_two_places_become_one_or_near_is_as_the_reference_has_it(
    reference: ModuleType, length: int, other: int, more: int, apart: bool, before: bool
) -> None:
    gap = 400 + more if apart else -(round(0.3 * min(length, other)) + more)
    start = 602  # within a word, so that a length of whole words is no white space at the end
    begin = start - gap - other if before else start + length + gap
    quote, cited = NUMBERED[start : start + length], NUMBERED[begin : begin + other]
    if fold(quote) == quote and quote:
        reply = Reply("yes", True, (Quoted("one.txt", cited),))
        assert same_from_both(reference, one_question("lookup", (quote,)), reply)


@given(one=texts, other=wanted)
@settings(max_examples=500, deadline=None)
def test_texts_are_compared_as_the_reference_compares_them(reference: ModuleType, one: str, other: str) -> None:
    assert normal(one) == reference.normal(one)
    assert says(normal(one), normal(other)) == reference.says(reference.normal(one), reference.normal(other))


@given(run=runs())
@settings(max_examples=50, deadline=None)
def test_a_search_for_ten_reaches_what_the_same_passages_would_reach_as_citations(
    reference: ModuleType, run: tuple[list[Record], list[tuple[str, TimedReply]]]
) -> None:
    records, lines = run
    asked = [parse_question(record) for record in records]
    found = {key: TimedReply(timed.reply, retrieved=timed.reply.citations) for key, timed in lines}
    said = {key: json.loads(answer_line(key, timed)) for key, timed in lines}
    _, _, rows = reference.score(records, said, TEXTS)

    figures = search_figures(asked, found, TEXTS)

    judged = {r["id"] for r in records if r["answerable"] and r["evidence"]} & set(found)
    assert set(figures) == judged
    for row in rows:
        if row["id"] in judged:
            assert figures[row["id"]]["recall@10"] == row["citation_recall"]
            assert all(0.0 <= value <= 1.0 + 1e-9 for value in figures[row["id"]].values())
            assert (figures[row["id"]]["mrr@10"] > 0) == (row["citation_recall"] > 0)
    assert statistics.fmean([0.0, *(f["ndcg@10"] for f in figures.values())]) <= 1.0
