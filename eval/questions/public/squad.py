"""SQuAD 2 (Rajpurkar and others 2018): articles in paragraphs, questions of each, some of which it does not answer.

Each article becomes one text file, of which its questions are asked. The evidence is the sentence of an answer.
"""

from dataclasses import dataclass
from typing import Any

from eval.questions.public.converted import Converted, named_files
from eval.questions.sets import BadRecordError, Record, parts, take
from indexer.sentences import split_sentences

FORM = "SQuAD 2"


@dataclass(frozen=True, slots=True)
class _Asked:
    id: str
    question: str
    answers: tuple[tuple[str, int], ...]
    impossible: bool
    plausible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    context: str
    asked: tuple[_Asked, ...]


def looks_like_squad(content: object) -> bool:
    """Whether the content of a JSON file is meant to be of this form."""
    return isinstance(content, dict) and "data" in content


def read_squad(content: dict[str, Any]) -> Converted:
    """The set in our form; `BadRecordError` says where the content is not as it should be."""
    articles = parts(content, "data", _article)
    files = named_files([title for title, _ in articles], ".txt")
    docs: dict[str, str] = {}
    records: list[Record] = []
    for name, (title, paragraphs) in zip(files, articles, strict=True):
        docs[name] = "\n\n".join([title.replace("_", " "), *(paragraph.context for paragraph in paragraphs)]) + "\n"
        records += (
            _record(asked, paragraph, name, number)
            for number, paragraph in enumerate(paragraphs)
            for asked in paragraph.asked
        )
    return Converted(FORM, docs, records)


def _article(record: Record) -> tuple[str, tuple[_Paragraph, ...]]:
    return take(record, "title", str, "article"), parts(record, "paragraphs", _paragraph)


def _paragraph(record: Record) -> _Paragraph:
    return _Paragraph(take(record, "context", str), parts(record, "qas", _asked))


def _asked(record: Record) -> _Asked:
    answers = parts(record, "answers", _span, [])
    impossible = take(record, "is_impossible", bool, False)
    if not impossible and not answers:
        raise BadRecordError("'answers' is empty, and 'is_impossible' is not true")
    plausible = parts(record, "plausible_answers", _span, [])
    texts = tuple(dict.fromkeys(text for text, _ in plausible))
    return _Asked(take(record, "id", str), take(record, "question", str), answers, impossible, texts)


def _span(record: Record) -> tuple[str, int]:
    return take(record, "text", str), take(record, "answer_start", int)


def _record(asked: _Asked, paragraph: _Paragraph, name: str, number: int) -> Record:
    answers = [] if asked.impossible else list(dict.fromkeys(text for text, _ in asked.answers))
    quotes = [] if asked.impossible else [_sentence(paragraph.context, *answer) for answer in asked.answers]
    found = [quote for quote in dict.fromkeys(quotes) if quote]
    return {
        "id": asked.id,
        "question": asked.question,
        "answers": answers,
        "answer_mode": "any",
        "answerable": not asked.impossible,
        "evidence": [{"doc": name, "quote": quote, "alt": len(found) > 1} for quote in found],
        "scope": "doc",
        "meta": {"doc": name, "paragraph": number, "plausible_answers": list(asked.plausible)},
    }


def _sentence(context: str, text: str, start: int) -> str:
    """The sentence or sentences that hold the answer; empty where it is not in the paragraph."""
    if context[start : start + len(text)] != text:
        start = context.find(text)
    if start < 0:
        return ""
    end = start + len(text)
    held = [span for span in split_sentences(context, 0, len(context)) if span[0] < end and span[1] > start]
    return context[held[0][0] : held[-1][1]] if held else text
