"""What tells whether the evidence answers a question, and whether the answer drafted from it is right."""

import math
import re
from collections.abc import Sequence

from indexer import Document
from service.answering.compose import first_choice
from service.answering.draft import Quote
from service.evidence import EVIDENCE_KEPT, SIGNALS, Evidence, Matcher, figures_in, has_figure
from service.question import YEAR, Question, is_name, years_in

# Of the shelf: whether it answers the question at all. How a question is put (its kind, its length) is not among
# these: it would learn who wrote the questions.
TOLD = (
    "best", "margin", "share", "own", "unit", "elsewhere", "passage", "vector", "bigrams", "row_label", "unknown",
    "unsaid", "unsaid_weight", "name_unsaid", "measure_unsaid", "measure_far", "number_missing", "share_missing",
    "year_said", "year_other", "year_out", "unanswered",
)  # fmt: skip
# Of the draft, beside: how much it attempts.
DOUBTS = (*TOLD, "item", "list", "places", "figures")

ELSEWHERE, SHARED_WITH, READ_FOR = 20, 10, 5
# The words right after these are the measure that a figure is asked of.
MEASURE = re.compile(
    r"\b(?:how (?:many|much)|(?:number|percentage|proportion|share|rate|per ?cent) of|what (?:was|is|were|are)(?: the)?"
    r"|who (?:is|was)(?: the)?)\s+((?:[\w’'-]+\s*){1,5})",
    re.IGNORECASE,
)
SHARE_ASKED = re.compile(r"\b(?:percentage|percent|per cent|proportion|share|rate)\b|%", re.IGNORECASE)
SHARE_SAID = re.compile(
    r"\d\s*%|\d per ?cent|\d (?:per|in every) (?:1,?0+|\d)|\b(?:half|third|quarter|thirds|quarters|majority|all|none)\b"
    r"|\d\.\d|\bin (?:ten|five|four|three|two)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w-]+")


def doubts(
    question: Question, ranked: Sequence[Evidence], said: str, quotes: Sequence[Quote] = ()
) -> tuple[float, ...]:
    """The values of `DOUBTS`, in their order.

    `ranked` holds all evidence, what states nothing too, but some of it must state; `said` is the answer drafted, and
    `quotes` what it rests on: the best evidence is the best of these.
    """
    stating = [e for e in ranked if e.states][:EVIDENCE_KEPT]
    choice = first_choice(question, stating)
    quoted = [e for e in choice if _is_quoted(e, quotes)] or choice[:1]
    best = quoted[0]
    reports = list({e.document.id: e.document for e in quoted}.values())
    signal = dict(zip(SIGNALS, best.signals, strict=True))
    matcher = Matcher(question)
    section = " ".join(best.candidate.passage.section[-2:])
    context = f"{said} {best.unit.lead} {section}"
    top = sum(e.score for e in stating[:SHARED_WITH])
    second = stating[1].score if len(stating) > 1 else 0.0
    passage = best.candidate.passage
    values = {
        "best": math.log(max(best.score, 1e-6)),
        "margin": best.score - second,
        "share": best.score / max(top, 1e-6),
        "own": matcher.coverage(said),
        "unit": matcher.coverage(best.unit.text),
        "elsewhere": max(matcher.coverage(f"{e.unit.text} {e.unit.lead}") for e in stating[:ELSEWHERE]),
        "passage": matcher.coverage(f"{passage.context} {passage.body}"),
        "vector": best.candidate.vector,
        "bigrams": signal["bigrams"],
        "unanswered": _unanswered(stating[:READ_FOR]),
        "row_label": signal["row_label"],
        "item": signal["item"],
        "list": float(question.kind == "list"),
        "places": float(len(question.places) > 1),
        "figures": math.log1p(figures_in(said)),
        **_unsaid(question, matcher, reports, said, context),
        **_missing(question, best, said),
        **_years(question, reports, context),
    }
    return tuple(float(values[name]) for name in DOUBTS)


def _is_quoted(evidence: Evidence, quotes: Sequence[Quote]) -> bool:
    unit, document = evidence.unit, evidence.document.id
    return any(quote.meets(document, unit.start, unit.end) for quote in quotes)


def _unsaid(
    question: Question, matcher: Matcher, reports: Sequence[Document], said: str, context: str
) -> dict[str, float]:
    """The terms of the question that neither the answer nor what stands around it says."""
    about = " ".join(f"{report.title} {report.publisher or ''} {report.kind or ''}" for report in reports)
    matches = matcher.matches(f"{context} {about}")
    lacking = [(term, 1.0 - match) for term, match in zip(question.terms, matches, strict=True)]
    heaviest = max((term.weight * lack for term, lack in lacking), default=0.0)
    asked = MEASURE.search(question.standalone)
    measure = {word.lower() for word in _WORD.findall(asked.group(1))} if asked else set()
    of_measure = [i for i, term in enumerate(question.terms) if term.text.split()[0].lower() in measure]
    here = matcher.matches(said)
    return {
        "unknown": sum(term.weight for term in question.terms if not term.known) / question.weight,
        "unsaid": heaviest / question.weight,
        "unsaid_weight": heaviest,
        "name_unsaid": max((lack for term, lack in lacking if is_name(term, question)), default=0.0),
        "measure_unsaid": max((lacking[i][1] for i in of_measure), default=0.0),
        "measure_far": max((1.0 - here[i] for i in of_measure), default=0.0),
    }


def _unanswered(best: Sequence[Evidence]) -> float:
    """The log-odds that even the most telling of the best evidence does not answer, by the reader; 0 without one."""
    shares = [e.reading.no_answer for e in best if e.reading is not None]
    least = min(max(min(shares, default=0.5), 1e-4), 1 - 1e-4)
    return math.log(least / (1 - least))


def _missing(question: Question, best: Evidence, said: str) -> dict[str, float]:
    """Whether the wanted figure is not there. A trend or a reason can be told in other words."""
    single = question.kind in ("lookup", "table", "judgement", "yesno")
    share = single and best.unit.kind != "row" and bool(SHARE_ASKED.search(question.text))
    return {
        "number_missing": float(single and question.wants == "number" and not has_figure(said)),
        "share_missing": float(share and not SHARE_SAID.search(YEAR.sub(" ", said))),
    }


def _years(question: Question, reports: Sequence[Document], context: str) -> dict[str, float]:
    """Whether the answer says an asked year, speaks for others, or stands in a report of another time."""
    asked, said = set(question.points), set(years_in(context))
    covered = {year for r in reports for year in range(r.from_year or 0, (r.to_year or 0) + 1)}
    return {
        "year_said": float(bool(asked & said)),
        "year_other": float(bool(asked) and bool(said) and asked.isdisjoint(said)),
        "year_out": float(bool(asked) and asked.isdisjoint(said) and asked.isdisjoint(covered)),
    }
