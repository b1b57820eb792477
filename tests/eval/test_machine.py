"""What a run says of the code that made it."""

import subprocess
from pathlib import Path

import pytest

from eval.asking import machine


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One commit of one file, as the code that the evaluation is."""
    monkeypatch.setattr(machine, "__file__", str(tmp_path / "machine.py"))
    (tmp_path / "machine.py").write_text("1", encoding="utf-8")
    for words in ("init -q", "add .", "-c user.name=a -c user.email=a@b commit -qm first"):
        subprocess.run(["git", *words.split()], cwd=tmp_path, check=True, timeout=20)
    return tmp_path


def test_code_is_told_by_its_commit_and_what_differs_from_it(repository: Path) -> None:
    clean = machine.code_identity()
    (repository / "machine.py").write_text("2", encoding="utf-8")
    changed = machine.code_identity()
    (repository / "machine.py").write_text("3", encoding="utf-8")
    changed_otherwise = machine.code_identity()

    assert clean == machine.current_commit().removesuffix("+changes")
    assert changed.startswith(f"{clean}+changes ")
    assert changed_otherwise not in (clean, changed)


def test_without_git_the_commit_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "__file__", str(tmp_path / "machine.py"))

    assert machine.code_identity() is None
