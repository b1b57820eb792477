"""The report of a run as one HTML page that needs nothing else: no address outside, no script."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from eval.asking.machine import machine_line
from eval.reporting.cases import wrong_answers
from eval.reporting.parts import bar, table
from eval.reporting.table import figure, interval, milliseconds, number
from eval.reporting.trust import trust_section
from eval.results import REPORT
from eval.scoring.result import Result

STYLE = Path(__file__).parent / "static" / "report.css"

MEANINGS = {
    "questions": "asked",
    "missing": "without any reply; counted as refused",
    "correct": "right figures and words, nothing forbidden, short; an unanswerable question: refused",
    "correct_answerable": "the same, of the questions that the reports answer",
    "wrong_when_answered": "of the answers given, not right; lower is better",
    "refusal_precision": "of the refusals, of questions that the reports do not answer",
    "refusal_recall": "of the questions that the reports do not answer, refused",
    "citation_verbatim": "of the quotes, word for word in the document named; must be 1",
    "citation_recall": "of the evidence, reached by a citation",
    "citation_precision": "of the citations, at the evidence or close to it",
    "numbers_supported": "of the numbers in the answers, standing in a cited quote",
    "ms_p50": "milliseconds until the answer, for half of the questions",
    "ms_p95": "milliseconds until the answer, for 95% of the questions",
}
MORE_MEANINGS = {
    "recall@1": "of the evidence, met by the first passage of the search",
    "recall@5": "of the evidence, met by the first five passages",
    "recall@10": "of the evidence, met by the first ten passages",
    "mrr@10": "one divided by the rank of the first passage with evidence; 0 beyond the tenth",
    "ndcg@10": "evidence among the first ten passages, worth more the better the rank, of what could be had",
    "page_accuracy": "of the citations of evidence that has a page, naming that page",
    "quote_exact": "of the answerable questions, shortest quote cited is the answer, word for word",
    "quote_f1": "F1 of the words of the shortest quote cited and the answer",
    "rouge_l": "F1 of the longest common subsequence of words of the answer and the reference",
    "facts": "of the reference's numbers and names, said in the answer",
    "answer_words": "words of an answer, on average",
}
TIME_EDGES = (10, 20, 50, 100, 150, 200, 500, 1000, 2000, 5000)  # milliseconds


def write_report(folder: Path, result: Result) -> Path:
    """Write report.html into the folder and return its path."""
    path = folder / REPORT
    path.write_text(report_page(result), encoding="utf-8")
    return path


def report_page(result: Result) -> str:
    """The whole page."""
    title = f"Evaluation of {Path(result.run.set_path).name}"
    parts = [
        f"<header><h1>{escape(title)}</h1><p class=quiet>{escape(_subtitle(result))}</p></header><main>",
        _figures(result),
        _groups("Right answers by type", result, "type"),
        _groups("Right answers by difficulty", result, "difficulty"),
        _times([row.ms for row in result.score.rows if row.ms is not None]),
        trust_section(result.calibration),
        _errors(result),
        wrong_answers(result),
        _run(result),
        "</main>",
    ]
    style = STYLE.read_text(encoding="utf-8")
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
    )
    return head + "<body>" + "\n".join(part for part in parts if part) + "</body></html>\n"


def _subtitle(result: Result) -> str:
    run = result.run
    return f"{len(result.questions)} questions, {run.date}, answered by {run.target}, in {run.seconds:.1f} s"


def _figures(result: Result) -> str:
    rows = (
        f'<tr><th scope="row">{escape(name)}<small>{escape(MEANINGS[name])}</small></th>'
        f"<td class=number>{figure(name, value)}</td>"
        f"<td class=number>{interval(name, result.intervals.get(name))}</td></tr>"
        for name, value in result.score.figures.items()
    )
    further = (
        f'<tr><th scope="row">{escape(name)}<small>{escape(MORE_MEANINGS[name])}</small></th>'
        f"<td class=number>{figure(name, extra.value)}</td>"
        f"<td class=number>{interval(name, extra.interval)}</td></tr>"
        for name, extra in result.more.items()
    )
    shown = table(("Figure", "Value", "95% interval"), (*rows, *further), 3)
    return f"<section><h2>Figures</h2>{shown}</section>"


def _groups(title: str, result: Result, key: str) -> str:
    rows = (
        f'<tr><th scope="row">{escape(name)}</th><td class=number>{group.n}</td>'
        f"<td class=number>{number(group.correct)}</td>"
        f"<td>{bar(group.correct or 0.0, group.interval)}</td></tr>"
        for name, group in result.groups[key].items()
    )
    heading = "Share, with its 95% interval as a line"
    return f"<section><h2>{title}</h2>{table((key.capitalize(), 'Questions', 'Right', heading), rows, 3)}</section>"


def _times(times: Sequence[float]) -> str:
    if not times:
        return ""
    rows: list[str] = []
    low = 0
    for edge in (*TIME_EDGES, None):
        count = sum(low <= ms and (edge is None or ms < edge) for ms in times)
        label = f"{low} to {edge} ms" if edge else f"{low} ms and more"
        if count:
            rows.append(
                f'<tr><th scope="row">{label}</th><td class=number>{count}</td><td>{bar(count / len(times))}</td></tr>'
            )
        low = edge or low
    longest = f"<p class=quiet>Longest: {milliseconds(max(times))} ms.</p>"
    return f"<section><h2>Time for an answer</h2>{table(('Time', 'Questions', 'Share'), rows, 2)}{longest}</section>"


def _errors(result: Result) -> str:
    if not result.errors:
        return ""
    rows = (
        f'<tr><th scope="row">{escape(error.id)}</th><td>{escape(error.message)}</td></tr>' for error in result.errors
    )
    return f"<section><h2>Questions that failed</h2>{table(('Question', 'Why'), rows, 0)}</section>"


def _run(result: Result) -> str:
    run = result.run
    facts = {
        "Set": f"{run.set_path} (sha256 {run.set_sha256})",
        "Part of the set": _part(run.only, run.limit),
        "Quotes looked up in": run.documents,
        "Answered by": run.target,
        "Index version": run.index_version or "not told",
        "Model": run.model or "not told",
        "Settings": ", ".join(f"{name} {value}" for name, value in run.settings.items()) or "none told",
        "Questions at a time": str(run.workers),
        "Commit": run.commit or "not told",
        "Machine": machine_line(run.machine),
    }
    rows = (f'<tr><th scope="row">{name}</th><td>{escape(value)}</td></tr>' for name, value in facts.items())
    return f"<section><h2>How it was run</h2><table><tbody>{''.join(rows)}</tbody></table></section>"


def _part(only: Sequence[str], limit: int | None) -> str:
    if not only and limit is None:
        return "all of it"
    types = f" of type {', '.join(only)}" if only else ""
    return (f"the first {limit}" if limit else "all") + types
