"""A cell of a table, with all that names it: its row's labels, its column's heads, its period."""

from dataclasses import dataclass

from indexer import TableRow
from service.answer_words import answer_words
from service.answering.timing import Period, period_of
from service.evidence import Evidence
from service.words import words

MISSING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "..", "not reported", "(not reported)", "redacted"})


@dataclass(frozen=True, slots=True)
class AskedCell:
    """A cell of a row, with how well it fits what is asked."""

    evidence: Evidence
    index: int
    fit: float

    @property
    def row(self) -> TableRow:
        """The row that it stands in."""
        assert self.evidence.unit.row is not None
        return self.evidence.unit.row

    @property
    def text(self) -> str:
        """What it says."""
        return self.row.cells[self.index].text

    @property
    def header(self) -> tuple[str, ...]:
        """The heads of its column."""
        return self.row.header[self.index]

    @property
    def named(self) -> str:
        """All that names it: labels and heads."""
        return " ".join((*self.row.label, *self.header))

    @property
    def period(self) -> tuple[Period, str] | None:
        """The period that its column or row names, with the words that do."""
        return period_of(self.header) or period_of(self.row.label)

    @property
    def missing(self) -> bool:
        """Whether it says that there is no value."""
        return is_missing(self.text)


def is_total(cell: AskedCell) -> bool:
    """Whether a cell's row adds up the others, or stands for all of them."""
    return bool(answer_words().totals & set(words(cell.row.label[-1])[:2])) if cell.row.label else False


def is_missing(text: str) -> bool:
    """A cell that says that there is no value."""
    return text.strip().lower() in MISSING
