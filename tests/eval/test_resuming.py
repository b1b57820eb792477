"""A run that was stopped, however it was, goes on and ends as one that was not."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from eval import __main__ as commands
from eval.asking.client import OverHttp
from eval.asking.runner import ask_all
from eval.questions.sets import read_set
from eval.run_folder import read_answers, read_result
from service.settings import ServiceSettings
from service.types import Answer
from tests.eval.fakes import CORPUS, QUESTIONS, VariedEngine, fake_service
from tests.eval.times import contents

ROOT = Path(__file__).resolve().parents[2]
SET = read_set(QUESTIONS).questions
GIVEN = ["run", str(QUESTIONS), "--corpus", str(CORPUS)]


def run(out: Path, *flags: str, engine: VariedEngine | None = None) -> int:
    def open_engine(_settings: ServiceSettings) -> VariedEngine:
        return engine or VariedEngine()

    return commands.main([*GIVEN, "--out", str(out), *flags], engine_factory=open_engine)


def killed(out: Path, after: int, *flags: str) -> None:
    """Run in a process of its own, which is killed at the question after so many."""
    program = [sys.executable, "-m", "tests.eval.dying_run", str(after), *GIVEN, "--out", str(out), *flags]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a run writes that nothing stops."""
    out = tmp_path_factory.mktemp("unbroken")
    assert run(out) == 0
    return contents(out)


def test_a_run_killed_half_way_goes_on_and_ends_as_an_unbroken_one(tmp_path: Path, unbroken: dict[str, object]) -> None:
    killed(tmp_path, 8)
    kept = read_answers(tmp_path / "answers.jsonl")
    assert list(kept) == [q.id for q in SET[:8]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.jsonl", "retrieved.jsonl", "run.json"]
    with (tmp_path / "answers.jsonl").open("ab") as answers:
        answers.write('{"id": "r09", "answer": "é'.encode()[:-1])  # killed within a letter
    engine = VariedEngine()

    assert run(tmp_path, "--resume", engine=engine) == 0

    assert [question for question, _ in engine.asked[1:]] == [q.question for q in SET[8:]]
    assert contents(tmp_path) == unbroken
    again = read_answers(tmp_path / "answers.jsonl")
    assert {key: again[key] for key in kept} == kept
    assert read_result(tmp_path).run.seconds >= sum(timed.ms or 0.0 for timed in kept.values()) / 1000 - 0.01


def test_two_runs_are_the_same_but_for_times(tmp_path: Path, unbroken: dict[str, object]) -> None:
    run(tmp_path)

    assert contents(tmp_path) == unbroken


def test_several_workers_give_the_same_and_so_does_a_run_of_theirs_that_was_killed(
    tmp_path: Path, unbroken: dict[str, object]
) -> None:
    assert run(tmp_path / "a", "--workers", "4") == 0
    killed(tmp_path / "b", 9, "--workers", "4")
    assert run(tmp_path / "b", "--workers", "4", "--resume") == 0

    for name in "ab":
        found = contents(tmp_path / name)
        assert found["figures.json"]["run"]["workers"] == 4
        found["figures.json"]["run"]["workers"] = 1
        assert found == unbroken


def test_what_failed_is_asked_again_and_stands_in_its_place(tmp_path: Path, unbroken: dict[str, object]) -> None:
    assert run(tmp_path, engine=VariedEngine([SET[0].question, SET[5].question])) == 3
    engine = VariedEngine()

    assert run(tmp_path, "--resume", engine=engine) == 0

    assert [question for question, _ in engine.asked[1:]] == [SET[0].question, SET[5].question]
    assert contents(tmp_path) == unbroken


def test_an_answer_whose_passages_are_not_there_is_asked_again(tmp_path: Path, unbroken: dict[str, object]) -> None:
    run(tmp_path)
    retrieved = tmp_path / "retrieved.jsonl"
    retrieved.write_text("".join(retrieved.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")
    engine = VariedEngine()

    run(tmp_path, "--resume", engine=engine)

    assert [question for question, _ in engine.asked[1:]] == [SET[0].question]
    assert contents(tmp_path) == unbroken


def test_an_unfinished_run_is_not_thrown_away_and_both_ways_out_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path)
    (tmp_path / "figures.json").unlink()
    before = (tmp_path / "answers.jsonl").read_bytes()

    assert run(tmp_path) == 1

    told = capsys.readouterr().err
    assert "--resume" in told
    assert "name another folder with --out, or delete this one" in told
    assert (tmp_path / "answers.jsonl").read_bytes() == before
    assert commands.main(["report", str(tmp_path)]) == 1
    assert "stopped before its end. Finish it first: run it again with --resume" in capsys.readouterr().err


def test_a_finished_run_is_written_anew(tmp_path: Path) -> None:
    run(tmp_path)
    assert run(tmp_path, "--limit", "2", "--no-retrieval") == 0

    assert list(read_answers(tmp_path / "answers.jsonl")) == ["r01", "r02"]
    assert not (tmp_path / "retrieved.jsonl").exists()


@pytest.mark.parametrize(
    ("field", "was", "message"),
    [
        ("set_sha256", "0" * 64, "the set (sha256): was '0000"),
        ("only", ["table"], "--only: was ['table'], is []"),
        ("limit", 5, "--limit: was 5, is None"),
        ("target", "http://x", "what is asked: was 'http://x', is 'the engine in this process'"),
        ("index_version", "g6", "the index version: was 'g6', is 'g7'"),
        ("model", "other", "the model: was 'other', is "),
        ("settings", {"answerer": "llm"}, "the settings: was {'answerer': 'llm'}, is {'configuration': 'served', "),
        ("commit", "abc", "the commit: was 'abc', is "),
        ("retrieve", 0, "the passages searched for a question: was 0, is 10"),
    ],
)
def test_a_run_of_another_kind_is_not_gone_on_with_and_what_differs_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], field: str, was: object, message: str
) -> None:
    run(tmp_path)
    plan = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    (tmp_path / "run.json").write_text(json.dumps(plan | {field: was}), encoding="utf-8")
    before = contents(tmp_path)
    capsys.readouterr()

    assert run(tmp_path, "--resume") == 1

    told = capsys.readouterr().err
    assert message in told
    assert told.count(": was ") == 1
    assert contents(tmp_path) == before


def test_the_same_set_under_another_path_is_the_same(tmp_path: Path, unbroken: dict[str, object]) -> None:
    moved = tmp_path / "moved.jsonl"
    moved.write_bytes(QUESTIONS.read_bytes())
    out = tmp_path / "out"
    run(out)
    given = ["run", str(moved), "--corpus", str(CORPUS), "--out", str(out), "--resume"]

    assert commands.main(given, engine_factory=lambda _: VariedEngine()) == 0
    assert contents(out)["answers.jsonl"] == unbroken["answers.jsonl"]


def test_without_a_run_there_is_nothing_to_go_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--resume") == 1
    assert "there is no run in it to go on with. Begin one without --resume" in capsys.readouterr().err
    assert commands.main([*GIVEN, "--resume"]) == 2
    assert "--resume needs --out" in capsys.readouterr().err
    (tmp_path / "run.json").write_text("[]", encoding="utf-8")
    assert run(tmp_path, "--resume") == 1
    assert "not written by this version of the evaluation" in capsys.readouterr().err


def stops_after(count: int) -> Callable[..., Iterator[object]]:
    def stopping(*given: object) -> Iterator[object]:
        for number, one in enumerate(ask_all(*given)):  # type: ignore[arg-type]
            if number == count:
                raise KeyboardInterrupt
            yield one

    return stopping


def test_a_run_that_the_user_stops_keeps_its_answers_and_names_the_command_that_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, unbroken: dict[str, object]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("eval.asking.recording.ask_all", stops_after(2))
        assert run(tmp_path, "--llm-api-key", "a-secret") == 130

    told = capsys.readouterr().err
    assert f"eval: stopped. 2 of 20 questions are answered, and kept in {tmp_path}. Go on with:\n  " in told
    assert f"-m eval run {QUESTIONS} --corpus {CORPUS} --out {tmp_path} --llm-api-key KEY --resume\n" in told
    assert list(read_answers(tmp_path / "answers.jsonl")) == ["r01", "r02"]
    assert run(tmp_path, "--resume") == 0
    assert contents(tmp_path) == unbroken


def test_the_command_that_goes_on_names_the_folder_where_the_user_named_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("eval.asking.recording.ask_all", stops_after(1))

    assert commands.main(GIVEN, engine_factory=lambda _: VariedEngine()) == 130

    command = capsys.readouterr().err.splitlines()[-1].split()
    (out,) = (tmp_path / "build" / "eval").iterdir()
    assert command[-3:] == ["--out", f"build/eval/{out.name}", "--resume"]


def test_a_service_that_dies_half_way_ends_the_run_which_goes_on_when_it_is_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = 20  # requests that it lives for: readiness, the warm-up, then two a question

    def dying(request: httpx.Request) -> httpx.Response:
        nonlocal left
        left -= 1
        if left < 0:
            raise httpx.ConnectError("Connection refused", request=request)
        return fake_service().handler(request)  # type: ignore[return-value]

    waited: list[float] = []
    monkeypatch.setattr(
        "eval.commands.shared.OverHttp", lambda url: OverHttp(url, httpx.MockTransport(dying), waited.append)
    )
    assert run(tmp_path, "--url", "http://x") == 1

    told = capsys.readouterr().err
    assert "The service at http://x no longer answers, tried 4 times: Connection refused. Start it again." in told
    assert f"9 of 20 questions are answered, and kept in {tmp_path}. Go on with:\n  " in told
    assert told.strip().endswith(f"--out {tmp_path} --url http://x --resume")
    assert waited == [0.5, 1.5, 4.0]
    assert not (tmp_path / "figures.json").exists()

    left = 1000
    assert run(tmp_path, "--url", "http://x", "--resume") == 0
    assert list(read_answers(tmp_path / "answers.jsonl")) == [q.id for q in SET]


class DestroyingEngine(VariedEngine):
    """Takes the results' folder away at its third question."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self.out = out

    def ask(self, question: str, **options: object) -> Answer:
        if len(self.asked) == 3:
            self.out.rename(self.out.with_name("gone"))
        return super().ask(question, **options)


def test_a_folder_that_can_no_longer_be_written_ends_the_run_with_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    assert run(out, engine=DestroyingEngine(out)) == 1

    assert f"eval: {out}" in (told := capsys.readouterr().err)
    assert "cannot be written any more: No such file or directory." in told


class CheckedEngine(VariedEngine):
    """Notes what stands in the folder when it is first asked."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self.out = out
        self.found: list[set[str]] = []

    def ask(self, question: str, **options: object) -> Answer:
        self.found.append({path.name for path in self.out.iterdir()} if self.out.exists() else set())
        return super().ask(question, **options)


def test_the_plan_is_written_before_the_first_question_and_old_figures_are_gone_by_then(tmp_path: Path) -> None:
    run(tmp_path)
    engine = CheckedEngine(tmp_path)
    run(tmp_path, engine=engine)

    assert engine.found[1] == {"run.json", "answers.jsonl"}
    plan = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert plan["set_path"] == QUESTIONS.as_posix()
    assert plan["settings"]["reranker"] == "cross-encoder"
