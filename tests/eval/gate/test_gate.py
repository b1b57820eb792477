"""The gate: open for what is as good as recorded, shut for what is worse, and plain about what it cannot judge."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval import __main__ as commands
from eval.gate.recorded import GateRun, Told, read_gate
from eval.gate.verdict import judge_run, verdict_text
from eval.types import Extra
from service.settings import ServiceSettings
from tests.eval.fakes import CORPUS, QUESTIONS
from tests.eval.gate.scripted import SET, ScriptedEngine

RIGHT = [q.id for q in SET if q.answerable]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.gate.running.FOLDER", tmp_path / "build")


def gate(recorded: Path, *flags: str, wrong: tuple[str, ...] = (), breaks_on: tuple[str, ...] = ()) -> int:
    def engine_factory(_: ServiceSettings) -> ScriptedEngine:
        return ScriptedEngine(wrong, breaks_on)

    given = ["gate", "--corpus", str(CORPUS), "--recorded", str(recorded)]
    if "--set" not in flags:
        given += ["--set", str(QUESTIONS)]
    return commands.main([*given, *flags], engine_factory=engine_factory)


@pytest.fixture
def recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "results" / "gate.json"
    assert gate(path, "--update") == 0
    capsys.readouterr()
    return path


def test_the_same_answers_pass(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate(recorded) == 0

    printed = capsys.readouterr().out
    assert "The gate is open." in printed
    assert "0 questions got better, 0 worse" in printed
    assert "not gated" in printed


def test_what_is_recorded_is_the_run_its_part_and_the_whole_set(recorded: Path) -> None:
    run = read_gate(recorded)

    assert [row.id for row in run.rows] == [q.id for q in SET]
    assert run.set_path == QUESTIONS.as_posix()
    assert run.figures["citation_verbatim"].value == 1.0
    assert run.settings["answerer"] == "extractive"
    assert run.commit is not None


def test_a_figure_beyond_its_interval_shuts_the_gate_and_the_questions_are_named_with_both_answers(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate(recorded, wrong=tuple(RIGHT[:9])) == 1

    told = capsys.readouterr()
    assert "eval: gate: correct below its interval" in told.err
    assert "9 questions got worse and 0 better (sign test p = 0.004)" in told.err
    assert f"- {RIGHT[0]} [" in told.out
    assert "now:    Something else." in told.out
    assert "BELOW ITS INTERVAL" in told.out


def test_a_question_that_fails_counts_as_not_answered(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gate(recorded, breaks_on=(SET[0].question,))

    told = capsys.readouterr()
    assert f"- {SET[0].id} [" in told.out
    assert "now:    (no reply)" in told.out


def test_without_recorded_figures_it_says_how_to_make_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate(tmp_path / "none.json") == 1
    assert "there are no recorded figures. Write it anew: python -m eval gate --update." in capsys.readouterr().err


@pytest.mark.parametrize("content", ["{", "[]", '{"note": ""}', '{"note": "", "figures": {}, "rows": [{}]}'])
def test_recorded_figures_that_cannot_be_read_are_said_and_can_be_recorded_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    path = tmp_path / "gate.json"
    path.write_text(content, encoding="utf-8")

    assert gate(path) == 1
    assert str(path) in capsys.readouterr().err
    assert gate(path, "--update") == 0
    assert gate(path) == 0


def test_a_set_that_changed_is_no_yardstick(tmp_path: Path, recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = tmp_path / "questions.jsonl"
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    changed.write_text("\n".join([*lines, ""]) + "\n", encoding="utf-8")
    assert gate(recorded, "--set", str(changed)) == 1
    assert "the set has changed since its figures were recorded" in capsys.readouterr().err

    changed.write_text("\n".join(lines[2:]) + "\n", encoding="utf-8")
    assert gate(recorded, "--set", str(changed)) == 1
    gone = capsys.readouterr().err
    assert f"questions of the recorded part are gone: {SET[0].id}, {SET[1].id}." in gone


def test_an_update_tells_what_changed(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate(recorded, "--update", wrong=(RIGHT[0],)) == 0

    assert "0 questions got better, 1 worse" in capsys.readouterr().out
    assert not next(row for row in read_gate(recorded).rows if row.id == RIGHT[0]).correct
    assert json.loads(recorded.read_text(encoding="utf-8"))["note"]


def test_the_part_can_have_another_size_which_is_recorded_and_asked_from_then_on(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate(recorded, "--update", "--size", "12") == 0
    part = [row.id for row in read_gate(recorded).rows]
    assert 10 <= len(part) < len(SET)
    assert "had other questions" in capsys.readouterr().out

    assert gate(recorded) == 0
    assert f"Asking {len(part)} of the {len(SET)} questions" in capsys.readouterr().err

    assert gate(recorded, "--update") == 0
    assert len(read_gate(recorded).rows) < len(SET)
    capsys.readouterr()

    assert gate(recorded, "--size", "5") == 2
    assert "--size goes with --update" in capsys.readouterr().err


def test_without_an_index_it_fails_and_says_so(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["gate", "--set", str(QUESTIONS), "--corpus", str(CORPUS), "--recorded", str(recorded)]
    assert commands.main([*given, "--index", str(tmp_path / "none")]) == 1
    assert "The part of the set could not be run" in capsys.readouterr().err


def test_a_share_of_all_has_an_interval_as_wide_as_its_few_questions_but_quotes_must_all_be_verbatim(
    recorded: Path,
) -> None:
    figures = read_gate(recorded).figures
    refused = sum(not q.answerable for q in SET)

    assert figures["refusal_recall"].value == 1.0
    assert figures["refusal_recall"].interval == (round(refused / (refused + 1.96**2), 4), 1.0)
    assert figures["citation_verbatim"].interval == (1.0, 1.0)


def run_with(**figures: tuple[float | None, float, float]) -> GateRun:
    made = {name: Extra(value, (low, high)) for name, (value, low, high) in figures.items()}
    return GateRun("s", "0", "d", "c", "g", "m", {}, {}, made, ())


@pytest.mark.parametrize(
    ("name", "now", "fails"),
    [
        ("correct", 0.5, False),
        ("correct", 0.49, True),
        ("correct", 1.0, False),
        ("wrong_when_answered", 0.7, False),
        ("wrong_when_answered", 0.71, True),
        ("wrong_when_answered", 0.0, False),
        ("recall@5", 0.49, True),
        ("citation_recall", None, True),
        ("ms_p50", 9000.0, False),
    ],
)
def test_a_figure_fails_beyond_the_worse_end_of_its_interval_only(name: str, now: float | None, fails: bool) -> None:
    verdict = judge_run(run_with(**{name: (0.6, 0.5, 0.7)}), run_with(**{name: (now, 0.0, 1.0)}))

    assert bool(verdict.reasons) is fails


def test_a_figure_that_was_not_recorded_is_shown_and_does_not_fail() -> None:
    verdict = judge_run(run_with(), run_with(correct=(0.1, 0.0, 0.2)))

    assert verdict.reasons == ()
    assert "not recorded" in verdict_text(verdict)


def told(worse: int, better: int, same: int) -> tuple[GateRun, GateRun]:
    before = [True] * worse + [False] * better + [True] * same
    after = [False] * worse + [True] * better + [True] * same
    runs = (
        tuple(Told(str(n), "lookup", "?", right, "a") for n, right in enumerate(rights)) for rights in (before, after)
    )
    first, second = (replace(run_with(), rows=rows) for rows in runs)
    return first, second


@pytest.mark.parametrize(
    ("worse", "better", "fails"), [(5, 0, False), (6, 0, True), (8, 1, True), (8, 2, False), (0, 9, False)]
)
def test_more_worse_questions_than_chance_allows_shut_the_gate_whatever_the_figures_say(
    worse: int, better: int, fails: bool
) -> None:
    assert bool(judge_run(*told(worse, better, 40)).reasons) is fails
