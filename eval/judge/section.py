"""The judge's part of a run's report."""

import json
from html import escape
from pathlib import Path
from typing import Any

from eval.errors import EvalError
from eval.judge.file import JUDGE, answers_sha256, word
from eval.reporting.table import interval, number

_FIGURES = {
    "right": "right, by the judge",
    "exact": "right, by the exact scorer",
    "agreement": "agreement of the two",
    "kappa": "Cohen's kappa",
}


def judge_section(folder: Path) -> str:
    """What stands under the section's heading, as HTML; empty where no judge was asked about the folder's answers."""
    path = folder / JUDGE
    if not path.exists():
        return ""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["answers_sha256"] != answers_sha256(folder):
            return "<p>The answers have changed since they were judged: judge them again.</p>"
        return _body(content)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvalError(f"{path}: cannot be read: {error}. Delete it, or judge again.") from error


def _body(content: dict[str, Any]) -> str:
    about = (
        f"Model {content['model']}, temperature {content['temperature']}, prompt version {content['prompt_version']} "
        f"(sha256 {content['prompt_sha256'][:12]}). {content['n']} of {content['answers']} answers to answerable "
        f"questions have a verdict; {len(content['no_verdict'])} replies could not be read, "
        f"{len(content['not_judged'])} answers were not judged. The other figures of this report are not touched by it."
    )
    figures = "".join(
        f"<tr><th scope=row>{escape(shown)}</th><td class=number>{number(content[name]['value'])}</td>"
        f"<td>{escape(interval('', content[name]['interval']))}</td></tr>"
        for name, shown in _FIGURES.items()
    )
    rows = "".join(
        f"<tr><td>{escape(d['id'])}</td><td>{word(d['exact'])}</td><td>{word(d['judge'])}</td>"
        f"<td>{escape(d['reason'])}</td></tr>"
        for d in content["disagreements"]
    )
    heads = "".join(
        f"<th scope=col>{head}</th>" for head in ("question", "exact scorer", "judge", "the judge’s reason")
    )
    differing = f"<div class=scroll><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    return (
        f"<p class=quiet>{escape(about)}</p><div class=scroll><table><tbody>{figures}</tbody></table></div>"
        f"<h3>Where the two differ ({len(content['disagreements'])})</h3>{differing if rows else '<p>Nowhere.</p>'}"
    )
