"""Each named configuration opens what its name says."""

from pathlib import Path

import pytest

from eval import __main__ as commands
from eval.asking.client import InProcess
from eval.configurations import (
    CONFIGURATIONS,
    FUSED_ORDER,
    NAMES,
    PLAIN,
    SERVED,
    Configuration,
    configuration_of,
    factory_of,
    ranker_of,
)
from eval.errors import UsageError
from eval.run_folder import read_result
from eval.types import SystemFacts
from service.loading import EngineFactory
from service.ranker import Ranker
from service.settings import ServiceSettings
from service.switches import ALL_ON
from tests.eval.fakes import CORPUS, QUESTIONS, FakeServedEngine
from tests.fakes import FakeEncoder
from tests.small_shelf import build_small_index


def test_names_are_unique_and_in_kebab_case() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(name == name.lower().replace(" ", "-").replace("_", "-") for name in NAMES)
    assert [configuration_of(name) for name in NAMES] == list(CONFIGURATIONS)


@pytest.mark.parametrize(
    ("name", "words", "vectors"),
    [("words-only", True, False), ("vectors-only", False, True), ("words-and-vectors", True, True)],
)
def test_a_baseline_of_search_has_its_search_and_nothing_that_is_fitted(name: str, words: bool, vectors: bool) -> None:
    baseline = configuration_of(name)

    assert (baseline.switches.words, baseline.switches.vectors) == (words, vectors)
    assert not baseline.switches.vocabulary
    assert not baseline.ranks
    assert not baseline.reads
    assert ranker_of(baseline, reads=False).evidence is FUSED_ORDER
    assert ranker_of(baseline, reads=False).threshold == 0.0


def test_every_ablation_takes_one_thing_away() -> None:
    for configuration in CONFIGURATIONS:
        if configuration.name.startswith("without-"):
            off = sum(
                not getattr(configuration.switches, name) for name in ("words", "vectors", "vocabulary", "observations")
            )
            assert off + (not configuration.reads) == 1, configuration.name
    assert SERVED.switches == ALL_ON
    assert not PLAIN.is_engine


def test_with_the_fitted_order_the_numbers_of_the_service_are_used() -> None:
    assert ranker_of(configuration_of("without-cross-encoder"), reads=False) == Ranker.load()
    assert ranker_of(configuration_of("without-words"), reads=True).reread is not None


def test_an_engine_without_a_search_finds_nothing_by_it(monkeypatch: pytest.MonkeyPatch, small_index: Path) -> None:
    monkeypatch.setattr("eval.configurations.load_encoder", lambda _: FakeEncoder())
    settings = ServiceSettings(index_dir=small_index)

    engine = factory_of(configuration_of("words-only"))(settings)
    found = engine.search("family hubs in Oakford")
    engine.store.close()

    assert found
    assert {result.scores["vector"] for result in found} == {0.0}
    assert any(result.scores["words"] > 0 for result in found)


@pytest.fixture(scope="module")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small_index(tmp_path_factory.mktemp("small"), FakeEncoder())


def test_a_language_model_answers_for_the_served_engine_only(tmp_path: Path) -> None:
    settings = ServiceSettings(answerer="llm", llm_base_url="http://127.0.0.1:9/v1", llm_model="m", index_dir=tmp_path)
    with pytest.raises(UsageError, match="with --config served only"):
        factory_of(configuration_of("without-words"))(settings)


def test_an_unknown_configuration_is_a_usage_error_that_names_the_known() -> None:
    with pytest.raises(SystemExit) as stopped:
        commands.main(["run", str(QUESTIONS), "--config", "words"])
    assert stopped.value.code == 2


def test_a_run_asks_the_configuration_named_and_records_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def factory(configuration: Configuration) -> EngineFactory:
        opened.append(configuration.name)
        return lambda _: FakeServedEngine()

    monkeypatch.setattr("eval.commands.shared.factory_of", factory)
    given = ["run", str(QUESTIONS), "--corpus", str(CORPUS), "--out", str(tmp_path), "--config", "words-only"]

    assert commands.main(given) == 0
    assert opened == ["words-only"]
    assert read_result(tmp_path).run.settings["configuration"] == "words-only"


def test_plain_is_the_plain_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Path] = []

    class Plain(InProcess):
        def __init__(self, settings: ServiceSettings) -> None:
            built.append(settings.corpus_dir)
            super().__init__(FakeServedEngine(), SystemFacts("the plain pipeline"))

    monkeypatch.setattr("eval.commands.shared.PlainAsker", Plain)
    given = ["run", str(QUESTIONS), "--corpus", str(CORPUS), "--out", str(tmp_path), "--config", "plain"]

    assert commands.main(given) == 0
    assert built == [CORPUS]
    assert read_result(tmp_path).run.target == "the plain pipeline"
