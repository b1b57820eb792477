"""The figures of a run, equal to those of the reference scorer on the same set and answers.

docs/evaluation.md says in words what each figure means. Everything here is pure: no file is read, nothing depends
on the order of the answers.
"""

import re
import statistics
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from eval.types import Evidence, Figures, Group, Question, Quoted, Reply, Row, Score, TimedReply

SHORT_TYPES = frozenset({"lookup", "table", "judgement", "yesno", "definition"})
LONG_TYPES = frozenset({"list", "summary", "ambiguous"})
NEAR = 400  # characters: a citation this close to the evidence is still on the point
OVERLAP = 0.3  # of the shorter span: then two spans are the same place

_MARK = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPACE = re.compile(r"\s+")
_PER_CENT = re.compile(r"\s*(?:per cent|percent)\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})

Span = tuple[int, int]
Place = tuple[str, list[Span]]  # a document, and where in its text
# Every reason why a reply is not right; none where it is.
Judge = Callable[[Question, Reply], tuple[str, ...]]
UNANSWERED = TimedReply(Reply(answer="", answered=False))


def fold(text: str) -> str:
    """One space for every run of white space."""
    return _SPACE.sub(" ", text).strip()


def without_marks(text: str) -> str:
    """The text with its citation marks [1], [2, 3] taken out."""
    return _MARK.sub(" ", text)


def normal(text: str) -> str:
    """The form in which words and figures are compared: folded, lower case, `%`, no thousands commas, plain quotes."""
    plain = fold(without_marks(text)).lower().translate(_PLAIN)
    return _THOUSANDS.sub("", _PER_CENT.sub("%", plain).replace(" %", "%"))


def numbers(text: str) -> list[str]:
    """The numbers of a text, compared as normal text."""
    return _NUMBER.findall(normal(text))


def says(answer: str, wanted: str) -> bool:
    """True where `wanted` stands in `answer` from the start of a word or number; both already normal.

    A number must also end there: 8 is neither in 68 nor in 8.5, but it is in 8.0.
    """
    first, last = wanted[:1], wanted[-1:]
    before = r"(?<![\d.])" if first.isdigit() else r"(?<![^\W\d_])" if first.isalpha() else ""
    after = r"(?!\d|\.0*[1-9])" if last.isdigit() else ""
    return re.search(before + re.escape(wanted) + after, answer) is not None


def word_limit(question: Question) -> int:
    """How many words a right answer may have."""
    return 90 if question.type in SHORT_TYPES else 220 if question.type in LONG_TYPES else 130


def number_limit(question: Question) -> int:
    """How many numbers a right answer may hold; more is a heap of figures and no answer."""
    slack = 4 if question.type in SHORT_TYPES else 99 if question.type in LONG_TYPES else 8
    return len(numbers(question.answer)) + slack


def faults(question: Question, reply: Reply) -> tuple[str, ...]:
    """Every reason why the reply is not right, in words for a reader; none where it is."""
    if not question.answerable:
        return ("answered, but the reports do not say",) if reply.answered else ()
    if not reply.answered:
        return ("refused, but the reports do say",)
    found: list[str] = []
    words, limit = len(without_marks(reply.answer).split()), word_limit(question)
    if words > limit:
        found.append(f"too long: {words} words, at most {limit}")
    said, most = len(numbers(reply.answer)), number_limit(question)
    if said > most:
        found.append(f"a heap of figures: {said} numbers, at most {most}")
    text = normal(reply.answer)
    found += [
        "does not say " + " or ".join(f"“{wanted}”" for wanted in group)
        for group in question.must_include
        if not any(says(text, normal(wanted)) for wanted in group)
    ]
    found += [f"says “{bad}”" for bad in question.must_not_include if says(text, normal(bad))]
    return tuple(found)


def find_spans(text: str, quote: str) -> list[Span]:
    """Every place where the quote stands in the text, overlapping ones too; both already folded."""
    found: list[Span] = []
    start = text.find(quote) if quote else -1
    while start >= 0:
        found.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return found


def _same_place(one: Span, other: Span) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= OVERLAP * min(one[1] - one[0], other[1] - other[0])


def _near(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) - min(one[1], other[1]) <= NEAR


def _any_pair(test: Callable[[Span, Span], bool], ones: Iterable[Span], others: Sequence[Span]) -> bool:
    """Whether the test holds of any two; `others` are the places of one quote, of one length and in order.

    Of those, only the last to begin before a span and the first to begin after it can be the nearest to it.
    """
    for one in ones:
        after = bisect_right(others, one)
        if any(test(one, other) for other in others[max(0, after - 1) : after + 1]):
            return True
    return False


def located(quotes: Iterable[tuple[str, str]], texts: Mapping[str, str]) -> list[Place]:
    """Each quote's document with the quote's places in its text; none where it does not stand there."""
    return [(name, find_spans(texts.get(name, ""), fold(quote))) for name, quote in quotes]


def evidence_items(evidence: Sequence[Evidence], places: Sequence[Place]) -> list[list[Place]]:
    """The things to be found, each as the places of which any one is enough.

    Each place that is no alternative is one; with at most one such, all places together are one.
    """
    required = [[place] for place, e in zip(places, evidence, strict=True) if not e.alternative]
    return required if len(required) > 1 else [list(places)]


def meets(place: Place, item: Sequence[Place]) -> bool:
    """Whether a place is the same as one of an item's."""
    name, spans = place
    return any(name == document and _any_pair(_same_place, spans, where) for document, where in item)


def _citation_figures(
    evidence: Sequence[Evidence], citations: Sequence[Quoted], texts: Mapping[str, str]
) -> tuple[float | None, float | None, float | None]:
    """Share of verbatim quotes, recall of the evidence, precision of the citations.

    Recall and precision are None where the evidence lies in a document that has no text here: it cannot be judged.
    """
    cited = located([(c.source, c.quote) for c in citations], texts)
    verbatim = sum(bool(spans) for _, spans in cited) / len(cited) if cited else None
    if any(e.document not in texts for e in evidence):
        return verbatim, None, None
    gold = located([(e.document, e.quote) for e in evidence], texts)
    items = evidence_items(evidence, gold)
    recall = sum(any(meets(place, item) for place in cited) for item in items) / len(items)
    near = [any(name == doc and _any_pair(_near, where, spans) for name, where in gold) for doc, spans in cited]
    return verbatim, recall, sum(near) / len(near) if near else None


def _numbers_supported(reply: Reply) -> float | None:
    said = numbers(reply.answer)
    quoted = set(_NUMBER.findall(" ".join(normal(c.quote) for c in reply.citations)))
    return sum(n in quoted for n in said) / len(said) if said and reply.answered else None


def score_reply(question: Question, timed: TimedReply | None, texts: Mapping[str, str], judge: Judge = faults) -> Row:
    """What one reply is worth; None for `timed`: there is no reply, which counts as a refusal."""
    reply, ms = (timed or UNANSWERED).reply, (timed or UNANSWERED).ms
    verbatim, recall, precision = _citation_figures(question.evidence, reply.citations, texts)
    return Row(
        id=question.id,
        type=question.type,
        difficulty=question.difficulty,
        answerable=question.answerable,
        missing=timed is None,
        answered=reply.answered,
        correct=not judge(question, reply),
        verbatim=verbatim,
        citation_recall=recall if question.answerable else None,
        citation_precision=precision if question.answerable else None,
        numbers_supported=_numbers_supported(reply),
        ms=ms,
    )


# Each of these figures is the mean, over the questions to which it applies, of one value a question.
MEANS: dict[str, Callable[[Row], float | None]] = {
    "correct": lambda row: row.correct,
    "correct_answerable": lambda row: row.correct if row.answerable else None,
    "wrong_when_answered": lambda row: not row.correct if row.answered else None,
    "refusal_precision": lambda row: None if row.answered else not row.answerable,
    "refusal_recall": lambda row: None if row.answerable else not row.answered,
    "citation_verbatim": lambda row: row.verbatim,
    "citation_recall": lambda row: row.citation_recall,
    "citation_precision": lambda row: row.citation_precision,
    "numbers_supported": lambda row: row.numbers_supported,
}
PERCENTILES = {"ms_p50": 0.5, "ms_p95": 0.95}


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are there, to four places."""
    there = [value for value in values if value is not None]
    return round(statistics.fmean(there), 4) if there else None


def percentile_index(count: int, share: float) -> int:
    """Which of `count` sorted values stands for the percentile."""
    return min(count - 1, int(count * share))


def percentile(values: Iterable[float | None], share: float) -> float | None:
    """The value below which that share of those lies that are there; one of them, never between two."""
    there = sorted(value for value in values if value is not None)
    return there[percentile_index(len(there), share)] if there else None


def _groups(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, Group]:
    by: defaultdict[str, list[bool]] = defaultdict(list)
    for row in rows:
        by[key(row)].append(row.correct)
    return {name: Group(n=len(values), correct=mean(values)) for name, values in sorted(by.items())}


def score(
    questions: Sequence[Question],
    replies: Mapping[str, TimedReply],
    texts: Mapping[str, str],
    judge: Judge = faults,
) -> Score:
    """Score the replies, held by question id, against documents' texts, folded and held by file name."""
    rows = tuple(score_reply(question, replies.get(question.id), texts, judge) for question in questions)
    figures = Figures(
        questions=len(rows),
        missing=sum(row.missing for row in rows),
        **{name: mean(map(value, rows)) for name, value in MEANS.items()},
        **{name: percentile((row.ms for row in rows), share) for name, share in PERCENTILES.items()},
    )
    by = {"type": _groups(rows, lambda row: row.type), "difficulty": _groups(rows, lambda row: row.difficulty)}
    return Score(figures, by, rows)
