"""Real office and web files of public test suites, where they are at hand: each ends in text or a named reason."""

import os
import time
from pathlib import Path

import pytest

from indexer.errors import UnreadableFileError
from indexer.passages import make_passages
from indexer.readers import FORMATS, read
from indexer.structure import read_blocks
from tests.indexer.marks import check_marks
from tests.indexer.reading import REPORT, check_blocks, check_passages

BESIDE = Path(__file__).parents[2].parent / "shared" / "samples"
SAMPLES = Path(os.environ.get("REPORTQA_TEST_SAMPLES", BESIDE))
FILES = sorted(
    path
    for folder in ("office", "hostile")
    for path in (SAMPLES / folder).glob("*")
    if path.suffix.lower() in FORMATS - {".pdf"}
)
LARGE = 300_000  # characters; beyond it the checks, not the reading, take their time


@pytest.mark.skipif(not FILES, reason="the samples are not at hand")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sample_ends_in_text_or_a_named_reason(path: Path) -> None:
    began = time.monotonic()
    try:
        source = read(path)
    except UnreadableFileError as error:
        assert str(error) == "holds no text"
        assert path.name == "empty.xlsx"
        return
    assert time.monotonic() - began < 30
    if len(source.text) < LARGE and len(source.marks) < LARGE // 100:
        check_marks(source)
    blocks = read_blocks(source)
    check_blocks(source.text, blocks)
    check_passages(source.text, make_passages(REPORT, source.text, blocks))
