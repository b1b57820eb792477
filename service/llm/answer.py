"""From an extractive answer to one that a language model wrote over the same proof, or none where it did not hold."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer import Encoder
from service.answering.draft import Draft, DraftStatement, Quote
from service.citing import Texts
from service.evidence import Evidence, has_figure
from service.llm.checking import Checker
from service.llm.claims import leans
from service.llm.figures import figures, same
from service.llm.pieces import Piece, pieces_of
from service.llm.prompt import Prompt, prompt_of
from service.llm.sentences import Sentence, sentences
from service.question import Question
from service.words import words

logger = logging.getLogger(__name__)

# An answer of at most so many sentences, or of one for each place that the extractive answer rests on.
MAX_SENTENCES = 4
# So many figures more than the extractive answer has: an answer that shows a whole row answers nothing.
MORE_FIGURES = 3


class WriterError(Exception):
    """A model gave no text; the message is a word or two for the log and never holds what the endpoint said."""


class UnusableTextError(WriterError):
    """The endpoint did its work and the model said nothing of use: too much, or nothing at all."""


class Writer(Protocol):
    """Something that writes text, such as a language model behind an endpoint."""

    def write(self, prompt: Prompt, keep_going: Callable[[], None]) -> str:
        """The text that answers a prompt; raises `WriterError` where there is none in time.

        `keep_going` is called now and then while it waits; what that raises ends the work and passes through.
        """
        ...


@dataclass(frozen=True, slots=True)
class ModelAnswers:
    """Writes answers with a model and checks them. `places` are those of the shelf."""

    writer: Writer
    encoder: Encoder
    texts: Texts
    places: tuple[str, ...]

    def rewrite(
        self,
        question: Question,
        draft: Draft,
        ranked: Sequence[Evidence],
        keep_going: Callable[[], None],
    ) -> tuple[DraftStatement, ...] | None:
        """The statements of a model instead of those of `draft`, which are proven; None where they do not do.

        Computed statements are kept as they are: a model is not trusted with arithmetic.
        """
        computed = tuple(s for s in draft.statements if s.support == "computed")
        found = [s for s in draft.statements if s.support != "computed"]
        pieces = pieces_of(found, ranked, self.texts)
        if not pieces:
            return None
        try:
            text = self.writer.write(prompt_of(question, pieces), keep_going)
        except WriterError as error:
            logger.warning("the language model gave no answer: %s", error)
            return None
        kept = supported(sentences(text), Checker(pieces, self.encoder, question, self.places), pieces)
        if not _is_enough(kept, question, draft, pieces):
            logger.info("the language model's sentences did not do: %d of them held", len(kept))
            return None
        by_number = {piece.number: piece for piece in pieces}
        written = tuple(DraftStatement(s.text, _quotes(s, by_number), "generated") for s in kept)
        return written + computed


def supported(found: Sequence[Sentence], checker: Checker, pieces: Sequence[Piece]) -> list[Sentence]:
    """The sentences that hold, in order, no more than an answer should have. Faults are logged by kind, not by text."""
    faults: list[str | None] = []
    for sentence in found:
        stands_alone = not leans(sentence.text) or (faults and faults[-1] is None)
        faults.append(checker.fault(sentence) if stands_alone else "leans")
    dropped = Counter(fault for fault in faults if fault is not None)
    if dropped:
        logger.info("sentences of the language model dropped: %s", dict(dropped))
    kept = [sentence for sentence, fault in zip(found, faults, strict=True) if fault is None]
    return kept[: max(MAX_SENTENCES, len(pieces))]


def _is_enough(kept: Sequence[Sentence], question: Question, draft: Draft, pieces: Sequence[Piece]) -> bool:
    """Whether the sentences say what the extractive answer says, whose confidence is that of the reply.

    They have a figure where one was asked for, the cells that were picked, and no heap of other figures; where there
    are several things to say (items, times, sides, reports), all of them are cited.
    """
    before = " ".join(statement.text for statement in draft.statements)
    said = " ".join(sentence.text for sentence in kept)
    cited = {mark for sentence in kept for mark in sentence.marks}
    picked = {word for piece in pieces if piece.quote.cell for word in words(piece.quote.cell.value)}
    if not kept or not picked <= set(words(said)):
        return False
    if question.wants == "number" and has_figure(before) and not has_figure(said):
        return False
    if draft.kind in ("trend", "comparison") and _distinct(said) < min(2, _distinct(before)):
        return False
    if draft.kind not in ("list", "summary") and _distinct(said) > _distinct(before) + MORE_FIGURES:
        return False
    if draft.kind == "list":
        return all(piece.number in cited for piece in pieces)
    reports = {piece.quote.document_id for piece in pieces}
    return reports == {piece.quote.document_id for piece in pieces if piece.number in cited}


def _distinct(text: str) -> int:
    return len({figure.value for figure in figures(text)})


def _quotes(sentence: Sentence, pieces: dict[int, Piece]) -> tuple[Quote, ...]:
    """The quotes of the pieces that a sentence cites: of a row, those that point at the values it says."""
    values = [figure.value for figure in figures(sentence.text)]
    quotes: list[Quote] = []
    for mark in sentence.marks:
        cells = [
            cell.quote
            for cell in pieces[mark].cells
            if any(same(figure.value, value) for figure in figures(cell.value) for value in values)
        ]
        quotes += cells or [pieces[mark].quote]
    return tuple(dict.fromkeys(quotes))
