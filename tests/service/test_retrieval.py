import pytest

from indexer import Document
from service.engine import Engine
from service.retrieval import documents_in, fit, named_documents
from service.types import Filters
from tests.small_shelf import ASHBY, NORTHMOOR, OAKFORD


def sources(engine: Engine, query: str, filters: Filters | None = None) -> list[str]:
    return [result.citation.source for result in engine.search(query, filters=filters or Filters())]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("average caseload of a social worker", "16 children"),
        ("single assessments completed within 45 days", "78.6%"),
        ("return interviews for missing children", "Return interviews"),
        ("looked after children with three or more placements", "9.4%"),
    ],
)
def test_passage_with_the_answer_comes_first(small_engine: Engine, query: str, words: str) -> None:
    assert words in small_engine.search(query)[0].text


@pytest.mark.parametrize("word", ["housing", "supervision", "courses", "abuse", "timeliness"])
def test_word_is_found_whatever_its_stem_would_be_stemmed_to(small_engine: Engine, word: str) -> None:
    # Porter's stem of some words is not a stem itself: "courses" -> "cours" -> "cour".
    holds = [d.id for d in small_engine.store.documents() if word in small_engine.store.text(d.id).lower()]
    (term,) = small_engine.understand(word).terms
    assert term.known is bool(holds)


def test_filters_keep_other_reports_out(small_engine: Engine) -> None:
    query = "children"
    ids = {d.source: d.id for d in small_engine.store.documents()}
    assert set(sources(small_engine, query, Filters(places=("northmoor",)))) == {NORTHMOOR}
    assert set(sources(small_engine, query, Filters(documents=(ids[ASHBY],)))) == {ASHBY}
    assert set(sources(small_engine, query, Filters(kinds=("Annual report",)))) == {OAKFORD}
    assert set(sources(small_engine, query, Filters(to_year=2017))) == {ASHBY}
    assert sources(small_engine, query, Filters(places=("Nowhere",))) == []


def document(name: str, place: str, first: int | None, last: int | None) -> Document:
    title = {"a": "Annual Report", "b": "Inspection Report"}.get(name, name)
    return Document(name, f"{name}.txt", title, "txt", "", place=place, from_year=first, to_year=last)


def test_years_of_a_filter_overlap_those_of_a_report_and_unknown_years_pass_none() -> None:
    shelf = [document("a", "X", 2016, 2017), document("b", "X", 2009, 2009), document("c", "X", None, None)]
    assert documents_in(shelf, Filters()) is None
    assert documents_in(shelf, Filters(from_year=2017)) == ("a",)
    assert documents_in(shelf, Filters(from_year=2000, to_year=2016)) == ("a", "b")


def test_report_of_the_asked_place_and_year_is_preferred(small_engine: Engine) -> None:
    question = small_engine.understand("How many were adopted in Oakford in 2016?")
    right, elsewhere = document("a", "Oakford", 2016, 2017), document("b", "Northmoor", 2016, 2017)
    too_early = document("c", "Oakford", 2009, 2009)
    assert fit(question, right) > fit(question, elsewhere)
    assert fit(question, right) > fit(question, too_early)


def test_report_is_named_by_the_words_of_its_title(small_engine: Engine) -> None:
    question = small_engine.understand("What did the inspection say?")
    named = named_documents(question, [document("a", "X", 2016, 2016), document("b", "X", 2016, 2016)])
    assert named["b"] == 1.0 > named["a"]
