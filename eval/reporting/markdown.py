"""The report of a run in Markdown, to be read in a pull request."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.reporting.cases import said, why_wrong
from eval.reporting.groups import TITLES, groups_of, in_order
from eval.reporting.meanings import INTERVALS, meaning
from eval.reporting.plots import Shares
from eval.reporting.run_facts import run_facts, subtitle
from eval.reporting.table import figure, interval, number
from eval.scoring.result import Result
from eval.types import Question

SHOWN = 300  # characters of a text

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")


def plain(text: str, longest: int | None = None) -> str:
    """A text in one line, without any meaning of its own in Markdown, cut where it is long."""
    line = " ".join(text.split())
    if longest is not None and len(line) > longest:
        line = line[:longest].rstrip() + "…"
    return _SPECIAL.sub(r"\\\1", line)


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]], numeric: int = 0) -> str:
    """A table whose second to `numeric`-th columns hold numbers. The cells are Markdown."""
    rule = ["---:" if 1 <= index < numeric else "---" for index in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


def markdown_facts(facts: Mapping[str, str]) -> str:
    """Names and texts as a list."""
    return "\n".join(f"- {name}: {plain(text)}" for name, text in facts.items())


def report_markdown(result: Result) -> str:
    """Figures, groups, what failed, the wrong answers in short, and how it was run."""
    parts = [
        f"# Evaluation of {plain(Path(result.run.set_path).name)}",
        plain(subtitle(result.run, len(result.questions))),
        f"## Figures\n\n{_figures(result)}\n\n{INTERVALS}",
        *map(plain, result.notes),
        *(_grouping(key, in_order(key, groups)) for key, groups in groups_of(result).items()),
        _listed(
            "Lines of the set that were not asked", ((f"line {one.line}", one.message) for one in result.run.skipped)
        ),
        _listed("Questions that failed", ((error.id, error.message) for error in result.errors)),
        _wrong(result),
        f"## How it was run\n\n{markdown_facts(run_facts(result.run))}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _figures(result: Result) -> str:
    known = [(name, value, result.intervals.get(name)) for name, value in result.score.figures.items()]
    known += [(name, extra.value, extra.interval) for name, extra in result.more.items()]
    rows = [(f"`{name}`", figure(name, value), interval(name, bounds), meaning(name)) for name, value, bounds in known]
    return markdown_table(("Figure", "Value", "95% interval", "Meaning"), rows, 3)


def _grouping(key: str, groups: Shares) -> str:
    if len(groups) < 2:
        return ""
    rows = [(plain(name), str(n), number(share), interval("", bounds)) for name, (n, share, bounds) in groups.items()]
    return f"## {TITLES[key]}\n\n{markdown_table((key.capitalize(), 'Questions', 'Right', '95% interval'), rows, 4)}"


def _listed(title: str, named: Iterable[tuple[str, str]]) -> str:
    listed = "\n".join(f"- {plain(name)}: {plain(message)}" for name, message in named)
    return f"## {title}\n\n{listed}" if listed else ""


def _wrong(result: Result) -> str:
    wrong = [q for q, row in zip(result.questions, result.score.rows, strict=True) if not row.correct]
    listed = "\n".join(_wrong_one(question, result) for question in wrong)
    return f"## Wrong answers ({len(wrong)})\n\n{listed or 'None.'}"


def _wrong_one(question: Question, result: Result) -> str:
    answer = said(result.replies.get(question.id))
    return (
        f"- **{plain(question.id)}** ({question.type}) {plain(question.question)}\n"
        f"  - {plain(why_wrong(question, result))}\n"
        f"  - wanted: {plain(question.answer, SHOWN)}\n"
        f"  - got: {plain(answer, SHOWN)}"
    )
