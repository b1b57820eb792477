"""Public sets: read, asked of the document that is given, and scored by values and words."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval import __main__ as commands
from eval.errors import EvalError, SetError
from eval.questions.external import read_external
from eval.scoring.external_score import Known, facts_said, judge_of, more_figures, rouge_l, says_value, word_f1
from eval.types import Question, Quoted, Reply, Skipped, TimedReply
from service.settings import ServiceSettings
from service.types import Answer, Filters
from tests.eval.fakes import FakeServedEngine, NoStore, make_answer

ROW = "| Interest income | $ 2,515 | (1,310) |"
CELL = {
    "id": "t1",
    "question": "What was the interest income in 2018?",
    "answers": ["(1,310) thousand", "(1,310)"],
    "answer_mode": "any",
    "answerable": True,
    "evidence": [{"doc": "one.md", "quote": ROW}],
    "scope": "doc",
    "meta": {"doc": "one.md", "answer_type": "span", "answer_from": "table", "scale": "thousand"},
}
UNTOLD = CELL | {"id": "t2", "answers": [], "answerable": False, "scope": "open", "meta": {}}


def folder_of(tmp_path: Path, records: Sequence[dict[str, object]]) -> Path:
    (tmp_path / "docs").mkdir(parents=True)
    (tmp_path / "docs" / "one.md").write_text(f"# Income\n\n|  | 2019 | 2018 |\n| --- | --- | --- |\n{ROW}\n", "utf-8")
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (tmp_path / "questions.jsonl").write_text(lines, "utf-8")
    return tmp_path


def test_records_become_questions_of_their_kind_asked_of_their_document(tmp_path: Path) -> None:
    label = CELL | {"id": "t3", "answers": ["Interest income"]}
    prose = CELL | {"id": "t4", "meta": CELL["meta"] | {"answer_from": "text"}}  # type: ignore[operator]
    free = CELL | {"id": "t5", "answer_mode": "free-form", "meta": {}, "scope": "open"}

    read = read_external(folder_of(tmp_path, [CELL, UNTOLD, label, prose, free]))

    assert [q.type for q in read.questions.questions] == ["cell", "unanswerable", "span", "text", "sentence"]
    assert [q.documents for q in read.questions.questions] == [("one.md",), (), ("one.md",), ("one.md",), ()]
    assert read.known["t1"] == Known(("(1,310) thousand", "(1,310)"), "any", "thousand")


def test_a_folder_that_is_no_set_and_a_bad_record_are_said(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"a public set is a folder with questions\.jsonl and docs/"):
        read_external(tmp_path / "none")
    with pytest.raises(SetError, match="there is no question in it"):
        read_external(folder_of(tmp_path / "empty", []))
    with pytest.raises(SetError, match=r"line 1: 'answer_mode' must be one of any, all, free-form, not 'some'"):
        read_external(folder_of(tmp_path, [CELL | {"answer_mode": "some"}]))


def test_broken_lines_are_named_and_the_others_are_asked(tmp_path: Path) -> None:
    broken = CELL | {"id": "t9", "evidence": ["one.md"]}
    read = read_external(folder_of(tmp_path, [UNTOLD | {"answers": 7}, CELL, CELL, broken]))

    assert [(q.id, q.line) for q in read.questions.questions] == [("t1", 2)]
    assert read.questions.skipped == (
        Skipped(1, "'answers' must be a list, not 7"),
        Skipped(3, "the id 't1' is already that of line 2"),
        Skipped(4, "'evidence' 1: must be an object, not 'one.md'"),
    )


def test_relevant_documents_stand_in_the_place_of_answers_for_all_questions_or_for_none(tmp_path: Path) -> None:
    searched = {"id": "s1", "question": "Which income?", "relevant": {"one.md": 2}}

    read = read_external(folder_of(tmp_path / "all", [searched]))
    assert read.relevant == {"s1": {"one.md": 2}}
    assert read.known == {}
    with pytest.raises(SetError, match="must be given for every question or for none; not so in line 2"):
        read_external(folder_of(tmp_path / "mixed", [searched, CELL]))
    with pytest.raises(SetError, match=r"line 1: 'one\.md' must be a whole number, not 'much'"):
        read_external(folder_of(tmp_path / "bad", [searched | {"relevant": {"one.md": "much"}}]))


@pytest.mark.parametrize(
    ("answer", "wanted", "scale", "right"),
    [
        ("It was (1,212) million.", "(1,212)", "million", True),
        ("It was -1,212.", "(1,212)", "", True),
        ("Costs rose by 53.1 million.", "$53.1 million", "", True),
        ("Costs rose by 53,100,000.", "$53.1 million", "", True),
        ("It was 720.2 million.", "720.2", "million", True),
        ("It grew by 49.9%.", "49.92%", "percent", True),
        ("It grew by 50%.", "49.92%", "percent", False),
        ("It had two of them.", "2", "", True),
        ("It was 1,213.", "(1,212)", "", False),
        ("It was 0.72 billion.", "730.2 million", "", False),
        ("The United States.", "United States", "", True),
        ("States of the Union.", "United States", "", False),
    ],
)
def test_a_value_is_said_in_any_writing(answer: str, wanted: str, scale: str, right: bool) -> None:
    assert says_value(answer, wanted, scale) is right


def question(id_: str, answerable: bool = True) -> Question:
    return Question(id_, "What?", "lookup", "medium", answerable, "")


def test_right_is_short_and_says_one_or_all_of_the_answers() -> None:
    known = {"any": Known(("Red", "Crimson"), "any"), "all": Known(("2018", "2019"), "all")}
    known["no"] = Known((), "any")
    judge = judge_of(known)

    assert judge(question("any"), Reply("It is crimson.", True)) == ()
    assert judge(question("any"), Reply("It is blue.", True)) == ("does not say “Red” or “Crimson”",)
    assert judge(question("any"), Reply("Red " + "word " * 40, True)) == ("too long: 41 words, at most 40",)
    assert judge(question("any"), Reply("Red 1 2 3 4 5", True)) == ("a heap of figures: 5 numbers, at most 4",)
    assert judge(question("all"), Reply("In 2018 only.", True)) == ("does not say “2019”",)
    assert judge(question("any"), Reply("", False)) == ("refused, but the text does say",)
    assert judge(question("no", False), Reply("Red.", True)) == ("answered, but the text does not say",)
    assert judge(question("no", False), Reply("", False)) == ()


def test_sentences_are_judged_by_their_facts() -> None:
    reference = "In 2016, Hortelano finished the 200 m at the Olympics in Rio with 20.12."

    assert facts_said("Hortelano ran 200 m in Rio in 20.12 (2016 Olympics).", reference) == 1.0
    assert facts_said("Rio, 2016.", reference) == pytest.approx(2 / 6)
    judge = judge_of({"s": Known((reference,), "free-form")})
    assert judge(question("s"), Reply("Rio, 2016.", True)) == ("says 33% of the facts",)


def test_words_in_common_and_in_order() -> None:
    assert word_f1("The red fox.", "a red dog") == pytest.approx(0.5)
    assert word_f1("", "red") == 0.0
    assert rouge_l("a b c d", "a c d e") == pytest.approx(0.75)


def test_the_usual_measures_count_a_refusal_as_nothing() -> None:
    known = {"a": Known(("Red",), "any"), "b": Known(("Blue",), "any"), "c": Known((), "any")}
    replies = {
        "a": TimedReply(Reply("It is red [1].", True, (Quoted("d", "a long red quote"), Quoted("d", "red")))),
        "b": TimedReply(Reply("Blue is near.", False, (Quoted("d", "Blue"),))),
    }

    found = more_figures([question("a"), question("b"), question("c", False)], replies, known)

    assert {name: extra.value for name, extra in found.items()} == {
        "quote_exact": 0.5,
        "quote_f1": 0.5,
        "rouge_l": 0.25,
        "facts": 0.5,
        "answer_words": 3.0,
    }


class OneDocument(NoStore):
    """A store that holds the set's document."""

    def documents(self) -> tuple[SimpleNamespace, ...]:
        return (SimpleNamespace(id="d1", source="one.md"),)

    def text(self, _id: str) -> str:
        return ROW

    def pages(self, _id: str) -> tuple[()]:
        return ()


class ScopedEngine(FakeServedEngine):
    """Says the cell, and remembers what it was asked of."""

    store = OneDocument()

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[tuple[str, ...]] = []

    def ask(self, question: str, *, filters: Filters = Filters(), **_options: object) -> Answer:  # noqa: B008
        self.scopes.append(filters.documents)
        return make_answer(question, "It was (1,310) thousand [1].")


@pytest.mark.model
def test_a_run_indexes_the_documents_asks_within_them_and_can_be_scored_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = ScopedEngine()

    def factory(_settings: ServiceSettings) -> ScopedEngine:
        return engine

    folder, out = folder_of(tmp_path, [CELL, UNTOLD, {"id": "t3"}]), tmp_path / "out"
    given = ["external", str(folder), "--index", str(tmp_path / "index"), "--out", str(out)]
    assert commands.main(given, engine_factory=factory) == 3
    assert "line 3: not asked: 'answers' is missing" in capsys.readouterr().err

    assert (tmp_path / "index" / "CURRENT").exists()
    assert engine.scopes == [(), ("d1",), ()]  # the warm-up question comes first
    figures = json.loads((out / "figures.json").read_text("utf-8"))
    assert figures["by"]["type"]["cell"] == {"n": 1, "correct": 1.0}
    assert figures["figures"]["refusal_recall"] == 0.0
    assert figures["more"]["facts"]["value"] == 1.0
    (out / "figures.json").write_text(json.dumps(figures | {"more": {}}), "utf-8")
    assert commands.main(["report", str(out)]) == 0
    assert json.loads((out / "figures.json").read_text("utf-8"))["more"]["facts"]["value"] == 1.0
    assert "rouge_l" in capsys.readouterr().out
