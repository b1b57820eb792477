"""Whether citations of paged documents name the right page."""

from collections.abc import Mapping, Sequence
from math import ceil

from eval.scoring.intervals import mean_interval
from eval.scoring.score import OVERLAP, fold, located, mean, meets
from eval.types import Evidence, Extra, Question, Quoted, TimedReply


def page_accuracy(
    questions: Sequence[Question], replies: Mapping[str, TimedReply], texts: Mapping[str, str]
) -> Extra | None:
    """The share of a reply's citations of evidence whose pages hold the evidence's page, averaged over the questions.

    Counted are pairs of evidence that has a page and a citation at its place; a citation that names no page is wrong.
    None where no evidence has a page.
    """
    paged = {q.id: [e for e in q.evidence if e.page is not None] if q.answerable else [] for q in questions}
    if not any(paged.values()):
        return None
    shares = [_share(paged[q.id], replies[q.id].reply.citations, texts) if q.id in replies else None for q in questions]
    return Extra(mean(shares), mean_interval(shares))


def _share(evidence: Sequence[Evidence], citations: Sequence[Quoted], texts: Mapping[str, str]) -> float | None:
    held = [_holds(c, e) for e in evidence for c in citations if _at(c, e, texts)]
    return sum(held) / len(held) if held else None


def _holds(citation: Quoted, evidence: Evidence) -> bool:
    start, end = citation.page_start, citation.page_end
    if start is None or evidence.page is None:
        return False
    return start <= evidence.page <= (start if end is None else end)


def _at(citation: Quoted, evidence: Evidence, texts: Mapping[str, str]) -> bool:
    if citation.source != evidence.document:
        return False
    if evidence.document not in texts:
        return _words_overlap(fold(citation.quote), fold(evidence.quote))
    cited, gold = located([(citation.source, citation.quote), (evidence.document, evidence.quote)], texts)
    return meets(cited, [gold])


def _words_overlap(one: str, other: str) -> bool:
    """Whether they can be stretches of one text that share enough of the shorter: the test of places without a text."""
    short, long = sorted((one, other), key=len)
    if not short or short in long:
        return bool(short)
    return any(
        short.endswith(long[:shared]) or long.endswith(short[:shared])
        for shared in range(max(1, ceil(OVERLAP * len(short))), len(short))
    )
