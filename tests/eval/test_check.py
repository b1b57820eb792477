"""What is wrong with a set is found line by line, and what is right is left in peace."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval import __main__ as commands
from eval.errors import SetError
from eval.questions.check import check_set
from eval.questions.documents import Documents, from_store
from eval.questions.nearest import nearest
from eval.questions.sets import Record
from indexer import PageSpan
from tests.eval.fakes import CORPUS, QUESTIONS
from tests.eval.test_documents import OneText
from tests.eval.test_sets import write

FIRST = "Oakford has nine libraries.\n\n\nTwo of them opened in 2019.\n"
SECOND = "Foster carers: 41 households. In 2020 there were 41 again.\n"
SOURCE = "sub/oakford.txt"

RECORD: dict[str, Any] = {
    "id": "a",
    "question": "How many libraries?",
    "type": "lookup",
    "difficulty": "easy",
    "answerable": True,
    "answer": "Nine libraries.",
    "must_include": [["nine", "9"]],
    "evidence": [{"doc": SOURCE, "quote": "Oakford has nine  libraries.", "line": 1}],
}
UNTOLD = RECORD | {"type": "unanswerable", "answerable": False, "must_include": [], "evidence": []}


def documents(paged: bool = False) -> Documents:
    """One document of two pages, or of several lines."""
    text = FIRST + SECOND
    pages = (PageSpan(1, None, 0, len(FIRST)), PageSpan(2, None, len(FIRST), len(text)))
    return from_store(OneText("oakford.pdf", text, pages) if paged else OneText(SOURCE, text))


def told(folder: Path, *records: object, paged: bool = False) -> list[str]:
    return [str(finding) for finding in check_set(write(folder, *records), documents(paged)).findings]


def evidence(**fields: object) -> Record:
    return RECORD | {"evidence": [{"doc": SOURCE, "quote": "Oakford has nine libraries."} | fields]}


def test_a_good_set_has_no_findings(tmp_path: Path) -> None:
    assert told(tmp_path, RECORD, UNTOLD | {"id": "b", "question": "How many parks?"}) == []


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("{", "line 1: error: not JSON"),
        ({"id": "a", "draft": "quote the place"}, "line 1: warning: still a draft: quote the place; it is not asked"),
        (RECORD | {"type": "unanswerable"}, "a: error: the type is 'unanswerable', but 'answerable' is true"),
        (
            RECORD | {"answer": "Ten."},
            "line 1, a: error: the reference answer would count as wrong: does not say “nine” or “9”; mend the answer",
        ),
        (RECORD | {"must_not_include": ["libraries"]}, "would count as wrong: says “libraries”"),
        (RECORD | {"answer": "nine " * 91}, "would count as wrong: too long: 91 words, at most 90"),
        (RECORD | {"must_include": []}, "error: no 'must_include', so that any answer would be right"),
        (RECORD | {"evidence": []}, "error: answerable, but without 'evidence'"),
        (
            RECORD | {"must_include": [["nine"], ["1,200"]], "answer": "Nine, 1,200."},
            "warning: no quote has the figure of “1,200”; quote the place, unless the figure is computed",
        ),
        (UNTOLD | {"must_include": [["nine"]]}, "a: warning: not answerable, but there are key words or evidence"),
        (UNTOLD | {"evidence": RECORD["evidence"]}, "warning: not answerable, but there are key words or evidence"),
        (RECORD | {"type": "followup"}, "warning: a followup without 'history'"),
        (evidence(doc="sub/oakfrd.txt"), "'sub/oakfrd.txt', which is not in the index; did you mean 'sub/oakford.txt'"),
        (evidence(doc="x.pdf"), "error: evidence 1: it is in 'x.pdf', which is not in the index; put it into"),
        (RECORD | {"documents": [SOURCE, "x.pdf"]}, "error: 'documents' names 'x.pdf', which is not in the index"),
        (evidence(quote="No such words at all, anywhere."), f"stand in '{SOURCE}', and nothing like it; copy the"),
        (
            evidence(quote="Two of them opened in 2018."),
            f"error: evidence 1: “Two of them opened in 2018.” does not stand in '{SOURCE}'; the nearest words are "
            "“Two of them opened in 2019.” (line 4); copy them",
        ),
        (evidence(line=9), "warning: evidence 1: 'line' says 9, but the quote begins on line 1; mend 'line'"),
        (evidence(page=1), f"warning: evidence 1: 'page' says 1, but '{SOURCE}' has no pages"),
        (evidence(quote="nine") | {"id": "b"}, ""),
        (evidence(quote="41"), "warning: evidence 1: “41” stands in 2 places"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_id_and_what_to_do(tmp_path: Path, record: object, message: str) -> None:
    found = told(tmp_path, record)

    if not message:
        assert found == []
    else:
        assert any(message in finding for finding in found), found


def test_one_thing_wrong_is_one_finding(tmp_path: Path) -> None:
    assert len(told(tmp_path, RECORD | {"answer": "Ten."})) == 1
    assert len(told(tmp_path, evidence(doc="x.pdf"))) == 1
    assert told(tmp_path, evidence(line=4)) == []


def test_a_quote_in_another_document_or_outside_of_the_question_s_documents_is_said(tmp_path: Path) -> None:
    both = from_store(OneText("a.txt", "One two three.")), documents()
    shelf = Documents(*({**getattr(both[0], name), **getattr(both[1], name)} for name in ("folded", "pages", "lines")))

    wrong = check_set(write(tmp_path, evidence(doc="a.txt")), shelf).findings
    assert f"does not stand in 'a.txt' but in '{SOURCE}'; mend 'doc'" in str(wrong[0])
    outside = check_set(write(tmp_path, RECORD | {"documents": ["a.txt"]}), shelf).findings
    assert f"it is in '{SOURCE}', which 'documents' leaves out" in str(outside[0])


def test_a_page_is_held_against_the_quote(tmp_path: Path) -> None:
    def of_page(page: int) -> Record:
        return evidence(doc="oakford.pdf", page=page, line=70)

    assert told(tmp_path, of_page(1), paged=True) == []
    assert told(tmp_path, of_page(2), paged=True) == [
        "line 1, a: error: evidence 1: 'page' says 2, but the quote stands on page 1; mend 'page'"
    ]
    _, slip = told(tmp_path, evidence(doc="oakford.pdf", quote="Foster carers: 44 households."), paged=True)
    assert "the nearest words are “Foster carers: 41 households.” (page 2)" in slip


def test_the_same_question_twice_is_an_error_but_not_after_other_turns(tmp_path: Path) -> None:
    again = {"id": "b", "question": "how many  LIBRARIES?"}
    turns = {"history": [{"question": "Which town?", "answer": "Oakford."}]}

    assert told(tmp_path, RECORD, "", RECORD | again) == [
        "line 3, b: error: the same question as line 1; it would count twice, so take one out"
    ]
    assert told(tmp_path, RECORD, RECORD | again | turns) == [
        "line 2, b: warning: the same words as line 1, with another history or other documents; see that both are meant"
    ]
    assert told(tmp_path, RECORD, RECORD) == ["line 2: error: the id 'a' is already that of line 1"]


def test_figures_are_found_in_quotes_whatever_their_writing(tmp_path: Path) -> None:
    spelled = RECORD | {"must_include": [["9", "nine"]]}
    either = RECORD | {"must_include": [["nine"], ["2,019", "2018"]], "answer": "Nine, 2018.", "id": "b"}
    either |= {"question": "When?", "evidence": [*RECORD["evidence"], {"doc": SOURCE, "quote": "opened in 2019"}]}

    assert told(tmp_path, spelled, either) == []


def test_findings_are_counted_and_in_the_order_of_the_lines(tmp_path: Path) -> None:
    draft = {"id": "d", "draft": "all"}
    checked = check_set(write(tmp_path, RECORD | {"answer": "Ten."}, "{", draft), documents())

    assert [finding.line for finding in checked.findings] == [1, 2, 3]
    assert checked.summary() == "1 question, 2 errors, 1 warning"
    assert check_set(write(tmp_path, ""), documents()).summary() == "0 questions, 1 error, 0 warnings"
    with pytest.raises(SetError, match="no such file"):
        check_set(tmp_path / "none.jsonl", documents())


def test_the_nearest_words_are_found_in_a_long_text_or_none_are() -> None:
    text = " ".join(f"Section {n} tells of roads, parks and {n} schools in the town." for n in range(400))

    place = nearest(text, "Section 37 tells of roads, parks and 38 schools")
    assert place is not None
    assert text[slice(*place)] == "Section 37 tells of roads, parks and 37 schools"
    assert nearest(text, "An unrelated remark on the weather of the moon") is None
    assert nearest("", "words") is None
    assert nearest(text, "…") is None
    assert nearest("Too short", "Too short for") == (0, 9)


def test_the_command_prints_findings_and_a_summary_and_its_status_tells_of_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["check", str(QUESTIONS), "--corpus", str(CORPUS)]) == 0
    assert capsys.readouterr().out == "20 questions, 0 errors, 0 warnings\n"

    bad = write(tmp_path, *QUESTIONS.read_text("utf-8").splitlines(), json.dumps(RECORD))
    assert commands.main(["check", str(bad), "--corpus", str(CORPUS)]) == 1
    printed = capsys.readouterr().out
    assert f"line 21, a: error: evidence 1: it is in '{SOURCE}', which is not in the index" in printed
    assert printed.endswith("21 questions, 1 error, 0 warnings\n")

    assert commands.main(["check", str(bad), "--index", str(tmp_path / "none")]) == 1
    assert commands.main(["check", str(bad), "--url", "http://127.0.0.1:9"]) == 1
    assert "No service answers at http://127.0.0.1:9" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["own", "not_told", "near_miss", "dev"])
def test_the_sets_of_the_project_have_no_errors(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(__file__).resolve().parents[2]

    assert commands.main(["check", str(root / f"eval/sets/{name}.jsonl"), "--corpus", str(root / "corpus")]) == 0
    warnings = capsys.readouterr().out.count(": warning: ")
    assert warnings == (3 if name == "dev" else 0)
