"""A result holds everything that was measured, and the same replies always give the same."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eval.questions.documents import from_folder
from eval.questions.sets import read_set
from eval.reporting.table import result_table
from eval.run_folder import write_figures
from eval.scoring.result import Result, make_result
from eval.scoring.stages import stage_times
from eval.types import Quoted, TimedReply
from tests.eval.fakes import CORPUS, QUESTIONS, recorded_replies, run_facts

SET = read_set(QUESTIONS).questions


def full_replies() -> dict[str, TimedReply]:
    """The recorded replies with confidence, stages and a search."""
    made, recorded = {}, recorded_replies()
    for number, question in enumerate(SET):
        if (timed := recorded.get(question.id)) is None:
            continue
        reply = replace(timed.reply, confidence=number / 25, stages={"retrieve": 2.0 + number, "answer": 0.5})
        found = [Quoted(e.document, e.quote) for e in question.evidence[number % 2 :]]
        made[question.id] = replace(timed, reply=reply, retrieved=tuple(found))
    return made


def result(replies: dict[str, TimedReply]) -> Result:
    return make_result(run_facts(), SET, replies, (), from_folder(CORPUS).folded)


def test_figures_are_the_same_to_the_byte_whatever_the_order_of_the_answers(tmp_path: Path) -> None:
    replies = full_replies()
    written = []
    for order in (list(replies), list(replies), sorted(replies, key=lambda key: key[::-1])):
        write_figures(tmp_path, result({key: replies[key] for key in order}))
        written.append((tmp_path / "figures.json").read_bytes())

    assert written[0] == written[1] == written[2]


def test_groups_stages_and_the_search_are_written_with_their_intervals(tmp_path: Path) -> None:
    write_figures(tmp_path, result(full_replies()))

    content = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))

    assert list(content["groups"]) == ["type", "difficulty", "document", "length"]
    assert set(content["groups"]["type"]["lookup"]) == {"n", "correct", "interval"}
    assert content["stages"]["retrieve"]["n"] == len(full_replies())
    assert content["stages"]["retrieve"]["p50_interval"][0] < content["stages"]["retrieve"]["p50_interval"][1]
    assert content["more"]["recall@5"]["interval"]
    assert content["calibration"]["aurc_interval"]
    assert content["notes"] == []


def test_a_stages_times_are_those_of_the_replies_that_tell_it() -> None:
    replies = full_replies()
    first = SET[0].id
    replies[first] = replace(replies[first], reply=replace(replies[first].reply, stages={"write": 7.0}))

    found = stage_times(SET, replies)

    assert list(found) == ["write", "retrieve", "answer"]
    assert (found["write"].n, found["write"].p50, found["write"].p95) == (1, 7.0, 7.0)
    assert found["retrieve"].n == len(replies) - 1
    assert found["retrieve"].p50 < found["retrieve"].p95
    assert stage_times(SET, recorded_replies()) == {}


def test_without_the_library_the_search_is_left_out_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)

    found = result(full_replies())

    assert found.more == {}
    assert found.score.figures.correct is not None
    assert 'pip install -e ".[eval]"' in result_table(found)


def test_the_table_shows_everything_that_was_measured() -> None:
    table = result_table(result(full_replies()))

    for expected in ("citation_recall", "ndcg@10", "calibration_error", "aurc", "retrieve", "correct by type",
                     "correct by document", "oakford-libraries-2020.md", "11 to 20 words"):  # fmt: skip
        assert expected in table
    assert "page_accuracy" not in table


def test_the_table_leaves_out_what_has_one_group_and_what_was_not_told() -> None:
    one = tuple(question for question in SET if question.id == "r05")

    table = result_table(make_result(run_facts(), one, recorded_replies(), (), from_folder(CORPUS).folded))

    assert "correct by type" in table
    for absent in ("correct by difficulty", "correct by document", "correct by length", "stage", "aurc", "recall@"):
        assert absent not in table
