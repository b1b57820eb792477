"""Recorded results: what is taken, what is refused, and the plot of them."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval import __main__ as commands
from eval.errors import EvalError, SetError
from eval.gate.fitted_on import ROOT, fitted_sets, is_fitted_on
from eval.gate.history import Entry, append, read_history, series_of
from eval.reporting.history_plot import history_svg
from eval.types import Extra
from service.settings import ServiceSettings
from tests.eval.fakes import CORPUS, QUESTIONS
from tests.eval.gate.scripted import SET, ScriptedEngine

COMMIT = "1" * 40


@pytest.fixture(autouse=True)
def clean_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.asking.recording.current_commit", lambda: COMMIT)
    monkeypatch.setattr("eval.gate.history.commit_date", lambda _: "2024-05-06T07:08:09+00:00")


def run(out: Path, *flags: str, breaks_on: tuple[str, ...] = ()) -> Path:
    given = ["run", str(QUESTIONS), "--corpus", str(CORPUS), "--out", str(out), *flags]

    def engine_factory(_: ServiceSettings) -> ScriptedEngine:
        return ScriptedEngine(breaks_on=breaks_on)

    commands.main(given, engine_factory=engine_factory)
    return out


def record(folder: Path, to: Path, *flags: str) -> int:
    return commands.main(["record", str(folder), "--to", str(to), *flags])


def told_of(folder: Path, **changed: object) -> None:
    """Change what the run's folder says of the run."""
    path = folder / "figures.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["run"] |= changed
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_run_becomes_a_line_with_its_figures_and_a_plot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(run(tmp_path / "run"), tmp_path / "results", "--name", "first") == 0

    (entry,) = read_history(tmp_path / "results" / "history.jsonl")
    assert (entry.name, entry.commit, entry.questions) == ("first", COMMIT, len(SET))
    assert entry.figures["correct"].interval is not None
    assert entry.settings["answerer"] == "extractive"
    assert (entry.in_sample, entry.cross_validated, entry.over_http) == (False, False, False)
    assert "recorded as first; 1 runs of questions.jsonl" in capsys.readouterr().out
    ElementTree.parse(tmp_path / "results" / "history.svg")


def test_uncommitted_changes_and_failed_questions_are_refused_unless_forced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dirty = run(tmp_path / "dirty")
    told_of(dirty, commit=f"{COMMIT}+changes")
    assert record(dirty, tmp_path / "results") == 1
    assert "not of a commit as it stands" in capsys.readouterr().err

    failed = run(tmp_path / "failed", breaks_on=(SET[0].question,))
    assert record(failed, tmp_path / "results") == 1
    assert f"questions failed: {SET[0].id}." in capsys.readouterr().err

    assert not (tmp_path / "results").exists()
    assert record(dirty, tmp_path / "results", "--force") == 0
    assert record(failed, tmp_path / "results", "--force") == 0


def test_a_part_of_a_set_and_a_run_that_is_there_already_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(run(tmp_path / "part", "--limit", "3"), tmp_path / "results", "--force") == 1
    assert "a run over a part of its set" in capsys.readouterr().err

    whole = run(tmp_path / "whole")
    assert record(whole, tmp_path / "results") == 0
    assert record(whole, tmp_path / "results") == 1
    assert "this run is recorded already" in capsys.readouterr().err
    assert len(read_history(tmp_path / "results" / "history.jsonl")) == 1


def test_a_run_of_a_service_must_say_whether_it_was_fitted_on_the_set_and_can_name_its_commit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = run(tmp_path / "run")
    told_of(folder, target="http://127.0.0.1:8000")
    assert record(folder, tmp_path / "results") == 2
    assert "say --in-sample if it was fitted on this set" in capsys.readouterr().err

    monkeypatch.setattr("eval.commands.record.full_commit", lambda name: name * 40)
    assert record(folder, tmp_path / "results", "--in-sample", "--commit", "2") == 0
    (entry,) = read_history(tmp_path / "results" / "history.jsonl")
    assert (entry.commit, entry.name, entry.in_sample, entry.over_http) == ("2" * 40, "2222222", True, True)


def test_a_commit_that_git_does_not_know_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(run(tmp_path / "run"), tmp_path / "results", "--commit", "no-such-commit") == 1
    assert "git knows no commit no-such-commit here" in capsys.readouterr().err


def test_a_run_knows_whether_the_service_was_fitted_on_its_set(tmp_path: Path) -> None:
    name = fitted_sets()[0]
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes((ROOT / name).read_bytes())
    assert is_fitted_on(ROOT / name, "another version")
    assert is_fitted_on(copy, hashlib.sha256(copy.read_bytes()).hexdigest())
    assert not is_fitted_on(QUESTIONS, hashlib.sha256(QUESTIONS.read_bytes()).hexdigest())


def test_a_table_of_configurations_is_recorded_as_cross_validated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = {"questions": 3, "correct": 0.5}
    told = {"figures": figures, "intervals": {"correct": [0.4, 0.6]}}
    content = {
        "date": "2024-05-06T07:08:09+00:00", "commit": COMMIT, "machine": {}, "index_version": "g", "model": "m",
        "limit": None, "sets": {"a/s.jsonl": "0"},
        "configurations": [{"name": "served", "sets": {"a/s.jsonl": told}}],
    }  # fmt: skip
    table = tmp_path / "ablation.json"
    table.write_text(json.dumps(content), encoding="utf-8")

    assert record(tmp_path, tmp_path / "results") == 0
    (entry,) = read_history(tmp_path / "results" / "history.jsonl")
    assert (entry.set_name, entry.cross_validated, entry.in_sample) == ("s.jsonl", True, False)
    assert entry.figures["correct"] == Extra(0.5, (0.4, 0.6))

    table.write_text(json.dumps(content | {"limit": 5}), encoding="utf-8")
    assert record(tmp_path, tmp_path / "results") == 1
    table.write_text(json.dumps(content | {"configurations": []}), encoding="utf-8")
    assert record(tmp_path, tmp_path / "results") == 1
    table.write_text("{", encoding="utf-8")
    assert record(tmp_path, tmp_path / "results") == 1
    told_then = capsys.readouterr().err
    assert "over parts of its sets" in told_then
    assert "the served engine is not in the table" in told_then
    assert "cannot be read" in told_then


def test_a_broken_line_of_the_history_is_named(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    append(path, entry())
    with path.open("a", encoding="utf-8") as file:
        file.write('{"figures": {"correct": 1}}\n{"figures": {}}\n')

    with pytest.raises(SetError, match=r"line 2: the figure 'correct'") as told:
        read_history(path)
    assert "line 3: not a recorded run" in str(told.value)


def entry(**changed: object) -> Entry:
    made = Entry(
        name="one",
        date="2024-05-06T07:08:09+00:00",
        commit=COMMIT,
        commit_date="2024-05-05T00:00:00+00:00",
        machine={},
        set_name="dev.jsonl",
        set_sha256="0",
        questions=20,
        over_http=False,
        settings={},
        index_version=None,
        model=None,
        in_sample=True,
        cross_validated=False,
        figures={"correct": Extra(0.5, (0.4, 0.6)), "wrong_when_answered": Extra(0.25, (0.2, 0.3))},
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def test_a_series_is_of_one_set_and_in_the_order_of_the_commits() -> None:
    late, early = entry(name="late"), entry(name="early", commit_date="2023-01-01T00:00:00+00:00")
    other = entry(set_sha256="1")

    assert [e.name for e in series_of([late, other, early], late)] == ["early", "late"]


def test_the_plot_is_the_same_each_time_and_says_what_it_shows() -> None:
    entries = [entry(), entry(name="two", commit="2", in_sample=False), entry(in_sample=False, cross_validated=True)]

    drawn = history_svg(entries)

    assert drawn == history_svg(entries)
    texts = "".join(ElementTree.fromstring(drawn).itertext())
    for said in ("correct", "wrong when answered, lower is better", "one", "two", "05 May 2024", "0.50", "share"):
        assert said in texts
    assert texts.count("05 May 2024") == 2  # a state stands once, however often it was measured
    assert "hollow: fitted on this set, which flatters" in texts
    assert "square: cross-validated" in texts
    assert "prefers-color-scheme: dark" in drawn
    assert "#010101" not in drawn


def test_a_plot_without_the_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    with pytest.raises(EvalError, match=r"pip install -e '\.\[eval\]'"):
        history_svg([entry()])
