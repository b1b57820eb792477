import argparse
from pathlib import Path

import pytest

from service.settings import ServiceSettings, add_flags, settings_from


def settings(*arguments: str) -> ServiceSettings:
    parser = argparse.ArgumentParser()
    add_flags(parser)
    return settings_from(parser.parse_args(arguments))


# What only the indexer reads.
UNUSED = {"corpus_dir", "encoder_threads", "read_seconds", "read_memory_mb", "read_workers"}


def test_defaults_listen_on_this_machine_only() -> None:
    assert (settings().host, settings().port, settings().index_dir) == ("127.0.0.1", 8000, Path("index"))


def test_every_setting_is_a_variable_and_a_flag_and_the_flag_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "index_dir": ("a", "b"),
        "host": ("::1", "0.0.0.0"),
        "port": ("8001", "8002"),
        "embedding_model": ("small", "large"),
        "request_threads": ("2", "4"),
        "max_citations": ("3", "5"),
        "max_question_chars": ("100", "200"),
        "max_body_bytes": ("2000", "3000"),
        "allow_changes": ("True", "False"),
        "log_level": ("debug", "error"),
    }
    assert set(values) == set(ServiceSettings.model_fields) - UNUSED
    for name, (from_environment, _) in values.items():
        monkeypatch.setenv(f"REPORTQA_{name.upper()}", from_environment)
    assert {name: str(value) for name, value in settings().model_dump(exclude=UNUSED).items()} == {
        name: from_environment for name, (from_environment, _) in values.items()
    }
    flags = [part for name, (_, flag) in values.items() for part in (f"--{name.replace('_', '-')}", flag)]
    assert {name: str(value) for name, value in settings(*flags).model_dump(exclude=UNUSED).items()} == {
        name: flag for name, (_, flag) in values.items()
    }


def test_index_has_the_short_flag_of_the_other_commands() -> None:
    assert settings("--index", "elsewhere").index_dir == Path("elsewhere")


def test_variables_of_other_rooms_are_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTQA_CORPUS_DIR", "corpus")
    assert settings()


@pytest.mark.parametrize(
    ("name", "value"), [("port", "70000"), ("port", "x"), ("max_citations", "0"), ("log_level", "loud")]
)
def test_wrong_value_is_told_by_the_name_that_the_user_wrote(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag = "--" + name.replace("_", "-")
    with pytest.raises(ValueError, match=rf"^{flag}: Input should be "):
        settings(flag, value)
    variable = f"REPORTQA_{name.upper()}"
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValueError, match=rf"^{variable}: Input should be "):
        settings()
