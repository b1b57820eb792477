"""Where the reports give another figure for the very thing that an answer tells: said with the place that does."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from indexer import Observation
from service.answer_words import answer_words
from service.answering.draft import AROUND_WORDS, PARAGRAPH_NUMBER, Draft, DraftStatement, Quote, stopped
from service.answering.figures import in_unit
from service.answering.further import is_short
from service.answering.saying import short_caption
from service.evidence import Matcher
from service.nearest import LITTLE_ELSE, measure_stems, quote_of_figure
from service.question import Question
from service.words import stems

ONE_FIGURE = frozenset({"lookup", "table", "yesno"})
MOST = 2
# A sentence of so many words is given whole, however long the answer is.
SHORT_SENTENCE = 30
# One word, such as "children", does not tell plainly what is counted.
TELLING_WORDS = 2
# So many characters before a figure tell whether it is a limit, or rounded.
BEFORE = 24
_PART_OF_YEAR = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|q[1-4]|first|second|third|fourth|last|spring|summer"
    r"|autumn|winter|half|since|before|until)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

# The figures of the measure, place and time of one, that one among them.
Alike = Callable[[Observation], Sequence[Observation]]
TextOf = Callable[[str], str]


def contradictions(
    question: Question, draft: Draft, figures: Sequence[Observation], alike: Alike, text_of: TextOf
) -> tuple[DraftStatement, ...]:
    """Up to two statements of figures that the reports give for what a draft tells, and that differ from it.

    `figures` are those that stand in the draft's quotes. Only what is plainly the same measure, place, time and unit
    counts, and only a difference that rounding does not explain. Where the draft itself tells both, the first is
    the answer and the other contradicts it.
    """
    if draft.kind not in ONE_FIGURE:
        return ()
    asked = _asked(question, figures)
    # The first statement that tells a figure asked for is the answer; what others say besides is not.
    first = next((said for one in asked if (said := _told_by(one, draft.statements))), None)
    if first is None:
        return ()
    answer = first[0]
    told = [(one, said[1]) for one in asked if (said := _told_by(one, [answer]))]
    kept = [quote for s in draft.statements if s is answer or len(s.quotes) > 1 for quote in s.quotes]
    given = [one for one, _ in told]
    found: list[DraftStatement] = []
    for one, quote in told:
        shelf = alike(one)
        for other in shelf if _is_plain(one, shelf, text_of) else ():
            new = not any(_is_same_thing(known, other) and _agree(known, other, text_of) for known in given)
            if len(found) < MOST and new and not _overlaps(other, kept) and _differs(one, other, shelf, text_of):
                found.append(_statement(question, [*draft.statements, *found], other, quote, text_of))
                given.append(other)
    return tuple(found)


def with_contradictions(
    statements: Sequence[DraftStatement], found: Sequence[DraftStatement]
) -> tuple[DraftStatement, ...]:
    """The statements of an answer with those that contradict it; what the latter say is not said twice."""
    again = {(q.document_id, q.start, q.end) for s in found for q in s.quotes}
    kept = [s for s in statements if not {(q.document_id, q.start, q.end) for q in s.quotes} <= again]
    return (*(kept or statements), *found)


def _asked(question: Question, figures: Sequence[Observation]) -> list[Observation]:
    """The figures of the time asked about whose measure says the most of what is asked, and little else."""
    if question.points:
        figures = [one for one in figures if _speaks_for(one, question.points)]
    matcher = Matcher(question)
    share = [matcher.coverage(" ".join((one.measure, *one.row, *one.column))) for one in figures]
    best = max(share, default=0.0)
    kept = []
    for one, coverage in zip(figures, share, strict=True):
        own = measure_stems(one)
        if coverage >= best and own and len(own & question.stems) >= LITTLE_ELSE * len(own):
            kept.append(one)
    return kept


def _speaks_for(one: Observation, years: Sequence[int]) -> bool:
    return any((one.from_year or year) <= year <= (one.to_year or year) for year in years)


def _told_by(one: Observation, statements: Sequence[DraftStatement]) -> tuple[DraftStatement, Quote] | None:
    """The statement and quote that a figure is told by; None where they are quoted without saying it."""
    said = re.compile(rf"(?<![\d.,]){re.escape(one.text)}(?![.,]?\d)")
    for statement in statements:
        if statement.calculation is None and said.search(statement.text):
            for quote in statement.quotes:
                cell = quote.cell
                if _overlaps(one, [quote]) and (cell is None or (cell.row, cell.column) == (one.row, one.column)):
                    return statement, quote
    return None


def _overlaps(one: Observation, quotes: Sequence[Quote]) -> bool:
    return any(quote.meets(one.document_id, one.unit_start, one.unit_end) for quote in quotes)


def _differs(one: Observation, other: Observation, shelf: Sequence[Observation], text_of: TextOf) -> bool:
    """Whether another figure is of the same thing and cannot be true beside one."""
    return (
        _is_same_thing(one, other)
        and _expecting(one, text_of) == _expecting(other, text_of)
        and _is_plain(other, shelf, text_of)
        and not _agree(one, other, text_of)
    )


def _is_same_thing(one: Observation, other: Observation) -> bool:
    """Whether two figures are plainly of the same measure, place, time and unit."""
    if one.place is None or one.from_year is None or len(one.measure_key.split()) < TELLING_WORDS:
        return False
    one_report = one.document_id == other.document_id
    # A report's period is only taken for that of a figure where another report names it.
    if one.period_inferred or other.period_inferred:
        if one_report or (one.period_inferred and other.period_inferred):
            return False
    elif _parts(one) != _parts(other):
        return False
    if one_report and one.table and one.table == other.table:
        return False
    return (
        _identity(one) == _identity(other)
        and one.comparator is None
        and _qualifiers(one) == _qualifiers(other)
        and not _opposed(one, other)
    )


def _identity(one: Observation) -> tuple[object, ...]:
    return one.measure_key, one.place, one.unit, one.comparator, one.from_year, one.to_year


def _parts(one: Observation) -> frozenset[str]:
    """The months, quarters and the like that a period names, each by its first letters."""
    return frozenset(part.lower()[:3] for part in _PART_OF_YEAR.findall(one.period or ""))


def _qualifiers(one: Observation) -> frozenset[str]:
    named = " ".join((one.measure, *one.row, *one.column))
    return frozenset(found.lower() for found in answer_words().qualifying.findall(named))


def _expecting(one: Observation, text_of: TextOf) -> frozenset[str]:
    """The words around a figure that make it one that is planned or estimated."""
    around = " ".join((text_of(one.document_id)[one.unit_start : one.unit_end], one.table, *one.row, *one.column))
    return frozenset(found.lower() for found in answer_words().expecting.findall(around))


def _opposed(one: Observation, other: Observation) -> bool:
    """Whether what stands around the figures names opposed groups, primary schools here and secondary there."""
    here, there = (
        frozenset(stems(" ".join((x.measure, x.table, *x.row, *x.column, *x.section[-1:])))) for x in (one, other)
    )
    return any(here & group and there & group and here & group != there & group for group in answer_words().opposed)


def _is_plain(one: Observation, shelf: Sequence[Observation], text_of: TextOf) -> bool:
    """Whether a figure is a value rather than a limit, and the only one of its kind in its sentence or table."""
    before = text_of(one.document_id)[max(0, one.start - BEFORE) : one.start]
    if answer_words().bounding.search(before) or before[-1:] in "<>≤≥+-−":
        return False
    return not any(
        other.value != one.value
        and other.document_id == one.document_id
        and (other.unit_start == one.unit_start or (one.table and other.table == one.table))
        and _identity(other) == _identity(one)
        for other in shelf
    )


def _agree(one: Observation, other: Observation, text_of: TextOf) -> bool:
    """Whether two values are the same to the digits of the coarser one."""
    step = max(_step(one, text_of), _step(other, text_of))
    return abs(Decimal(str(one.value)) - Decimal(str(other.value))) * 2 <= step


def _step(one: Observation, text_of: TextOf) -> Decimal:
    """What the last digit of a figure that tells counts: 10 for 660, 0.1 for 12.5%, 100000 for £1.2m.

    The last nought of a percentage tells, unless "about" or the like stands before it.
    """
    found = _NUMBER.search(one.text)
    printed = Decimal(found.group().replace(",", "")) if found else Decimal(str(one.value))
    value = abs(Decimal(str(one.value)))
    scale = value / printed if printed else Decimal(1)
    before = text_of(one.document_id)[max(0, one.start - BEFORE) : one.start]
    text = found.group().replace(",", "") if found else str(int(value))
    if "." in text:
        return scale / Decimal(10) ** len(text.split(".")[1])
    rounded = one.unit != "%" or answer_words().rounding.search(before)
    noughts = len(text) - len(text.rstrip("0")) if rounded and value else 0
    return scale * Decimal(10) ** noughts


def _statement(
    question: Question, said: Sequence[DraftStatement], other: Observation, told: Quote, text_of: TextOf
) -> DraftStatement:
    """The statement of another figure with its sentence or its cell's names, or with its measure where that is long."""
    head = f"Elsewhere the reports give {in_unit(other.text, other.unit)}"
    quote = quote_of_figure(other)
    if quote.cell:
        names = tuple(filter(None, (short_caption(other.table), " – ".join(other.row), " / ".join(other.column))))
        text = f"{head}: {', '.join(dict.fromkeys(names))}."
        return DraftStatement(text, (quote,), "cell", names, contradicts=told)
    sentence = " ".join(text_of(other.document_id)[other.unit_start : other.unit_end].split())
    text = f"{head}: {stopped(PARAGRAPH_NUMBER.sub('', sentence).strip(AROUND_WORDS))}"
    whole = DraftStatement(text, (quote,), "quoted", contradicts=told)
    if len(sentence.split()) <= SHORT_SENTENCE or is_short(question, [*said, whole]):
        return whole
    names = (other.measure, "" if other.period_inferred else other.period or "")
    return replace(whole, text=f"{head}: {', '.join(filter(None, names))}.", frame=names)
