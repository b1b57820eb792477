"""Nothing is said that is not proven: each statement is checked against the text that it cites."""

from collections.abc import Callable
from functools import lru_cache

from indexer import Document
from service.answer_words import answer_words
from service.answering.draft import Draft, DraftStatement
from service.arithmetic import Calculation, calculations, numbers_in, plain
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
    known of it. A computed statement may say what its calculation gives, too, and the words that tell of it. One that
    contradicts another place than its own may say that it stands elsewhere.
    """
    if not statement.quotes or not any(character.isalnum() for character in statement.text):
        return False
    quoted: set[str] = set()
    around: set[str] = set()
    cited = ""
    for quote in statement.quotes:
        text, document = text_of(quote.document_id), document_of(quote.document_id)
        if (
            document is None
            or not 0 <= quote.start < quote.end <= len(text)
            or not text[quote.start : quote.end].strip()
        ):
            return False
        cited += f" {text[quote.start : quote.end]}"
        if statement.frame:
            known = (document.title, document.place, document.period, document.published)
            around.update(words(" ".join(part for part in known if part)))
            around.update(w for part in statement.frame for w in words(part) if w in _document_words(text))
    quoted.update(words(cited))
    computed = _computed_words(statement, cited)
    if computed is None:
        return False
    around.update(_differing_words(statement))
    return all(w in quoted or w in around or w in OWN_WORDS or w in computed for w in words(statement.text))


def _computed_words(statement: DraftStatement, cited: str) -> frozenset[str] | None:
    """The words that a statement's calculation lets it say; None where the calculation does not hold.

    Every number that goes into it must be cited or come out of an earlier step. "Rose" and its like are let through
    only where a difference is above zero, and so on.
    """
    if statement.calculation is None:
        return frozenset()
    steps = calculations(statement.calculation)
    if steps is None:
        return None
    known = set(numbers_in(cited))
    said: set[str] = set(answer_words().linking)
    for step in steps:
        if not all(abs(operand) in known for operand in step.cited):
            return None
        known.add(abs(step.result))
        said.update(words(plain(abs(step.result))), _direction(step))
    return frozenset(said)


def _differing_words(statement: DraftStatement) -> frozenset[str]:
    other = statement.contradicts
    apart = other is not None and not any(
        quote.meets(other.document_id, other.start, other.end) for quote in statement.quotes
    )
    return answer_words().differing if apart else frozenset()


def _direction(step: Calculation) -> frozenset[str]:
    lists = answer_words()
    if step.form in ("difference", "change"):
        return lists.rising if step.result > 0 else lists.falling if step.result < 0 else lists.level
    return lists.extreme if step.form in ("max", "min") else frozenset()


@lru_cache(maxsize=64)
def _document_words(text: str) -> frozenset[str]:
    return frozenset(words(text))
