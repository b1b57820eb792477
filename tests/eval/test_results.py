"""What a run's folder holds is read back as it was written, and other scorers can read it."""

import json
from pathlib import Path

import pytest

from eval.errors import SetError
from eval.run_folder import answer_line, read_answers
from eval.types import Quoted, Reply, TimedReply

PAGED = Quoted("a.pdf", "nine libraries", 3, 4)
PLAIN = Quoted("b.txt", "ten libraries")
TIMED = TimedReply(
    Reply(
        "Nine [1].",
        True,
        (PAGED, PLAIN),
        kind="lookup",
        confidence=0.5,
        stages={"retrieve": 2.5, "rank": 1},
        standalone_question="How many libraries?",
    ),
    12.5,
)


def test_an_answer_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(answer_line("q1", TIMED), encoding="utf-8")

    read = read_answers(path)

    assert read == {"q1": TIMED}
    assert answer_line("q1", read["q1"]) == answer_line("q1", TIMED)


def test_citations_are_source_and_quote_and_pages_only_where_there_are_any() -> None:
    assert json.loads(answer_line("q1", TIMED))["citations"] == [
        {"source": "a.pdf", "quote": "nine libraries", "page_start": 3, "page_end": 4},
        {"source": "b.txt", "quote": "ten libraries"},
    ]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ms": "soon"}, "'ms' must be a number, not 'soon'"),
        ({"stages": {"rank": None}}, "'stages.rank' must be a number, not None"),
        ({"stages": [1]}, "'stages' must be an object"),
        ({"citations": [{"source": "a", "quote": "b", "page_start": "iv"}]}, "'page_start' must be a whole number"),
        ({"citations": ["a"]}, "'citations' must be a list of objects"),
    ],
)
def test_an_answer_of_another_form_is_named_with_its_line(
    tmp_path: Path, changed: dict[str, object], message: str
) -> None:
    record = json.loads(answer_line("q1", TIMED)) | changed
    (tmp_path / "answers.jsonl").write_text(f"\n{json.dumps(record)}\n", encoding="utf-8")

    with pytest.raises(SetError, match="line 2: ") as raised:
        read_answers(tmp_path / "answers.jsonl")
    assert message in str(raised.value)
