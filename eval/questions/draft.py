"""The skeleton of a question set, made from what people asked: every record filled in as far as a program can."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from eval.scoring.score import fold, without_marks
from eval.types import Question, Quoted, Reply
from service.evidence import GRADE_WORDS
from service.journal import Asked, Cited, Entry, now

Record: TypeAlias = dict[str, Any]
# The question, the questions before it where it leans on them, the files that it was narrowed to.
Key: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]]

# A number of its own: neither the 466 of "A466" nor the 5 of "Q1.5".
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,/]\d+)*(?:\s?%|\s(?:per cent|percent)\b)?")
# The number of a list's item, which a quoted item begins with.
_ITEM = re.compile(r"^\(?\d{1,2}[.)]?\s+(?=[A-Z])")
_YEAR = re.compile(r"(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?")
_PER = re.compile(r"\bper 1[0,]*0\b")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?])")
# Of other kinds of question a "good" in the answer is as a rule no grade.
_GRADED = frozenset({"judgement", "yesno"})
_DONE = "Then delete this field."
_FILL_IN = "the right answer, its key words (must_include) and its evidence"


def chosen_entries(entries: Iterable[Entry], ratings: Collection[str] = ()) -> list[Entry]:
    """One entry a question: the one with the newest feedback, else the newest; those with feedback come first.

    With `ratings`, only the questions whose newest feedback is one of them.
    """
    best: dict[Key, Entry] = {}
    for entry in entries:
        key = key_of(entry.asked)
        if key not in best or _rank(entry) >= _rank(best[key]):
            best[key] = entry
    chosen = [entry for entry in best.values() if not ratings or (entry.feedback and entry.feedback.rating in ratings)]
    return sorted(chosen, key=lambda entry: (entry.feedback is None, _rank(entry)))


def entry_of(question: str, reply: Reply, index_version: str | None) -> Entry:
    """What came back to a question of a list, as if the journal had it."""
    asked = Asked(
        id="",
        time=now(),
        question=question,
        history=(),
        standalone_question=question,
        answered=reply.answered,
        answer=reply.answer,
        kind=reply.kind or "lookup",
        confidence=reply.confidence or 0.0,
        refusal_reason=reply.refusal_reason,
        citations=tuple(_cited(one) for one in reply.citations),
        index_version=index_version or "",
        answerer="",
        documents=(),
    )
    return Entry(asked, None)


def plain_question(text: str) -> Question:
    """A question of which nothing is known but its words."""
    return Question(identity_of((folded(text), (), ())), text, "lookup", "medium", answerable=True, answer="")


def draft_record(entry: Entry) -> Record:
    """The record of a set, with a `draft` that says what is left to do and `asked` for the owner's eye."""
    asked, said = entry.asked, entry.feedback
    answer = _BEFORE_STOP.sub("", fold(without_marks(asked.answer))) if asked.answered else "The reports do not say."
    is_wrong = said is not None and said.rating == "wrong"
    # The key words of a wrong answer are wrong as a rule, and none is sooner seen than a wrong one.
    key_words = _key_words(asked, answer) if asked.answered and not is_wrong else []
    record: Record = {
        "id": identity_of(key_of(asked)),
        "draft": _left_to_do(entry, key_words),
        "question": asked.question,
        "history": [{"question": t.question, "answer": t.answer} for t in asked.history if t.question.strip()],
        "type": _type(asked),
        "difficulty": "medium",
        "answerable": asked.answered,
        "answer": answer,
        "must_include": [[word] for word in key_words],
        "must_not_include": [],
        "evidence": _evidence(asked) if asked.answered else [],
    }
    if asked.documents:
        record["documents"] = list(asked.documents)
    record["asked"] = {
        "rating": said.rating if said else None,
        "comment": said.comment if said else None,
        "confidence": asked.confidence,
        "answer_id": asked.id or None,
        "index_version": asked.index_version or None,
        "time": asked.time,
    }
    return record


def folded(text: str) -> str:
    """The form in which questions are compared: white space and letter case do not matter."""
    return fold(text).casefold()


def _leans(asked: Asked) -> bool:
    """Whether the question was understood by the turns before it."""
    return bool(asked.history) and folded(asked.standalone_question) != folded(asked.question)


def key_of(asked: Asked) -> Key:
    """What makes two questions the same."""
    before = tuple(folded(turn.question) for turn in asked.history) if _leans(asked) else ()
    return folded(asked.question), before, tuple(sorted(asked.documents))


def identity_of(key: Key) -> str:
    """The id of a question's draft, the same whenever it is made."""
    return f"asked-{hashlib.sha256(json.dumps(key).encode()).hexdigest()[:10]}"


def _rank(entry: Entry) -> tuple[bool, str]:
    return entry.feedback is not None, entry.feedback.time if entry.feedback else entry.asked.time


def _type(asked: Asked) -> str:
    if not asked.answered:
        return "unanswerable"
    return "followup" if _leans(asked) else asked.kind


def _key_words(asked: Asked, answer: str) -> list[str]:
    """The numbers and grades that the answer says and the question does not."""
    given = set(_NUMBER.findall(asked.question))
    quotes = " ".join(cited.quote for cited in asked.citations)
    grades = [grade.lower() for grade in GRADE_WORDS.findall(answer)] if asked.kind in _GRADED else []
    # Neither the 2 of "grade 2" nor the 10,000 of "per 10,000" is a number of its own.
    told = _ITEM.sub("", answer)
    numbers = _NUMBER.findall(_PER.sub(" ", GRADE_WORDS.sub(" ", told) if grades else told))
    # A year that no quote has only says of what time the report speaks.
    numbers = [number for number in numbers if number in quotes or not _YEAR.fullmatch(number)]
    return [word for word in dict.fromkeys((*grades, *numbers)) if word not in given]


def _evidence(asked: Asked) -> list[Record]:
    places: list[Record] = []
    for cited in asked.citations:
        place: Record = {"doc": cited.source, "quote": cited.quote}
        place |= {"line": cited.line_start} if cited.line_start is not None else {}
        place |= {"page": cited.page_start} if cited.page_start is not None else {}
        if place not in places:
            places.append(place)
    return places


def _cited(quoted: Quoted) -> Cited:
    return Cited(quoted.source, quoted.quote, quoted.page_start, quoted.page_end, None)


def _left_to_do(entry: Entry, key_words: list[str]) -> str:
    said = entry.feedback
    words = f" (“{said.comment}”)" if said and said.comment else ""
    if not entry.asked.answered:
        if said is None:
            told = "Refused: do the reports really not say?"
        elif said.rating == "right":
            told = f"Refused, and marked right{words}: check that the reports do not say."
        else:
            told = f"Refused, and marked {said.rating}{words}: look whether the reports do say."
        return f"{told} If they do, set type and answerable, and write {_FILL_IN}. {_DONE}"
    if said and said.rating == "wrong":
        return f"Marked wrong{words}: write {_FILL_IN}, or make it unanswerable. {_DONE}"
    if said and said.rating == "missing":
        return f"Something is missing{words}: complete the answer, its key words (must_include) and evidence. {_DONE}"
    marked = f"Marked right{words}. " if said else ""
    more = "" if key_words else " Write what a right one must say (must_include)."
    return f"{marked}Check: is the answer right, is this its evidence?{more} {_DONE}"
