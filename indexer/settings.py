"""Settings of the indexer: environment variables `REPORTQA_...`, and flags of the same meaning."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexer.encoder import Encoder, SentenceEncoder, model_identity
from indexer.limits import ReadLimits


class IndexSettings(BaseSettings):
    """What is needed to build an index or to open one."""

    model_config = SettingsConfigDict(env_prefix="REPORTQA_", extra="ignore")

    corpus_dir: Path = Field(default=Path("corpus"), description="folder of the reports")
    index_dir: Path = Field(default=Path("index"), description="folder of the index")
    embedding_model: str = Field(
        default="", description="a sentence-transformers model, by name or folder; if empty, the one installed along"
    )
    encoder_threads: int = Field(default=0, ge=0, le=64, description="threads of the model; 0 for one a core")
    read_memory_mb: int = Field(default=2048, ge=256, description="memory for the reading of one file, in MB")
    read_seconds: float = Field(default=120, ge=1, le=86_400, description="time for the reading of one file")
    read_workers: int = Field(default=0, ge=0, le=64, description="files read side by side; 0 for one a core")


def encoder_identity(settings: IndexSettings) -> str:
    """The identity of the encoder that these settings name, without loading it."""
    return model_identity(settings.embedding_model)


def read_limits(settings: IndexSettings) -> ReadLimits:
    """The limits for reading that these settings name."""
    return ReadLimits(settings.read_memory_mb, settings.read_seconds, settings.read_workers)


def load_encoder(settings: IndexSettings) -> Encoder:
    """The encoder that these settings name."""
    return SentenceEncoder(settings.embedding_model, settings.encoder_threads)
