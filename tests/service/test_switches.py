"""The engine without one part of its search is another engine."""

import pytest

from service.engine import Engine
from service.evidence import Evidence
from service.switches import Switches
from tests.fakes import FakeEncoder

ASKED = "How many children are in care in Oakford?"


def engine_with(engine: Engine, switches: Switches) -> Engine:
    return Engine(engine.store, FakeEncoder(), engine.ranker, switches=switches)


def found(engine: Engine) -> list[Evidence]:
    return engine.find(engine.understand(ASKED))


@pytest.mark.parametrize(
    ("switches", "signal"), [(Switches(words=False), "words"), (Switches(vectors=False), "vector")]
)
def test_a_search_that_is_switched_off_finds_nothing(small_engine: Engine, switches: Switches, signal: str) -> None:
    left = found(engine_with(small_engine, switches))

    assert left
    assert {getattr(e.candidate, signal) for e in left} == {0.0}
    assert {getattr(e.candidate, signal) for e in found(small_engine)} != {0.0}


def test_without_a_vocabulary_a_term_has_the_one_form_that_was_asked(small_engine: Engine) -> None:
    part = engine_with(small_engine, Switches(vocabulary=False))

    assert all(len(term.forms) == 1 for term in part.understand(ASKED).terms)
    assert any(len(term.forms) > 1 for term in small_engine.understand(ASKED).terms)
