"""What else belongs to an answer in prose: evidence that says what the best evidence leaves open."""

from collections.abc import Sequence

from service.answering.draft import DraftStatement
from service.answering.prose import fact
from service.evidence import Evidence, Matcher, figures_in
from service.question import Question

# Further evidence is looked for among so many, and must be worth this share of the best one's score.
LOOKED_AT, SHARE = 8, 0.05
# It belongs where it says so much more of the question's terms, by weight, or is worth this share all the same.
# The four numbers were chosen by cross-validation on the development set (docs/evaluation.md).
SAYS_MORE, STRONG = 0.1, 0.15
# A short answer stays one: so many words, and so many figures, in all; more where several things are asked for, fewer
# words for a plain fact.
MAX_WORDS, MAX_FIGURES = 60, 6
FACT, FACT_WORDS = frozenset({"lookup", "table", "yesno"}), 40
MANY, MANY_WORDS, MANY_FIGURES = frozenset({"trend", "comparison", "why"}), 125, 10


def with_further(
    question: Question, ranked: Sequence[Evidence], first: Sequence[DraftStatement]
) -> list[DraftStatement]:
    """The statements of an answer, and those of further evidence that belongs to it, while it stays short."""
    matcher = Matcher(question)
    best = ranked[0]
    said = [max(pair) for pair in zip(matcher.matches(_text(first)), matcher.matches(_around(best)), strict=True)]
    statements = list(first)
    for evidence in ranked[1:LOOKED_AT]:
        if evidence.unit.kind == "row" or evidence.score < SHARE * best.score or _is_quoted(evidence, statements):
            continue
        says = matcher.matches(_around(evidence))
        new = zip(question.terms, says, said, strict=True)
        more = sum(term.weight * max(0.0, now - before) for term, now, before in new) / question.weight
        if more < SAYS_MORE and evidence.score < STRONG * best.score:
            continue
        longer = [*statements, fact(evidence)]
        if is_short(question, longer):
            statements = longer
            said = [max(pair) for pair in zip(said, says, strict=True)]
    return statements


def is_short(question: Question, statements: Sequence[DraftStatement]) -> bool:
    """Whether an answer of these statements is one to take in at a glance."""
    text = _text(statements)
    kind = question.kind
    words = MANY_WORDS if kind in MANY else FACT_WORDS if kind in FACT else MAX_WORDS
    figures = MANY_FIGURES if kind in MANY else MAX_FIGURES
    return len(text.split()) <= words and figures_in(text) <= figures


def _text(statements: Sequence[DraftStatement]) -> str:
    return " ".join(statement.text for statement in statements)


def _around(evidence: Evidence) -> str:
    section = " ".join(evidence.candidate.passage.section[-2:])
    return f"{evidence.unit.text} {evidence.unit.lead} {section} {evidence.document.title}"


def _is_quoted(evidence: Evidence, statements: Sequence[DraftStatement]) -> bool:
    """Whether the evidence, or a part of it, stands in a statement already."""
    unit, document = evidence.unit, evidence.document.id
    return any(q.meets(document, unit.start, unit.end) for statement in statements for q in statement.quotes)
