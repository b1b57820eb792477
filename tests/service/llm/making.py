"""Small pieces of evidence for tests of the checks."""

from service.answering.draft import Quote
from service.llm.pieces import Piece, PieceCell
from service.types import CellReference


def piece(
    number: int,
    said: str,
    *,
    place: str = "Oakford",
    title: str = "Oakford Safeguarding Board Annual Report 2018/19",
    period: str = "2018/19",
    section: tuple[str, ...] = (),
    lead: str = "",
) -> Piece:
    quote = Quote(f"document-of-{place}", number * 1000, number * 1000 + len(said), section, 0.9)
    return Piece(number, quote, said, said, (title, place, period), place, lead, "", ())


def row(
    number: int,
    label: str,
    values: dict[str, str],
    *,
    lead: str = "",
    place: str = "Northmoor",
    title: str = "Northmoor Performance Report",
    period: str = "2019/20",
) -> Piece:
    said = " | ".join((label, *values.values()))
    start = number * 1000
    quote = Quote(f"document-of-{place}", start, start + len(said), (), 0.9)
    cells = tuple(
        PieceCell(
            value,
            header,
            Quote(quote.document_id, start, quote.end, (), 0.9, CellReference(lead, (label,), (header,), value)),
        )
        for header, value in values.items()
    )
    shown = f"{label}: " + "; ".join(f"{header}: {value}" for header, value in values.items())
    return Piece(number, quote, said, shown, (title, place, period), place, lead, label, cells)
