"""When not to answer, and how to say so: the reason, what was looked for, the nearest thing, a better question."""

import re
from collections.abc import Sequence

from indexer import Document, Observation
from service.evidence import Evidence, Matcher, has_figure
from service.nearest import Nearest, topic_terms
from service.question import Question, is_name, years_in
from service.scope import names_any
from service.types import Refusal
from service.words import ASKING

OFF_TOPIC_SHARE = 0.5
SAID_TERMS = 6
SAID_PLACES = 4
# So much of what is asked a sentence must say for the reports to be said to speak of it.
SPOKEN_OF = 0.6
# So much of it a sentence must say to tell something of a place that no report is about.
TELLS = 0.75
SINGLE = ("lookup", "table", "judgement", "yesno")
SPANNING = ("trend", "comparison", "summary")


def before_answer(question: Question, ranked: Sequence[Evidence]) -> Refusal | None:
    """A refusal where the question says too little or the shelf does not know its words; None to try an answer."""
    if not question.terms:
        message = "The question does not say what it is about. Name a measure or a topic, and a place or a year."
        return Refusal("too_vague", message)
    if _is_elsewhere(question, ranked):
        return nothing_proven()
    unknown = [term for term in question.terms if not term.known]
    # A name that stands in no report is of a place or body that the shelf does not cover.
    if any(is_name(term, question) for term in unknown):
        return nothing_proven()
    if sum(term.weight for term in unknown) > OFF_TOPIC_SHARE * question.weight:
        return Refusal("off_topic", f"The reports do not seem to speak of {_topic(question)}.")
    if not ranked or _out_of_time(question, ranked):
        return nothing_proven()
    return None


def _is_elsewhere(question: Question, ranked: Sequence[Evidence]) -> bool:
    """True where a place is asked about that no report is about and of which no evidence tells what is asked."""
    if not question.elsewhere or (question.places and question.kind != "comparison"):
        return False
    matcher = Matcher(question)
    naming = [e for e in ranked if names_any(question.elsewhere, e)]
    return not any(matcher.coverage(f"{e.unit.lead} {e.unit.text}") >= TELLS for e in naming)


def of_other_years(question: Question, figures: Sequence[Observation]) -> bool:
    """True where one figure is asked for and those shown are told for other years than the one asked about."""
    if question.wants != "number" or question.kind not in SINGLE or not question.points:
        return False
    dated = [one for one in figures if one.from_year is not None]
    plain = [one for one in dated if not one.period_inferred] or dated
    return bool(plain) and not any(_meets(one.from_year, one.to_year, question.points) for one in plain)


def nothing_proven() -> Refusal:
    """The refusal where nothing found answers the question as it was asked; `explained` gives it its words."""
    return Refusal("not_in_documents", "")


def explained(
    question: Question,
    refusal: Refusal,
    documents: Sequence[Document],
    ranked: Sequence[Evidence],
    nearest: Nearest,
    better: str = "",
) -> str:
    """The message of a refusal in plain words: why, what was looked for, what is shown instead, what to ask."""
    if refusal.message:
        return refusal.message
    parts = [
        _why(question, documents, ranked, nearest),
        f"Looked for: {_looked_for(question)}.",
        "The nearest thing found is shown below; it is not an answer." if ranked or nearest.all else "",
        f"Ask instead: {better}" if better else "",
    ]
    return " ".join(part for part in parts if part)


def _out_of_time(question: Question, ranked: Sequence[Evidence]) -> bool:
    """True where no report that may speak covers the years asked about, and none of the evidence names one."""
    if not question.years:
        return False
    asked = set(question.years)
    ended = all(e.document.to_year is not None and e.document.to_year < min(asked) for e in ranked)
    outside = question.kind not in SPANNING and not any(_covers(e.document, asked) for e in ranked)
    if not (ended or outside):
        return False
    return not any(asked & set(years_in(f"{e.unit.lead} {e.unit.text}")) for e in ranked)


def _covers(document: Document, years: set[int]) -> bool:
    first, last = document.from_year, document.to_year
    return first is None or last is None or any(first <= year <= last for year in years)


def _why(question: Question, documents: Sequence[Document], ranked: Sequence[Evidence], nearest: Nearest) -> str:
    covered = sorted({d.place for d in documents if d.place})
    if question.elsewhere and (not question.places or question.kind == "comparison"):
        shelf = f" The reports are about {_joined(covered)}." if 0 < len(covered) <= SAID_PLACES else ""
        return f"No report is about {_joined(question.elsewhere)}.{shelf}"
    late = _beyond(question, documents)
    if nearest.here and question.years:
        told = nearest.here[0]
        if told.period and not _meets(told.from_year, told.to_year, question.years):
            return f"The reports give this figure for {told.period} ({told.text}), not for {_years(question)}.{late}"
    if nearest.elsewhere and question.places:
        other = nearest.elsewhere[0].place
        return f"The reports give this figure for {other}, not for {_joined(question.places)}.{late}"
    if late:
        return late.strip()
    if question.wants == "number" and _spoken_of(question, ranked):
        return f"The reports speak of {_topic(question)} but give no such figure."
    return "The reports do not say."


def _beyond(question: Question, documents: Sequence[Document]) -> str:
    """That all reports, of the place asked about if there is one, end before the years asked about or begin after."""
    own = [d for d in documents if not question.places or d.place in question.places]
    firsts = [d.from_year for d in own if d.from_year is not None]
    lasts = [d.to_year for d in own if d.to_year is not None]
    if not question.years or not firsts or not lasts:
        return ""
    about = f" about {_joined(question.places)}" if question.places else ""
    if min(question.years) > max(lasts):
        latest = max((d for d in own if d.to_year is not None), key=lambda d: d.to_year or 0)
        return f" The latest report{about} is of {latest.period or latest.to_year}."
    if max(question.years) < min(firsts):
        first = min((d for d in own if d.from_year is not None), key=lambda d: d.from_year or 0)
        return f" The earliest report{about} is of {first.period or first.from_year}."
    return ""


def _meets(first: int | None, last: int | None, years: Sequence[int]) -> bool:
    """Whether a figure's years are those asked about; 2014/15 is another year than 2015/16, though both hold 2015."""
    if first is None or last is None:
        return False
    if last == first + 1 and len(years) == 2 and max(years) == min(years) + 1:
        return first == min(years)
    return any(first <= year <= last for year in years)


def _spoken_of(question: Question, ranked: Sequence[Evidence]) -> bool:
    matcher = Matcher(question)
    close = [e for e in ranked[:5] if matcher.coverage(f"{e.unit.lead} {e.unit.text}") >= SPOKEN_OF]
    return bool(close) and not any(has_figure(e.unit.text) for e in close)


def _topic(question: Question) -> str:
    terms = [term for term in topic_terms(question) if term.text not in ASKING] or question.terms
    telling = sorted(terms, key=lambda t: -t.weight)[:SAID_TERMS]
    return ", ".join(dict.fromkeys(_worded(term.text, question) for term in terms if term in telling))


def _worded(term: str, question: Question) -> str:
    """A term as the question words it: "re-referral" rather than two words, "Ofsted" with its capital."""
    match = re.search(
        rf"(?<![\w-])(?:[\w’'-]*-)?{re.escape(term)}(?:-[\w’'-]*)?(?![\w-])", question.standalone, re.IGNORECASE
    )
    return re.sub(r"['’]s?$", "", match.group() if match else term)


def _looked_for(question: Question) -> str:
    parts = [_topic(question)]
    if question.places or question.elsewhere:
        parts.append("for " + _joined((*question.places, *question.elsewhere)))
    if question.years:
        parts.append(f"in {_years(question)}")
    return " ".join(parts)


def _years(question: Question) -> str:
    first, last = min(question.years), max(question.years)
    if first == last:
        return str(first)
    return f"{first}/{last % 100:02d}" if last == first + 1 else f"{first} to {last}"


def _joined(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
