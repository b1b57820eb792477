"""SQuAD 2, TAT-QA and BEIR are known by their content and become our folder form; all text here is invented."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eval import __main__ as commands
from eval.errors import EvalError, SetError
from eval.questions.documents import from_folder
from eval.questions.external import read_external
from eval.questions.public.converted import named_files
from eval.questions.public.forms import our_form
from eval.scoring.external_score import Known
from service.settings import ServiceSettings
from tests.eval.fakes import FakeServedEngine, make_citation

HARBOUR = "Brell is a port. Its harbour, dug in 1871, holds 40 boats! The fish market opens at dawn."
SQUAD: dict[str, Any] = {
    "version": "v2.0",
    "data": [
        {
            "title": "Port_of_Brell",
            "paragraphs": [
                {
                    "context": HARBOUR,
                    "qas": [
                        {
                            "id": "s1",
                            "question": "When was the harbour dug?",
                            "answers": [
                                {"text": "1871", "answer_start": HARBOUR.index("1871")},
                                {"text": "in 1871", "answer_start": HARBOUR.index("in 1871")},
                                {"text": "1871", "answer_start": HARBOUR.index("1871")},
                            ],
                            "is_impossible": False,
                        },
                        {
                            "id": "s2",
                            "question": "When was the market built?",
                            "answers": [],
                            "plausible_answers": [{"text": "dawn", "answer_start": HARBOUR.index("dawn")}],
                            "is_impossible": True,
                        },
                    ],
                },
                {"context": "A second paragraph.", "qas": []},
            ],
        },
        {
            "title": "Hills",
            "paragraphs": [
                {
                    "context": "The hills are green.",
                    "qas": [{"id": "s3", "question": "Colour?", "answers": [{"text": "green", "answer_start": 0}]}],
                }
            ],
        },
    ],
}


def asked(uid: str, kind: str, answer: object, **more: object) -> dict[str, Any]:
    record = {"uid": uid, "order": 1, "question": f"{uid}?", "answer": answer, "answer_type": kind, "scale": ""}
    return record | {"answer_from": "table", "rel_paragraphs": [], "derivation": ""} | more


TATQA: list[dict[str, Any]] = [
    {
        "table": {
            "uid": "t",
            "table": [["", "2019", "2018"], ["Ferry tickets", "$ 1,210", "(905)"], ["Rope | twine", "35"]],
        },
        "paragraphs": [
            {"uid": "p2", "order": 2, "text": "Rope was dear."},
            {"uid": "p1", "order": 1, "text": "Sales of the pier, in thousands."},
        ],
        "questions": [
            asked("cell", "span", ["(905)"], scale="thousand"),
            asked("words", "span", "dear", answer_from="text", rel_paragraphs=["2"]),
            asked("change", "arithmetic", 33.7, scale="percent", derivation="(1,210-905)/905", rel_paragraphs=["1"]),
            asked("whole", "arithmetic", 35.0),
            asked("several", "multi-span", ["Ferry tickets", "Rope / twine"], answer_from="table-text"),
            asked("number", "count", "2", derivation="a##b"),
        ],
    }
]

DOCUMENTS = [
    {"_id": "d/1", "title": "Boats", "text": "Forty boats lie in the harbour of Brell."},
    {"_id": "d_1", "text": "The fish market opens at dawn."},
    {"_id": "empty", "title": "", "text": " "},
]
QUERIES = [
    {"_id": "q1", "text": "boats in the harbour"},
    {"_id": "q2", "text": "when does the fish market open"},
    {"_id": "q3", "text": "asked by nobody"},
]
TEST = "query-id\tcorpus-id\tscore\nq2\td_1\t2\nq2\tempty\t1\nq1\td/1\t1\nq3\td/1\t0\n"


def as_file(folder: Path, content: object) -> Path:
    path = folder / "dev.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def as_beir(folder: Path, **files: str) -> Path:
    """A BEIR folder; a file is given by its name with _ for the point."""
    root = folder / "pier"
    (root / "qrels").mkdir(parents=True)
    for name, records in (("corpus", DOCUMENTS), ("queries", QUERIES)):
        lines = files.get(name, "".join(json.dumps(record) + "\n" for record in records))
        (root / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (root / "qrels" / "test.tsv").write_text(files.get("test", TEST), encoding="utf-8")
    return root


def test_squad_articles_become_files_and_questions_are_asked_of_their_own(tmp_path: Path) -> None:
    folder = our_form(as_file(tmp_path, SQUAD), None, tmp_path / "into")
    read = read_external(folder)

    assert folder == tmp_path / "into" / "dev"
    texts = from_folder(folder / "docs").folded
    assert texts["Port_of_Brell.txt"] == f"Port of Brell {HARBOUR} A second paragraph."
    assert [(q.id, q.type, q.documents) for q in read.questions.questions] == [
        ("s1", "lookup", ("Port_of_Brell.txt",)),
        ("s2", "unanswerable", ("Port_of_Brell.txt",)),
        ("s3", "lookup", ("Hills.txt",)),
    ]
    assert read.known["s1"] == Known(("1871", "in 1871"), "any")
    quotes = [[e.quote for e in q.evidence] for q in read.questions.questions]
    assert quotes == [["Its harbour, dug in 1871, holds 40 boats!"], [], ["The hills are green."]]


def test_tatqa_contexts_become_markdown_with_the_table_last_and_answers_keep_their_scale(tmp_path: Path) -> None:
    folder = our_form(as_file(tmp_path, TATQA), None, tmp_path / "into")
    read = read_external(folder)

    assert (folder / "docs" / "context_0001.md").read_text(encoding="utf-8") == (
        "Sales of the pier, in thousands.\n\nRope was dear.\n\n"
        "|  | 2019 | 2018 |\n| --- | --- | --- |\n| Ferry tickets | $ 1,210 | (905) |\n| Rope / twine | 35 |  |\n"
    )
    kinds = {q.id: q.type for q in read.questions.questions}
    assert kinds == {
        "cell": "cell",
        "words": "text",
        "change": "arithmetic",
        "whole": "arithmetic",
        "several": "multi-span",
        "number": "count",
    }
    assert read.known["cell"] == Known(("(905) thousand", "(905)"), "any", "thousand")
    assert read.known["change"] == Known(("33.7%", "33.7"), "any", "percent")
    assert read.known["whole"].answers == ("35",)
    assert read.known["several"] == Known(("Ferry tickets", "Rope / twine"), "all")
    quotes = {q.id: [e.quote for e in q.evidence] for q in read.questions.questions}
    row, other = "| Ferry tickets | $ 1,210 | (905) |", "| Rope / twine | 35 |  |"
    assert quotes["cell"] == [row]
    assert quotes["words"] == ["Rope was dear."]
    assert quotes["change"] == [row, "Sales of the pier, in thousands."]
    assert quotes["several"] == [row, other]
    texts = from_folder(folder / "docs")
    assert all(texts.places(e.document, e.quote) for q in read.questions.questions for e in q.evidence)


def test_beir_documents_all_become_files_and_only_judged_queries_are_asked(tmp_path: Path) -> None:
    folder = our_form(as_beir(tmp_path), 1, tmp_path / "into")
    read = read_external(folder)

    assert folder == tmp_path / "into" / "pier"
    assert {path.name for path in (folder / "docs").iterdir()} == {"d_1.txt", "d_1_2.txt"}
    assert (folder / "docs" / "d_1.txt").read_text("utf-8") == "Boats\n\nForty boats lie in the harbour of Brell.\n"
    assert read.relevant == {"q1": {"d_1.txt": 1}, "q2": {"d_1_2.txt": 2, "empty.txt": 1}}


def test_without_a_test_part_all_qrels_count(tmp_path: Path) -> None:
    root = as_beir(tmp_path)
    (root / "qrels" / "test.tsv").rename(root / "qrels" / "dev.tsv")
    (root / "qrels" / "train.tsv").write_text("q3\td_1\t1\n", encoding="utf-8")

    assert set(read_external(our_form(root, None, tmp_path / "into")).relevant) == {"q1", "q2", "q3"}


def test_a_limit_keeps_the_documents_of_the_first_questions_only(tmp_path: Path) -> None:
    folder = our_form(as_file(tmp_path, SQUAD), 2, tmp_path / "into")

    assert folder.name == "dev-first-2"
    assert [path.name for path in (folder / "docs").iterdir()] == ["Port_of_Brell.txt"]
    assert len(read_external(folder).questions.questions) == 2


def test_our_own_form_is_left_where_it_is_and_what_is_no_conversion_is_not_overwritten(tmp_path: Path) -> None:
    source, into = as_file(tmp_path, SQUAD), tmp_path / "into"
    folder = our_form(source, None, into)
    (folder / "docs" / "old.txt").write_text("old", encoding="utf-8")

    assert our_form(folder, 3, into) == folder
    assert our_form(source, None, into) == folder
    assert not (folder / "docs" / "old.txt").exists()
    (folder / "README.md").unlink()
    with pytest.raises(EvalError, match="is no converted set; move it away"):
        our_form(source, None, into)


def without(content: Any, *path: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """A copy with what stands at the path taken out."""
    copy = json.loads(json.dumps(content))
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return copy


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"data": 7}, "nearly a SQuAD 2 file, but 'data' must be a list, not 7"),
        ({"data": []}, "nearly a SQuAD 2 file, but there is no question in it"),
        (
            without(SQUAD, "data", 0, "paragraphs", 0, "qas", 1, "id"),
            "nearly a SQuAD 2 file, but 'data' 1: 'paragraphs' 1: 'qas' 2: 'id' is missing",
        ),
        (
            without(SQUAD, "data", 1, "paragraphs", 0, "qas", 0, "answers"),
            "'qas' 1: 'answers' is empty, and 'is_impossible' is not true",
        ),
        ({"data": SQUAD["data"] * 2}, "two questions have the id 's1'"),
        (without(TATQA, 0, "table"), "nearly a TAT-QA file, but 'the list' 1: 'table' is missing"),
        (without(TATQA, 0, "questions", 2, "answer"), "'questions' 3: 'answer' is missing; the part of the set that"),
        ([TATQA[0] | {"questions": [asked("a", "guess", "b")]}], "'answer_type' must be one of span, multi-span, "),
        ([TATQA[0] | {"questions": [asked("a", "span", "b", scale="dozen")]}], "'scale' must be empty or one of"),
        ([TATQA[0] | {"questions": [asked("a", "span", [{}])]}], "'answer' must be a text, a number or a list of them"),
        ([TATQA[0] | {"table": {"table": ["row"]}}], "'table' must be a list of rows"),
        ([], "no public set that can be read. It may be a folder with questions.jsonl and docs/, a SQuAD 2 file"),
        ({"rows": []}, "no public set that can be read"),
        (
            without({"data": [SQUAD["data"][0] | {"title": "\ud800"}]}, "data", 0, "paragraphs", 1),
            "holds half a character",
        ),
    ],
)
def test_a_file_that_is_nearly_a_form_is_told_what_it_lacks(tmp_path: Path, content: object, message: str) -> None:
    with pytest.raises(SetError) as raised:
        our_form(as_file(tmp_path, content), None, tmp_path / "into")
    assert message in str(raised.value)


def test_what_is_not_json_or_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="there is no such file or folder"):
        our_form(tmp_path / "none", None)
    lines = tmp_path / "own.jsonl"
    lines.write_text('{"id": 1}\n{"id": 2}\n', encoding="utf-8")
    with pytest.raises(SetError, match=r"not JSON: Extra data at line 2, column 1\. A set of JSON Lines is run with"):
        our_form(lines, None)
    with pytest.raises(SetError, match="Name the folder that it is in"):
        our_form(lines.rename(tmp_path / "questions.jsonl"), None)
    lines.write_bytes(b"\xff")
    with pytest.raises(SetError, match="cannot be read as JSON"):
        our_form(lines, None)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (("corpus.jsonl",), "nearly a BEIR folder, but queries.jsonl and qrels/*.tsv is not there"),
        (("questions.jsonl",), "nearly a set in our own form, but docs/ is not there"),
        ((), "no public set that can be read"),
    ],
)
def test_a_folder_that_is_nearly_a_form_is_told_what_it_lacks(
    tmp_path: Path, files: tuple[str, ...], message: str
) -> None:
    for name in files:
        (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(EvalError) as raised:
        our_form(tmp_path, None)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        ({"corpus": '{"text": "a"}\n'}, ["corpus.jsonl:", "line 1: '_id' is missing"]),
        ({"queries": '{"_id": "q1", "text": "a"}\n' * 2}, ["queries.jsonl:", "line 2: the _id 'q1' is already that"]),
        (
            {"test": TEST + "q1\tx\t1\nq9\td_1\t1\nq1 d_1 1\nq1\td_1\thigh\n"},
            [
                "test.tsv:",
                "line 6: the document 'x' is not in corpus.jsonl",
                "line 7: the query 'q9' is not in queries.jsonl",
                "line 8: must be query-id, corpus-id, score with tabs between them",
                "line 9: must be query-id",
            ],
        ),
        ({"test": "q1\td/1\t0\n"}, ["no query has a relevant document there"]),
    ],
)
def test_broken_lines_of_a_beir_folder_are_named(tmp_path: Path, files: dict[str, str], messages: list[str]) -> None:
    with pytest.raises(SetError) as raised:
        our_form(as_beir(tmp_path, **files), None, tmp_path / "into")
    assert [message for message in messages if message not in str(raised.value)] == []


def test_files_have_names_of_their_own_whatever_the_titles() -> None:
    assert named_files(["a/b", "A b", "", "..", "x" * 200], ".txt") == [
        "a_b.txt",
        "A_b_2.txt",
        "document.txt",
        "document_2.txt",
        "x" * 80 + ".txt",
    ]


CITATION = make_citation()


class SearchingEngine(FakeServedEngine):
    """Finds passages of two documents for every query, and breaks on one."""

    def search(self, query: str, **_options: object) -> tuple[SimpleNamespace, ...]:
        if query == "when does the fish market open":
            raise ZeroDivisionError("division by zero")
        sources = ("d_1_2.txt", "d_1_2.txt", "d_1.txt")
        return tuple(SimpleNamespace(citation=replace(CITATION, source=source)) for source in sources)


@pytest.mark.model
def test_a_set_without_answers_is_searched_and_its_documents_are_ranked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("ir_measures")
    root = as_beir(tmp_path)
    monkeypatch.chdir(tmp_path)
    factory: Callable[[ServiceSettings], Any] = lambda _: SearchingEngine()  # noqa: E731

    assert commands.main(["external", str(root), "--resume", "--out", str(tmp_path)], engine_factory=factory) == 2
    given = ["external", str(root), "--workers", "2", "--out", str(tmp_path / "out")]
    assert commands.main(given, engine_factory=factory) == 3

    assert (tmp_path / "build/external/pier/index/CURRENT").exists()
    written = json.loads((tmp_path / "out" / "retrieval.json").read_text("utf-8"))
    first, second = written["rows"]
    assert first["found"] == ["d_1_2.txt", "d_1.txt"]
    assert (first["mrr@10"], first["recall@5"]) == (0.5, 1.0)
    assert (second["found"], second["ndcg@10"]) == ([], 0.0)
    assert written["figures"]["mrr@10"] == 0.25
    assert written["run"]["index_version"] == "g7"
    told = capsys.readouterr()
    assert "ndcg@10" in told.out
    assert "q2 failed: ZeroDivisionError" in told.err
