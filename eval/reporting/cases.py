"""The part of the report that shows every wrong answer beside what was wanted, and the right ones in a list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from eval.reporting.filters import filters, token
from eval.reporting.overlap import marked
from eval.reporting.table import milliseconds, number
from eval.scoring.result import Result
from eval.scoring.score import fold
from eval.types import Evidence, Question, Quoted, TimedReply

NO_REPLY = "no reply, which counts as a refusal"


def wrong_part(result: Result) -> str:
    """A card for each wrong answer, and a choice of type and outcome that needs no script."""
    wrong = [q for q, row in zip(result.questions, result.score.rows, strict=True) if not row.correct]
    if not wrong:
        return "<p>None.</p>"
    kinds = [{"type": q.type, "outcome": outcome(result.replies.get(q.id))} for q in wrong]
    choices = {
        "type": ("Type of question", Counter(kind["type"] for kind in kinds)),
        "outcome": ("What came back", Counter(kind["outcome"] for kind in kinds)),
    }
    failed = {error.id: error.message for error in result.errors}
    cards = "".join(
        _card(q, kind["outcome"], result.replies.get(q.id), why_wrong(q, result), failed.get(q.id))
        for q, kind in zip(wrong, kinds, strict=True)
    )
    return filters(choices, kinds) + cards


def outcome(timed: TimedReply | None) -> str:
    """What came back, in one word."""
    return "nothing" if timed is None else "answered" if timed.reply.answered else "refused"


def right_part(result: Result) -> str:
    """The right answers, folded away, for who wants to check them as well."""
    right = [q for q, row in zip(result.questions, result.score.rows, strict=True) if row.correct]
    if not right:
        return "<p>None.</p>"
    listed = "".join(
        f"<dt>{escape(q.question)} <small>{escape(q.id)}, {escape(q.type)}</small></dt>"
        f"<dd>{escape(said(result.replies.get(q.id)))}</dd>"
        for q in right
    )
    return f"<details><summary>Show all {len(right)}</summary><dl class=answers>{listed}</dl></details>"


def said(timed: TimedReply | None) -> str:
    """The answer in words, marked where it is a refusal or missing."""
    if timed is None:
        return "(no reply)"
    return timed.reply.answer if timed.reply.answered else f"(refused) {timed.reply.answer}"


def why_wrong(question: Question, result: Result) -> str:
    """Every reason why the answer is not right, in one line."""
    return "; ".join(result.faults[question.id]) if question.id in result.replies else NO_REPLY


def _card(question: Question, outcome: str, timed: TimedReply | None, reason: str, failure: str | None) -> str:
    history = "".join(
        f"<p class=quiet>Before: {escape(turn.question)} — {escape(turn.answer)}</p>" for turn in question.history
    )
    standalone = timed.reply.standalone_question if timed else None
    if standalone and fold(standalone) != fold(question.question):
        history += f"<p class=quiet>Understood as: {escape(standalone)}</p>"
    kinds = f'data-type="{token(question.type)}" data-outcome="{outcome}"'
    return (
        f"<article {kinds}><h3>{escape(question.question)}</h3>{history}"
        f"<p class=quiet>{escape(question.id)}, {escape(question.type)}, {escape(question.difficulty)}</p>"
        f"<p class=fault>{escape(reason)}</p>"
        f"<div class=sides><div>{_wanted(question)}</div><div>{got(timed, question.evidence, failure)}</div></div>"
        "</article>"
    )


def _wanted(question: Question) -> str:
    return f"<h4>Wanted</h4><p class=wanted>{escape(question.answer)}</p>" + _quotes(
        "Evidence", (_evidence(evidence) for evidence in question.evidence)
    )


def got(timed: TimedReply | None, evidence: Sequence[Evidence] = (), failure: str | None = None, when: str = "") -> str:
    """What came back, with its citations; words that are also in the evidence are marked.

    `when` stands before the heading.
    """
    if timed is None:
        return f"<h4>{when}No reply</h4>{f'<p>{escape(failure)}</p>' if failure else ''}"
    reply = timed.reply
    facts = [
        f"kind {reply.kind}" if reply.kind else "",
        f"confidence {number(reply.confidence)}" if reply.confidence is not None else "",
        f"{milliseconds(timed.ms)} ms" if timed.ms is not None else "no time",
    ]
    title = "Answered" if reply.answered else f"Refused{': ' + reply.refusal_reason if reply.refusal_reason else ''}"
    return (
        f"<h4>{when}{escape(title)}</h4><p>{escape(reply.answer) or '(nothing)'}</p>"
        f"<p class=quiet>{escape(', '.join(filter(None, facts)))}</p>"
        + _quotes("Citations", (_citation(place, c, evidence) for place, c in enumerate(reply.citations, 1)))
    )


def _quotes(title: str, quotes: Iterable[str]) -> str:
    shown = "".join(quotes)
    return f"<h4>{title}</h4>{shown}" if shown else ""


def _evidence(evidence: Evidence) -> str:
    page = f", page {evidence.page}" if evidence.page is not None else ""
    line = f", line {evidence.line}" if evidence.line is not None else ""
    either = ", one of several" if evidence.alternative else ""
    place = f"{evidence.document}{page}{line}{either}"
    return f"<blockquote>{escape(evidence.quote)}<cite>{escape(place)}</cite></blockquote>"


def _citation(position: int, citation: Quoted, evidence: Sequence[Evidence]) -> str:
    words = marked(citation.quote, (e.quote for e in evidence if e.document == citation.source))
    place = f"{citation.source}{_pages(citation)}"
    return f"<blockquote>[{position}] {words}<cite>{escape(place)}</cite></blockquote>"


def _pages(citation: Quoted) -> str:
    first, last = citation.page_start, citation.page_end
    if first is None:
        return ""
    return f", page {first}" if last in {None, first} else f", pages {first} to {last}"
