"""The figures of an engine without one part, and of the baselines, stand beside those of the whole."""

import json
from contextlib import closing
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from eval import __main__ as commands
from eval.configurations import PLAIN, SERVED, configuration_of
from eval.errors import EvalError
from eval.fitting.ablation import Bench, FusedOrder, Measured, ablate, write_ablation
from eval.fitting.ablation_table import ablation_data, ablation_markdown, ablation_table
from eval.fitting.fit import fit_logistic
from eval.questions.documents import from_store
from eval.questions.sets import read_set
from eval.scoring.score import score
from eval.types import Question, Quoted, Reply, SystemFacts, TimedReply
from indexer import SilentProgress, Store, build_index
from service.evidence import SIGNALS
from tests.eval.fakes import CORPUS, QUESTIONS
from tests.fakes import FakeEncoder

QUESTION = Question("q1", "?", "lookup", "easy", True, "yes", must_include=(("yes",),))


def measured(name: str, said: str) -> Measured:
    scored = score([QUESTION], {"q1": TimedReply(Reply(said, True))}, {})
    return Measured(configuration_of(name), (scored,), (0.5,), 12.0)


def test_without_a_reranker_passages_keep_their_order_and_own_words_part_their_units() -> None:
    fixed = FusedOrder(()).without(3)
    rows = [
        [{"passage_rank": 1.0 / (1 + rank), "own": own, "vector": vector}.get(name, 0.0) for name in SIGNALS]
        for rank, own, vector in product((0, 1, 28, 29), (1.0, 0.5, 0.0), (0.0, 1.0))
    ]

    probabilities = fixed.probabilities(rows)

    assert probabilities == sorted(probabilities, reverse=True)
    assert len(set(probabilities)) == len(rows) / 2


def test_the_table_tells_the_change_against_the_served_engine_wherever_that_stands() -> None:
    table = ablation_table([measured("without-words", "no"), measured("served", "yes")], 0).splitlines()

    assert "-1.0000  -1.0000 to -1.0000" in table[1]
    assert "1.0000  1.0000 to 1.0000       " in table[2]
    assert table[1].endswith("12.0")


def test_without_the_served_engine_no_change_is_told() -> None:
    assert "+" not in ablation_table([measured("words-only", "yes"), measured("plain", "no")], 0)


def test_markdown_and_json_hold_the_same_rows(tmp_path: Path) -> None:
    both = [measured("served", "yes"), measured("plain", "no")]

    write_ablation(tmp_path / "out", {"commit": "c"}, ablation_data(both, ["s.jsonl"]), ablation_markdown(both, ["s"]))

    data = json.loads((tmp_path / "out" / "ablation.json").read_text(encoding="utf-8"))
    plain = data["configurations"][1]
    assert data["commit"] == "c"
    assert (plain["name"], plain["cross_validated"]) == ("plain", False)
    assert plain["sets"]["s.jsonl"]["change"] == -1.0
    assert plain["sets"]["s.jsonl"]["figures"]["correct"] == 0.0
    lines = (tmp_path / "out" / "ablation.md").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("| plain | 0.0000 |") for line in lines) == 1
    assert len({line.count("|") for line in lines if line.startswith("|")}) == 1


def test_a_table_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EvalError, match="the table cannot be written there"):
        write_ablation(tmp_path / "file", {}, {}, "")


class Plain:
    """A pipeline that finds the evidence of one question and breaks on another."""

    facts = SystemFacts("the plain pipeline")

    def warm_up(self) -> None:
        pass

    def ask(self, question: Question) -> Reply:
        if question.id == "breaks":
            raise ZeroDivisionError("division by zero")
        return Reply("yes, nine libraries", True, (Quoted("a.txt", "nine libraries"),))


def bench(*questions: Question) -> Bench:
    nothing: object = None
    return Bench(nothing, nothing, [questions], {"a.txt": "the nine libraries"}, None, Plain)  # type: ignore[arg-type]


def test_the_plain_pipeline_is_measured_as_it_is_and_progress_is_said() -> None:
    said: list[str] = []

    (found,) = ablate(bench(QUESTION), [PLAIN], said.append)

    assert found.scores[0].figures.correct == 1.0
    assert found.ms_p50 is not None
    assert not found.is_cross_validated
    assert said == ["Measuring plain (1 of 1): the plain pipeline: the best passage by vectors is the answer."]


def test_an_engine_is_cross_validated_over_the_sets(tmp_path: Path) -> None:
    encoder, said = FakeEncoder(), list[str]()
    build_index(CORPUS, tmp_path, lambda: encoder, encoder.identity, SilentProgress())
    told = read_set(QUESTIONS).questions[:8]
    # Fitting needs drafts of both sorts: the same questions once more, as if the reports did not answer them.
    questions = (*told, *(replace(q, id=f"{q.id}-not", answerable=False, evidence=()) for q in told if q.answerable))
    with closing(Store.open(tmp_path, encoder.identity)) as store:
        everything = Bench(store, encoder, [questions], from_store(store).folded, None, Plain)
        (found,) = ablate(everything, [configuration_of("words-only")], said.append)

    assert said[0].startswith("Measuring words-only (1 of 1)")
    assert any("Fitting without fold 1 of" in line for line in said)
    assert found.is_cross_validated
    assert [row.id for row in found.scores[0].rows] == [question.id for question in questions]
    assert found.scores[0].figures.ms_p50 is None
    assert found.ms_p50 is not None
    assert found.recalls[0] is not None
    assert found.recalls[0] > 0


def test_a_baseline_that_breaks_is_named() -> None:
    broken = Question("breaks", "?", "lookup", "easy", True, "yes")
    with pytest.raises(EvalError, match="plain: breaks failed: ZeroDivisionError"):
        ablate(bench(QUESTION, broken), [PLAIN], lambda _: None)


def test_too_few_questions_to_fit_on_are_said() -> None:
    with pytest.raises(EvalError, match="Too few questions to fit on"):
        fit_logistic(("a",), np.ones((3, 1)), np.ones(3, dtype=bool), 1.0)


def test_an_unknown_configuration_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as stopped:
        commands.main(["ablate", str(QUESTIONS), "--only", "with-magic"])
    assert stopped.value.code == 2
    assert SERVED.name == "served"
