"""Office packages taken apart and put together again, to damage them."""

import io
import zipfile
from pathlib import Path

import pytest

from indexer.errors import UnreadableFileError
from indexer.readers import read


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def rewritten(content: bytes, changes: dict[str, bytes]) -> bytes:
    """The same package with some parts replaced or added."""
    return packed(parts_of(content) | changes)


def refusal(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as refused:
        read(path)
    return str(refused.value)
