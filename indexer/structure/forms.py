"""What a text says that is not its author's finding: a form's statements and instructions, page furniture, charts."""

import re

from indexer.structure.headings import MAX_CHARACTERS, PAGE_NUMBER, Outline
from indexer.structure.lines import BULLET, CHART_POINTER, FINAL, NUMBERED, clean
from indexer.types import BlockKind

CRITERION = re.compile(r"\W{0,3}\d{1,2}\.\d{1,2}\)\s")
_ORPHAN_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,3})+\.?")
# How a form tells those who fill it in what to write.
_GUIDANCE = re.compile(
    r"\W*please\b(?!,?\s+note)|.*\byou may wish to\b"
    r"|.*\bplease (?:reference|include|describe|provide|attach|complete|refer to)\b"
    r"|\W*(?:what|how|which|where)\b[^.]*\byour (?:la|local authority|authority|council|area|service|organisation)\b"
    r"|\W*this (?:section )?is (?:an )?optional",
    re.IGNORECASE,
)
# The square before a line of a chart's key, as a picture's reader takes it: a sign or a letter alone.
_KEY_OF_CHART = re.compile(r"(?:[^\w\s]|[b-df-hj-zB-HJ-Z])\s+[A-Z]")
_LEGEND_BULLET = re.compile(r"e\s+(?=[A-Z])")
_SENTENCES = re.compile(r"[a-z][.!?]\s+[A-Z]")
LONGEST_ITEM = 200


def is_page_furniture(words: str, outline: Outline) -> bool:
    """A page number, a paragraph number that lost its text, or a label that a form repeats."""
    return bool(PAGE_NUMBER.fullmatch(words) or _ORPHAN_NUMBER.fullmatch(words)) or words.lower() in outline.labels


def is_form_s(body: str, outline: Outline) -> bool:
    """True for a numbered statement or an instruction of the form that the document fills in."""
    return outline.is_form and (CRITERION.match(body) is not None or _GUIDANCE.match(clean(body)) is not None)


def is_legend(words: str, above: str) -> bool:
    """The key of a chart that is lost: a short line without a full stop right below what points at the chart."""
    if len(words) > MAX_CHARACTERS or FINAL.search(words) or "\t" in words:
        return False
    marked = _KEY_OF_CHART.match(words) is not None
    return CHART_POINTER.search(above if marked else above[-200:]) is not None


def is_item(line: str, body: str) -> bool:
    """A bullet (OCR reads some as the letter e), or a number before a short text."""
    if BULLET.match(line) or _LEGEND_BULLET.match(line):
        return True
    number = NUMBERED.match(line)
    # A numbered text of several sentences is a paragraph of a report that numbers them.
    return number is not None and len(body) < LONGEST_ITEM and not _SENTENCES.search(body, number.end())


def begins_item(line: str) -> bool:
    """Whether a line looks like the first of a list item, however long."""
    return bool(BULLET.match(line) or _LEGEND_BULLET.match(line) or NUMBERED.match(line))


def kind_of(line: str, body: str, outline: Outline) -> BlockKind:
    """What running text is; `line` is its first line."""
    if is_form_s(body, outline):
        return "criterion"
    return "list_item" if is_item(line, body) else "paragraph"
