"""How a run was made, as names and texts for any kind of report."""

from collections.abc import Sequence

from eval.asking.machine import machine_line
from eval.types import RunFacts

NOT_TOLD = "not told"


def run_facts(run: RunFacts) -> dict[str, str]:
    """What a reader needs to make the run again, and to know whether another one is like it."""
    return {
        "Set": f"{run.set_path} (sha256 {run.set_sha256})",
        "Part of the set": _part(run.only, run.limit),
        "Quotes looked up in": run.documents,
        "Date": run.date,
        "Answered by": run.target,
        "Index version": run.index_version or NOT_TOLD,
        "Model": run.model or NOT_TOLD,
        "Settings": ", ".join(f"{name} {value}" for name, value in run.settings.items()) or "none told",
        "Questions at a time": str(run.workers),
        "Commit": run.commit or NOT_TOLD,
        "Machine": machine_line(run.machine),
    }


def subtitle(run: RunFacts, questions: int) -> str:
    """The run in one line."""
    return f"{questions} questions, {when(run)}, answered by {run.target}, in {run.seconds:.1f} s"


def when(run: RunFacts) -> str:
    """Day and minute of the run."""
    return run.date[:16].replace("T", " ")


def _part(only: Sequence[str], limit: int | None) -> str:
    if not only and limit is None:
        return "all of it"
    types = f" of type {', '.join(only)}" if only else ""
    return (f"the first {limit}" if limit else "all") + types
