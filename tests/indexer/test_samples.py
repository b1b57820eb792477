"""Real and hostile files of all kinds, where they lie beside the checkout: each ends in text or in a named reason."""

import os
import shutil
from pathlib import Path

import pytest

from indexer import BuildReport, SilentProgress, build_index, verify_index
from tests.fakes import FakeEncoder

SAMPLES = Path(os.environ.get("REPORTQA_TEST_SAMPLES", Path(__file__).parents[2].parent / "shared" / "samples"))
WITHIN_SECONDS = 30

pytestmark = [
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not beside the checkout"),
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildReport, Path]:
    folder = tmp_path_factory.mktemp("samples")
    corpus = folder / "corpus"
    shutil.copytree(SAMPLES, corpus, ignore=shutil.ignore_patterns("README.md"))
    encoder = FakeEncoder()
    return build_index(corpus, folder / "index", lambda: encoder, encoder.identity, SilentProgress()), folder / "index"


def test_each_file_ends_in_text_or_in_a_named_reason(built: tuple[BuildReport, Path]) -> None:
    report, _ = built
    assert len(report.files) > 100
    assert {file.status for file in report.files} <= {"indexed", "failed", "skipped"}
    assert [file.source for file in report.files if file.status != "indexed" and len(file.reason) < 8] == []
    assert [file.source for file in report.files if file.status == "indexed" and not file.passages] == []


def test_no_file_takes_long(built: tuple[BuildReport, Path]) -> None:
    report, _ = built
    assert {file.source: file.seconds for file in report.files if file.seconds > WITHIN_SECONDS} == {}


def test_the_good_files_are_read(built: tuple[BuildReport, Path]) -> None:
    """What may fail: hostile files, those that need a password, and pictures without OCR."""
    report, _ = built
    failed = {file.source: file.reason for file in report.files if file.status == "failed"}
    unexpected = {
        source: reason
        for source, reason in failed.items()
        if not source.startswith("hostile/") and "password" not in reason and "no text" not in reason
    }
    assert unexpected == {}


def test_every_span_and_hash_of_the_index_is_right(built: tuple[BuildReport, Path]) -> None:
    _, index = built
    assert verify_index(index) == []
