"""What an answer to a question of a public set is worth: the value or the words wanted, in a short answer.

Beside right and wrong, the usual measures of such sets: exact match and F1 of words (SQuAD, Rajpurkar and others 2016),
ROUGE-L (Lin 2004), and the share of a reference sentence's facts that an answer holds.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.scoring.intervals import mean_interval
from eval.scoring.score import mean, normal, numbers, says, without_marks
from eval.types import Extra, Question, Reply, TimedReply

# A right answer has at most so many words: one sentence where one value is wanted, a few where several are.
SHORT_WORDS, LONG_WORDS = 40, 90
MORE_NUMBERS = 4  # than the reference has; more is a heap of figures
FACTS_ENOUGH = 0.75

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
SPELLED = {
    word: str(number)
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(thousand|million|billion)?")
_VALUE = re.compile(r"[-(]?\s*[$£€]?\s*\(?\s*(\d+(?:\.\d+)?)\s*%?\)?\s*(thousand|million|billion)?")
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][\w'’-]+")

Mode = Literal["any", "all", "free-form"]


@dataclass(frozen=True, slots=True)
class Known:
    """What a public set knows of a question: `any` of the answers is right, or `all` must be there.

    `free-form` answers are sentences. `scale` is the word that a bare number of the answer stands for.
    """

    answers: tuple[str, ...]
    mode: Mode
    scale: str = ""


def judge_of(known: Mapping[str, Known]) -> Callable[[Question, Reply], tuple[str, ...]]:
    """The judge over questions whose answers are in `known`, by question id."""

    def judge(question: Question, reply: Reply) -> tuple[str, ...]:
        if not question.answerable:
            return ("answered, but the text does not say",) if reply.answered else ()
        if not reply.answered:
            return ("refused, but the text does say",)
        return (*_size_faults(known[question.id], reply.answer), *_word_faults(known[question.id], reply.answer))

    return judge


def _size_faults(wanted: Known, answer: str) -> list[str]:
    found = []
    words, limit = word_count(answer), SHORT_WORDS if wanted.mode == "any" else LONG_WORDS
    if words > limit:
        found.append(f"too long: {words} words, at most {limit}")
    said = len(numbers(answer))
    most = max(len(numbers(text)) for text in wanted.answers) + MORE_NUMBERS
    if wanted.mode == "any" and said > most:
        found.append(f"a heap of figures: {said} numbers, at most {most}")
    return found


def word_count(answer: str) -> int:
    """Words of an answer; marks and the points that they leave behind are none."""
    return sum(any(char.isalnum() for char in word) for word in without_marks(answer).split())


def _word_faults(wanted: Known, answer: str) -> list[str]:
    if wanted.mode == "free-form":
        share = max(facts_said(answer, text) for text in wanted.answers)
        return [] if share >= FACTS_ENOUGH else [f"says {share:.0%} of the facts"]
    said = [says_value(answer, text, wanted.scale) for text in wanted.answers]
    if wanted.mode == "any":
        return [] if any(said) else ["does not say " + " or ".join(f"“{text}”" for text in wanted.answers)]
    return [f"does not say “{text}”" for text, there in zip(wanted.answers, said, strict=True) if not there]


def says_value(answer: str, wanted: str, scale: str = "") -> bool:
    """Whether the answer says the text, or the same value: another scale, sign, or rounded to one decimal or more."""
    text, target = normal(answer), normal(wanted)
    if says(text, target):
        return True
    match = _VALUE.fullmatch(target)
    if match is None:
        return False
    digits, own = match.groups()
    factor = SCALES.get(own or scale, 1.0)
    spelled = " ".join(SPELLED.get(word, word) for word in re.findall(r"[\w.%,]+", text))
    for said, said_scale in _AMOUNT.findall(f"{text} ; {spelled}"):
        decimals = len(said.partition(".")[2])
        unit = SCALES.get(said_scale, 1.0)
        for value, step in ((float(said), 1.0), (float(said) * unit, unit)):
            slack = 0.5 * 10.0**-decimals * step if decimals else 0.0
            if any(abs(value - v) <= slack + 1e-9 * v for v in (float(digits), float(digits) * factor)):
                return True
    return False


def facts_said(answer: str, reference: str) -> float:
    """The share of a reference's numbers and names that an answer says; of its words where it has neither."""
    facts = {*numbers(reference), *(normal(name) for name in _NAME.findall(reference))}
    facts = facts or set(_plain_words(reference))
    text = normal(answer)
    return sum(says(text, fact) for fact in facts) / max(1, len(facts))


def _plain_words(text: str) -> list[str]:
    """The words as SQuAD compares them: lower case, without punctuation and articles."""
    plain = without_marks(text).lower().translate(str.maketrans("", "", string.punctuation))
    return _ARTICLE.sub(" ", plain).split()


def word_f1(said: str, wanted: str) -> float:
    """F1 of the words that two texts share, as SQuAD's scorer has it."""
    ours, gold = _plain_words(said), _plain_words(wanted)
    shared = sum((Counter(ours) & Counter(gold)).values())
    return 2 * shared / (len(ours) + len(gold)) if shared else 0.0


def rouge_l(said: str, wanted: str) -> float:
    """F1 of the longest common subsequence of words."""
    ours, gold = (re.findall(r"\w+", normal(text)) for text in (said, wanted))
    row = [0] * (len(gold) + 1)
    for word in ours:
        before = row[:]
        for index, other in enumerate(gold):
            row[index + 1] = before[index] + 1 if word == other else max(row[index], before[index + 1])
    return 2 * row[-1] / (len(ours) + len(gold)) if row[-1] else 0.0


def more_figures(
    questions: Sequence[Question], replies: Mapping[str, TimedReply], known: Mapping[str, Known]
) -> dict[str, Extra]:
    """The usual measures of such sets over the answerable questions; a refusal scores nothing.

    `quote_exact` and `quote_f1` are of the shortest quote that the answer rests on, the others of the answer.
    """
    values: dict[str, list[float | None]] = {name: [] for name in ("quote_exact", "quote_f1", "rouge_l", "facts")}
    lengths: list[float | None] = []
    for question in questions:
        timed = replies.get(question.id)
        if not question.answerable:
            continue
        answered = timed is not None and timed.reply.answered
        reply = timed.reply if timed and answered else Reply("", False)
        answers = known[question.id].answers
        quote = min((c.quote for c in reply.citations), key=len, default="")
        values["quote_exact"].append(float(any(_plain_words(quote) == _plain_words(text) for text in answers)))
        values["quote_f1"].append(max(word_f1(quote, text) for text in answers))
        values["rouge_l"].append(max(rouge_l(without_marks(reply.answer), text) for text in answers))
        values["facts"].append(max(facts_said(reply.answer, text) for text in answers))
        lengths.append(float(word_count(reply.answer)) if answered else None)
    found = {name: Extra(mean(scores), mean_interval(scores)) for name, scores in values.items()}
    return found | {"answer_words": Extra(mean(lengths), mean_interval(lengths))}
