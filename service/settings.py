"""Settings of the service: every one is an environment variable `REPORTQA_...` and a flag of `python -m service`."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator

from indexer import IndexSettings
from service.keeping import Keep
from service.types import Answerer

Reranker = Literal["signals", "cross-encoder"]


class ServiceSettings(IndexSettings):
    """What a user can change without touching the code. Flags win over the environment."""

    host: str = Field(default="127.0.0.1", min_length=1, description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    request_threads: int = Field(default=8, ge=1, le=64, description="questions worked on at the same time")
    max_citations: int | None = Field(
        default=None, ge=1, le=20, description="most citations of an answer where the question does not say"
    )
    max_question_chars: int = Field(default=2000, ge=1, le=20_000, description="longest question taken")
    max_body_bytes: int = Field(default=262_144, ge=1024, description="largest request taken, in bytes")
    allow_changes: bool | None = Field(
        default=None, description="documents may be removed over HTTP; unset: only by callers on this very machine"
    )
    reranker: Reranker = Field(
        default="cross-encoder",
        description="what orders evidence: the fitted signals alone, or with a cross-encoder's say",
    )
    answerer: Answerer = Field(default="extractive", description="how answers are made where the request does not say")
    llm_base_url: str = Field(default="", description="an OpenAI-compatible endpoint, as https://host/v1")
    llm_model: str = Field(default="", description="the language model's name there; with it, answers can be written")
    llm_api_key: SecretStr = Field(default=SecretStr(""), description="its key; better given by the variable")
    llm_timeout_seconds: float = Field(default=30, ge=1, le=600, description="time for the model's whole answer")
    llm_retries: int = Field(default=2, ge=0, le=5, description="further tries where the endpoint is down or busy")
    llm_max_tokens: int = Field(default=400, ge=32, le=8192, description="longest text of the model, in tokens")
    llm_at_once: int = Field(
        default=4, ge=1, le=64, description="answers written at the same time; others come without the model"
    )
    keep: Keep = Field(
        default="feedback",
        description="what is kept of questions and answers: nothing, those with feedback, or all questions",
    )
    journal: Path = Field(
        default=Path("journal/journal.sqlite3"), description="the file where questions, answers and feedback are kept"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="what the log tells")

    @property
    def has_llm(self) -> bool:
        """Whether a language model is configured."""
        return bool(self.llm_base_url and self.llm_model)

    @field_validator("llm_base_url")
    @classmethod
    def _is_address(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("must be an address such as https://host/v1")
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError("must hold no user, password or query; the key has a setting of its own")
        return address

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.llm_base_url) != bool(self.llm_model):
            raise ValueError("REPORTQA_LLM_BASE_URL and REPORTQA_LLM_MODEL go together: set both or none")
        if self.answerer == "llm" and not self.has_llm:
            raise ValueError("the answerer llm needs REPORTQA_LLM_BASE_URL and REPORTQA_LLM_MODEL")
        return self


# The folder's flag is spelt as in the other commands; the long form is taken too.
_SHORT_FLAGS = {"index_dir": "--index"}

# What a command needs that may answer with a language model.
MODEL_SETTINGS = (
    "answerer",
    "llm_base_url",
    "llm_model",
    "llm_api_key",
    "llm_timeout_seconds",
    "llm_retries",
    "llm_max_tokens",
)

# The service answers from the index: it never looks into the corpus, and encodes one question at a time.
_WITHOUT_FLAG = frozenset({"corpus_dir", "encoder_threads", "read_seconds", "read_memory_mb", "read_workers"})


def add_flags(parser: argparse.ArgumentParser, names: Sequence[str] | None = None) -> None:
    """Give `parser` a flag for each setting, or for those of `names`."""
    for name, field in ServiceSettings.model_fields.items():
        if name in _WITHOUT_FLAG or (names is not None and name not in names):
            continue
        long_flag = "--" + name.replace("_", "-")
        flags = [_SHORT_FLAGS[name], long_flag] if name in _SHORT_FLAGS else [long_flag]
        shown = f" (default: {field.default})" if field.default not in (None, "", SecretStr("")) else ""
        parser.add_argument(*flags, dest=name, metavar="VALUE", help=f"{field.description}{shown}")


def settings_from(arguments: argparse.Namespace) -> ServiceSettings:
    """Settings from the environment and the parsed flags; raises `ValueError` with one plain line if one is wrong."""
    given: dict[str, Any] = {
        name: value for name in ServiceSettings.model_fields if (value := getattr(arguments, name, None)) is not None
    }
    try:
        return ServiceSettings(**given)
    except ValidationError as error:
        raise ValueError("; ".join(_explain(found["loc"], found["msg"], given) for found in error.errors())) from error


def _explain(location: tuple[int | str, ...], message: str, given: dict[str, Any]) -> str:
    message = message.removeprefix("Value error, ")
    if not location:
        return message
    name = str(location[0]).lower().removeprefix("reportqa_")
    said_as = _SHORT_FLAGS.get(name, "--" + name.replace("_", "-")) if name in given else f"REPORTQA_{name.upper()}"
    return f"{said_as}: {message}"
