"""The bench measures each thing in a process of its own and says what failed."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.questions.sets import read_set
from eval.speed import bench, measure
from eval.speed.bench import Bench, Subject, bench_table
from tests.eval.fakes import CORPUS, QUESTIONS

SUBJECT = Subject(QUESTIONS, CORPUS)


def measured() -> Bench:
    machine = {"cores": 2, "memory_gb": 8.0, "processor": "a processor", "system": "Linux", "python": "3.11"}
    return Bench(
        date="2024-05-06T07:08:09+00:00",
        commit=None,
        machine=machine,
        corpus="corpus",
        questions=20,
        seconds=61.0,
        ours={"index_s": [9.0, 30.0, 10.0], "ask_p50_ms": [12.0], "passages": [1200]},
        plain={"index_s": [40.0, 20.0]},
    )


def test_the_table_shows_medians_ratio_rounds_and_machine() -> None:
    lines = bench_table(measured()).splitlines()

    row = {line.split("  ")[0]: line.split()[-6:] for line in lines if "  " in line}
    assert row["index, whole process"] == ["10.0", "s", "30.0", "s", "0.33", "3"]
    assert next(line for line in lines if line.startswith("answer in process, p50")).split()[-4:] == [
        "12.0",
        "ms",
        "-",
        "1",
    ]
    assert next(line for line in lines if line.startswith("passages ")).split()[1] == "1200"
    assert "2 cores, 8.0 GB, a processor" in lines[-2]


def test_one_round_is_always_done_and_no_further_one_that_would_go_past_the_budget() -> None:
    assert list(bench._rounds(3, budget=-1.0)) == [1]
    assert list(bench._rounds(3, budget=100.0)) == [1, 2, 3]


def test_a_measurement_that_fails_says_why(tmp_path: Path) -> None:
    broken = Subject(tmp_path / "none.jsonl", CORPUS)

    with pytest.raises(EvalError, match=r"The measurement query-ours failed: .+"):
        bench._measure("query-ours", broken, tmp_path / "none")


def test_without_the_packages_of_the_plain_pipeline_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.asking.plain.PACKAGES", {"no_such.module": "no-such-package", "json": "json"})

    with pytest.raises(EvalError, match=r"needs no-such-package: pip install -e '\.\[dev\]'"):
        bench.bench(SUBJECT, 1, tmp_path / "bench.json", lambda _: None)


def test_latencies_are_of_every_question_after_one_untimed() -> None:
    questions = read_set(QUESTIONS).questions
    asked: list[str] = []

    figures = measure.latencies("search", questions, lambda question: asked.append(question.id))

    assert asked == [questions[0].id, *(q.id for q in questions)]
    assert 0 <= figures["search_p50_ms"] <= figures["search_p95_ms"]


def test_memory_and_sizes_are_in_megabytes(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"x" * measure.MEGABYTE)

    assert measure.folder_mb(tmp_path) == 1.0
    # The system counts the two a little apart from each other.
    assert 1 < measure.resident_mb() < measure.peak_mb() * 1.1 < 100_000
    assert measure.since_start() > 0


def test_what_was_measured_is_written_and_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    bench._write(tmp_path / "new" / "bench.json", measured())
    assert json.loads((tmp_path / "new" / "bench.json").read_text(encoding="utf-8"))["ours"]["passages"] == [1200]

    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EvalError, match="cannot be written"):
        bench._write(tmp_path / "file" / "bench.json", measured())


@pytest.mark.model
def test_our_build_and_the_plain_one_are_measured_alike(tmp_path: Path) -> None:
    def measured(what: str, index: Path) -> measure.Figures:
        # In this process, where what they import is at hand already.
        return measure.MEASUREMENTS[what](Namespace(corpus=CORPUS, index=index, set=QUESTIONS))

    ours = measured("index-ours", tmp_path / "ours")
    plain = measured("index-plain", tmp_path / "plain")
    asked = measured("query-plain", tmp_path / "plain")

    assert set(ours) == set(plain) <= set(bench.ROWS)
    assert ours["passages"] >= 2
    assert plain["passages"] >= 2
    assert asked["serving_mb"] > 100
    assert set(asked) < set(bench.ROWS)


@pytest.mark.model
def test_our_service_is_measured_over_http(tmp_path: Path) -> None:
    bench._measure("index-ours", SUBJECT, tmp_path)
    inside = bench._measure("query-ours", SUBJECT, tmp_path)
    outside = bench._serve_and_ask(tmp_path, QUESTIONS)

    assert set(inside) | set(outside) < set(bench.ROWS)
    assert outside["serving_mb"] > 50
    assert outside["http_p50_ms"] > 0
