"""The part of the report that shows every wrong answer beside what was wanted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from eval.reporting.table import milliseconds, number
from eval.scoring.result import Result
from eval.types import Evidence, Question, Quoted, TimedReply


def wrong_answers(result: Result) -> str:
    """A card for each wrong answer, and a choice of type that needs no script."""
    wrong = [q for q, row in zip(result.questions, result.score.rows, strict=True) if not row.correct]
    if not wrong:
        return "<section><h2>Wrong answers</h2><p>None.</p></section>"
    counts: Counter[str] = Counter(question.type for question in wrong)
    cards = "".join(_card(question, result.replies.get(question.id), result.faults[question.id]) for question in wrong)
    return f"<section><h2>Wrong answers ({len(wrong)})</h2>{_filter(counts)}{cards}</section>"


def _filter(counts: Counter[str]) -> str:
    """Radio buttons, each with a rule that hides the other types while it is chosen, but not in print."""
    names = sorted(counts)
    rules = "".join(f"body:has(#only-{name}:checked) article:not([data-type={name}]){{display:none}}" for name in names)
    choices = [f"<label><input type=radio name=only id=only-all checked> all ({counts.total()})</label>"]
    choices += [f"<label><input type=radio name=only id=only-{n}> {n} ({counts[n]})</label>" for n in names]
    return f"<style>@media screen{{{rules}}}</style><fieldset><legend>Show</legend>{''.join(choices)}</fieldset>"


def _card(question: Question, timed: TimedReply | None, faults: Sequence[str]) -> str:
    history = "".join(
        f"<p class=quiet>Before: {escape(turn.question)} — {escape(turn.answer)}</p>" for turn in question.history
    )
    said = "; ".join(faults)
    return (
        f'<article data-type="{escape(question.type)}"><h3>{escape(question.question)}</h3>{history}'
        f"<p class=quiet>{escape(question.id)}, {escape(question.type)}, {escape(question.difficulty)}</p>"
        f"<p class=fault>{escape(said)}</p>"
        f"<div class=sides><div>{_wanted(question)}</div><div>{_got(timed)}</div></div></article>"
    )


def _wanted(question: Question) -> str:
    return f"<h4>Wanted</h4><p class=wanted>{escape(question.answer)}</p>" + _quotes(
        "Evidence", (_evidence(evidence) for evidence in question.evidence)
    )


def _got(timed: TimedReply | None) -> str:
    if timed is None:
        return "<h4>No reply</h4>"
    reply = timed.reply
    facts = [
        f"kind {reply.kind}" if reply.kind else "",
        f"confidence {number(reply.confidence)}" if reply.confidence is not None else "",
        f"{milliseconds(timed.ms)} ms" if timed.ms is not None else "no time",
    ]
    title = "Answered" if reply.answered else f"Refused{': ' + reply.refusal_reason if reply.refusal_reason else ''}"
    return (
        f"<h4>{escape(title)}</h4><p>{escape(reply.answer) or '(nothing)'}</p>"
        f"<p class=quiet>{escape(', '.join(filter(None, facts)))}</p>"
        + _quotes("Citations", (_citation(number, c) for number, c in enumerate(reply.citations, 1)))
    )


def _quotes(title: str, quotes: Iterable[str]) -> str:
    shown = "".join(quotes)
    return f"<h4>{title}</h4>{shown}" if shown else ""


def _evidence(evidence: Evidence) -> str:
    line = f", line {evidence.line}" if evidence.line is not None else ""
    either = ", one of several" if evidence.alternative else ""
    place = f"{evidence.document}{line}{either}"
    return f"<blockquote>{escape(evidence.quote)}<cite>{escape(place)}</cite></blockquote>"


def _citation(position: int, citation: Quoted) -> str:
    return f"<blockquote>[{position}] {escape(citation.quote)}<cite>{escape(citation.source)}</cite></blockquote>"
