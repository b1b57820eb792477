"""The good lines of a set are asked, the others are named; or all are, where a set must be whole."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.errors import EvalError, SetError
from eval.questions.documents import from_folder
from eval.questions.sets import choose, lines_named, read_set, unknown_documents
from eval.types import Evidence, Skipped
from service.types import Turn
from tests.eval.fakes import CORPUS, QUESTIONS

GOOD: dict[str, Any] = {
    "id": "a",
    "question": "How many?",
    "type": "lookup",
    "difficulty": "easy",
    "answerable": True,
    "answer": "Nine.",
    "must_include": [["nine"]],
    "evidence": [{"doc": "one.txt", "quote": "nine", "line": 3, "alt": True}],
    "history": [{"question": "Where?", "answer": "There."}],
}


def write(folder: Path, *lines: object) -> Path:
    path = folder / "set.jsonl"
    path.write_text(
        "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines),
        encoding="utf-8",
    )
    return path


def test_a_good_line_gives_the_whole_question(tmp_path: Path) -> None:
    (question,) = read_set(write(tmp_path, GOOD)).questions

    assert question.must_include == (("nine",),)
    assert question.must_not_include == ()
    assert question.evidence == (Evidence("one.txt", "nine", 3, True),)
    assert question.history == (Turn("Where?", "There."),)


def test_blank_lines_and_odd_separators_inside_texts_break_no_line(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD | {"answer": "a\u2028b\x85c"}, "", GOOD | {"id": "b"})

    assert [q.answer for q in read_set(path).questions] == ["a\u2028b\x85c", "Nine."]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON: Expecting property name enclosed in double quotes at column 2"),
        ("[1]", "line 2: not a JSON object"),
        ({"id": "b"}, "line 2: 'question' is missing"),
        (GOOD | {"id": " "}, "line 2: 'id' is empty"),
        (GOOD | {"id": 7}, "line 2: 'id' must be a text, not 7"),
        (GOOD | {"type": "lokup"}, "line 2: 'type' must be one of lookup, table, "),
        (GOOD | {"difficulty": "harder"}, "line 2: 'difficulty' must be one of easy, medium, hard, not 'harder'"),
        (GOOD | {"answerable": "yes"}, "line 2: 'answerable' must be true or false, not 'yes'"),
        (GOOD | {"must_include": ["nine"]}, "line 2: 'must_include' must be a list of texts"),
        (GOOD | {"must_include": [[]]}, "line 2: 'must_include' has an empty group"),
        (GOOD | {"evidence": [{"doc": "one.txt"}]}, "line 2: 'evidence' 1: 'quote' is missing"),
        (GOOD | {"evidence": ["one.txt"]}, "line 2: 'evidence' 1: must be an object, not 'one.txt'"),
        (
            GOOD | {"evidence": [{"doc": "d", "quote": "q", "line": True}]},
            "line 2: 'evidence' 1: 'line' must be a whole number, not True",
        ),
        (
            GOOD | {"evidence": [{"doc": "d", "quote": "q", "page": 0}]},
            "line 2: 'evidence' 1: 'page' must be a whole number from 1, not 0",
        ),
        (GOOD | {"documents": "d.pdf"}, "line 2: 'documents' must be a list, not 'd.pdf'"),
        (GOOD | {"documents": [""]}, "line 2: 'documents' must be a list of texts, none of them empty"),
        (GOOD | {"draft": True}, "line 2: 'draft' must be a text, not True"),
        ('{"id": "\\ud800"}', "line 2: holds half a character"),
        ('{"id": ' + "[" * 100_000, "line 2: not JSON that can be read"),
        ('{"id": ' + "9" * 5_000 + "}", "line 2: not JSON that can be read"),
        (GOOD | {"history": [{"question": "Where?"}]}, "line 2: 'history' 1: 'answer' is missing"),
        (GOOD, "line 2: the id 'a' is already that of line 1"),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong_and_the_others_are_asked(
    tmp_path: Path, line: object, message: str
) -> None:
    path = write(tmp_path, GOOD, line, GOOD | {"id": "last"})

    read = read_set(path)
    assert [q.id for q in read.questions] == ["a", "last"]
    assert [q.line for q in read.questions] == [1, 3]
    assert len(read.skipped) == 1
    assert message in f"line {read.skipped[0].line}: {read.skipped[0].message}"
    with pytest.raises(SetError) as raised:
        read_set(path, strict=True)
    assert message in str(raised.value)


def test_a_line_of_bytes_that_are_no_text_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, "", GOOD | {"id": "c"})
    path.write_bytes(path.read_bytes().replace(b"\n\n", b'\n{"id": "\xe9"}\n'))

    read = read_set(path)
    assert [q.id for q in read.questions] == ["a", "c"]
    assert read.skipped == (Skipped(2, "not UTF-8 at byte 8 of the line; save the file as UTF-8"),)


def test_a_draft_is_named_with_what_is_left_to_do_and_not_asked(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, {"id": "b", "draft": " write the answer "}, GOOD | {"id": "c", "draft": ""})

    read = read_set(path)
    assert [q.id for q in read.questions] == ["a", "c"]
    assert read.skipped == (Skipped(2, "still a draft: write the answer"),)
    with pytest.raises(SetError, match="line 2: still a draft: write the answer"):
        read_set(path, strict=True)
    with pytest.raises(SetError, match="no line of it can be asked"):
        read_set(write(tmp_path, GOOD | {"draft": "all of it"}))


def test_evidence_has_a_page_and_a_question_its_documents(tmp_path: Path) -> None:
    evidence = [{"doc": "sub/one.pdf", "quote": "nine", "page": 4}]
    (question,) = read_set(write(tmp_path, GOOD | {"evidence": evidence, "documents": ["sub/one.pdf"]})).questions

    assert question.evidence == (Evidence("sub/one.pdf", "nine", page=4),)
    assert question.documents == ("sub/one.pdf",)


def test_all_bad_lines_are_named_at_once_up_to_twenty(tmp_path: Path) -> None:
    with pytest.raises(SetError) as raised:
        read_set(write(tmp_path, *["{}"] * 25))

    assert "line 1: 'id' is missing" in str(raised.value)
    assert "line 20: 'id' is missing" in str(raised.value)
    assert "line 21" not in str(raised.value)
    assert "and 5 more" in str(raised.value)


def test_a_file_that_is_missing_empty_or_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="no such file"):
        read_set(tmp_path / "none.jsonl")
    with pytest.raises(SetError, match="no question"):
        read_set(write(tmp_path, ""))
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(SetError, match="not UTF-8 at byte 8"):
        read_set(tmp_path / "latin.jsonl")
    with pytest.raises(SetError, match="cannot be read"):
        read_set(tmp_path)


def test_the_example_of_the_sets_own_page_is_a_good_line(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "eval/sets/README.md").read_text(encoding="utf-8")
    examples = [line for line in page.splitlines() if line.startswith('{"id"')]

    (question,) = read_set(write(tmp_path, *examples), strict=True).questions
    assert question.evidence[0].page == 4


def test_a_part_of_the_set_is_chosen_by_type_and_number() -> None:
    questions = read_set(QUESTIONS).questions

    assert [q.id for q in choose(questions, ("list", "table"), 3)] == ["r04", "r05", "r08"]
    assert len(choose(questions, (), None)) == len(questions)
    with pytest.raises(EvalError, match="no question of type table"):
        choose(choose(questions, ("list",), None), ("table",), None)


def test_documents_that_are_not_in_the_index_are_named_with_the_lines(tmp_path: Path) -> None:
    questions = read_set(QUESTIONS).questions
    texts = dict(from_folder(CORPUS).folded)

    assert unknown_documents(questions, texts) == []
    del texts["oakford-libraries-2020.md"]
    assert unknown_documents(questions, texts) == [
        "lines 5, 6, 7, 13, 16, 17, 18 and 19: evidence in 'oakford-libraries-2020.md', which is not in the index; "
        "citations are not scored there"
    ]
    (scoped,) = read_set(write(tmp_path, "", GOOD | {"evidence": [], "documents": ["x.pdf"]})).questions
    assert unknown_documents([scoped], texts) == ["line 2: asked of 'x.pdf', which is not in the index"]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "line 1"),
        (2, "lines 1 and 2"),
        (11, "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 11"),
        (12, "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more"),
    ],
)
def test_lines_are_named_in_words(count: int, words: str) -> None:
    assert lines_named(range(1, count + 1)) == words
