"""Where the reports give another figure for the very thing that an answer tells."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from indexer import Observation, SilentProgress, Store, build_index
from service.answering.contradictions import contradictions
from service.answering.draft import Draft, DraftStatement, Quote
from service.engine import Engine
from service.proof import holds
from service.types import AnswerKind, Filters
from tests.fakes import FakeEncoder
from tests.service.table_maker import DOCUMENT, read

CATALOGUE = """
[[document]]
file = "annual.txt"
title = "Oakford Annual Report"
place = "Oakford"
period = "2016/17"

[[document]]
file = "review.txt"
title = "Oakford Placements Review"
place = "Oakford"
period = "2016/17"
"""
ANNUAL = """OAKFORD ANNUAL REPORT

CHILDREN IN CARE

In March 2017 there were 675 children in care placements. Foster carers looked after most of them.

In March 2017, 12.5% of foster care placements broke down. The board will look at the reasons.
"""
REVIEW = """OAKFORD PLACEMENTS REVIEW

NUMBERS

In March 2017 there were about 660 children in care placements. The council has opened a new home.

In March 2017, 13% of foster care placements broke down. In March 2016 there were 601 children in care placements.
"""
ASKED = "How many children were in care placements in Oakford in March 2017?"

TOLD = "In March 2017 there were 675 children in foster care."
OTHER = "In March 2017 there were {} children in foster care."
QUESTION = read("How many children were in foster care in March 2017?")


def figure(text: str, document_id: str, sentence: str, unit: str | None = None) -> Observation:
    start = sentence.index(text)
    return Observation(
        document_id, "children in foster care", "children foster care", "Oakford", "March 2017", 2017, 2017,
        float(text.strip("%").replace(",", "")), unit, None, text, start, start + len(text), 0, len(sentence),
    )  # fmt: skip


def said_against(
    text: str,
    told: str = "675",
    sentence: str = OTHER,
    unit: str | None = None,
    kind: AnswerKind = "lookup",
    section: tuple[str, ...] = (),
    but: dict[str, Any] | None = None,
) -> list[str]:
    """What is said of another report's figure where one of 675 is told; `but` is how its observation differs."""
    texts = {"d": TOLD.replace("675", told), "e": sentence.format(text)}
    here = replace(figure(told, "d", texts["d"], unit), section=section)
    there = replace(figure(text, "e", texts["e"], unit), **(but or {}))
    statement = DraftStatement(texts["d"], (Quote("d", 0, len(texts["d"]), (), 1.0),), "quoted")
    found = contradictions(QUESTION, Draft(kind, (statement,)), [here], lambda _: [here, there], texts.__getitem__)
    assert all(holds(s, texts.__getitem__, lambda i: replace(DOCUMENT, id=i)) for s in found)
    return [s.text for s in found]


def test_other_figure_is_given_with_its_sentence() -> None:
    assert said_against("660") == [
        "Elsewhere the reports give 660: In March 2017 there were 660 children in foster care."
    ]


@pytest.mark.parametrize(
    ("told", "other", "unit"),
    [("12.5%", "13%", "%"), ("675", "680", None), ("1,204", "1,200", None), ("675", "675", None), ("0", "0", None)],
)
def test_rounding_is_no_contradiction(told: str, other: str, unit: str | None) -> None:
    assert said_against(other, told, unit=unit) == []


@pytest.mark.parametrize(("told", "other", "unit"), [("12.5%", "14%", "%"), ("46%", "50%", "%"), ("0", "4", None)])
def test_more_than_rounding_is_one(told: str, other: str, unit: str | None) -> None:
    assert len(said_against(other, told, unit=unit)) == 1


def test_round_percentage_that_is_said_to_be_rounded_is_none() -> None:
    assert said_against("50%", "46%", "There were about {} in care.", "%") == []


@pytest.mark.parametrize(
    "but",
    [
        {"from_year": 2016, "to_year": 2016, "period": "March 2016"},
        {"period": "September 2017"},
        {"period": "2017"},
        {"unit": "%"},
        {"comparator": "England"},
        {"place": "Northmoor"},
        {"measure_key": "boys children foster care"},
        {"measure": "other children in foster care"},
    ],
)
def test_other_things_do_not_contradict(but: dict[str, Any]) -> None:
    assert said_against("660", but=but) == []


def test_opposed_groups_do_not_contradict() -> None:
    assert said_against("660", section=("Boys",), but={"section": ("Girls",)}) == []
    assert len(said_against("660", section=("Boys",), but={"section": ("Boys",)})) == 1


@pytest.mark.parametrize("words", ["over {}", "up to {}", "a further {}", "a forecast of {}"])
def test_limit_part_or_forecast_does_not_contradict(words: str) -> None:
    assert said_against("660", sentence=f"In March 2017 there were {words} children in foster care.") == []


def test_no_more_than_two_are_given_and_each_value_once() -> None:
    texts = {"d": TOLD, **{n: OTHER.format(n) for n in ("660", "650", "640")}, "again": OTHER.format("660")}
    here = figure("675", "d", TOLD)
    others = [figure(n, n, texts[n]) for n in ("660", "650", "640")]
    again = figure("660", "again", texts["again"])
    statement = DraftStatement(TOLD, (Quote("d", 0, len(TOLD), (), 1.0),), "quoted")
    shelf = [here, others[0], again, *others[1:]]
    found = contradictions(QUESTION, Draft("lookup", (statement,)), [here], lambda _: shelf, texts.__getitem__)
    assert [s.text.split()[4] for s in found] == ["660:", "650:"]


def test_cell_is_given_with_its_names_and_row() -> None:
    row = "Children in foster care | 660"
    there = replace(
        figure("660", "e", row), table="Placements", row=("Children in foster care",), column=("March 2017",)
    )
    texts = {"d": TOLD, "e": f"{row}\nPlacements, March 2017"}
    statement = DraftStatement(TOLD, (Quote("d", 0, len(TOLD), (), 1.0),), "quoted")
    here = figure("675", "d", TOLD)
    (found,) = contradictions(
        QUESTION, Draft("lookup", (statement,)), [here], lambda _: [here, there], texts.__getitem__
    )
    assert found.text == "Elsewhere the reports give 660: Placements, Children in foster care, March 2017."
    assert found.support == "cell" and found.quotes[0].cell is not None
    assert holds(found, texts.__getitem__, lambda i: replace(DOCUMENT, id=i))


def test_figures_of_one_sentence_or_table_do_not_contradict_each_other() -> None:
    # Two rows of one table whose measures read alike are of two things, whatever they are.
    texts = {"d": TOLD, "e": OTHER.format(660)}
    here, there = figure("675", "d", TOLD), figure("660", "e", texts["e"])
    statement = DraftStatement(TOLD, (Quote("d", 0, len(TOLD), (), 1.0),), "quoted")
    shelf = [here, replace(there, table="T"), replace(there, table="T", value=15.0, unit_start=900, unit_end=950)]
    assert contradictions(QUESTION, Draft("lookup", (statement,)), [here], lambda _: shelf, texts.__getitem__) == ()


def test_long_sentence_is_named_by_its_measure() -> None:
    long = "In March 2017 there were {} children in foster care, " + "and so on, " * 40 + "as ever."
    assert said_against("660", sentence=long) == [
        "Elsewhere the reports give 660: children in foster care, March 2017."
    ]


def test_period_of_the_report_counts_for_one_side_only() -> None:
    assert len(said_against("660", but={"period": "2016/17", "period_inferred": True})) == 1
    texts = {"d": f"{TOLD}\n{OTHER.format(660)}"}
    second = texts["d"].index(OTHER[:8], 5)
    here = figure("675", "d", TOLD)
    there = figure("660", "d", OTHER.format(660))
    there = replace(
        there, start=there.start + second, end=there.end + second, unit_start=second, unit_end=len(texts["d"])
    )
    statement = DraftStatement(TOLD, (Quote("d", 0, len(TOLD), (), 1.0),), "quoted")

    def found(other: Observation) -> int:
        draft = Draft("lookup", (statement,))
        return len(contradictions(QUESTION, draft, [here], lambda _: [here, other], texts.__getitem__))

    assert found(there) == 1
    assert found(replace(there, period_inferred=True)) == 0


@pytest.mark.parametrize("kind", ["trend", "comparison", "list", "summary", "judgement"])
def test_only_answers_of_one_figure_are_contradicted(kind: AnswerKind) -> None:
    assert said_against("660", kind=kind) == []


def test_words_of_a_contradiction_are_proven_only_beside_the_figure_contradicted() -> None:
    text = "Elsewhere the reports give 675."
    quote = Quote("d", 0, len(TOLD), (), 1.0)
    elsewhere = replace(quote, document_id="e")
    statement = DraftStatement(text, (quote,), "quoted", contradicts=elsewhere)
    assert holds(statement, lambda _: TOLD, lambda _: DOCUMENT)
    assert not holds(replace(statement, contradicts=None), lambda _: TOLD, lambda _: DOCUMENT)
    assert not holds(replace(statement, contradicts=quote), lambda _: TOLD, lambda _: DOCUMENT)


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over two reports that differ; it never refuses for too little confidence."""
    folder = tmp_path_factory.mktemp("differing")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in (("catalogue.toml", CATALOGUE), ("annual.txt", ANNUAL), ("review.txt", REVIEW)):
        (corpus / name).write_text(text, encoding="utf-8")
    encoder = FakeEncoder()
    build_index(corpus, folder / "index", lambda: encoder, encoder.identity, SilentProgress())
    engine = Engine(Store.open(folder / "index", encoder.identity), encoder)
    yield engine.with_ranker(replace(engine.ranker, threshold=0.0))
    engine.store.close()


def test_both_sides_are_cited(differing: Engine) -> None:
    answer = differing.ask(ASKED)
    assert "675" in answer.answer and "660" in answer.answer
    last = answer.statements[-1]
    assert last.text.startswith("Elsewhere the reports give ")
    cited = {c.number: c for c in answer.citations}
    sources = [cited[n].source for statement in answer.statements for n in statement.citations]
    assert {"annual.txt", "review.txt"} <= set(sources)
    # What contradicts is not told a second time as if it were part of the answer.
    assert len([s for s in answer.statements if "675" in s.text]) == 1


def test_figure_of_another_year_is_not_contradicted(differing: Engine) -> None:
    answer = differing.ask("How many children were in care placements in Oakford in March 2016?")
    assert "601" in answer.statements[0].text
    assert "Elsewhere" not in answer.answer


def test_only_the_reports_that_may_be_asked_contradict(differing: Engine) -> None:
    one = differing.store.documents()[0].id
    alone = differing.ask(ASKED, filters=Filters(documents=(one,)))
    assert not any(s.text.startswith("Elsewhere") for s in alone.statements)


def test_rounded_share_is_left_alone(differing: Engine) -> None:
    answer = differing.ask("What percentage of foster care placements broke down in Oakford in March 2017?")
    assert "12.5%" in answer.answer or "13%" in answer.answer
    assert "Elsewhere" not in answer.answer
