"""From a record to groups of texts that are read together: one that holds the answer, and others that do not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from eval.reader.records import Candidate, Record

NEGATIVES = {"sentence": 3, "row": 3, "passage": 2}
UNANSWERED = 1
PASSAGE_SHARE = 0.15
# Sets that have nothing but passages.
PASSAGES_ONLY = ("medquad", "pubmedqa", "qmsum")
SHORT, LONG = 96, 160
# Characters that fill a window of LONG tokens beside a question of the usual length, digits and names allowed for.
WINDOW = 520
_BREAK = re.compile(r"(?<=[.!?])\s+(?=[\"'(A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True)
class Text:
    """A text beside the question. `spans` are the places of the answer in it; `no_answer` None where unknown."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    no_answer: bool | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Texts for one question, of one kind. `gold` is the index of the one with the evidence; None where none has."""

    question: str
    texts: tuple[Text, ...]
    gold: int | None
    limit: int
    source: str = ""


@lru_cache(maxsize=4096)
def _pattern(answer: str) -> re.Pattern[str]:
    before = r"(?<!\w)(?<!\d[.,])" if answer[0].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if answer[-1].isalnum() else ""
    return re.compile(before + re.escape(answer) + after, re.IGNORECASE)


def spans_of(answers: Sequence[str], text: str) -> tuple[tuple[int, int], ...]:
    """Where any of the answers stands in the text as whole words, whatever its case."""
    return tuple(sorted({m.span() for answer in answers for m in _pattern(answer).finditer(text)}))


def groups(record: Record, random: Random) -> list[Group]:
    """What one question gives for one time through the material: candidates of one kind, and windows of its context."""
    found = [_candidates(record, random), _windows(record, random)]
    return [group for group in found if group is not None]


def _candidates(record: Record, random: Random) -> Group | None:
    kinds = sorted({c.kind for c in record.candidates if c.gold or not record.answerable})
    if record.set not in PASSAGES_ONLY and len(kinds) > 1:
        kinds = ["passage"] if random.random() < PASSAGE_SHARE else [k for k in kinds if k != "passage"]
    if not kinds:
        return None
    kind = random.choice(kinds)
    limit = LONG if kind == "passage" else SHORT
    gold = [c for c in record.candidates if c.gold and c.kind == kind]
    other = [c for c in record.candidates if not c.gold and c.kind == kind]
    if not record.answerable:
        chosen = random.sample(other, min(UNANSWERED, len(other)))
        unanswered = tuple(Text(c.text, (), True) for c in chosen)
        return Group(record.question, unanswered, None, limit, record.set) if unanswered else None
    if not gold or not other:
        return None
    chosen = random.sample(other, min(NEGATIVES[kind], len(other)))
    first = random.choice(gold)
    texts = (Text(first.text, spans_of(record.answers, first.text), False), *(_negative(record, c) for c in chosen))
    return Group(record.question, texts, 0, limit, record.set)


def _negative(record: Record, candidate: Candidate) -> Text:
    """A candidate that is not gold: it answers nothing, unless the answer stands in it all the same."""
    return Text(candidate.text, (), None if spans_of(record.answers, candidate.text) else True)


def _windows(record: Record, random: Random) -> Group | None:
    """A window of the context that holds the answer beside one that does not; or any, for a question unanswered."""
    if not record.context:
        return None
    if not record.answerable:
        start = random.randrange(max(1, len(record.context) - WINDOW))
        window = _cut(record.context, start, None)
        return Group(record.question, (Text(window[1], (), True),), None, LONG, record.set)
    if record.answer_start is None:
        return None
    answer = (record.answer_start, record.answer_start + len(record.answers[0]))
    if answer[1] - answer[0] > WINDOW // 2:
        return None
    earliest = max(0, answer[1] - WINDOW)
    start, window_text = _cut(record.context, random.randint(earliest, answer[0]), answer)
    texts = [Text(window_text, ((answer[0] - start, answer[1] - start),), False)]
    if (without := _without(record, random)) is not None:
        texts.append(without)
    gold = 0 if len(texts) > 1 else None
    return Group(record.question, tuple(texts), gold, LONG, record.set)


def _without(record: Record, random: Random) -> Text | None:
    """A window of the same context, or a passage of another, in which no answer stands."""
    for _ in range(3):
        _, text = _cut(record.context, random.randrange(max(1, len(record.context) - WINDOW // 2)), None)
        if len(text) > WINDOW // 4 and not spans_of(record.answers, text):
            return Text(text, (), True)
    passages = [c.text for c in record.candidates if c.kind == "passage" and not c.gold]
    passages = [text for text in passages if not spans_of(record.answers, text)]
    return Text(random.choice(passages)[: 2 * WINDOW], (), True) if passages else None


def _cut(text: str, start: int, keep: tuple[int, int] | None) -> tuple[int, str]:
    """A window from near `start`, from the beginning of a sentence or line where there is one, `keep` within it."""
    starts = [0, *(m.end() for m in _BREAK.finditer(text))]
    latest = keep[0] if keep else len(text)
    earliest = max(0, keep[1] - WINDOW) if keep else 0
    fitting = [s for s in starts if earliest <= s <= latest]
    if fitting:
        start = min(fitting, key=lambda s: abs(s - start))
    else:
        while start < latest and start > 0 and text[start - 1].isalnum():
            start += 1
    return start, text[start : start + WINDOW]
