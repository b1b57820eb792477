"""Nothing is said that is not proven: each statement is checked against the text that it cites."""

from collections.abc import Callable
from functools import lru_cache

from indexer import Document
from service.answering.draft import Draft, DraftStatement
from service.words import words

# Words that an answer may add of its own.
OWN_WORDS = frozenset({"and", "the", "a", "in", "of", "to"})

TextOf = Callable[[str], str]
DocumentOf = Callable[[str], Document | None]


def proven(draft: Draft, text_of: TextOf, document_of: DocumentOf) -> tuple[DraftStatement, ...]:
    """The statements of a draft that hold; the others are dropped."""
    return tuple(s for s in draft.statements if holds(s, text_of, document_of))


def holds(statement: DraftStatement, text_of: TextOf, document_of: DocumentOf) -> bool:
    """True where every quote stands in its document, and every word and number of the statement in a quote.

    What the frame adds (headings, column names, place and period) must stand in the same document or in what is
    known of it.
    """
    if not statement.quotes or not any(character.isalnum() for character in statement.text):
        return False
    quoted: set[str] = set()
    around: set[str] = set()
    for quote in statement.quotes:
        text, document = text_of(quote.document_id), document_of(quote.document_id)
        if (
            document is None
            or not 0 <= quote.start < quote.end <= len(text)
            or not text[quote.start : quote.end].strip()
        ):
            return False
        quoted.update(words(text[quote.start : quote.end]))
        if statement.frame:
            known = (document.title, document.place, document.period, document.published)
            around.update(words(" ".join(part for part in known if part)))
            around.update(w for part in statement.frame for w in words(part) if w in _document_words(text))
    return all(w in quoted or w in around or w in OWN_WORDS for w in words(statement.text))


@lru_cache(maxsize=64)
def _document_words(text: str) -> frozenset[str]:
    return frozenset(words(text))
