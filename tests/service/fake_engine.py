"""An engine with canned answers over two small made-up reports, for the tests of the HTTP side and the page.

Run it: `uvicorn --factory tests.service.fake_engine:create_fake_app`. The question chooses the answer:
"slow" takes its time, "error" fails, "weather" is refused, anything else is answered with a sentence and a table cell.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI

from service.app import create_app
from service.settings import ServiceSettings
from service.steps import Step
from service.types import (
    Answer,
    Answerer,
    CellReference,
    Citation,
    Filters,
    Refusal,
    SearchResult,
    Statement,
    Turn,
)
from tests.service.fake_shelf import ANNUAL, CAPTION, LETTER, LETTER_TEXT, SECOND_PAGE, TEXT, FakeStore


def _citation(number: int, quote: str, cell: CellReference | None = None) -> Citation:
    start = TEXT.index(quote)
    end = start + len(quote)
    page = 1 if start < SECOND_PAGE else 2
    return Citation(
        number=number,
        document_id=ANNUAL.id,
        source=ANNUAL.source,
        title=ANNUAL.title,
        place=ANNUAL.place,
        period=ANNUAL.period,
        page_start=page,
        page_end=page,
        page_label="i" if page == 1 else None,
        line_start=None,
        line_end=None,
        section=("Northmoor Children's Services", "Early help"),
        quote=quote,
        start=start,
        end=end,
        cell=cell,
        score=0.9 / number,
        url=f"/documents/{ANNUAL.id}?start={start}&end={end}",
    )


def _letter_citation(number: int) -> Citation:
    quote = "Inspectors visited in May 2016."
    start = LETTER_TEXT.index(quote)
    return Citation(
        number=number,
        document_id=LETTER.id,
        source=LETTER.source,
        title=LETTER.title,
        place=LETTER.place,
        period=LETTER.period,
        page_start=None,
        page_end=None,
        page_label=None,
        line_start=3,
        line_end=3,
        section=("Ashby inspection letter",),
        quote=quote,
        start=start,
        end=start + len(quote),
        cell=None,
        score=0.3,
        url=f"/documents/{LETTER.id}?start={start}&end={start + len(quote)}",
    )


_SENTENCE = "Three new family hubs opened in September 2018."
_ROW = "Family hubs open | 5 | 8"
_CELL = CellReference(CAPTION, ("Family hubs open",), ("2019",), "8")


@dataclass
class FakeEngine:
    """Answers from the shelf above. `asked` keeps what it was asked with, for tests to look at."""

    store: FakeStore = field(default_factory=FakeStore)
    slow_seconds: float = 3.0
    asked: list[dict[str, object]] = field(default_factory=list)

    @property
    def index_version(self) -> str:
        return self.store.version

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),  # noqa: B008 - frozen
        max_citations: int | None = None,
        answerer: Answerer = "extractive",
        on_step: Callable[[Step], None] | None = None,
    ) -> Answer:
        asked = {"question": question, "history": tuple(history), "filters": filters, "max_citations": max_citations}
        self.asked.append(asked | {"answerer": answerer})
        tell = on_step or (lambda _: None)
        documents = self.store.documents()
        tell(Step("retrieve", f"Looking through {len(documents)} reports", {"documents": len(documents)}))
        if "slow" in question:
            for _ in range(10):
                time.sleep(self.slow_seconds / 10)
                tell(Step("evidence", "Reading the passages found", {"passages": 12}))
        if "error" in question:
            raise RuntimeError(f"a failure in {Path(__file__)}")
        tell(Step("proof", "Checking every quote against its source"))
        self.store.documents()
        return self._refused(question) if "weather" in question else self._answered(question)

    def _answered(self, question: str) -> Answer:
        statements = (
            Statement("Three new family hubs opened in September 2018.", (1,), "quoted"),
            Statement("Family hubs open in 2019: 8.", (2,), "cell"),
        )
        return Answer(
            id="fake-answer-1",
            question=question,
            standalone_question=question,
            answered=True,
            answer="Three new family hubs opened in September 2018. [1] Family hubs open in 2019: 8. [2]",
            refusal=None,
            confidence=0.86,
            kind="table",
            citations=(_citation(1, _SENTENCE), _citation(2, _ROW, _CELL)),
            statements=statements,
            suggestions=("How many families were helped in 2019?", "What is the average caseload?"),
            timings_ms={"total": 12.5, "retrieve": 8.0},
            index_version=self.index_version,
            answerer="extractive",
        )

    def _refused(self, question: str) -> Answer:
        message = "The reports do not say anything about the weather. The nearest thing found is given below."
        return Answer(
            id="fake-answer-2",
            question=question,
            standalone_question=question,
            answered=False,
            answer=message,
            refusal=Refusal("not_in_documents", message, (1, 2)),
            confidence=0.8,
            kind="lookup",
            citations=(_citation(1, "Each is open five days a week."), _letter_citation(2)),
            statements=(),
            suggestions=("When did the new family hubs open?",),
            timings_ms={"total": 9.0},
            index_version=self.index_version,
            answerer="extractive",
        )

    def search(
        self,
        query: str,
        *,
        filters: Filters = Filters(),  # noqa: ARG002, B008 - the shape of the real one
        limit: int = 10,
    ) -> tuple[SearchResult, ...]:
        if "nothing" in query:
            return ()
        found = (_citation(1, _SENTENCE), _citation(2, _ROW), _letter_citation(3))
        return tuple(SearchResult(one, one.quote, {"words": 3.5, "vectors": 0.5}) for one in found[:limit])


def create_fake_app() -> FastAPI:
    """The whole app over the fake engine, without an index or a model."""
    settings = ServiceSettings(index_dir=Path("there-is-no-such-folder"))
    return create_app(settings, engine_factory=lambda _: FakeEngine())
