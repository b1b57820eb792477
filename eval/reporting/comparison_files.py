"""A comparison written to a folder: `comparison.html`, `comparison.md` and `comparison.json`."""

import json
from dataclasses import asdict
from pathlib import Path

from eval.errors import EvalError
from eval.reporting.compare import Comparison, Difference, verdict
from eval.reporting.comparison_markdown import comparison_markdown
from eval.reporting.comparison_page import comparison_page


def write_comparison(folder: Path, comparison: Comparison) -> Path:
    """Write all three and return the page's path; raises `EvalError` where the folder cannot be written."""
    page = folder / "comparison.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        page.write_text(comparison_page(comparison), encoding="utf-8")
        (folder / "comparison.md").write_text(comparison_markdown(comparison), encoding="utf-8")
        (folder / "comparison.json").write_text(_as_json(comparison), encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{folder}: the comparison cannot be written there: {error}") from error
    return page


def _as_json(comparison: Comparison) -> str:
    content = asdict(comparison) | {
        "verdict": verdict(len(comparison.better), len(comparison.worse)),
        "differences": [_difference(difference) for difference in comparison.differences],
        "types": [_difference(difference) for difference in comparison.types],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _difference(difference: Difference) -> dict[str, object]:
    return asdict(difference) | {"change": difference.change}
