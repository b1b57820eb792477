from dataclasses import replace
from pathlib import Path

import pytest

from indexer import SilentProgress, Store, build_index
from service.answering.draft import Quote
from service.citing import citation, fold
from service.engine import Engine
from tests.fakes import FakeEncoder
from tests.indexer.pdf_files import make_pdf
from tests.small_shelf import NORTHMOOR, OAKFORD


def quote(engine_store: Store, source: str, words: str) -> Quote:
    document = next(d for d in engine_store.documents() if d.source == source)
    start = engine_store.text(document.id).index(words)
    return Quote(document.id, start, start + len(words), ("A", "B"), 0.12345)


def test_citation_of_a_text_tells_the_lines(small_engine: Engine) -> None:
    store = small_engine.store
    cited = citation(store, quote(store, OAKFORD, "Most children in care"), 3)
    lines = store.text(cited.document_id).split("\n")
    assert cited.line_start is not None and "Most children in care" in lines[cited.line_start - 1]
    assert (cited.number, cited.line_end, cited.page_start, cited.section) == (3, cited.line_start, None, ("A", "B"))
    assert cited.score == pytest.approx(0.1235, abs=1e-4)


def test_quote_over_two_lines_is_folded_and_its_offsets_are_not(small_engine: Engine) -> None:
    store = small_engine.store
    cited = citation(store, quote(store, OAKFORD, "three or more\nplacements"), 1)
    assert cited.quote == "three or more placements"
    assert cited.line_end == (cited.line_start or 0) + 1
    assert cited.end - cited.start == len("three or more\nplacements")
    assert cited.url == f"/documents/{cited.document_id}?start={cited.start}&end={cited.end}"


def test_format_without_lines_or_pages_has_neither(small_engine: Engine) -> None:
    cited = citation(small_engine.store, quote(small_engine.store, NORTHMOOR, "Nineteen children"), 1)
    assert (cited.line_start, cited.line_end, cited.page_start, cited.page_end) == (None, None, None, None)


def test_citation_of_a_pdf_tells_its_pages(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    pages = [["The first page speaks of hubs in Oakford."], ["The second page speaks of homes in Oakford."]]
    (corpus / "a.pdf").write_bytes(make_pdf(pages))
    encoder = FakeEncoder()
    build_index(corpus, tmp_path / "index", lambda: encoder, encoder.identity, SilentProgress())
    store = Store.open(tmp_path / "index")
    second = quote(store, "a.pdf", "second page")
    cited = citation(store, second, 1)
    assert (cited.page_start, cited.page_end, cited.line_start) == (2, 2, None)
    first = quote(store, "a.pdf", "first page")
    both = citation(store, replace(first, end=second.end), 1)
    assert (both.page_start, both.page_end) == (1, 2)
    store.close()


def test_folding_joins_all_white_space() -> None:
    assert fold(" a\t b\n\n c\u00a0d ") == "a b c d"
