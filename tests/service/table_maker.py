"""Tables as evidence, for tests of what is made of them: a text of TAB-separated rows and the units over it."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import Cell, Document, Passage, TableRow, Unit
from service.answering.draft import DraftStatement
from service.evidence import Candidate, Evidence
from service.places import Places
from service.proof import holds
from service.question import Question, read_question
from service.vocabulary import Vocabulary

DOCUMENT = Document("d", "d.txt", "Oakford annual report", "txt", "", place="Oakford", period="2016/17")
PLACES = Places.of(["Oakford", "Northmoor"])
VOCABULARY = Vocabulary.of([["free school meals", "FSM"], ["special needs", "SEN"], ["national", "England"]])


def read(text: str) -> Question:
    """A question as the engine reads it; every word is as rare as the next."""
    return read_question(text, [], VOCABULARY, lambda _: 3.0, PLACES)


@dataclass(frozen=True)
class MadeTable:
    """One table of one report. `best` is the number of the row that ranks first."""

    caption: str
    lines: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    passage: Passage
    text: str

    def neighbours(self, _: Passage) -> Sequence[Passage]:
        """The table's only passage."""
        return [self.passage]

    def ranked(self, best: int = 0) -> list[Evidence]:
        """The rows as ranked evidence, one of them in front."""
        first = self.evidence[best]
        return [first, *(e for e in self.evidence if e is not first)]

    def proves(self, statement: DraftStatement) -> bool:
        """Whether the proof lets a statement pass."""
        return holds(statement, lambda _: self.text, lambda _: DOCUMENT)


def made_table(caption: str, *lines: str, heads: int = 1) -> MadeTable:
    """A table of lines of TAB-separated cells, the first `heads` of them header rows, the first column labels."""
    text = f"{caption}\n" + "\n".join(lines) + "\n"
    start, rows, header_rows = len(caption) + 1, [], [line.split("\t") for line in lines[:heads]]
    paths = [tuple(dict.fromkeys(h for row in header_rows if (h := row[i]))) for i in range(len(header_rows[0]))]
    for number, line in enumerate(lines):
        cells, at = [], start
        for words in line.split("\t"):
            cells.append(Cell(at, at + len(words), words))
            at += len(words) + 1
        if number >= heads:
            label = (cells[0].text,) if cells[0].text else ()
            rows.append(TableRow(start, at - 1, tuple(cells), ((), *paths[1:]), label))
        start = at
    units = tuple(Unit("row", r.start, r.end, text[r.start : r.end], caption, row=r) for r in rows)
    passage = Passage("d", 0, "table", 0, len(text), ("Figures",), "", text, units, 0)
    found = Candidate(passage, DOCUMENT, 1.0, 0.5, 0)
    evidence = tuple(Evidence(unit, found, (0.0,) * 40, 0.5 - 0.01 * n) for n, unit in enumerate(units))
    return MadeTable(caption, lines, evidence, passage, text)
