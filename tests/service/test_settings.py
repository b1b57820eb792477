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
        "reranker": ("signals", "cross-encoder"),
        "answerer": ("extractive", "llm"),
        "llm_base_url": ("http://a/v1", "https://b/v1"),
        "llm_model": ("small-model", "large-model"),
        "llm_timeout_seconds": ("5.0", "6.0"),
        "llm_retries": ("0", "1"),
        "llm_max_tokens": ("100", "200"),
        "llm_at_once": ("1", "2"),
        "keep": ("nothing", "questions"),
        "journal": ("kept/here.sqlite3", "kept/there.sqlite3"),
        "log_level": ("debug", "error"),
    }
    hidden = UNUSED | {"llm_api_key"}
    assert set(values) == set(ServiceSettings.model_fields) - hidden
    for name, (from_environment, _) in values.items():
        monkeypatch.setenv(f"REPORTQA_{name.upper()}", from_environment)
    assert {name: str(value) for name, value in settings().model_dump(exclude=hidden).items()} == {
        name: from_environment for name, (from_environment, _) in values.items()
    }
    flags = [part for name, (_, flag) in values.items() for part in (f"--{name.replace('_', '-')}", flag)]
    assert {name: str(value) for name, value in settings(*flags).model_dump(exclude=hidden).items()} == {
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


MODEL = ("--llm-base-url", "http://127.0.0.1:1/v1", "--llm-model", "m")


def test_key_is_taken_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTQA_LLM_API_KEY", "sk-secret")
    assert settings().llm_api_key.get_secret_value() == "sk-secret"
    flagged = settings("--llm-api-key", "sk-flag")
    assert flagged.llm_api_key.get_secret_value() == "sk-flag"
    assert "sk-" not in repr(flagged) + str(flagged.model_dump()) + flagged.model_dump_json()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (MODEL[:2], "go together"),
        (MODEL[2:], "go together"),
        (("--answerer", "llm"), "needs REPORTQA_LLM_BASE_URL"),
        (("--llm-base-url", "ftp://a/v1", "--llm-model", "m"), "--llm-base-url: must be an address"),
        (("--llm-base-url", "a.example/v1", "--llm-model", "m"), "--llm-base-url: must be an address"),
        (("--llm-base-url", "https://me:sk-1@a/v1", "--llm-model", "m"), "no user, password or query"),
        (("--llm-base-url", "https://a/v1?key=sk-1", "--llm-model", "m"), "no user, password or query"),
        ((*MODEL, "--llm-timeout-seconds", "0"), "--llm-timeout-seconds: Input should be"),
    ],
)
def test_model_that_is_configured_by_half_is_told_plainly_without_a_secret(flags: tuple[str, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said) as told:
        settings(*flags)
    assert "sk-1" not in str(told.value)


def test_model_is_there_once_address_and_name_are() -> None:
    assert not settings().has_llm
    assert settings(*MODEL).has_llm
