"""What a run was made with: the machine and the commit."""

import hashlib
import os
import platform
import subprocess
from pathlib import Path

GIGABYTE = 1024**3
CHANGES = "+changes"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE, 1)
    except (ValueError, OSError, AttributeError):  # a system that does not tell
        return None


def describe_machine() -> dict[str, object]:
    """Cores, memory, processor, system and Python: what times and sizes depend on."""
    affinity = getattr(os, "sched_getaffinity", None)
    return {
        "cores": len(affinity(0)) if affinity else os.cpu_count(),
        "memory_gb": _memory_gb(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def machine_line(machine: dict[str, object]) -> str:
    """The machine in one line, for tables."""
    return f"{machine['cores']} cores, {machine['memory_gb']} GB, {machine['processor']}, Python {machine['python']}"


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=Path(__file__).parent, capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def current_commit() -> str | None:
    """The commit of this code, with `+changes` where files differ from it; None where git does not tell."""
    commit = _git("rev-parse", "HEAD")
    if not commit:
        return None
    return f"{commit}{CHANGES}" if _git("status", "--porcelain", "--untracked-files=no") else commit


def code_identity() -> str | None:
    """The same, and what the differences are: two runs of it were made by the same code."""
    commit = current_commit()
    changes = _git("diff", "HEAD") if commit and commit.endswith(CHANGES) else None
    return commit if changes is None else f"{commit} {hashlib.sha256(changes.encode()).hexdigest()[:12]}"
