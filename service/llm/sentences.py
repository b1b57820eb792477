"""From the text that a model wrote to its sentences, each with the numbers of the evidence that it cites."""

import re
import unicodedata
from dataclasses import dataclass

from service.citing import fold

# What a reasoning model writes before its answer.
_THINKING = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)]|#{1,6})\s+", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|__|`")
_MARK = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]")
_MARKS = re.compile(rf"(?:\s*{_MARK.pattern})+")
# A sentence ends with a stop and a capital, a figure or a quotation mark after it, or with its line. Marks may stand
# before the stop or after it.
_END = re.compile(
    rf"(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bNo)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)"
    rf"[.!?][\"”’)]*(?P<marks>(?:\s*{_MARK.pattern})*)\s+(?=[\"“‘(]?[A-Z0-9£])|\n+"
)
_OPENING = re.compile(r"^(?:yes|no)[,.:;–]\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its marks; `marks` are the numbers that it cites, in order and without repeats."""

    text: str
    marks: tuple[int, ...]


def sentences(text: str) -> list[Sentence]:
    """The sentences of a model's text, without what is invisible.

    A bare "Yes" or "No" in front is taken off: no quote can prove it.
    """
    visible = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
    plain = _EMPHASIS.sub("", _BULLET.sub("", _THINKING.sub("", visible)))
    found: list[Sentence] = []
    start = 0
    for end in [*(match.end() for match in _END.finditer(plain)), len(plain)]:
        sentence = _sentence(plain[start:end])
        start = end
        if sentence is not None and sentence not in found:
            found.append(sentence)
    return found


def _sentence(raw: str) -> Sentence | None:
    marks = [int(number) for match in _MARK.finditer(raw) for number in re.findall(r"\d+", match[1])]
    text = re.sub(r"\s+([.,;:!?])", r"\1", fold(_MARKS.sub("", raw)))
    without = _OPENING.sub("", text)
    text = without[:1].upper() + without[1:]
    if not any(character.isalnum() for character in text):
        return None
    return Sentence(text if text[-1] in ".!?" else text.rstrip(":;,") + ".", tuple(dict.fromkeys(marks)))
