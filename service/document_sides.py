"""Which reports a question with several sides must be answered from: those of each place, those of each time."""

import re
from collections.abc import Sequence

from indexer import Document
from service.question import Question

SINCE = re.compile(r"\bsince\b|\bover time\b|\bnow\b|\btoday\b|\bcurrent(?:ly)?\b|\blatest\b", re.IGNORECASE)
# Evidence over several times is asked for by these kinds of question only.
OVER_TIME = frozenset({"trend", "comparison"})


def document_sides(question: Question, documents: Sequence[Document]) -> list[tuple[str, ...]]:
    """The ids of the reports of each side; none where one search over all reports is enough."""
    if len(question.places) > 1:
        sides = [tuple(d.id for d in documents if d.place == place) for place in question.places]
        return [ids for ids in sides if ids]
    if question.kind not in OVER_TIME:
        return []
    found = [d for d in of_time(question, documents) if not question.places or d.place in question.places]
    return [(d.id,) for d in found] if len({(d.from_year, d.to_year) for d in found}) > 1 else []


def of_time(question: Question, documents: Sequence[Document]) -> list[Document]:
    """The reports of the years from the first to the last that a question names; with "since" up to the latest."""
    if not question.years:
        return []
    first, last = min(question.years), max(question.years)
    until = 9999 if SINCE.search(question.standalone) else last
    return [
        d
        for d in documents
        if d.from_year is not None and d.to_year is not None and d.from_year <= until and first <= d.to_year
    ]
