"""`python -m eval` as a user runs it, with systems that need no model."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval import __main__ as commands
from eval.asking.client import OverHttp
from eval.questions.sets import read_set
from eval.run_folder import read_answers, read_result
from eval.types import Skipped
from service.settings import ServiceSettings
from tests.eval.fakes import ANSWERS, CORPUS, QUESTIONS, RECORDED, FakeServedEngine, alone, fake_service

SET = read_set(QUESTIONS).questions


def run(out: Path, *flags: str, breaks_on: tuple[str, ...] = ()) -> int:
    """Run the recorded set against an engine that breaks on these questions."""

    def engine_factory(_settings: ServiceSettings) -> FakeServedEngine:
        return FakeServedEngine(breaks_on)

    given = ["run", str(QUESTIONS), "--corpus", str(CORPUS), "--out", str(out), *flags]
    return commands.main(given, engine_factory=engine_factory)


def test_a_run_writes_answers_figures_and_report_and_prints_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "out") == 0

    assert set(read_answers(tmp_path / "out" / "answers.jsonl")) == {q.id for q in SET}
    figures = json.loads((tmp_path / "out" / "figures.json").read_text(encoding="utf-8"))
    assert figures["figures"]["questions"] == 20
    assert figures["run"]["index_version"] == "g7"
    assert figures["run"]["model"].startswith("all-MiniLM-L6-v2")
    assert figures["run"]["set_sha256"] == read_set(QUESTIONS).sha256
    assert figures["run"]["machine"]["cores"] >= 1
    assert "Nine libraries" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    printed = capsys.readouterr().out
    assert "correct_answerable" in printed
    assert "report.html" in printed


def test_questions_that_fail_are_named_and_recorded_and_the_status_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, breaks_on=(SET[0].question, SET[3].question)) == 3

    recorded = read_result(tmp_path)
    assert [error.id for error in recorded.errors] == ["r01", "r04"]
    assert sum(row.missing for row in recorded.rows) == 2
    assert len(recorded.replies) == 18
    assert "r04 failed: ZeroDivisionError: division by zero" in capsys.readouterr().err


def test_a_part_of_the_set_can_be_run(tmp_path: Path) -> None:
    assert run(tmp_path, "--only", "table", "--only", "list", "--limit", "3", "--workers", "2") == 0

    assert [row.id for row in read_result(tmp_path).rows] == ["r04", "r05", "r08"]


def test_without_a_service_at_the_address_nothing_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "out", "--url", "http://127.0.0.1:9") == 1

    assert "No service answers at http://127.0.0.1:9" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_an_index_the_reason_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["run", str(QUESTIONS), "--corpus", str(CORPUS), "--index", str(tmp_path / "none"), "--out", str(tmp_path)]

    assert commands.main(given) == 1
    assert capsys.readouterr().err.startswith("eval: ")


def test_a_broken_set_a_missing_corpus_and_a_folder_that_cannot_be_written_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\n", encoding="utf-8")
    assert commands.main(["run", str(tmp_path / "bad.jsonl")]) == 1
    assert "line 1: 'id' is missing" in capsys.readouterr().err

    assert run(tmp_path / "out", "--corpus", str(tmp_path / "none")) == 1
    assert "no such folder" in capsys.readouterr().err

    assert run(tmp_path / "bad.jsonl") == 1
    assert "results cannot be written there" in capsys.readouterr().err


def test_nothing_is_fitted_on_a_set_with_a_broken_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.jsonl").write_text(QUESTIONS.read_text(encoding="utf-8") + "{}\n", encoding="utf-8")

    assert commands.main(["fit", str(tmp_path / "bad.jsonl")]) == 1
    assert "line 21: 'id' is missing" in capsys.readouterr().err


@pytest.mark.parametrize("flags", [["--only", "lokup"], ["--workers", "0"], ["--url", "http://x", "--config", "plain"]])
def test_wrong_flags_are_usage_errors(tmp_path: Path, flags: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, *flags)
    assert stopped.value.code == 2


def test_a_setting_out_of_bounds_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTQA_ENCODER_THREADS", "99")
    assert run(tmp_path) == 2
    assert "REPORTQA_ENCODER_THREADS" in capsys.readouterr().err


def test_evidence_that_cannot_be_looked_up_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "corpus").mkdir()

    assert run(tmp_path / "out", "--corpus", str(tmp_path / "corpus")) == 0
    told = capsys.readouterr().err
    assert "evidence in 'oakford-libraries-2020.md', which is not in the index" in told


def test_a_run_can_be_scored_again_with_other_answers_and_the_reference_figures_come_out(tmp_path: Path) -> None:
    run(tmp_path)
    (tmp_path / "answers.jsonl").write_bytes(ANSWERS.read_bytes())
    (tmp_path / "report.html").unlink()

    assert commands.main(["report", str(tmp_path)]) == 0

    ours = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    theirs = json.loads((RECORDED / "figures.json").read_text(encoding="utf-8"))
    assert ours["figures"] == theirs["figures"]
    assert (tmp_path / "report.html").exists()
    assert ours["run"] == json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["run"]


def test_two_runs_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path / "a")
    run(tmp_path / "b", breaks_on=(SET[0].question,))
    capsys.readouterr()

    assert commands.main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    assert "20 questions in both" in capsys.readouterr().out


def test_a_folder_that_is_not_a_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["report", str(tmp_path)]) == 1
    assert "there is no such file" in capsys.readouterr().err
    (tmp_path / "figures.json").write_text('{"rows": []}', encoding="utf-8")
    assert commands.main(["compare", str(tmp_path), str(tmp_path)]) == 1
    assert "not written by this version" in capsys.readouterr().err


def test_each_answerable_question_is_searched_for_unless_told_otherwise(tmp_path: Path) -> None:
    answerable = [q for q in SET if q.answerable]
    assert run(tmp_path / "with") == 0
    assert run(tmp_path / "without", "--no-retrieval") == 0

    lines = (tmp_path / "with" / "retrieved.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {
        "id": "r01",
        "retrieved": [{"source": "millbrook-libraries-2019.txt", "quote": f"What {alone(SET[0].question)} finds"}],
    }
    assert [json.loads(line)["id"] for line in lines] == [q.id for q in answerable]
    replies = read_result(tmp_path / "with").replies
    assert {key for key, timed in replies.items() if timed.retrieved is not None} == {q.id for q in answerable}
    assert all(timed.retrieved is None for timed in read_result(tmp_path / "without").replies.values())


def test_the_settings_that_decide_answers_are_recorded_and_no_address_or_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTQA_LLM_BASE_URL", "https://models.example/v1")
    monkeypatch.setenv("REPORTQA_LLM_API_KEY", "a-secret")
    run(tmp_path, "--llm-model", "small", "--answerer", "llm", "--reranker", "signals", "--max-citations", "3")

    assert read_result(tmp_path).run.settings == {
        "configuration": "served",
        "answerer": "llm",
        "reranker": "signals",
        "max_citations": 3,
        "llm_model": "small",
        "llm_max_tokens": 400,
    }
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert "models.example" not in written
    assert "a-secret" not in written


def test_lines_that_are_not_asked_are_said_recorded_and_told_by_the_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    skipped = (Skipped(21, "a draft: say what the answer is"),)
    monkeypatch.setattr("eval.commands.run.read_set", lambda path: replace(read_set(path), skipped=skipped))

    assert run(tmp_path) == 3

    assert "questions.jsonl, line 21: not asked: a draft: say what the answer is" in capsys.readouterr().err
    recorded = read_result(tmp_path)
    assert recorded.run.skipped == skipped
    assert len(recorded.rows) == 20
    assert commands.main(["report", str(tmp_path)]) == 0  # over the set as it is now: nothing is left out
    assert read_result(tmp_path).run.skipped == ()


def test_a_set_that_moved_or_changed_since_the_run_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    old.write_bytes(QUESTIONS.read_bytes())
    given = ["run", str(old), "--corpus", str(CORPUS), "--out", str(tmp_path / "out")]
    commands.main(given, engine_factory=lambda _: FakeServedEngine())
    new.write_text("".join(old.read_text(encoding="utf-8").splitlines(keepends=True)[:5]), encoding="utf-8")
    old.unlink()

    assert commands.main(["report", str(tmp_path / "out")]) == 1
    assert f"{old}: the set of this run is not there any more. Name it with --set" in capsys.readouterr().err
    assert commands.main(["report", str(tmp_path / "out"), "--set", str(new)]) == 0
    assert f"{new}: not as it was when the questions were asked" in capsys.readouterr().err
    assert len(read_result(tmp_path / "out").rows) == 5


def test_a_run_over_http_is_recorded_and_scored_again_without_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("eval.commands.shared.OverHttp", lambda url: OverHttp(url, fake_service()))
        assert run(tmp_path, "--url", "http://x") == 0
    before = read_result(tmp_path)

    assert commands.main(["report", str(tmp_path)]) == 0

    after = read_result(tmp_path)
    assert (after.run.target, after.run.index_version, after.run.settings) == (
        "http://x",
        "g8",
        {"answerer": "extractive"},
    )
    assert (after.run, after.rows) == (before.run, before.rows)
