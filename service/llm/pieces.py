"""The evidence as a language model gets it: numbered pieces, each with its quote and with what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.answering.cells import AskedCell, is_missing
from service.answering.draft import DraftStatement, Quote, quote_of
from service.answering.saying import quote_of_cell
from service.citing import Texts, fold
from service.evidence import Evidence
from service.llm.claims import speaks_to_a_model

# A list or table that rests on more places, or on longer ones, is said better and whole by the extractive way. Twelve
# pieces are some 3,000 words at most, which a local model's context (8,000 tokens) holds.
MAX_PIECES = 12
MAX_PIECE_CHARS = 1500
# Words for a language model are looked for as far around a quote: an instruction may be cut into several sentences.
AROUND_CHARS = 400


@dataclass(frozen=True, slots=True)
class PieceCell:
    """A value of a row: the path of its column's headers, and the quote that points at it."""

    value: str
    header: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Piece:
    """A quote with its number in the prompt.

    `said` are its verbatim words, `shown` the same for reading (a row with its headers). `about` (title, place,
    period), `section`, `lead` and `label` are its frame; `cells` are a row's values.
    """

    number: int
    quote: Quote
    said: str
    shown: str
    about: tuple[str, ...]
    place: str
    lead: str
    label: str
    cells: tuple[PieceCell, ...]

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above it, outermost first."""
        return self.quote.section

    @property
    def frame(self) -> str:
        """All that stands around the quote and tells what it is about."""
        heads = dict.fromkeys(cell.header for cell in self.cells)
        return " – ".join(part for part in (*self.about, *self.section, self.lead, self.label, *heads) if part)


def pieces_of(statements: Sequence[DraftStatement], ranked: Sequence[Evidence], texts: Texts) -> list[Piece]:
    """The places that an extractive answer rests on, numbered from 1; `ranked` is the evidence that it was made of.

    Empty where they are too many or too long, or one speaks to a language model: none is to be asked then.
    """
    found = {_span(quote_of(e)): e for e in ranked}
    quotes = {_span(quote): quote for statement in statements for quote in statement.quotes}
    numbered = enumerate(quotes.items(), start=1)
    pieces = [_piece(number, quote, found.get(span), texts) for number, (span, quote) in numbered]
    may_be_sent = len(pieces) <= MAX_PIECES and all(_may_be_sent(piece, texts) for piece in pieces)
    return pieces if may_be_sent else []


def _span(quote: Quote) -> tuple[str, int, int]:
    return quote.document_id, quote.start, quote.end


def _piece(number: int, quote: Quote, evidence: Evidence | None, texts: Texts) -> Piece:
    document = texts.document(quote.document_id)
    assert document is not None
    said = fold(texts.text(quote.document_id)[quote.start : quote.end])
    row = evidence.unit.row if evidence else None
    lead, label = evidence.unit.lead if evidence else "", ""
    cells: tuple[PieceCell, ...] = ()
    shown = evidence.unit.text if evidence else said
    if evidence and row:
        label = " – ".join(row.label)
        cells = tuple(
            PieceCell(cell.text, " / ".join(row.header[i]), quote_of_cell(AskedCell(evidence, i, 0.0)))
            for i, cell in enumerate(row.cells)
            if cell.text not in row.label and not is_missing(cell.text)
        )
    elif quote.cell:
        lead, label = quote.cell.table, " – ".join(quote.cell.row)
        cells = (PieceCell(quote.cell.value, " / ".join(quote.cell.column), quote),)
        shown = f"{label}: {cells[0].header} {quote.cell.value}"
    about = tuple(part for part in (document.title, document.place, document.period, document.published) if part)
    return Piece(number, quote, said, fold(shown), about, document.place or "", fold(lead), label, cells)


def _may_be_sent(piece: Piece, texts: Texts) -> bool:
    text, quote = texts.text(piece.quote.document_id), piece.quote
    around = text[max(0, quote.start - AROUND_CHARS) : quote.end + AROUND_CHARS]
    too_long = max(len(piece.said), len(piece.shown), len(piece.frame)) > MAX_PIECE_CHARS
    return not too_long and not speaks_to_a_model(f"{around} {piece.frame}")
