"""Sentences of a paragraph, with their places."""

import re

# A full stop after one of these ends no sentence; nor does one after a single capital ("J. Smith").
ABBREVIATIONS = frozenset(
    "e.g i.e etc cf vs no nos p pp para paras fig approx est inc incl dr mr mrs ms prof st cllr rev ref tel c ca sq "
    "dept jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
END = re.compile(r"[.!?]+[\"”’')\]*]*(?=\s+[\"“‘'(\[*£•–-]*\s?[A-Z0-9£])")

# The answer that a form has on its question's own line.
ANSWER = re.compile(r"\s+(?:Yes|No|N/A)\b(?![!,.])")


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of text[start:end], in order, without the white space between them."""
    body = text[start:end]
    spans: list[tuple[int, int]] = []
    begin = 0
    for match in END.finditer(body):
        word = re.search(r"[\w.]*$", body[begin : match.start()])
        before = word.group(0).lower().rstrip(".") if word else ""
        single = len(before) == 1 and before.isalpha() and body[match.start() - 1].isupper()
        if match.group(0) == "?" and ANSWER.match(body, match.end()):
            continue
        if match.group(0).startswith(".") and (before in ABBREVIATIONS or single):
            continue
        spans.append((begin, match.end()))
        begin = match.end()
    spans.append((begin, len(body)))
    trimmed = ((a + len(body[a:b]) - len(body[a:b].lstrip()), a + len(body[a:b].rstrip())) for a, b in spans)
    return [(start + a, start + b) for a, b in trimmed if a < b]
