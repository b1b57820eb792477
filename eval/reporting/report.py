"""The report of a run: one HTML page that needs nothing else, and the same in Markdown."""

from html import escape
from pathlib import Path

from eval.judge import judge_section
from eval.reporting import plots
from eval.reporting.cases import right_part, wrong_part
from eval.reporting.groups import groups_of, groups_part
from eval.reporting.markdown import report_markdown
from eval.reporting.meanings import INTERVALS, meaning
from eval.reporting.page import Section, page
from eval.reporting.parts import facts_table, percent, row, table
from eval.reporting.run_facts import run_facts, subtitle
from eval.reporting.search import search_part
from eval.reporting.table import figure, interval, milliseconds
from eval.reporting.times import times_part
from eval.reporting.trust import trust_part
from eval.run_folder import MARKDOWN, REPORT
from eval.scoring.result import Result
from eval.types import Interval

NO_PLOTS = (
    'There are no plots, because matplotlib is not installed: pip install -e ".[eval]". The tables have the numbers.'
)

# The figures at the top of the page, in words.
HEADLINES = {
    "correct": "right, of all questions",
    "wrong_when_answered": "wrong, of the answers given",
    "refusal_recall": "refused, of what the reports do not say",
    "citation_recall": "cited, of the evidence",
    "ms_p50": "until half of the answers were there",
}


def write_report(folder: Path, result: Result) -> Path:
    """Write report.html and report.md into the folder and return the page's path."""
    path = folder / REPORT
    path.write_text(report_page(result, judge_section(folder)), encoding="utf-8")
    (folder / MARKDOWN).write_text(report_markdown(result), encoding="utf-8")
    return path


def report_page(result: Result, judged: str = "") -> str:
    """The whole page. `judged` is what a language model made of the answers, where one was asked."""
    wrong = sum(not scored.correct for scored in result.score.rows)
    sections = [
        Section("figures", "Figures", _figures(result)),
        Section("groups", "Right answers", groups_part(groups_of(result))),
        Section("search", "What the search found", search_part(result.more)),
        Section("time", "Time", times_part([r.ms for r in result.score.rows if r.ms is not None], result.stages)),
        Section("confidence", "What confidence is worth", trust_part(result.calibration)),
        Section("judge", "By a language model", judged),
        Section("skipped", "Lines of the set that were not asked", _skipped(result)),
        Section("failed", "Questions that failed", _failed(result)),
        Section("wrong", f"Wrong answers ({wrong})", wrong_part(result)),
        Section("right", f"Right answers, one by one ({len(result.questions) - wrong})", right_part(result)),
        Section("run", "How it was run", facts_table(run_facts(result.run))),
    ]
    title = f"Evaluation of {Path(result.run.set_path).name}"
    lead = _headlines(result) + ("" if plots.available() else f"<p class=note>{escape(NO_PLOTS)}</p>")
    return page(title, subtitle(result.run, len(result.questions)), lead, sections)


def _headlines(result: Result) -> str:
    figures = dict(result.score.figures.items())
    tiles = (
        f"<div><dt>{escape(words)}</dt><dd>{_headline(name, figures[name])}"
        f"<small>{_between(name, result.intervals.get(name))}</small></dd></div>"
        for name, words in HEADLINES.items()
        if figures[name] is not None
    )
    return f"<dl class=headlines>{''.join(tiles)}</dl>"


def _headline(name: str, value: float | None) -> str:
    return f"{milliseconds(value)} ms" if name.startswith("ms_") else percent(value)


def _between(name: str, bounds: Interval | None) -> str:
    return "" if bounds is None else f"{_headline(name, bounds[0])} to {_headline(name, bounds[1])}"


def _figures(result: Result) -> str:
    known = [(name, value, result.intervals.get(name)) for name, value in result.score.figures.items()]
    known += [(name, extra.value, extra.interval) for name, extra in result.more.items()]
    rows = (
        row(name, [figure(name, value), interval(name, bounds)], small=meaning(name)) for name, value, bounds in known
    )
    shown = table(("Figure", "Value", "95% interval"), rows, 3)
    notes = "".join(f"<p class=note>{escape(note)}</p>" for note in result.notes)
    return f"{shown}<p class=quiet>{escape(INTERVALS)}</p>{notes}"


def _skipped(result: Result) -> str:
    skipped = result.run.skipped
    return facts_table({f"line {one.line}": one.message for one in skipped}) if skipped else ""


def _failed(result: Result) -> str:
    return facts_table({error.id: error.message for error in result.errors}) if result.errors else ""
