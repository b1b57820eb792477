"""What is wrong with the evidence of a question: a quote that is not there, another page, another line."""

from collections.abc import Iterator
from difflib import get_close_matches

from eval.questions.documents import Documents
from eval.questions.nearest import nearest
from eval.questions.sets import lines_named
from eval.scoring.score import fold
from eval.types import Evidence, Question

LINES_OFF = 3  # as many lines may a stated line be away: files are counted in several ways
SHORT = 15  # characters: a quote shorter than that and standing in several places proves little
SHOWN = 160  # characters of a quote in a message

Told = tuple[str, str]  # "error" or "warning", and what


def evidence_findings(question: Question, documents: Documents) -> Iterator[Told]:
    """Everything that is wrong with the places that a question names."""
    for name in question.documents:
        if name not in documents.folded:
            yield "error", f"'documents' names '{name}', {_not_there(name, documents)}"
    for number, evidence in enumerate(question.evidence, 1):
        for severity, message in _one(evidence, question, documents):
            yield severity, f"evidence {number}: {message}"


def _one(evidence: Evidence, question: Question, documents: Documents) -> Iterator[Told]:
    name = evidence.document
    if name not in documents.folded:
        yield "error", f"it is in '{name}', {_not_there(name, documents)}"
        return
    if question.documents and name not in question.documents:
        yield "error", f"it is in '{name}', which 'documents' leaves out, so that it cannot be found; add it there"
    places = documents.places(name, evidence.quote)
    if not places:
        yield "error", _missing(evidence, documents)
        return
    quote = fold(evidence.quote)
    if len(places) > 1 and len(quote) < SHORT:
        yield "warning", f"“{quote}” stands in {len(places)} places of '{name}'; quote more of the sentence"
    yield from _page(evidence, documents)
    lines = documents.lines_of(name, evidence.quote)
    if evidence.line is not None and lines and min(abs(line - evidence.line) for line in lines) > LINES_OFF:
        yield "warning", f"'line' says {evidence.line}, but the quote begins on {lines_named(lines)}; mend 'line'"


def _page(evidence: Evidence, documents: Documents) -> Iterator[Told]:
    if evidence.page is None:
        return
    if not documents.pages.get(evidence.document):
        yield "warning", f"'page' says {evidence.page}, but '{evidence.document}' has no pages; leave 'page' out"
        return
    pages = documents.page_of(evidence.document, evidence.quote)
    if evidence.page not in pages:
        told = " and ".join(map(str, pages)) or "none"
        yield "error", f"'page' says {evidence.page}, but the quote stands on page {told}; mend 'page'"


def _not_there(name: str, documents: Documents) -> str:
    alike = get_close_matches(name, documents.folded, n=1)
    return "which is not in the index; " + (
        f"did you mean '{alike[0]}'?" if alike else "put it into the corpus and build the index, or mend the name"
    )


def _missing(evidence: Evidence, documents: Documents) -> str:
    name, quote = evidence.document, fold(evidence.quote)
    head = f"“{_cut(quote)}” does not stand in '{name}'"
    others = [other for other, text in documents.folded.items() if quote in text]
    if others:
        return f"{head} but in '{others[0]}'; mend 'doc'"
    text = documents.folded[name]
    place = nearest(text, quote)
    if place is None:
        return f"{head}, and nothing like it; copy the words as they stand there"
    found = text[slice(*place)]
    lines, pages = documents.lines_of(name, found), documents.page_of(name, found)
    where = f" (page {pages[0]})" if pages else f" (line {lines[0]})" if lines else ""
    return f"{head}; the nearest words are “{_cut(found)}”{where}; copy them as they stand there"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
