"""The texts that quotes are looked up in, from an index, a service and a folder, with pages and lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from eval.asking.client import OverHttp
from eval.errors import EvalError, SystemMissingError
from eval.questions import documents as module
from eval.questions.documents import Documents, from_folder, from_index, from_service, from_store
from eval.scoring.score import fold
from indexer import Document, IndexMissingError, PageSpan, Store, build_index
from service.app import create_app
from service.settings import ServiceSettings
from tests.fakes import FakeEncoder
from tests.service.fake_engine import FakeEngine
from tests.small_shelf import ASHBY, NORTHMOOR, OAKFORD, build_small_index

ROOT = Path(__file__).resolve().parents[2]
# Three pages: a break inside white space, one inside a word, and a page without words.
PAGED = "  Early  help\n grew.\n\nFoster carers stay\n\n"
PAGES = (PageSpan(1, "i", 0, 21), PageSpan(2, None, 21, 30), PageSpan(3, None, 30, 41), PageSpan(4, None, 41, 43))


@dataclass(frozen=True)
class OneText:
    """An index of one document."""

    source: str
    content: str
    spans: tuple[PageSpan, ...] = ()

    def documents(self) -> tuple[Document, ...]:
        return (Document("d1", self.source, "One", "pdf", "0" * 64),)

    def text(self, _id: str) -> str:
        return self.content

    def pages(self, _id: str) -> tuple[PageSpan, ...]:
        return self.spans


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small_index(tmp_path_factory.mktemp("shelf"), FakeEncoder())


def test_an_index_gives_every_format_under_the_path_that_it_names(small: Path) -> None:
    read = from_index(small)

    assert set(read.folded) == {OAKFORD, NORTHMOOR, ASHBY}
    assert read.places(ASHBY, "Hold strategy   meetings\nwithin one day")
    assert read.pages == {OAKFORD: (), NORTHMOOR: (), ASHBY: ()}
    assert set(read.lines) == {OAKFORD}


def test_text_files_are_the_same_from_the_index_and_from_their_folder(small: Path) -> None:
    raw = (small.parent / "corpus" / OAKFORD).read_text("utf-8")

    assert from_index(small).folded[OAKFORD] == from_folder(small.parent / "corpus").folded[OAKFORD] == fold(raw)


def test_markdown_keeps_its_signs_and_carriage_returns_do_no_harm(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "sub").mkdir(parents=True)
    content = "# Head\r\n\r\n| a | b |\r\n|---|---|\r\n| **1** | 2\u00a0% |\r\n\r\n* item\r\n"
    (corpus / "sub" / "table.md").write_bytes(content.encode())
    (corpus / "notes.txt").write_bytes(content.replace("*", "-").encode())
    encoder = FakeEncoder()
    build_index(corpus, tmp_path / "index", lambda: encoder, encoder.identity)

    assert from_index(tmp_path / "index") == from_folder(corpus)
    assert from_folder(corpus).lines_of("sub/table.md", "* item") == [7]


def test_the_five_reports_are_the_same_from_an_index_and_as_raw_files(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    build_index(ROOT / "corpus", tmp_path, lambda: encoder, encoder.identity)
    raw = {path.name: fold(path.read_text("utf-8")) for path in (ROOT / "corpus").glob("*.txt")}

    assert len(raw) == 5
    assert from_index(tmp_path).folded == raw
    assert from_folder(ROOT / "corpus").folded.items() >= raw.items()


def test_pages_stand_in_the_folded_text() -> None:
    read = from_store(OneText("a.pdf", PAGED, PAGES))
    text = read.folded["a.pdf"]

    assert text == "Early help grew. Foster carers stay"
    shown = [(page.number, page.label, text[page.start : page.end]) for page in read.pages["a.pdf"]]
    assert shown == [(1, "i", "Early help grew. "), (2, None, "Foster c"), (3, None, "arers stay"), (4, None, "")]


@pytest.mark.parametrize(
    ("quote", "pages"),
    [
        ("early", []),
        ("Early  help", [1]),
        ("grew.", [1]),
        ("Foster", [2]),
        ("carers", [2, 3]),
        ("grew. Foster carers stay", [1, 2, 3]),
        ("", []),
        ("e", [1, 2, 3]),
    ],
)
def test_a_quote_is_told_on_every_page_that_it_stands_on(quote: str, pages: list[int]) -> None:
    assert from_store(OneText("a.pdf", PAGED, PAGES)).page_of("a.pdf", quote) == pages


def test_a_document_without_pages_or_text_has_no_page() -> None:
    assert from_store(OneText("a.txt", PAGED)).page_of("a.txt", "Early") == []
    assert Documents({}, {}, {}).page_of("b.pdf", "Early") == []


@pytest.mark.parametrize(("quote", "lines"), [("Early", [1]), ("grew", [2]), ("Foster", [4]), ("r", [1, 2, 4, 4, 4])])
def test_lines_count_from_one_in_text_files(quote: str, lines: list[int]) -> None:
    assert from_store(OneText("a.txt", PAGED)).lines_of("a.txt", quote) == lines
    assert from_store(OneText("a.pdf", PAGED)).lines_of("a.pdf", quote) == []


@pytest.fixture
def service() -> Iterator[httpx.BaseTransport]:
    app = create_app(ServiceSettings(), engine_factory=lambda _: FakeEngine())
    with TestClient(app) as client:

        def reply(request: httpx.Request) -> httpx.Response:
            told = client.get(request.url.path)
            return httpx.Response(told.status_code, content=told.content)

        yield httpx.MockTransport(reply)


def test_a_service_gives_the_same_as_its_store(service: httpx.BaseTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OverHttp", lambda url: OverHttp(url, service))

    assert from_service("http://x") == from_store(FakeEngine().store)


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (httpx.Response(503, json={"detail": "No index yet."}), "is not ready: HTTP 503: No index yet."),
        (httpx.Response(200, text="<html>"), "does not give its documents: the reply is not JSON"),
        (
            httpx.Response(200, json={"documents": [{}]}),
            "documents: the reply has not the expected form: KeyError 'id'",
        ),
    ],
)
def test_a_service_without_documents_is_said(response: httpx.Response, message: str) -> None:
    with pytest.raises(SystemMissingError) as raised:
        list(OverHttp("http://x", httpx.MockTransport(lambda _: response)).texts())
    assert message in str(raised.value)


def test_nothing_to_read_from_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemMissingError, match="No service answers"):
        from_service("http://127.0.0.1:9")
    with pytest.raises(IndexMissingError):
        from_index(tmp_path)
    with pytest.raises(EvalError, match="no such folder"):
        from_folder(tmp_path / "none")
    (tmp_path / "c.md").write_bytes(b"\xff")
    with pytest.raises(EvalError, match=r"c\.md: not UTF-8 at byte 0"):
        from_folder(tmp_path)


def test_the_store_itself_is_a_source_of_texts(small: Path) -> None:
    store = Store.open(small)
    assert from_store(store) == from_index(small)
    store.close()
