"""`judge.json`: what a judge said of a run, with all that pins it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from eval.judge import prompt
from eval.judge.agreement import Agreement
from eval.reporting.table import interval, layout, number
from eval.run_folder import ANSWERS
from eval.types import Extra

JUDGE = "judge.json"


def write_judge(folder: Path, model: str, found: Agreement) -> None:
    """Write judge.json into the run's folder."""
    content = {
        "model": model,
        "temperature": 0,
        "prompt_version": prompt.VERSION,
        "prompt_sha256": prompt.SHA256,
        "answers_sha256": answers_sha256(folder),
        **asdict(found),
    }
    (folder / JUDGE).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def answers_sha256(folder: Path) -> str:
    """Of the answers as they are: a judgement of other answers says nothing of these."""
    return hashlib.sha256((folder / ANSWERS).read_bytes()).hexdigest()


def agreement_text(model: str, found: Agreement) -> str:
    """The judgement for the terminal."""
    rows = [("", "value", "95% interval")]
    rows += [(name, number(extra.value), interval("", extra.interval)) for name, extra in named(found).items()]
    left = [f"{len(found.no_verdict)} without a readable verdict"] if found.no_verdict else []
    left += [f"{len(found.not_judged)} not judged"] if found.not_judged else []
    parts = [
        f"judge: {model}, temperature 0, prompt version {prompt.VERSION} (sha256 {prompt.SHA256[:12]})",
        f"{found.n} of {found.answers} answers have a verdict{''.join(f'; {part}' for part in left)}.",
        "",
        layout(rows),
    ]
    if found.disagreements:
        parts += ["", f"Disagreements ({len(found.disagreements)}):"]
        parts += [f"- {d.id}  exact: {word(d.exact)}, judge: {word(d.judge)}: {d.reason}" for d in found.disagreements]
    return "\n".join(parts)


def named(found: Agreement) -> Mapping[str, Extra]:
    """The figures under the names that they are shown by."""
    return {
        "right, by the judge": found.right,
        "right, by the exact scorer": found.exact,
        "agreement": found.agreement,
        "Cohen's kappa": found.kappa,
    }


def word(right: bool) -> str:
    """The verdict in a word."""
    return "right" if right else "wrong"
