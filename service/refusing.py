"""When not to answer, and how to say so: the reason, what was looked for, the nearest thing found."""

from collections.abc import Sequence

from service.evidence import Evidence
from service.question import Question, is_name, years_in
from service.types import Refusal, RefusalReason

OFF_TOPIC_SHARE = 0.5
SAID_TERMS = 4


def before_answer(question: Question, ranked: Sequence[Evidence]) -> Refusal | None:
    """A refusal where the question says too little or the shelf does not know its words; None to try an answer."""
    if not question.terms:
        message = "The question does not say what it is about. Name a measure or a topic, and a place or a year."
        return Refusal("too_vague", message)
    unknown = [term for term in question.terms if not term.known]
    # A name that stands in no report is of a place or body that the shelf does not cover.
    if any(is_name(term, question) for term in unknown):
        return nothing_proven(question, ranked)
    if sum(term.weight for term in unknown) > OFF_TOPIC_SHARE * question.weight:
        return Refusal("off_topic", f"The reports do not seem to speak of {_topic(question)}.")
    if not ranked or _out_of_time(question, ranked):
        return nothing_proven(question, ranked)
    return None


def _out_of_time(question: Question, ranked: Sequence[Evidence]) -> bool:
    """True where every report that may speak ends before the years asked about, and none of the evidence names one."""
    if not question.years:
        return False
    ended = all(e.document.to_year is not None and e.document.to_year < min(question.years) for e in ranked)
    return ended and not any(set(question.years) & set(years_in(f"{e.unit.lead} {e.unit.text}")) for e in ranked)


def nothing_proven(question: Question, ranked: Sequence[Evidence]) -> Refusal:
    """The refusal where nothing found answers the question as it was asked."""
    reason: RefusalReason = "not_in_documents"
    tail = " The nearest thing found is shown below; it is not an answer." if ranked else ""
    return Refusal(reason, f"The reports do not say. Looked for: {_looked_for(question)}.{tail}")


def _topic(question: Question) -> str:
    return ", ".join(term.text for term in sorted(question.terms, key=lambda t: -t.weight)[:SAID_TERMS])


def _looked_for(question: Question) -> str:
    parts = [_topic(question)]
    if question.places:
        parts.append("for " + " and ".join(question.places))
    if question.years:
        parts.append(
            "in "
            + (
                str(question.years[0])
                if len(question.years) == 1
                else f"{min(question.years)} to {max(question.years)}"
            )
        )
    return " ".join(parts)
